"""Certificates that are wrong and proxies that refuse, with both clients and all transports."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from things import TRANSPORTS, Blocking, Wire, http

OK = http({"RequestId": "r"})
KEYS = {"access_key_id": "testid", "access_key_secret": "testsecret", "security_token": "testtoken"}


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


# ------------------------------------------------------------------------------------------------ TLS


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[str, str]]:
    """A function that makes a certificate, which signs itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl command to make certificates with")
    folder = tmp_path_factory.mktemp("certificates")

    settings = folder / "settings.cnf"
    settings.write_text(CERTIFICATE_SETTINGS.format(folder=folder))
    (folder / "serial").write_text("01")

    def make(case: str) -> tuple[str, str]:
        certificate, key, wish = (folder / f"{case}.{end}" for end in ("pem", "key", "csr"))
        if not certificate.exists():
            (folder / "index").write_text("")
            new = [
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                str(key),
                "-out",
                str(wish),
                "-subj",
                "/CN=things",
            ]
            year = "2020" if case == "expired" else "2045"
            sign = [
                "ca",
                "-batch",
                "-notext",
                "-selfsign",
                "-in",
                str(wish),
                "-out",
                str(certificate),
                "-keyfile",
                str(key),
            ]
            sign += ["-startdate", "20190101000000Z", "-enddate", f"{year}0101000000Z"]
            sign += ["-extensions", "other" if case == "other host" else "this"]
            for command in (new, sign):
                subprocess.run([openssl, *command, "-config", str(settings)], check=True, capture_output=True)
        return str(certificate), str(key)

    return make


CERTIFICATE_SETTINGS = """
[req]
distinguished_name = name
[name]
[ca]
default_ca = ours
[ours]
database = {folder}/index
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
[any]
commonName = supplied
[this]
subjectAltName = IP:127.0.0.1
[other]
subjectAltName = DNS:other.example
"""


