"""A scope hands out names that do not collide.

Nothing is renamed silently: each name that had to differ from its plain form is recorded, so that the
generator can report it and the overlay can settle it (`x-docpact-name`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Renamed:
    """`wire` would have become `wanted`, which was taken or reserved; it became `given`."""

    wire: str
    wanted: str
    given: str
    reason: str


@dataclass(slots=True)
class Scope:
    """Names of one namespace.

    `reserved` are names that may not be given (keywords, members of a base class); `taken` maps each name to
    its wire name, `given` the other way round.
    """

    reserved: frozenset[str] = frozenset()
    taken: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    renamed: list[Renamed] = field(default_factory=list)

    @classmethod
    def with_reserved(cls, *groups: Iterable[str]) -> Scope:
        return cls(frozenset(name for group in groups for name in group))

    def free(self, name: str) -> bool:
        """Whether a name would be given as it is."""
        return name not in self.taken and name not in self.reserved

    def give(self, wire: str, wanted: str, fallback: str = "value", instead: str = "") -> str:
        """A free name for `wire`, as near to `wanted` as can be; the same wire name gets the same name again.

        `fallback` is used where `wanted` is empty; a leading digit gets it as a prefix. `instead` is the name where
        `wanted` is taken; where that is taken too, or there is none, a number makes the difference.
        """
        if wire in self.given:
            return self.given[wire]
        base = wanted or fallback
        if base[0].isdigit():
            base = f"{fallback}_{base}"
        name, reason = base, ""
        if name in self.reserved:
            name, reason = f"{base}_", f"{base} is reserved"
        if instead.isidentifier() and not self.free(name):
            reason, name = f"{base} is already the name of {self.taken.get(base, base)}", instead
        number = 2
        while not self.free(name):
            reason = reason or f"{base} is already the name of {self.taken.get(base, base)}"
            name = f"{base}_{number}"
            number += 1
        self.taken[name] = wire
        self.given[wire] = name
        if name != wanted:
            self.renamed.append(Renamed(wire, wanted, name, reason or "no identifier"))
        return name
