"""Two contracts in, all changes out."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import replace

from docpact.contract.model import Contract
from docpact.diff.checks import all_checks
from docpact.diff.events import Added, Both, Check, Event, Found, Removed, sentence_of
from docpact.diff.model import Address, Change, Comparison, Part
from docpact.diff.settings import Rule
from docpact.diff.walker import walk

_PARTS = (Part.OPERATION, Part.SERVER, Part.PARAMETER, Part.BODY, Part.RULE, Part.RESPONSE, Part.ERROR)


def compare(old: Contract, new: Contract, rules: Iterable[Rule] = ()) -> Comparison:
    """All changes from `old` to `new`, by operation, the most serious first; `rules` are the project's decisions.

    Pure: the same two contracts always give the same changes in the same order.
    """
    rules = tuple(rules)
    changes: list[Change] = []
    ignored: list[Change] = []
    for event in walk(old, new):
        node = event.old if isinstance(event, Removed) else event.new
        for check in _by_shape().get((type(event), type(node)), []):
            for found in check.find(event):
                change = _change(event, found)
                rule = next((rule for rule in rules if rule.fits(change)), None)
                if rule is not None:
                    change = rule.apply(change)
                (ignored if rule is not None and rule.level is None else changes).append(change)
    return Comparison(_sorted(changes), _sorted(ignored))


@functools.cache
def _by_shape() -> Mapping[tuple[type, type], list[Check]]:
    shapes: dict[tuple[type, type], list[Check]] = {}
    for check in all_checks():
        shapes.setdefault((check.event, check.node), []).append(check)
    return shapes


def _change(event: Event, found: Found) -> Change:
    old_at = event.old_at if isinstance(event, (Both, Removed)) else None
    new_at = event.new_at if isinstance(event, (Both, Added)) else None
    if found.keyword:
        old_at = old_at and _at_keyword(old_at, found.keyword)
        new_at = new_at and _at_keyword(new_at, found.keyword)
    return Change(
        kind=found.kind,
        level=found.kind.level_for(event.direction),
        message=_sentence(found.message, event.at),
        operation=event.at.operation,
        subject=event.at.subject,
        direction=event.direction,
        old=old_at,
        new=new_at,
        says_old=found.says_old or ("" if isinstance(event, Added) else sentence_of(event.old, found.keyword)),
        says_new=found.says_new or ("" if isinstance(event, Removed) else sentence_of(event.new, found.keyword)),
        suggestion=found.suggestion,
    )


def _sentence(message: str, at: Address) -> str:
    """The message with a capital, unless it begins with a name, and without a second full stop behind a quoted one."""
    message = message if at.operation else message[:1].upper() + message[1:]
    return message[:-1] if message.endswith(".`.") else message


def _at_keyword(at: Address, keyword: str) -> Address:
    return replace(at, keyword=keyword)


def _sorted(changes: list[Change]) -> tuple[Change, ...]:
    def key(item: tuple[int, Change]) -> tuple[str, int, int, int]:
        number, change = item
        at = change.new or change.old
        return (change.operation, -change.level, _PARTS.index(at.part) if at else 0, number)

    return tuple(change for _, change in sorted(enumerate(changes), key=key))
