"""Reading one HTTP answer from a socket.

Answers of the plain kind (a length, no surprises) are read here, because parsing headers is half of what a call
costs; all others are left to `http.client`.
"""

from __future__ import annotations

import http.client
import io
import socket
import time

_CHUNK = 65536
MAX_HEAD = 65536


class TooLarge(ValueError):
    """An answer is larger than allowed."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer is larger than {limit} bytes")


Answer = tuple[int, dict[str, str], bytes, bool]


def read_response(sock: socket.socket, method: str, deadline: float | None, max_bytes: int) -> Answer:
    """Status, headers (names in lower case), body, and whether the connection can be used again.

    Raises OSError, http.client.HTTPException and ValueError.
    """
    data = sock.recv(_CHUNK)
    end = data.find(b"\r\n\r\n")
    while end < 0 and data and len(data) < MAX_HEAD:
        if deadline is not None and time.monotonic() > deadline:
            raise TimeoutError("timed out")
        more = sock.recv(_CHUNK)
        if not more:
            break
        data += more
        end = data.find(b"\r\n\r\n")
    plain = plain_head(data[:end]) if end > 0 and method != "HEAD" else None
    if plain is None:
        return _by_library(sock, data, method, deadline, max_bytes)
    status, headers, length = plain
    if length > max_bytes:
        raise TooLarge(max_bytes)
    body = data[end + 4 :]
    if len(body) < length:
        body = _rest(sock, body, length, deadline)
    reusable = len(body) == length and headers.get("connection", "").lower() != "close"
    return status, headers, body[:length], reusable


def plain_head(head: bytes) -> tuple[int, dict[str, str], int] | None:
    """The head of an answer that needs no special care; None for any other."""
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


def _rest(sock: socket.socket, start: bytes, length: int, deadline: float | None) -> bytes:
    buffer = bytearray(length)
    view = memoryview(buffer)
    at = len(start)
    view[:at] = start
    while at < length:
        if deadline is not None and time.monotonic() > deadline:
            raise TimeoutError("timed out")
        got = sock.recv_into(view[at:], min(length - at, 1 << 20))
        if not got:
            raise http.client.IncompleteRead(bytes(buffer[:at]), length - at)
        at += got
    return bytes(buffer)


class _Replay(io.RawIOBase):
    """What was read already, then the socket."""

    def __init__(self, data: bytes, sock: socket.socket) -> None:
        self._data = data
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._data:
            size = min(len(buffer), len(self._data))
            buffer[:size] = self._data[:size]
            self._data = self._data[size:]
            return size
        return self._sock.recv_into(buffer)


class _ReplaySocket:
    """As much of a socket as `http.client.HTTPResponse` asks for."""

    def __init__(self, data: bytes, sock: socket.socket) -> None:
        self._raw = _Replay(data, sock)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._raw)


def _by_library(sock: socket.socket, data: bytes, method: str, deadline: float | None, max_bytes: int) -> Answer:
    response = http.client.HTTPResponse(_ReplaySocket(data, sock), method=method)  # type: ignore[arg-type]
    try:
        response.begin()
        headers = {name.lower(): value for name, value in response.headers.items()}
        chunks: list[bytes] = []
        size = 0
        while True:
            if deadline is not None and time.monotonic() > deadline:
                raise TimeoutError("timed out")
            chunk = response.read1(_CHUNK)
            if not chunk:
                break
            chunks.append(chunk)
            size += len(chunk)
            if size > max_bytes:
                raise TooLarge(max_bytes)
        if response.length:
            raise http.client.IncompleteRead(b"".join(chunks), response.length)
        return response.status, headers, b"".join(chunks), not response.will_close
    finally:
        response.close()
