"""Shihua's engines: they write the poems and make the pictures, and know nothing of chats."""
