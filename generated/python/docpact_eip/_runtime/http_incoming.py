"""One HTTP answer, read from pieces as they come in, without any input or output."""

from __future__ import annotations

import http.client
import io
import re

from .http_answer import MAX_HEAD, Answer, TooLarge, plain_head, stays_open

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")
_MAX_LINE = 8192
_MAX_LINES = 100


class Incoming:
    """An answer that is being read.

    `feed` gives it when it is complete. Heads of the plain kind are read by `plain_head`, others by `http.client`.
    """

    __slots__ = (
        "_begun",
        "_chunks",
        "_headers",
        "_interim",
        "_length",
        "_max",
        "_method",
        "_parts",
        "_reusable",
        "_size",
        "_start",
        "_status",
    )

    def __init__(self, method: str, max_bytes: int) -> None:
        self._method = method
        self._max = max_bytes
        self._start = b""  # of the head
        self._begun = False  # whether the head was read
        self._interim = 0

    def feed(self, data: bytes) -> Answer | None:
        """Takes what came in; gives the answer when it is complete.

        Raises http.client.HTTPException and ValueError.
        """
        if self._begun:
            return self._body(data)
        searched = max(0, len(self._start) - 3)  # what was searched before, but for a blank line's first bytes
        if self._start:
            data = self._start + data
        end = data.find(b"\r\n\r\n", searched)
        plain = plain_head(data[:end]) if end > 0 and self._method != "HEAD" else None
        if plain is None:
            return self._unusual(data, searched)
        status, headers, length = plain
        reusable = stays_open(headers)
        if len(data) == end + 4 + length <= self._max:
            return status, headers, data[end + 4 :], reusable
        return self._begin(status, headers, length, None, reusable, data[end + 4 :])

    def end(self) -> Answer:
        """The answer, when the server has closed the connection. Raises http.client.HTTPException."""
        if not self._begun:
            if self._start or self._interim:
                raise http.client.IncompleteRead(self._start)
            raise http.client.RemoteDisconnected("the connection was closed without an answer")
        if self._chunks is not None or self._length is not None:
            missing = None if self._length is None else self._length - self._size
            raise http.client.IncompleteRead(b"".join(self._parts), missing)
        return self._status, self._headers, b"".join(self._parts), False

    def _unusual(self, data: bytes, searched: int) -> Answer | None:
        found = _BLANK_LINE.search(data, searched)
        if found is None:
            if len(data) > MAX_HEAD:
                raise ValueError(f"the head of the answer is longer than {MAX_HEAD} bytes")
            self._start = data
            return None
        if re.match(rb"HTTP/1\.\d 1(?!01)", data):  # the server is working on it; the answer is still to come
            self._interim += 1
            if self._interim > _MAX_LINES:
                raise ValueError("the server announces an answer again and again")
            self._start = b""
            rest = data[found.end() :]
            return self.feed(rest) if rest else None
        response = http.client.HTTPResponse(_Head(data[: found.end()]), method=self._method)  # type: ignore[arg-type]
        with response:
            response.begin()
            headers = {name.lower(): value for name, value in response.headers.items()}
            _check_framing(response)
            chunks = _Chunks() if response.chunked and response.length != 0 else None
            reusable = not response.will_close
            return self._begin(response.status, headers, response.length, chunks, reusable, data[found.end() :])

    def _begin(
        self,
        status: int,
        headers: dict[str, str],
        length: int | None,
        chunks: _Chunks | None,
        reusable: bool,
        data: bytes,
    ) -> Answer | None:
        if length is not None and length > self._max:
            raise TooLarge(self._max)
        self._begun = True
        self._status, self._headers, self._length, self._chunks = status, headers, length, chunks
        self._reusable = reusable
        self._parts: list[bytes] = []
        self._size = 0
        return self._body(data)

    def _body(self, data: bytes) -> Answer | None:
        rest: bytes | None = None
        if self._chunks is not None:
            data, rest = self._chunks.feed(data)
        elif self._length is not None and self._size + len(data) >= self._length:
            at = self._length - self._size
            data, rest = data[:at], data[at:]
        self._parts.append(data)
        self._size += len(data)
        if self._size > self._max:
            raise TooLarge(self._max)
        if rest is None:
            return None
        return self._status, self._headers, b"".join(self._parts), self._reusable and not rest


class _Chunks:
    """Takes a chunked body out of its chunks (RFC 9112, 7.1). Extensions and trailers are passed over."""

    __slots__ = ("_left", "_line", "_state", "_trailers")

    def __init__(self) -> None:
        self._line = b""  # the start of one
        self._left = 0  # bytes of this chunk that are to come
        self._state = "size"
        self._trailers = 0

    def feed(self, data: bytes) -> tuple[bytes, bytes | None]:
        """What of the body came in; and, when that was the end of it, what follows. Raises ValueError."""
        data = self._line + data
        self._line = b""
        out: list[bytes] = []
        at = 0
        while True:
            if self._left:
                piece = data[at : at + self._left]
                out.append(piece)
                at += len(piece)
                self._left -= len(piece)
                if self._left:
                    return b"".join(out), None
            end = data.find(b"\n", at)
            if (end if end >= 0 else len(data)) - at > _MAX_LINE:
                raise ValueError("a line between chunks is too long")
            if end < 0:
                self._line = data[at:]
                return b"".join(out), None
            line = data[at:end].removesuffix(b"\r")
            at = end + 1
            if self._state == "trailers" and not line:
                return b"".join(out), data[at:]
            self._next(line)

    def _next(self, line: bytes) -> None:
        if self._state == "trailers":
            self._trailers += 1
            if self._trailers > _MAX_LINES:
                raise ValueError("the answer has too many trailers")
        elif self._state == "end":
            if line:
                raise ValueError("a chunk is longer than it says")
            self._state = "size"
        else:
            size = line.partition(b";")[0].strip(b" \t")
            if not _SIZE.fullmatch(size):
                raise ValueError("a chunk has no size")
            self._left = int(size, 16)
            self._state = "end" if self._left else "trailers"


def _check_framing(response: http.client.HTTPResponse) -> None:
    """Raises ValueError where the head leaves open how long the body is: two readers could end it at two places."""
    codings = response.headers.get_all("transfer-encoding", [])
    if codings and [coding.strip().lower() for coding in codings] != ["chunked"]:
        raise ValueError("the answer has a transfer encoding that was not asked for")
    lengths = set(response.headers.get_all("content-length", []))
    if len(lengths) > 1 or (lengths and not re.fullmatch("[0-9]{1,18}", lengths.pop().strip())):
        raise ValueError("the length that the answer claims makes no sense")


class _Head:
    """As much of a socket as `http.client.HTTPResponse` asks for to read a head."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self._data)
