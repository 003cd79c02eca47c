"""Putting other people's text into code: one escape for each kind of place.

Whatever comes from a page is hostile until one of the modules here has made a `Code` of it, for the exact
place it goes to. Templates print nothing but `Code` (and whole numbers): a plain string that reaches one
is an error, so forgetting an escape cannot pass unnoticed.
"""

from __future__ import annotations


class Code(str):
    """Text that may stand in generated source as it is, because an escape or the target itself made it."""

    __slots__ = ()

    def __html__(self) -> Code:  # what Jinja asks to know that text is safe
        return self
