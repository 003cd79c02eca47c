"""Opening a connection by a deadline: straight, through a proxy, with TLS."""

from __future__ import annotations

import re
import socket
import time
from typing import TYPE_CHECKING, Any

from .http_answer import MAX_HEAD

if TYPE_CHECKING:
    import ssl

    from .transport import HttpRequest

_ENOUGH = 2.0
_TUNNEL = re.compile(rb"HTTP/1\.\d (\d{3})(?: ([^\r\n]{0,100}))?[^\n]*\r?\n")


class ProxyRefused(ValueError):
    """A proxy answered CONNECT with an error of the client's: to ask again gives the same."""


def connect(request: HttpRequest, proxy: Any, context: ssl.SSLContext | None, until: float) -> socket.socket:
    """A socket that the request can be written to. `context` is given where it goes by TLS.

    All of it happens before `until`, but for finding the host's addresses, which only the system can end.
    Raises OSError and ProxyRefused.
    """
    host, port = (proxy.host, proxy.port) if proxy is not None else (request.host, request.port)
    sock = _open(host, port, until)
    try:
        if context is not None:
            if proxy is not None:
                _tunnel(sock, request, proxy, until)
            sock.settimeout(_left(until))  # for the handshake as a whole
            sock = context.wrap_socket(sock, server_hostname=request.host)
    except BaseException:
        sock.close()
        raise
    return sock


def _open(host: str, port: int, until: float) -> socket.socket:
    """A connection to the first address that takes one. The time left is shared among the addresses not tried yet."""
    failed: OSError | None = None
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for tried, (family, kind, protocol, _, address) in enumerate(addresses):
        left = _left(until)
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(max(left / (len(addresses) - tried), min(left, _ENOUGH)))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            failed = error
            sock.close()
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise failed or OSError("the host has no address")


def _tunnel(sock: socket.socket, request: HttpRequest, proxy: Any, until: float) -> None:
    host = f"[{request.host}]" if ":" in request.host else request.host
    wanted = f"{host}:{request.port}"
    lines = [f"CONNECT {wanted} HTTP/1.1", f"Host: {wanted}", *(f"{n}: {v}" for n, v in proxy.headers.items())]
    sock.settimeout(_left(until))
    sock.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
    head = b""
    while not (head.endswith((b"\r\n\r\n", b"\n\n"))):
        sock.settimeout(_left(until))
        byte = sock.recv(1)  # what follows the head is not ours to read
        head += byte
        if not byte or len(head) > MAX_HEAD:
            raise OSError("the proxy's answer to CONNECT makes no sense")
    status = _TUNNEL.match(head)
    if status is None:
        raise OSError("the proxy's answer to CONNECT makes no sense")
    if status[1][:1] != b"2":
        said = f"the proxy refused: {status[1].decode()} {(status[2] or b'').decode('latin-1')}".rstrip()
        raise ProxyRefused(said) if status[1][:1] == b"4" else OSError(said)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