class Listening:
    """Serves each connection to a port of its own in a thread."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                taken, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(taken,), daemon=True).start()

    def _serve(self, taken: socket.socket) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        self._listener.close()


class Tls(Listening):
    """A server behind TLS that answers every request with the same."""

    def __init__(self, certificate: str, key: str) -> None:
        self.requests = 0
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        super().__init__()
        self.url = f"https://{self.address}"

    def _serve(self, taken: socket.socket) -> None:
        with taken:
            try:
                with self._context.wrap_socket(taken, server_side=True) as stream:
                    while stream.recv(65536):
                        self.requests += 1
                        stream.sendall(OK)
            except OSError:
                pass


def trusting(sdk: Any, kind: str, context: ssl.SSLContext | None, endpoint: str, **options: Any) -> Any:
    """A client of a kind that trusts what the context does."""
    client, module, name = TRANSPORTS[kind]
    carries = getattr(import_module(f"{sdk.__name__}._runtime.{module}"), name)

    def make() -> Any:
        if "httpx" in kind:
            import httpx

            inner = (httpx.Client if kind.startswith("sync") else httpx.AsyncClient)(verify=context or True)
            transport = carries(inner)
        else:
            transport = carries(ssl_context=context)
        return getattr(sdk, client)(transport=transport, endpoint=endpoint, **KEYS, **options)

    return make() if client == "Client" else Blocking(make)


@pytest.mark.parametrize("case", ["self signed", "other host", "expired", "good"])
def test_certificates(sdk: Any, kind: str, certificates: Callable[[str], tuple[str, str]], case: str) -> None:
    certificate, key = certificates(case)
    server = Tls(certificate, key)
    context = None if case == "self signed" else ssl.create_default_context(cafile=certificate)
    client = trusting(sdk, kind, context, server.url)
    if case == "good":
        assert [client.describe_things().request_id for _ in range(2)] == ["r", "r"]
    else:
        with pytest.raises(sdk.errors.ConnectionFailed, match="cannot connect to 127") as caught:
            client.create_thing(name="abc", region_id="r")
        assert "certificate" in str(caught.value)
        assert (caught.value.sent, caught.value.attempts, server.requests) == (False, 1, 0)
    client.close()
    server.stop()


# -------------------------------------------------------------------------------------------- proxies


class Proxy(Listening):
    """A proxy that answers CONNECT with what it is told; after 200 it is a pipe to the server."""

    def __init__(self, answer: bytes, to: str = "") -> None:
        self.heads: list[str] = []
        self._answer = answer
        self._to = to
        super().__init__()

    def _serve(self, taken: socket.socket) -> None:
        with taken:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                piece = taken.recv(65536)
                if not piece:
                    return
                head += piece
            self.heads.append(head.decode())
            taken.sendall(self._answer)
            if not self._to:
                return
            host, _, port = self._to.partition(":")
            with socket.create_connection((host, int(port))) as onward:
                back = threading.Thread(target=self._pipe, args=(onward, taken), daemon=True)
                back.start()
                self._pipe(taken, onward)
                back.join(1)

    @staticmethod
    def _pipe(source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Proxy]]:
    made: list[Proxy] = []

    def make(answer: bytes, to: str = "") -> Proxy:
        made.append(Proxy(answer, to))
        monkeypatch.setenv("HTTPS_PROXY", f"http://us%40er:p%3Aw%2F@{made[-1].address}")
        return made[-1]

    yield make
    for one in made:
        one.stop()


def test_a_tunnel(
    sdk: Any, kind: str, certificates: Callable[[str], tuple[str, str]], proxy: Callable[..., Proxy]
) -> None:
    certificate, key = certificates("good")
    server = Tls(certificate, key)
    through = proxy(b"HTTP/1.1 200 Connection established\r\nX-Proxy: y\r\n\r\n", server.url.partition("//")[2])
    client = trusting(sdk, kind, ssl.create_default_context(cafile=certificate), server.url)
    assert client.describe_things().request_id == "r"
    client.close()
    server.stop()
    (head,) = through.heads
    assert head.startswith(f"CONNECT {server.url.partition('//')[2]} HTTP/1.1\r\n")
    assert "proxy-authorization: basic dXNAZXI6cDp3Lw==" in head.replace("Basic", "basic").replace(
        "Proxy-A", "proxy-a"
    ).replace("-Authorization", "-authorization")
    assert "testid" not in head


REFUSALS = {
    "authentication": (b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n", "407", 1),
    "forbidden": (b"HTTP/1.1 403 Forbidden\r\ncontent-length: 3\r\n\r\nno!", "403", 1),
    "gateway": (b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n", "502", 2),
    "nothing": (b"", "", 2),
    "nonsense": (b"SSH-2.0-OpenSSH\r\n\r\n", "", 2),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_proxies_that_refuse(
    sdk: Any, kind: str, proxy: Callable[..., Proxy], monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setattr(f"{sdk.__name__}._runtime.retry.FIRST_PAUSE", 0.001)
    answer, said, attempts = REFUSALS[case]
    proxy(answer)
    client = trusting(sdk, kind, None, "https://things.example.com", retries=1, timeout=5)
    with pytest.raises(sdk.errors.ConnectionFailed) as caught:
        client.create_thing(name="abc", region_id="r")
    client.close()
    assert said in str(caught.value)
    if kind in ("sync", "async-aiohttp", "async") and case in ("authentication", "forbidden", "gateway"):
        assert "proxy" in str(caught.value)
        assert (caught.value.sent, caught.value.attempts) == (False, attempts)
    for secret in ("p:w/", "p%3Aw%2F", "dXNAZXI6cDp3Lw", "testtoken", "Signature="):
        assert secret not in str(caught.value) + repr(caught.value.__dict__)


@pytest.mark.parametrize("listed", ["127.0.0.1", "*", "127.0.0.1:{port}", "other, 127.0.0.1"])
def test_hosts_without_a_proxy(sdk: Any, kind: str, wire: Wire, monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    if "httpx" in kind and "{port}" in listed:
        pytest.skip("httpx reads the list in its own way")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", listed.format(port=wire.url.rpartition(":")[2]))
    wire.answers = [OK]
    client = trusting(sdk, kind, None, wire.url)
    assert client.describe_things().request_id == "r"
    client.close()


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:1080", "https://127.0.0.1:1", "http://", "http://h:99999"])
@pytest.mark.parametrize("kind", ["sync", "async", "async-aiohttp"], indirect=True)
def test_addresses_of_proxies_that_cannot_be_used(
    sdk: Any, kind: str, wire: Wire, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", address)
    client = trusting(sdk, kind, None, wire.url)
    with pytest.raises(sdk.errors.ConnectionFailed, match="cannot connect") as caught:
        client.create_thing(name="abc", region_id="r")
    client.close()
    assert (caught.value.sent, caught.value.attempts, wire.requests) == (False, 1, [])


def test_an_endpoint_of_ipv6(sdk: Any, kind: str) -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this computer has no IPv6")
    heads: list[bytes] = []

    def serve() -> None:
        taken, _ = listener.accept()
        with taken:
            heads.append(taken.recv(65536))
            taken.sendall(OK)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listener.getsockname()[1]
    client = trusting(sdk, kind, None, f"http://[::1]:{port}/")
    assert client.describe_things().request_id == "r"
    client.close()
    thread.join(5)
    listener.close()
    assert f"host: [::1]:{port}\r\n".encode() in heads[0].lower()
