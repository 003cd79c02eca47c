"""Finding counterparts: what is on both sides, under the same name or a new one, and what is on one side only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from docpact.contract.aliases import aliases
from docpact.contract.model import ErrorRow, Operation, Parameter, Property, Schema
from docpact.diff.events import words
from docpact.diff.spelling import likeness, name_likeness, respelt

T = TypeVar("T")
_SURE = 0.75


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Counterparts; one of them is None where the thing is on one side only."""

    old: T | None
    new: T | None
    renamed: bool = False
    aliased: bool = False


def match(
    old: Sequence[T],
    new: Sequence[T],
    name: Callable[[T], str],
    score: Callable[[T, T], float],
    old_names: Callable[[T], tuple[str, ...]] = lambda _: (),
) -> list[Match[T]]:
    """Counterparts in the order of `new`, then what is gone in the order of `old`.

    Equal names belong together (of several with one name, the first to the first). Of the rest, a new one that
    declares an old name belongs to it; then the best scores of at least 0.75 do, each side once and only where
    no second candidate scores nearly as well.
    """
    partner: dict[int, tuple[int, bool, bool]] = {}
    free: dict[str, list[int]] = {}
    for index, item in enumerate(old):
        free.setdefault(name(item), []).append(index)
    for index, item in enumerate(new):
        candidates = free.get(name(item))
        if candidates:
            partner[index] = (candidates.pop(0), False, False)
    for index, item in enumerate(new):
        for alias in old_names(item) if index not in partner else ():
            if free.get(alias):
                partner[index] = (free[alias].pop(0), True, True)
                break
    left = sorted(index for indices in free.values() for index in indices)
    right = [index for index in range(len(new)) if index not in partner]
    for found, counterpart in _best(old, new, left, right, score):
        partner[counterpart] = (found, True, False)
    taken = {found for found, _, _ in partner.values()}
    matches: list[Match[T]] = []
    for index, item in enumerate(new):
        if index in partner:
            found, renamed, aliased = partner[index]
            matches.append(Match(old[found], item, renamed, aliased))
        else:
            matches.append(Match(None, item))
    matches += [Match(old[index], None) for index in left if index not in taken]
    return matches


