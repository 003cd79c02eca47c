"""Services, proxies and gateways that repeat the request: no secret, signature or token comes to light."""

from __future__ import annotations

import copy
import html
import json
import logging
import pickle
import re
import traceback
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from things import Wire, http

SECRET, TOKEN = "test/secret+key", "CAIS/token+of=many&signs=="


def readable(text: str) -> str:
    """The text with every escape undone that somebody may have written it in."""
    for _ in range(3):
        text = html.unescape(unquote(text))
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text).replace("\\/", "/")
    return text


def signature(request: Any) -> str:
    """The signature of a request as it came over the wire."""
    if "authorization" in request.headers:
        return str(request.headers["authorization"].rpartition("Signature=")[2])
    return parse_qs(urlsplit(request.target).query + "&" + request.body.decode())["Signature"][0]


def shown(error: BaseException) -> str:
    """All that an error shows to those who print, log, store or inspect it."""
    texts = [pickle.dumps(error).decode("latin-1"), pickle.dumps(copy.deepcopy(error)).decode("latin-1")]
    texts += frames(error)
    chain: list[BaseException | None] = [error]
    while chain:
        one = chain.pop()
        if one is not None:
            texts += [
                str(one),
                repr(one),
                repr(one.args),
                repr(one.__dict__),
                repr(getattr(one, "raw", b"").decode("latin-1")),
            ]
            chain += [one.__cause__, one.__context__]
    return "\n".join(texts)


def frames(error: BaseException) -> list[str]:
    """The frames of the package with their variables, as tools that report errors send them."""
    stack = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), capture_locals=True)
    return [repr(frame.locals) for frame in stack if "_runtime" in frame.filename]


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What was logged; httpcore writes at DEBUG what servers say, and nobody can stop it."""
    return "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpcore"))


def whole(request: Any) -> str:
    lines = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    return f"{request.method} {request.target} HTTP/1.1\r\n{lines}\r\n{request.body.decode()}"


def one_line(request: Any) -> str:
    return whole(request).replace("\r\n", " ")


def gson(text: str) -> str:
    """JSON as the most common Java library writes it."""
    return json.dumps(text).replace("=", r"\u003d").replace("&", r"\u0026").replace("/", r"\/")


ECHOES: dict[str, Callable[[Any], bytes]] = {
    "page": lambda r: http(f"<html>{html.escape(whole(r))}<p>".encode(), 404, content_type="text/html"),
    "text": lambda r: http(whole(r).encode(), 502, content_type="text/plain"),
    "message": lambda r: http({"Code": "Odd", "Message": whole(r)}, 400),
    "escaped": lambda r: http(f'{{"Code": "Odd", "Message": {gson(whole(r))}}}'.encode(), 400),
    "other fields": lambda r: http(
        {"Code": whole(r), "Message": "", "RequestId": whole(r), "Recommend": whole(r)}, 400
    ),
    "xml": lambda r: http(f"<Error><Code>Odd</Code><Message>{html.escape(whole(r))}</Message></Error>".encode(), 400),
    "redirect": lambda r: http(b"", 301, location=f"https://{r.headers['host']}{r.target}&{r.body.decode()}"),
    "redirect to a strange host": lambda r: http(b"", 301, location=f"https://{signature(r)}/"),
    "header": lambda r: http({"Code": "Odd", "Message": "m"}, 400, x_echo=one_line(r)),
    "header of a page": lambda r: http(b"<p>", 400, x_echo=one_line(r), content_type=one_line(r)),
    "status line": lambda r: whole(r).encode(),
    "reason": lambda r: f"HTTP/1.1 2x0 {one_line(r)}\r\n\r\n".encode(),
    "length": lambda r: f"HTTP/1.1 200 OK\r\ncontent-length: {one_line(r)}\r\n\r\n".encode(),
    "encoding": lambda r: http(b"x", content_encoding=one_line(r)[:200]),
    "bad header": lambda r: f"HTTP/1.1 200 OK\r\n{one_line(r)}\r\ncontent-length: 3\r\n\r\nabc".encode(),
    "cut off": lambda r: http(whole(r).encode(), 200, content_length="99999"),
}


@pytest.mark.parametrize("style", ["v3", "rpc"])
@pytest.mark.parametrize("echo", ECHOES)
def test_what_a_server_repeats(
    sdk: Any, connected: Callable[..., Any], wire: Wire, caplog: pytest.LogCaptureFixture, echo: str, style: str
) -> None:
    caplog.set_level(logging.DEBUG)
    wire.answers, wire.close_after = [ECHOES[echo]], True
    after: list[Any] = []
    client = connected(
        endpoint=wire.url,
        access_key_secret=SECRET,
        security_token=TOKEN,
        signature=style,
        retries=0,
        region_id="cn-x",
        hooks=sdk.Hooks(after_attempt=after.append),
    )
    for call in (client.describe_things, lambda: client.create_thing(name="abc")):
        with pytest.raises(sdk.errors.CallError) as caught:
            call()
        text = readable(shown(caught.value) + logged(caplog) + repr(after) + repr(vars(client)))
        assert TOKEN not in text
        assert SECRET not in text
        assert signature(wire.requests[-1]) not in text


def test_nothing_holds_a_secret_that_can_be_stored(sdk: Any, client: Any) -> None:
    credentials = sdk.Credentials("testid", SECRET, TOKEN)
    for hidden in (client, credentials, client._settings, client._settings.source, credentials.key("v3")):
        assert SECRET not in repr(hidden) + str(hidden)
        with pytest.raises(TypeError):
            pickle.dumps(hidden)


def test_what_a_frame_holds_is_not_shown(sdk: Any) -> None:
    def refuse(_: Any) -> None:
        raise LookupError("hook")

    class Broken:
        def send(self, request: Any) -> Any:
            requests.append(request)
            raise LookupError("transport")

        def close(self) -> None:
            pass

    requests: list[Any] = []
    for style in ("v3", "rpc"):
        for hook in (refuse, None):
            client = sdk.Client(
                access_key_id="a",
                access_key_secret=SECRET,
                security_token=TOKEN,
                signature=style,
                endpoint="http://h",
                transport=Broken(),
                hooks=sdk.Hooks(before_attempt=hook),
            )
            with pytest.raises(LookupError) as caught:
                client.describe_things()
            text = readable("".join(frames(caught.value)))
            assert "Signed" in text or "HttpRequest" in text
            assert TOKEN not in text
            assert SECRET not in text
    with pytest.raises(TypeError):
        pickle.dumps(requests[0])
