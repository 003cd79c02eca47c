"""Rows of the error tables."""
