"""What calls raise. The module `errors` of the package adds one class for each documented code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from .wire_enum import WireEnum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .meta import Meta
    from .operation import ErrorRow
    from .problems import Problem

_SHOWN = 1000


def shorten(text: str) -> str:
    """Text short enough for a message, which can be printed: half a surrogate pair, which JSON may hold, cannot."""
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"
    return shown if shown.isascii() else shown.encode("utf-8", "backslashreplace").decode()


class Error(Exception):
    """Everything that this package raises on purpose."""


class ConfigurationError(Error):
    """The client cannot be used as it was configured."""


class CredentialsError(Error):
    """No credentials were found, or a file that should hold them cannot be used."""


class ValidationError(Error):
    """The arguments break documented rules. Nothing was sent. `problems` has every one of them."""

    def __init__(self, operation: str, problems: Sequence[Problem]) -> None:
        self.operation = operation
        self.problems = tuple(problems)
        super().__init__(operation, self.problems)

    def __str__(self) -> str:
        lines = [f"{self.operation}: {len(self.problems)} problem{'s' * (len(self.problems) != 1)}"]
        return "\n  ".join([*lines, *(shorten(str(problem)) for problem in self.problems)])


class CallError(Error):
    """A call that went out and failed. `attempts` is how often it was tried, `elapsed` the seconds it took."""

    retryable: bool = False

    def __init__(self, operation: str, message: str) -> None:
        super().__init__(message)
        self.operation = operation
        self.message = message
        self.attempts = 1
        self.elapsed = 0.0

    def __str__(self) -> str:
        return f"{self.operation}: {shorten(self.message)}"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__))


class ConnectionFailed(CallError):
    """No complete answer arrived. `sent` says whether the request may have reached the service."""

    def __init__(self, operation: str, message: str, *, sent: bool = True) -> None:
        super().__init__(operation, message)
        self.sent = sent


class TimedOut(ConnectionFailed):
    """A time limit passed."""


class AnswerError(CallError):
    """An answer arrived that no answer of this service should be: no JSON or XML, cut short, a redirect.

    `status`, `headers` and `raw` are what arrived.
    """

    def __init__(
        self, operation: str, message: str, *, status: int = 0, headers: dict[str, str] | None = None, raw: bytes = b""
    ) -> None:
        super().__init__(operation, message)
        self.status = status
        self.headers = headers or {}
        self.raw = raw


class ApiError(CallError):
    """The service refused the call. Codes that are not documented arrive as this class itself."""

    code: str = ""
    """The error code, as it travels."""
    status: int = 0
    """The HTTP status."""
    request_id: str | None = None
    """What the service's support asks for."""
    recommend: str | None = None
    """A link to the vendor's advice, where the service gives one."""
    raw: bytes = b""
    """The body of the answer."""
    rows: tuple[ErrorRow, ...] = ()
    """The documented rows of this operation with this code."""
    row: ErrorRow | None = None
    """The one of them whose message is the answer's, where one is."""
    reason: WireEnum | None = None
    """Where one code has several documented messages: which of them this is."""
    arguments: tuple[str, ...] = ()
    """What stands in the answer for the `%s` of the documented message."""
    meta: Meta | None = None
    """How the call went."""
    Reason: ClassVar[type[WireEnum] | None] = None

    def __str__(self) -> str:
        request = f" (request {self.request_id})" if self.request_id else ""
        return f"{self.operation}: {self.status} {shorten(self.code)}: {shorten(self.message)}{shorten(request)}"


class NotFound(ApiError):
    """Something that the call names does not exist."""


class Throttled(ApiError):
    """Too many calls, or a quota is used up for now."""


class Denied(ApiError):
    """The caller may not do this, or did not prove who it is."""


class InvalidParameter(ApiError):
    """An argument is missing or is not allowed."""


class Conflict(ApiError):
    """The resource is in a state, or has a relation, that does not allow the call."""


class ServerError(ApiError):
    """The service failed."""


class PagingError(CallError):
    """A service pages in a circle, or an answer lacks what paging needs."""


class WaitFailed(Error):
    """A waited-for state can no longer be reached, or was not reached in time. `last` is the last answer."""

    def __init__(self, message: str, last: object = None, *, timed_out: bool = False) -> None:
        super().__init__(message)
        self.last = last
        self.timed_out = timed_out


_HOLE = re.compile(r"%[sd]|\$?\{\w+\}")


def _filled(template: str, text: str) -> tuple[str, ...] | None:
    """What fills the holes (`%s`, `{Param}`) of a documented text, each with as little as fits; None where it is another text.

    Each part is looked for once, from left to right: a regular expression could be made to search for hours.
    """
    first, *parts = _HOLE.split(template.strip())
    if not parts or not text.startswith(first):
        return None
    found = []
    begin = len(first)
    for part in parts[:-1]:
        at = text.find(part, begin + 1)
        if at < 0:
            return None
        found.append(text[begin:at])
        begin = at + len(part)
    end = len(text) - len(parts[-1])
    if end <= begin or not text.endswith(parts[-1]):
        return None
    return (*found, text[begin:end])


def documented_code(known: Mapping[str, object], code: str) -> str | None:
    """The code as the pages write it: itself, or one with a hole that it fills, such as `Missing{Param}`."""
    if code in known:
        return code
    for candidate in known:
        if ("{" in candidate or "%" in candidate) and _filled(candidate, code) is not None:
            return candidate
    return None


def match_row(rows: Sequence[ErrorRow], message: str) -> tuple[ErrorRow | None, tuple[str, ...]]:
    """The row whose message is this one, and what stands in its holes; a lone row where none matches."""
    message = message.strip()
    for row in rows:
        if row.message.strip() == message:
            return row, ()
    for row in rows:
        found = _filled(row.message, message)
        if found is not None:
            return row, found
    return (rows[0], ()) if len(rows) == 1 else (None, ())


def _rebuild(cls: type[CallError], args: tuple[Any, ...], state: dict[str, Any]) -> CallError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error
