"""The image network, trained here: what it sees, what it dreams, and how it is fooled."""
