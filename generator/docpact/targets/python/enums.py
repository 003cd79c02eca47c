"""Documented values as enumerations: which schemas share one, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docpact.contract.aliases import value_aliases
from docpact.contract.model import Operation, Schema
from docpact.escape import Code
from docpact.naming.scope import Scope
from docpact.targets.python import names


@dataclass(frozen=True, slots=True)
class Place:
    """A schema with documented texts: the thing it belongs to, its own name, the name it is to have, and its values."""

    owner: str
    wire: str
    chosen: str
    values: Sequence[str]
    meanings: Mapping[str, str]
    aliases: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Enum:
    """An enumeration of the package: its class, its module, and each value with its member's name and meaning."""

    name: Code
    module: Code
    members: dict[str, Code] = field(default_factory=dict)
    meanings: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, tuple[Code, str]] = field(default_factory=dict)
    """By old spelling: the name of the member under which callers know it, and the value that it has now."""
    used_by: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Cluster:
    """Schemas of one name whose values overlap."""

    wire: str
    owner: str
    values: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, Sequence[str]] = field(default_factory=dict)
    places: list[tuple[int, int]] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Enums:
    """All enumerations of a contract. `of` finds the one that a schema uses."""

    all: list[Enum]
    by_place: dict[tuple[int, int], Enum]
    """By operation (its identity) and the number of the place in it."""
    scope: Scope
    _by_schema: dict[int, Enum] = field(default_factory=dict)

    def enter(self, operation: Operation) -> None:
        """Makes the schemas of an operation known to `of`."""
        for number, (_, schema) in enumerate(places_of(operation)):
            self._by_schema[id(schema)] = self.by_place[id(operation), number]

    def of(self, schema: Schema) -> Enum | None:
        """The enumeration of a schema of an operation that was entered; None where it has no values of text."""
        return self._by_schema.get(id(schema))


def collect(operations: Iterable[tuple[Operation, Sequence[Place]]]) -> Enums:
    """The enumerations of operations with their places.

    A name of several words stands for itself (`InstanceType`); a lone general word (`Status`) takes the thing it
    belongs to in front (`EipAddressStatus`). Where values overlap, schemas of one name share an enumeration.
    """
    clusters: dict[str, list[_Cluster]] = {}
    for operation, places in operations:
        for number, place in enumerate(places):
            cluster = _joined(clusters, place)
            cluster.places.append((id(operation), number))
            cluster.operations.append(operation.name)
    return _named(clusters)


def _joined(clusters: dict[str, list[_Cluster]], place: Place) -> _Cluster:
    """The cluster that the place belongs to, with its values; clusters that it shows to be one become one."""
    single = len(names.words(place.chosen)) < 2 and place.chosen == place.wire
    key = names.pascal(f"{place.owner} {place.chosen}" if single else place.chosen) or "Value"
    group = clusters.setdefault(key, [])
    hits = [c for c in group if not c.values.keys().isdisjoint(place.values)]
    cluster = hits[0] if hits else _Cluster(place.wire, place.owner)
    if not hits:
        group.append(cluster)
    for other in hits[1:]:  # this schema joins what stood apart
        group.remove(other)
        cluster.values.update({v: m for v, m in other.values.items() if not cluster.values.get(v)})
        cluster.aliases |= other.aliases
        cluster.places += other.places
        cluster.operations += other.operations
    for value in place.values:
        cluster.values[value] = cluster.values.get(value) or place.meanings.get(value, "")
    cluster.aliases |= place.aliases
    return cluster


def _named(clusters: dict[str, list[_Cluster]]) -> Enums:
    scope = names.scope(names.MODULE_NAMES, names.ERROR_NAMES)
    enums: list[Enum] = []
    by_place: dict[tuple[int, int], Enum] = {}
    modules = names.scope()
    for key, group in clusters.items():
        for number, cluster in enumerate(group):
            plain = key if number == 0 else names.pascal(f"{cluster.owner} {cluster.wire}")
            name = names.give(scope, f"{plain}#{number}#{key}", plain, "Value")
            enum = Enum(name, names.give(modules, name, names.snake(name), "value"))
            members = names.scope(names.ENUM_MEMBERS)
            for value, meaning in cluster.values.items():
                enum.members[value] = names.give(
                    members, value, names.screaming(value) or "EMPTY" * (not value), "VALUE"
                )
                enum.meanings[value] = meaning
            for value, old in cluster.aliases.items():
                for spelling in old if value in cluster.values else ():
                    if spelling not in cluster.values and spelling not in enum.aliases:
                        name = names.give(members, spelling, names.screaming(spelling), "VALUE")
                        enum.aliases[spelling] = (name, value)
            enum.used_by = list(dict.fromkeys(cluster.operations))
            scope.renamed += members.renamed[:0]
            enums.append(enum)
            by_place |= dict.fromkeys(cluster.places, enum)
    return Enums(enums, by_place, scope)


def places_of(operation: Operation) -> Iterator[tuple[Place, Schema]]:
    """Every schema of an operation with documented texts, in an order that is always the same."""
    noun = names.singular("".join(w[:1].upper() + w[1:] for w in names.words(operation.name)[1:])) or operation.name
    for parameter in operation.arguments:
        yield from _below(operation, noun, parameter.name, parameter.schema)
    if operation.body is not None:
        yield from _below(operation, noun, "Body", operation.body.schema)
    if operation.response.schema is not None:
        yield from _below(operation, noun, operation.name, operation.response.schema)


def _below(operation: Operation, owner: str, wire: str, schema: Schema) -> Iterator[tuple[Place, Schema]]:
    if schema.enum and schema.type in ("string", None) and all(isinstance(value, str) for value in schema.enum):
        values = [str(value) for value in schema.enum]
        chosen, old = names.wanted(wire, schema.extensions), value_aliases(schema.extensions)
        yield Place(owner, wire, chosen, values, dict(schema.enum_descriptions), dict(old)), schema
    if schema.items is not None:
        yield from _below(operation, owner, names.singular(wire), schema.items)
    inner = owner if wire == operation.name else names.singular(wire)
    for member in schema.properties:
        yield from _below(operation, inner, member.name, member.schema)
