"""What an answer means: a result, or an error that says what happened."""

from __future__ import annotations

import importlib
import time
from typing import TYPE_CHECKING, Any, TypeVar

from . import answers
from .comparison import clock, which_side
from .errors import AnswerError, ApiError, CallError, documented_code, match_row
from .masking import mask
from .meta import Meta
from .retry import EXPIRED_TOKEN, RETRYABLE_STATUS, is_retryable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .credentials import Credentials
    from .model import Result
    from .operation import Operation
    from .requests import Signed
    from .settings import Settings
    from .transport import HttpResponse

R = TypeVar("R", bound="Result")
_CLOCK_CODES = ("InvalidTimeStamp", "IllegalTimestamp")
_FINE_CODES = frozenset(("", "OK", "Ok", "ok", "200", "0", "Success", "success", "SUCCESS"))


def read_answer(
    settings: Settings,
    operation: Operation[R],
    who: Credentials,
    signed: Signed,
    response: HttpResponse,
    attempts: int,
    started: float,
) -> R | CallError:
    """The result that an answer holds, or the error that it is."""
    status, headers, body = response
    if 300 <= status < 400 and "location" in headers:
        return _no_answer(operation, f"a redirect to {_host(headers)} (not followed)", response, signed)
    try:
        wire = answers.parse(body, operation.root)
    except answers.NotUnderstood as problem:
        if 200 <= status < 300 and not body.strip() and operation.style == "rest":
            wire = {}
        else:
            kind = headers.get("content-type", "no content type")
            excerpt = body[:200].decode("utf-8", "replace")
            said = f"status {status}, {kind}: {problem}" + (f"; it begins {excerpt!r}" if excerpt else "")
            return _no_answer(operation, said, response, signed)
    request_id = wire.get("RequestId") or wire.get("requestId") or headers.get("x-acs-request-id")
    request_id = request_id if isinstance(request_id, str) else None
    meta = Meta(status, headers, request_id, attempts, time.monotonic() - started)
    if 200 <= status < 300 and not _is_error(wire, operation):
        result = operation.result.from_wire(wire)
        result.__dict__["_meta"] = meta
        return result
    error = _api_error(settings, operation, signed, response, wire, meta)
    if error.code in EXPIRED_TOKEN and settings.source.refreshable:
        settings.source.forget(who)
        error.retryable = True
    return error


def _is_error(wire: dict[str, Any], operation: Operation[Any]) -> bool:
    """Whether an answer of status 200 is an error all the same."""
    code = _text(wire, "Code", "code")
    if not code or code in _FINE_CODES or any(f.path[0] in ("Code", "code") for f in operation.result._fields.values()):
        return False
    return _text(wire, "Message", "message") is not None or any(row.code == code for row in operation.errors)


def _api_error(
    settings: Settings,
    operation: Operation[Any],
    signed: Signed,
    response: HttpResponse,
    wire: dict[str, Any],
    meta: Meta,
) -> ApiError:
    secrets = signed.secrets
    code = mask(_text(wire, "Code", "code") or "", secrets)
    message = mask(_text(wire, "Message", "message") or "", secrets)
    if not code and not message:
        begin = response.body[:200].decode("utf-8", "replace")
        message = mask(f"an error without a code; the answer begins {begin!r}", secrets)
    hint = ""
    if code == "SignatureDoesNotMatch":
        hint = which_side(message, signed)
    elif code.startswith(_CLOCK_CODES):
        hint = clock(meta.headers)
    module = importlib.import_module(f"{settings.service.package}.errors")
    documented = documented_code(module.BY_CODE, code)
    kind: type[ApiError] = module.BY_CODE[documented] if documented is not None else ApiError
    error = kind(operation.name, f"{message} {hint}" if hint else message)
    error.code = code
    error.status = meta.status
    error.meta = meta = meta._replace(
        headers=_masked_headers(meta.headers, secrets), request_id=mask(meta.request_id or "", secrets) or None
    )
    error.request_id = meta.request_id
    error.recommend = mask(_text(wire, "Recommend", "recommend") or "", secrets) or None
    error.raw = _masked_body(response.body, secrets)
    error.rows = tuple([row for row in operation.errors if row.code == documented]) or module.COMMON_ROWS.get(
        documented, ()
    )
    error.row, error.arguments = match_row(error.rows, message)
    if kind.Reason is not None and error.row is not None:
        said = _plain(error.row.message)
        error.reason = next((reason for reason in kind.Reason if _plain(reason) == said), None)
    error.retryable = is_retryable(meta.status, code)
    return error


def _plain(message: str) -> str:
    """A message without what documented spellings of it differ in: case, blanks and punctuation."""
    return "".join(filter(str.isalnum, message.casefold()))


def _no_answer(operation: Operation[Any], what: str, response: HttpResponse, signed: Signed) -> AnswerError:
    error = AnswerError(
        operation.name,
        mask(f"the answer cannot be used: {what}", signed.secrets),
        status=response.status,
        headers=_masked_headers(response.headers, signed.secrets),
        raw=_masked_body(response.body, signed.secrets),
    )
    error.retryable = response.status in RETRYABLE_STATUS or response.status == 429
    return error


def _masked_headers(headers: Mapping[str, str], secrets: tuple[str, ...]) -> dict[str, str]:
    return {name: mask(value, secrets) for name, value in headers.items()}


def _masked_body(body: bytes, secrets: tuple[str, ...]) -> bytes:
    return mask(body.decode("latin-1"), secrets).encode("latin-1")


def _host(headers: Any) -> str:
    from urllib.parse import urlsplit

    try:
        return urlsplit(headers.get("location", "")).hostname or "the same host"
    except ValueError:
        return "a place that is no URL"


def _text(wire: dict[str, Any], *names: str) -> str | None:
    for name in names:
        value = wire.get(name)
        if isinstance(value, str):
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
    return None
