"""Documented values as enumerations: which schemas share one, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docpact.contract.aliases import value_aliases
from docpact.contract.envelope import opened
from docpact.contract.model import Operation, Schema
from docpact.escape import Code
from docpact.naming.scope import Scope
from docpact.targets.python import names

_WRAPPERS = frozenset("body data entity item list model object output page payload response result value".split())
"""What only wraps says nothing of what is in it: `Result.type` of ListPipelines is the type of a pipeline."""


@dataclass(frozen=True, slots=True)
class Place:
    """A schema with documented texts: the thing it belongs to, its own name, the name it is to have, and its values."""

    owner: str
    wire: str
    chosen: str
    values: Sequence[str]
    meanings: Mapping[str, str]
    aliases: Mapping[str, Sequence[str]]
    argument: str
    """The argument that it is part of, by its wire name; empty in the answer."""
    member_names: Mapping[str, str]
    """The names that the overlay sets for values."""


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
    found_in: tuple[str, str] = ("", "")
    """The first operation that has it, and the argument there, or an empty text for its answer."""
    scope: Scope = field(default_factory=lambda: names.scope(names.ENUM_MEMBERS))
    """The names of its members."""


@dataclass(slots=True)
class _Cluster:
    """Schemas of one name whose values overlap. `chosen` says that the overlay gave them that name."""

    key: str
    wire: str
    chosen: bool = False
    values: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, Sequence[str]] = field(default_factory=dict)
    member_names: dict[str, str] = field(default_factory=dict)
    places: list[tuple[int, int]] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)
    found_in: tuple[str, str] = ("", "")


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
    belongs to in front (`EipAddressStatus`). Where values overlap, schemas of one name share an enumeration. Which of
    several enumerations keeps a name, `_candidates` says.
    """
    groups: dict[str, list[_Cluster]] = {}
    for operation, places in operations:
        for number, place in enumerate(places):
            cluster = _joined(groups, place)
            cluster.places.append((id(operation), number))
            here = operation.name, place.argument
            cluster.found_in = min(cluster.found_in, here) if cluster.operations else here
            cluster.operations.append(operation.name)
            cluster.owners.add(place.owner)
    return _named(groups)


def _joined(groups: dict[str, list[_Cluster]], place: Place) -> _Cluster:
    """The cluster that the place belongs to, with its values; clusters that it shows to be one become one."""
    chosen = place.chosen != place.wire
    single = len(names.words(place.chosen)) < 2 and not chosen
    key = (names.qualified(place.owner, place.chosen) if single else names.pascal(place.chosen)) or "Value"
    group = groups.setdefault(key, [])
    hits = [c for c in group if not c.values.keys().isdisjoint(place.values)]
    cluster = hits[0] if hits else _Cluster(key, place.wire)
    if not hits:
        group.append(cluster)
    for other in hits[1:]:  # this schema joins what stood apart
        group.remove(other)
        cluster.values.update({v: m for v, m in other.values.items() if not cluster.values.get(v)})
        cluster.aliases |= other.aliases
        cluster.member_names |= other.member_names
        cluster.places += other.places
        cluster.operations += other.operations
        cluster.owners |= other.owners
        cluster.found_in = min(cluster.found_in, other.found_in)
        cluster.chosen |= other.chosen
    for value in place.values:
        cluster.values[value] = cluster.values.get(value) or place.meanings.get(value, "")
    cluster.aliases |= place.aliases
    cluster.member_names |= place.member_names
    cluster.chosen |= chosen
    return cluster


def _candidates(cluster: _Cluster, group: Sequence[_Cluster]) -> list[str]:
    """Names for a cluster, the best first. None depends on the order of operations.

    The plain name goes to the cluster for which the overlay chose it, else to the one that more operations use than any
    other. So a newcomer with other values takes no name away from what is widely used, and where nothing decides, nobody
    has the plain name. The others are called after what they belong to, else after the first of their operations by name.
    """
    users = [(other.chosen, len(set(other.operations))) for other in group]
    own = cluster.chosen, len(set(cluster.operations))
    plain = [cluster.key] if own == max(users) and users.count(own) == 1 else []
    owned = [names.qualified(owner, cluster.wire) for owner in cluster.owners] if len(cluster.owners) == 1 else []
    return [
        *plain,
        *(name for name in owned if name != cluster.key),
        names.qualified(min(cluster.operations), cluster.key),
    ]


