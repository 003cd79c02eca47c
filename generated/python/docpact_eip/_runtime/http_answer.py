"""The plain kind of HTTP answer: a length, no surprises.

Parsing headers as `email` does is half of what a call with `http.client` costs, and nearly every answer is of this kind.
"""

from __future__ import annotations

MAX_HEAD = 65536

Answer = tuple[int, dict[str, str], bytes, bool]
"""Status, headers (names in lower case), body, and whether the connection can be used again."""


class TooLarge(ValueError):
    """An answer is larger than allowed."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer is larger than {limit} bytes")


def plain_head(head: bytes) -> tuple[int, dict[str, str], int] | None:
    """Status, headers and length of an answer that needs no special care; None for any other."""
    lines = head.decode("latin-1").split("\r\n")
    first = lines[0]
    code = first[9:12]
    if first[:9] != "HTTP/1.1 " or not (code.isdigit() and code.isascii()) or len(lines) > 100:
        return None
    status = int(code)
    if status < 200 or status in (204, 304):
        return None
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        name = name.lower()
        if not colon or line[0] in " \t" or "\n" in line or "\r" in line or name in headers:
            return None
        headers[name] = value.strip(" \t")
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers or not (length.isdigit() and length.isascii() and len(length) < 19):
        return None
    return status, headers, int(length)


def stays_open(headers: dict[str, str]) -> bool:
    """Whether the server keeps the connection of an answer in HTTP/1.1."""
    return "connection" not in headers or "close" not in headers["connection"].lower()
