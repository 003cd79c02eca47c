"""Every name of the generated package, decided in one place and before anything is printed."""

from __future__ import annotations

import functools
import keyword
from collections.abc import Mapping
from typing import Any

from docpact.escape import Code
from docpact.escape.python import identifier
from docpact.naming.cases import capital
from docpact.naming.scope import Scope
from docpact.naming.words import tokens

_LONGEST = 90
_KEYWORDS = frozenset(keyword.kwlist) | {"self", "cls"}

CLIENT_MEMBERS = frozenset("with_options close".split())
MODEL_MEMBERS = frozenset("wire extra meta from_wire to_wire str int float bool tuple dict property unchecked".split())
ENUM_MEMBERS = frozenset(("mro",))
MODULE_NAMES = frozenset(
    "Any AsyncClient AsyncPager Callable Client ErrorRow Mapping OPERATION Operation Pager Paging Parameter Problem Result"
    " At EACH Given INT32 INT64 LARGEST MemberRule Model Place Sequence Struct TYPE_CHECKING UNSET Unset Waiter When WireEnum"
    " unchecked".split()
)
FUNCTION_NAMES = frozenset(
    "validate annotations type isinstance len str int float bool list dict tuple object all any broken deprecated renamed"
    " unchecked wait wait_async".split()
)
CHECK_LOCALS = frozenset(
    "type isinstance len str int float bool list tuple map any all item found object broken".split()
)
MEMBER_LOCALS = CHECK_LOCALS | frozenset("at given".split())
GROUPS = ("NotFound", "Throttled", "Denied", "InvalidParameter", "Conflict", "ServerError")
ERROR_NAMES = frozenset(
    "Error ConfigurationError CredentialsError ValidationError CallError ConnectionFailed TimedOut AnswerError ApiError"
    " PagingError WaitFailed ErrorRow WireEnum BY_CODE COMMON_ROWS Exception Mapping".split()
) | frozenset(GROUPS)


@functools.lru_cache(maxsize=16384)
def words(name: str) -> tuple[str, ...]:
    """The words of a name as they are spelled, not more than make a name of sensible length."""
    kept: list[str] = []
    length = 0
    for word in tokens(name):
        if length + len(word) <= _LONGEST:
            kept.append(word)
            length += len(word) + 1
    return tuple(kept)


def snake(name: str) -> str:
    """`allocation_id`"""
    return "_".join(words(name)).lower()


def pascal(name: str) -> str:
    """`AllocationId`"""
    return "".join(map(capital, words(name)))


def screaming(name: str) -> str:
    """`ALLOCATION_ID`"""
    return snake(name).upper()


def wanted(wire: str, extensions: Mapping[str, Any]) -> str:
    """The name that the overlay sets, else the wire name."""
    chosen = extensions.get("x-docpact-name")
    return chosen if isinstance(chosen, str) and words(chosen) else wire


def value_names(extensions: Mapping[str, Any]) -> dict[str, str]:
    """The names that the overlay sets for valid values: `x-docpact-names`, a mapping from values."""
    chosen = extensions.get("x-docpact-names")
    if not isinstance(chosen, dict):
        return {}
    return {str(value): name for value, name in chosen.items() if isinstance(name, str) and words(name)}


def scope(*reserved: frozenset[str]) -> Scope:
    """A namespace in which keywords and the given names are not free."""
    return Scope.with_reserved(_KEYWORDS, *reserved)


def give(names: Scope, wire: str, plain: str, fallback: str, *, instead: str = "") -> Code:
    """A free, safe name for `wire`; `instead` of `plain` where that is taken."""
    return identifier(names.give(wire, plain, fallback, instead))


def qualified(owner: str, name: str) -> str:
    """`PipelineEventType` for `EventType` of `PipelineEvent`: a name under another's, whose last words it does not repeat."""
    before, after = words(owner), words(name)
    for length in range(min(len(before), len(after)), 0, -1):
        if [singular(w).lower() for w in before[-length:]] == [w.lower() for w in after[:length]]:
            return pascal(" ".join([*before[:-length], *after]))
    return pascal(" ".join([*before, *after]))


def singular(name: str) -> str:
    """The last word of a name in the singular, where that is plain: `EipAddresses` gives `EipAddress`."""
    lower = name.lower()
    if not lower.endswith("s"):
        return name
    for ending, instead in (
        ("ies", "y"),
        ("sses", "ss"),
        ("xes", "x"),
        ("ches", "ch"),
        ("ss", "ss"),
        ("us", "us"),
        ("s", ""),
    ):
        if lower.endswith(ending):
            return name[: len(name) - len(ending)] + instead if len(name) > len(ending) + 1 else name
    return name
