"""What lies in a project: media, state, journal and lock; paths and values come in, and out."""

LOCK_FILE = "drama.lock"
"""What was paid for, brought in or chosen: the one file of the store that git keeps."""
