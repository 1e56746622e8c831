"""The course's own network in chat: single poems, and its stages side by side with ours."""
