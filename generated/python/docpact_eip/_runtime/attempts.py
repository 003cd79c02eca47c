"""The attempts at one call, without any input or output.

`attempts` is a generator. It yields what it needs (a request to be sent, seconds to sleep, credentials to be
fetched) and is sent what came of it, or has a TransportError thrown in. The synchronous and the asynchronous
client drive the same generator, so that they cannot behave differently.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import AnswerError, CallError, ConnectionFailed, CredentialsError, TimedOut, ValidationError
from .hooks import Attempt, logger
from .masking import mask
from .outcome import read_answer
from .requests import Parts, Signed, parts, sign
from .retry import pause_before
from .signing import nonce
from .transport import HttpRequest, HttpResponse, Timeout, TransportError
from .unset import UNSET

if TYPE_CHECKING:
    from .credentials import Credentials
    from .model import Result
    from .operation import Operation
    from .settings import Settings
    from .source import Source

R = TypeVar("R", bound="Result")
Step = "HttpRequest | float | Source"


def attempts(
    settings: Settings, operation: Operation[R], values: tuple[Any, ...]
) -> Generator[HttpRequest | float | Source, Any, R]:
    """The attempts at one call; returns the result. Raises Error."""
    values = _filled(settings, operation, values)
    if settings.validate:
        problems = operation.check(*values)
        if problems:
            raise ValidationError(operation.name, problems)
    try:
        what = parts(operation, values)
    except UnicodeEncodeError as error:
        raise _not_utf8(operation, error.object) from None
    started = time.monotonic()
    number = 0
    while True:
        number += 1
        timeout = settings.timeout if number == 1 else _limits(settings.timeout, started)
        who = settings.source.current()
        if who is None:
            who = yield settings.source
            timeout = _limits(settings.timeout, started)
        result = yield from _attempt(settings, operation, what, who, timeout, number, started)
        if not isinstance(result, CallError):
            return result
        result.attempts, result.elapsed = number, time.monotonic() - started
        total = settings.timeout.total
        pause = pause_before(
            result,
            number,
            settings.retries,
            safe=operation.read_only or (operation.token >= 0 and bool(values[operation.token])),
            bucket=settings.bucket,
            remaining=float("inf") if total is None else total - result.elapsed,
        )
        if pause is None:
            raise result
        log = logger()
        if log is not None:
            log.info(
                "%s: attempt %d failed (%s), trying again in %.2f s", operation.name, number, _brief(result), pause
            )
        yield pause


def _attempt(
    settings: Settings,
    operation: Operation[R],
    what: Parts,
    who: Credentials,
    timeout: Timeout,
    number: int,
    started: float,
) -> Generator[HttpRequest, HttpResponse, R | CallError]:
    try:
        signed = sign(settings, operation, what, who, timeout)
    except UnicodeEncodeError as error:
        raise _not_utf8(operation, error.object) from None
    seen = None
    if settings.hooks.before_attempt is not None or settings.hooks.after_attempt is not None:
        endpoint = settings.endpoint
        service = settings.service.product
        seen = Attempt(service, operation.name, number, operation.method, endpoint.host, endpoint.port)
        signed = _before(settings, seen, signed)
    begun = time.monotonic()
    outcome: R | CallError
    response: HttpResponse | None = None
    try:
        response = yield signed.request
        outcome = read_answer(settings, operation, who, signed, response, number, started)
    except TransportError as failure:
        outcome = _failed(operation, failure, signed)
    except BaseException as stopped:  # cancelled, interrupted, or a transport's fault: a hook's span ends all the same
        if seen is not None:
            _after(settings, seen, response, stopped, begun)
        raise
    failed = outcome if isinstance(outcome, CallError) else None
    if failed is None:
        settings.bucket.give()
    log = logger()
    if log is not None and log.isEnabledFor(10):
        status = response.status if response is not None else None
        log.debug(
            "%s: attempt %d, status %s, %.1f ms", operation.name, number, status, (time.monotonic() - begun) * 1000
        )
    if seen is not None:
        _after(settings, seen, response, failed, begun)
    return outcome


def _filled(settings: Settings, operation: Operation[Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values with the client's region, and a token that makes the call safe to repeat."""
    region, token = operation.region, operation.token
    if (region >= 0 and values[region] is UNSET and settings.region_id) or (token >= 0 and values[token] is UNSET):
        changed = list(values)
        if region >= 0 and changed[region] is UNSET and settings.region_id:
            changed[region] = settings.region_id
        if token >= 0 and changed[token] is UNSET:
            changed[token] = nonce()
        return tuple(changed)
    return values


def _limits(timeout: Timeout, started: float) -> Timeout:
    """The limits of the next attempt: no longer than the deadline leaves."""
    return timeout if timeout.total is None else timeout.within(timeout.total - (time.monotonic() - started))


def _before(settings: Settings, seen: Attempt, signed: Signed) -> Signed:
    if settings.hooks.before_attempt is None:
        return signed
    settings.hooks.before_attempt(seen)
    if not seen.headers:
        return signed
    from .settings import as_headers

    headers = {**signed.request.headers, **as_headers(seen.headers)}
    return signed._replace(request=signed.request._replace(headers=headers))


def _after(
    settings: Settings, seen: Attempt, response: HttpResponse | None, error: BaseException | None, begun: float
) -> None:
    hook = settings.hooks.after_attempt
    if hook is None:
        return
    seen.status = response.status if response is not None else None
    seen.request_id = response.headers.get("x-acs-request-id") if response is not None else None
    seen.error = error
    seen.elapsed = time.monotonic() - begun
    try:
        hook(seen)
    except Exception:  # the work is done: what only looks on must not make it fail
        import logging

        logging.getLogger(__name__.partition(".")[0]).exception("%s: the hook after_attempt failed", seen.operation)


def _failed(operation: Operation[Any], failure: TransportError, signed: Signed) -> CallError:
    kind = TimedOut if failure.timeout else ConnectionFailed
    error = kind(operation.name, mask(str(failure), signed.secrets), sent=failure.sent)
    error.retryable = not failure.final
    return error


def _brief(error: CallError) -> str:
    code = getattr(error, "code", "")
    return f"{getattr(error, 'status', '')} {code}".strip() if code else type(error).__name__


def _not_utf8(operation: Operation[Any], text: str) -> ValidationError:
    from .problems import Problem
    from .validation import Parameter

    told = {"message": f"a text of {len(text)} characters cannot be sent as UTF-8"}
    return ValidationError(operation.name, [Problem(Parameter("", ""), "type", "", told=told)])


__all__ = ["AnswerError", "CredentialsError", "attempts"]
