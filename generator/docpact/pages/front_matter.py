"""The settings with which site generators begin a page: lines of YAML between two lines `---`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

_LONGEST = 100
_SETTING = re.compile(r"[\w.-]+\s*:(?:\s|$)|\s+\S|- |\s*(?:#.*)?$")
"""A line of YAML as front matter has it: a key, what goes on below one, an item, a comment, nothing."""
_TITLE = re.compile(r"""title\s*:\s*(?P<quote>["']?)(?P<title>.+?)(?P=quote)\s*$""", re.IGNORECASE)


def end_of_front_matter(lines: Sequence[str]) -> int:
    """The line behind the settings; 0 where a page begins without."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for number, line in enumerate(islice(lines, 1, _LONGEST), 1):
        if line.rstrip() in ("---", "..."):
            return number + 1
        if not _SETTING.match(line):
            return 0
    return 0


def title_in(lines: Sequence[str], end: int) -> tuple[str, int] | None:
    """The title that the settings before line `end` give the page, and its line."""
    for number, line in enumerate(islice(lines, 1, end), 1):
        match = _TITLE.match(line)
        if match is not None:
            return match["title"], number
    return None