def _settled(clusters: Sequence[tuple[_Cluster, list[str]]]) -> list[str]:
    """A name for each cluster: of its candidates the first that no other cluster asks for before or with it."""
    given: dict[int, str] = {}
    taken: set[str] = set()
    for level in range(max((len(names_) for _, names_ in clusters), default=0)):
        asked: dict[str, list[int]] = {}
        for number, (_, candidates) in enumerate(clusters):
            if number not in given and level < len(candidates):
                asked.setdefault(candidates[level], []).append(number)
        given |= {who[0]: name for name, who in asked.items() if len(who) == 1 and name not in taken}
        taken.update(asked)
    return [given.get(number, candidates[-1]) for number, (_, candidates) in enumerate(clusters)]


def _named(groups: dict[str, list[_Cluster]]) -> Enums:
    scope = names.scope(names.MODULE_NAMES, names.ERROR_NAMES)
    enums: list[Enum] = []
    by_place: dict[tuple[int, int], Enum] = {}
    modules = names.scope()
    clusters = [(cluster, _candidates(cluster, group)) for group in groups.values() for cluster in group]
    for number, ((cluster, _), plain) in enumerate(zip(clusters, _settled(clusters), strict=True)):
        name = names.give(scope, f"{plain}#{number}", plain, "Value")
        enum = Enum(name, names.give(modules, name, names.snake(name), "value"))
        _name_members(enum, cluster)
        enum.found_in = cluster.found_in
        enum.used_by = list(dict.fromkeys(cluster.operations))
        enums.append(enum)
        by_place |= dict.fromkeys(cluster.places, enum)
    return Enums(enums, by_place, scope)


def _name_members(enum: Enum, cluster: _Cluster) -> None:
    """Gives each value its member, and each old spelling of one its alias."""
    for value, meaning in cluster.values.items():
        plain = names.screaming(cluster.member_names.get(value, value)) or "EMPTY" * (not value)
        enum.members[value] = names.give(enum.scope, value, plain, "VALUE")
        enum.meanings[value] = meaning
    for value, old in cluster.aliases.items():
        for spelling in old if value in cluster.values else ():
            if spelling not in cluster.values and spelling not in enum.aliases:
                name = names.give(enum.scope, spelling, names.screaming(spelling), "VALUE")
                enum.aliases[spelling] = (name, value)


def places_of(operation: Operation) -> Iterator[tuple[Place, Schema]]:
    """Every schema of an operation with documented texts, in an order that is always the same."""
    noun = names.singular("".join(w[:1].upper() + w[1:] for w in names.words(operation.name)[1:])) or operation.name
    for parameter in operation.arguments:
        yield from _below(operation, noun, parameter.name, parameter.schema, parameter.name)
    if operation.body is not None:
        yield from _below(operation, noun, "Body", operation.body.schema, "body")
    if (answer := opened(operation)) is not None:
        yield from _below(operation, noun, operation.name, answer, "")


def _below(
    operation: Operation, owner: str, wire: str, schema: Schema, argument: str
) -> Iterator[tuple[Place, Schema]]:
    if schema.enum and schema.type in ("string", None) and all(isinstance(value, str) for value in schema.enum):
        values = [str(value) for value in schema.enum]
        chosen, old = names.wanted(wire, schema.extensions), value_aliases(schema.extensions)
        meanings, own = dict(schema.enum_descriptions), names.value_names(schema.extensions)
        yield Place(owner, wire, chosen, values, meanings, dict(old), argument, own), schema
    if schema.items is not None:
        yield from _below(operation, owner, names.singular(wire), schema.items, argument)
    wraps = wire == operation.name or names.singular(wire).lower() in _WRAPPERS
    inner = owner if wraps else names.singular(wire)
    for member in schema.properties:
        yield from _below(operation, inner, member.name, member.schema, argument)
