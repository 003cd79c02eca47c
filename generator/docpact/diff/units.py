"""Whether two words name the same unit: `Mbps` and `Mbit/s`, `Month` and `months`."""

from __future__ import annotations

_SAME = {
    "bps": "bit/s",
    "kbps": "kbit/s",
    "mbps": "mbit/s",
    "gbps": "gbit/s",
    "percent": "%",
    "percentage": "%",
    "s": "second",
    "sec": "second",
    "ms": "millisecond",
    "min": "minute",
    "hr": "hour",
    "h": "hour",
    "b": "byte",
    "time": "count",
    "piece": "count",
}
_WRITTEN_BY_CASE = {"B/s": "byte/s", "KB/s": "kbyte/s", "MB/s": "mbyte/s", "GB/s": "gbyte/s"}
"""Where a capital letter tells bytes from bits."""


def same_unit(one: str | None, other: str | None) -> bool:
    """Whether both are None, or words for one unit."""
    if one is None or other is None:
        return one is other
    return _plain(one) == _plain(other)


def _plain(unit: str) -> str:
    text = " ".join(unit.split()).strip("()（）.。*`\\ ")
    if text in _WRITTEN_BY_CASE:
        return _WRITTEN_BY_CASE[text]
    text = (
        text.casefold().replace(" per ", "/").replace("/second", "/s").replace("/sec", "/s").replace("bits/s", "bit/s")
    )
    if text not in _SAME and len(text) > 2 and text.endswith("s") and not text.endswith("/s"):
        text = text[:-1]
    return _SAME.get(text, text)