def _best(
    old: Sequence[T], new: Sequence[T], left: list[int], right: list[int], score: Callable[[T, T], float]
) -> list[tuple[int, int]]:
    if not left or not right or len(left) * len(right) > 40_000:
        return []
    scored = [(score(old[a], new[b]), a, b) for a in left for b in right]
    scored = sorted((entry for entry in scored if entry[0] >= _SURE), key=lambda entry: (-entry[0], entry[1:]))
    found: list[tuple[int, int]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for value, a, b in scored:
        if a in used_left or b in used_right:
            continue
        rivals = [s for s, c, d in scored if (c == a) != (d == b) and c not in used_left and d not in used_right]
        if rivals and max(rivals) > value - 0.05:
            continue
        found.append((a, b))
        used_left.add(a)
        used_right.add(b)
    return found


def parameter_score(old: Parameter, new: Parameter) -> float:
    """How sure it is that `new` is `old` under another name."""
    return _member_score(old.name, old.schema, old.description, new.name, new.schema, new.description)


def member_score(old: Property, new: Property) -> float:
    return _member_score(old.name, old.schema, "", new.name, new.schema, "")


def _member_score(old: str, schema: Schema, text: str, new: str, new_schema: Schema, new_text: str) -> float:
    if schema.type != new_schema.type and None not in (schema.type, new_schema.type):
        return 0.0
    names = name_likeness(old, new)
    if names == 0.0:
        return 0.0
    same_words = likeness(words(text or schema.description), words(new_text or new_schema.description))
    if respelt(old, new):
        return 0.8 + 0.2 * same_words
    values = 1.0 if schema.enum and schema.enum == new_schema.enum else same_words
    inner = {member.name for member in schema.properties} & {member.name for member in new_schema.properties}
    if schema.properties and len(inner) * 2 > len(schema.properties):
        same_words = max(same_words, 0.9)
    return 0.3 * names + 0.4 * same_words + 0.3 * values


def operation_score(old: Operation, new: Operation) -> float:
    """How sure it is that `new` is `old` under another name: its parameters and errors are the same ones."""
    names = name_likeness(old.name, new.name)
    if names == 0.0:
        return 0.0
    one, other = _shape(old), _shape(new)
    shape = len(one & other) / len(one | other) if one | other else 0.0
    if respelt(old.name, new.name):
        return 0.7 + 0.3 * shape
    text = likeness(words(old.summary or old.description), words(new.summary or new.description))
    return 0.3 * names + 0.55 * shape + 0.15 * text


def is_renamed(old: Operation, new: Operation) -> bool:
    """Whether `new` is surely `old` under another name, declared or recognised."""
    return old.name in aliases(new.extensions) or operation_score(old, new) >= _SURE


def _shape(operation: Operation) -> set[str]:
    """The names of all that callers give and get."""
    answer = operation.response.schema.walk() if operation.response.schema else ()
    return {
        *(p.name for p in operation.arguments),
        *(row.code for row in operation.errors),
        *(path.rpartition(".")[2] for path, _ in answer if path),
    }


def match_errors(old: Sequence[ErrorRow], new: Sequence[ErrorRow]) -> list[Match[ErrorRow]]:
    """Counterparts among error rows: a row is found again by code and message, then by either of them."""
    found: dict[int, tuple[int, bool, bool]] = {}
    free = list(range(len(old)))

    def pair(same: Callable[[ErrorRow, ErrorRow], bool], *, renamed: bool = False, aliased: bool = False) -> None:
        for index, row in enumerate(new):
            if index in found:
                continue
            candidates = [other for other in free if same(old[other], row)]
            if candidates:
                best = max(candidates, key=lambda other: (likeness(old[other].message, row.message), -other))
                found[index] = (best, renamed, aliased)
                free.remove(best)

    def message(row: ErrorRow) -> str:
        return words(row.message).rstrip(".").casefold()

    pair(lambda a, b: (a.status, a.code, a.message) == (b.status, b.code, b.message))
    pair(lambda a, b: a.code == b.code and message(a) == message(b))
    pair(lambda a, b: a.code == b.code and a.status == b.status and likeness(a.message, b.message) > 0.5)
    counts_old = {row.code: sum(other.code == row.code for other in old) for row in old}
    counts_new = {row.code: sum(other.code == row.code for other in new) for row in new}
    pair(lambda a, b: a.code == b.code and counts_old[a.code] == counts_new[b.code])
    known, kept = {row.code for row in new}, {row.code for row in old}
    pair(lambda a, b: a.code in aliases(b.extensions) and a.code not in known, renamed=True, aliased=True)

    def gone(a: ErrorRow, b: ErrorRow) -> bool:
        return a.code not in known and b.code not in kept and (a.status == b.status or None in (a.status, b.status))

    pair(
        lambda a, b: gone(a, b) and respelt(a.code, b.code) and bool(message(a)) and message(a) == message(b),
        renamed=True,
    )
    pair(lambda a, b: gone(a, b) and respelt(a.code, b.code), renamed=True)
    pair(
        lambda a, b: gone(a, b)
        and len(message(a).split()) > 2
        and message(a) == message(b)
        and sum(message(row) == message(a) for row in (*old, *new)) == 2,
        renamed=True,
    )
    matches = [
        Match(old[found[i][0]], row, *found[i][1:]) if i in found else Match(None, row) for i, row in enumerate(new)
    ]
    return matches + [Match(old[index], None) for index in free]


def match_values(
    old: Sequence[object],
    new: Sequence[object],
    declared: dict[str, tuple[str, ...]],
    texts: tuple[dict[str, str], dict[str, str]],
) -> list[Match[object]]:
    """Counterparts among enum values. `texts` are the descriptions of the values on both sides."""

    def score(a: object, b: object) -> float:
        if not isinstance(a, str) or not isinstance(b, str):
            return 0.0
        said = likeness(words(texts[0].get(a, "")), words(texts[1].get(b, "")))
        if respelt(a, b):
            return 0.9 + 0.1 * said
        return said * 0.9 if said == 1.0 and len(texts[0][a].split()) > 2 else 0.0

    return match(
        old,
        new,
        lambda v: f"{type(v).__name__}:{v}",
        score,
        lambda v: tuple(f"str:{a}" for a in declared.get(str(v), ())),
    )
