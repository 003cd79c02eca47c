"""Facts about the whole service."""
