"""Signed calls, in process. The signatures are written here once more, apart from those of the server."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree


def encode(text: str) -> str:
    return quote(text, safe="~")


def timestamp(offset: float = 0.0) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + offset))


def sign_rpc(method: str, parameters: dict[str, str], secret: str) -> str:
    canonical = "&".join(f"{encode(k)}={encode(v)}" for k, v in sorted(parameters.items()))
    text = f"{method}&{encode('/')}&{encode(canonical)}"
    return base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()).decode()


def sign_v3(method: str, path: str, query: dict[str, str], headers: dict[str, str], secret: str) -> tuple[str, str]:
    """The names of the signed headers and the signature."""
    names = sorted(n for n in headers if n in ("host", "content-type") or n.startswith("x-acs-"))
    canonical = "\n".join(
        [
            method,
            path,
            "&".join(f"{encode(k)}={encode(v)}" for k, v in sorted(query.items())),
            "".join(f"{name}:{headers[name]}\n" for name in names),
            ";".join(names),
            headers["x-acs-content-sha256"],
        ]
    )
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    return ";".join(names), hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


@dataclass
class Reply:
    status: int
    type: str
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def xml(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.body)

    @property
    def code(self) -> str:
        return self.json.get("Code", "")


class Caller:
    """Calls an app with one key. `change` gets the parameters, or V3 headers, before they are signed."""

    sign_v3 = staticmethod(sign_v3)

    def __init__(self, app: Any, key_id: str, secret: str, token: str | None = None) -> None:
        self.app = app
        self.key_id = key_id
        self.secret = secret
        self.token = token

    def send(
        self, method: str, query: str = "", headers: dict[str, str] | None = None, body: str = "", path: str = "/"
    ) -> Reply:
        sent = {"host": "vpc.test:80", **(headers or {})}
        answer = asyncio.run(self.app.answer(method, path, query.encode(), sent, body.encode()))
        return Reply(answer.status, answer.content_type.decode(), answer.body)

    def common(self, action: str, **parameters: str) -> dict[str, str]:
        more = {"SecurityToken": self.token} if self.token else {}
        return {
            "Action": action,
            "Version": "2016-04-28",
            "AccessKeyId": self.key_id,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0",
            "SignatureNonce": str(uuid.uuid4()),
            "Timestamp": timestamp(),
            **more,
            **parameters,
        }

    def signed(self, method: str, action: str, without: tuple[str, ...] = (), **parameters: str) -> dict[str, str]:
        given = {k: v for k, v in self.common(action, **parameters).items() if k not in without}
        return {**given, "Signature": sign_rpc(method, given, self.secret)}

    def get(self, action: str, headers: dict[str, str] | None = None, path: str = "/", **parameters: str) -> Reply:
        return self.send("GET", urlencode(self.signed("GET", action, **parameters)), headers, path=path)

    def post(self, action: str, **parameters: str) -> Reply:
        form = {"content-type": "application/x-www-form-urlencoded"}
        return self.send("POST", "", form, urlencode(self.signed("POST", action, **parameters)))

    def v3_headers(self, action: str, body: str = "", **changed: str) -> dict[str, str]:
        more = {"x-acs-security-token": self.token} if self.token else {}
        return {
            "host": "vpc.test:80",
            "x-acs-action": action,
            "x-acs-version": "2016-04-28",
            "x-acs-date": timestamp(),
            "x-acs-signature-nonce": str(uuid.uuid4()),
            "x-acs-content-sha256": hashlib.sha256(body.encode()).hexdigest(),
            **more,
            **changed,
        }

    def v3(
        self, action: str, method: str = "POST", body: str = "", headers: dict[str, str] | None = None, **query: str
    ) -> Reply:
        sent = {**self.v3_headers(action, body), **(headers or {})}
        names, signature = sign_v3(method, "/", query, sent, self.secret)
        sent["authorization"] = f"ACS3-HMAC-SHA256 Credential={self.key_id},SignedHeaders={names},Signature={signature}"
        return self.send(method, urlencode(query, quote_via=quote), sent, body)
