"""Where sentences begin and end."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.understand.prose.language import Language


def sentences(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a block."""
    start = 0
    for match in language.boundary.finditer(text):
        end = match.end()
        if text[end - 1 : end] == "." and text[max(start, end - 8) : end - 1].endswith(language.abbreviations):
            continue
        if text[start:end].strip():
            yield start, end
        start = end
    if text[start:].strip():
        yield start, len(text)
