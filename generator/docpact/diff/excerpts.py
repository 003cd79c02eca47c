"""Where two texts part: what of them to show, and what to look for on a page."""

from __future__ import annotations

from itertools import takewhile


def apart(old: str, new: str) -> tuple[str, str]:
    """The first line of each text that the other has not; nothing where there is none."""
    lines, others = old.splitlines(), new.splitlines()
    known, known_others = set(lines), set(others)
    return (
        next((line.strip() for line in lines if line not in known_others and line.strip()), ""),
        next((line.strip() for line in others if line not in known and line.strip()), ""),
    )


def excerpts(old: str, new: str, width: int) -> tuple[str, str]:
    """The two texts on one line each, at most so many characters, from shortly before where they part."""
    old, new = " ".join(old.split()), " ".join(new.split())
    if max(len(old), len(new)) <= width:
        return old, new
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    start = 0 if old == new or same <= width // 2 else old.rfind(" ", 0, same - width // 4) + 1
    return _cut(old, start, width), _cut(new, start, width)


def _cut(text: str, start: int, width: int) -> str:
    shown = f"...{text[start:]}" if start else text
    return shown if len(shown) <= width else f"{shown[: width - 3]}..."
