"""Arguments that travel as headers: signed where they have to be, and never in place of the client's own."""

from __future__ import annotations

import hashlib
import hmac
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from things import Wire, http, text

from docpact.contract.model import Body, Contract, Location, Operation, Parameter, Schema, Style

HEADERS = (
    "x-acs-parent-id",
    "Content-Type",
    "Authorization",
    "Host",
    "x-acs-date",
    "Accept",
    "X-Custom",
    "Content-Length",
)


@pytest.fixture
def rest(make: Callable[[Contract], Any]) -> Any:
    put = Operation(
        name="PutBox",
        style=Style.REST,
        method="PUT",
        path="/boxes",
        parameters=tuple(Parameter(name=name, location=Location.HEADER, schema=text()) for name in HEADERS),
        body=Body(schema=Schema(type="object")),
    )
    return make(Contract(title="T", version="1", operations=(put,)))


def test_headers_are_signed_as_they_are_sent(rest: Any, wire: Wire) -> None:
    wire.answers = [http({"RequestId": "r"})]
    with rest.Client(access_key_id="i", access_key_secret="secret", endpoint=wire.url) as client:
        names = [n for n in inspect.signature(type(client).put_box).parameters if n not in ("self", "body")]
        values = dict.fromkeys(names, " mine ")
        client.put_box(**values, body={"a": 1})
    sent = wire.requests[0].headers
    assert (sent["x-acs-parent-id"], sent["content-type"], sent["accept"], sent["x-custom"]) == ("mine",) * 4
    assert sent["host"] in wire.url
    assert sent["x-acs-date"] != "mine"
    assert sent["content-length"] == str(len(wire.requests[0].body))
    parts = dict(part.split("=", 1) for part in sent["authorization"].partition(" ")[2].split(","))
    names = parts["SignedHeaders"].split(";")
    assert {"x-acs-parent-id", "content-type", "host"} <= set(names)
    assert names == sorted(names)
    lines = "".join(f"{name}:{sent[name]}\n" for name in names)
    digest = hashlib.sha256(wire.requests[0].body).hexdigest()
    canonical = f"PUT\n/boxes\n\n{lines}\n{';'.join(names)}\n{digest}"
    string = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    assert parts["Signature"] == hmac.new(b"secret", string.encode(), "sha256").hexdigest()
