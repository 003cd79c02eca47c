"""One class for each documented error code, in groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from docpact.contract.aliases import aliases
from docpact.contract.model import ErrorRow
from docpact.escape import Code
from docpact.naming.scope import Scope
from docpact.targets.python import names
from docpact.targets.python.reasons import reasons_of


@dataclass(slots=True)
class ErrorClass:
    """The class of a code: its group, its documented rows, and a member for each message where there are several."""

    code: str
    name: Code
    group: str
    rows: list[ErrorRow] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)
    reasons: dict[str, Code] = field(default_factory=dict)
    reason_scope: Scope = field(default_factory=Scope)
    aliases: dict[str, Code] = field(default_factory=dict)
    """The names under which callers know the class from codes that it had before, by code."""


@dataclass(slots=True)
class Errors:
    """All classes, in the order in which the contract first has their codes."""

    by_code: dict[str, ErrorClass]
    scope: Scope
    like_groups: list[str]


_BUILTINS = frozenset(("dict", "str", "tuple", "type"))
"""What the module of the classes uses besides them: a code may be spelled so on the wire."""
_Found: TypeAlias = dict[str, tuple[dict[tuple[str, "int | None"], ErrorRow], dict[str, None]]]
"""By code: its rows, each message and status once, and the operations that document it, in order."""


def collect(operations: Iterable[tuple[str, Sequence[ErrorRow]]], common: Sequence[ErrorRow]) -> Errors:
    """The error classes for the rows of operations, given by name, and for those common to all."""
    found: _Found = {}
    for name, table in operations:
        for row in table:
            _add(found, row, name)
    for row in common:
        _add(found, row, "")
    scope = names.scope(names.ERROR_NAMES, _BUILTINS)
    given, like_groups = _class_names({code: list(rows.values()) for code, (rows, _) in found.items()}, scope)
    classes: dict[str, ErrorClass] = {}
    for code, (distinct, users) in found.items():
        rows = list(distinct.values())
        kind = ErrorClass(code, given[code], group_of(rows[0]), rows, list(users))
        kind.reasons, kind.reason_scope = reasons_of(rows)
        for old in dict.fromkeys(old for row in rows for old in aliases(row.extensions)):
            if old not in found:
                kind.aliases[old] = names.give(scope, old, names.pascal(old), "Error")
        classes[code] = kind
    return Errors(classes, scope, like_groups)


def _class_names(found: Mapping[str, Sequence[ErrorRow]], scope: Scope) -> tuple[dict[str, Code], list[str]]:
    """The name of each code's class, and the codes that are named like groups.

    Codes that differ in case and punctuation alone have the same words. The one that is spelled most like a class keeps the
    plain name, the others are spelled as on the wire: `Invalid_Parameter`. So no name depends on the order of rows.
    """
    plain: dict[str, str] = {}
    like_groups = []
    ranks: dict[str, tuple[bool, int, str]] = {}
    for code, rows in found.items():
        name = names.pascal(next((n for row in rows if (n := names.wanted("", row.extensions))), "") or code)
        ranks[code] = re.sub(r"\W", "", code) != name, len(re.findall(r"\W", code)), code
        if name in names.GROUPS or name in names.ERROR_NAMES:
            name = f"{name}Error"
            like_groups.append(code)
        plain[code] = name
    given: dict[str, Code] = {}
    for code in sorted(plain, key=ranks.__getitem__):
        spelled = re.sub(r"\W+", "_", code, flags=re.ASCII).strip("_")
        given[code] = names.give(scope, code, plain[code], "Error", instead=spelled)
    return given, like_groups


def _add(found: _Found, row: ErrorRow, operation: str) -> None:
    known = found.get(row.code)
    if known is None:
        if not row.code.strip():
            return
        known = found[row.code] = {}, {}
    known[0].setdefault((row.message, row.status), row)
    if operation:
        known[1][operation] = None


_THROTTLED = re.compile(
    r"^(Throttling|Throttled|QuotaExceed|TooManyRequests|RequestLimitExceeded)|\.(QuotaExceed|LimitExceed)", re.I
)
_NOT_FOUND = re.compile(r"(NotFound|NotExist|NotExists|NoSuch\w*|NotFount|DoesNotExist)$", re.I)
_DENIED = re.compile(
    r"^(Forb+i?d+en|Unauthorized|NoPermission|OperationDenied|AccessDenied|InvalidAccessKey|Signature|IncompleteSignature"
    r"|InvalidSecurityToken|InvalidTimeStamp)|(NoPermission|NotAuthorized|OWE?NER_ERROR|Denied)",
    re.I,
)
_CONFLICT = re.compile(
    r"Duplicat|AlreadyExist|Already|Conflict|InUse|DependencyViolation|IncorrectStatus|Incorrect\w*Status|Invalid\w*Status"
    r"|InvalidStatus|Mismatch|TaskConflict|_HAVE_|BindingStatus|OperationConflict",
    re.I,
)
_PARAMETER = re.compile(
    r"^(Invalid|Missing|Illegal|Malformed|Unsupported|NotSupported)|(ValueNotSupported|Malformed|Missing)$", re.I
)


def group_of(row: ErrorRow) -> str:
    """The group of a code: what its words say, else what its status says. `x-docpact-group` overrules both."""
    chosen = row.extensions.get("x-docpact-group")
    if chosen in names.GROUPS:
        return str(chosen)
    code, status = row.code, row.status or 0
    if status >= 500 or code in ("InternalError", "ServiceUnavailable"):
        return "ServerError"
    if status == 429 or _THROTTLED.search(code):
        return "Throttled"
    if _DENIED.search(code):
        return "Denied"
    if _NOT_FOUND.search(code):
        return "NotFound"
    if status == 409 or _CONFLICT.search(code):
        return "Conflict"
    if _PARAMETER.search(code):
        return "InvalidParameter"
    return {404: "NotFound", 403: "Denied", 401: "Denied"}.get(status, "ApiError")
