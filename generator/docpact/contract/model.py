"""The contract: what the documentation promises, as immutable values.

Everything right of this module (targets, server, conformance, diff) works from these values alone, and
everything left of it (reading, understanding) exists to make them. This module imports nothing of ours.

The file form is OpenAPI 3.1 in the docpact profile; see `docpact.contract.openapi`, whose `dump` and
`load` are exact inverses over these values. Sequences keep the order of the page. Fields are compared by
value, so `load(dump(contract)) == contract` is a real test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

JSON: TypeAlias = "None | bool | int | float | str | list[JSON] | dict[str, JSON]"


class Location(Enum):
    """Where a parameter travels in the request."""

    QUERY = "query"
    PATH = "path"
    HEADER = "header"


class Layout(Enum):
    """How a structured parameter is flattened into names on the wire."""

    PLAIN = "plain"
    """One name, one value."""
    REPEAT = "repeat"
    """An array with 1-based indices: `InstanceId.1`, `Tag.1.Key`."""
    DOTTED = "dotted"
    """An object whose properties are joined by dots: `SystemDisk.Size`."""


class Style(Enum):
    """The wire style of an operation."""

    RPC = "rpc"
    """`Action=Name` in the query or form, path `/`."""
    REST = "rest"
    """A method and a path of its own, usually with a JSON body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One named member of an object schema."""

    name: str
    schema: Schema
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two readings of one fact that the page gives, both kept: the schema carries the table's."""

    fact: str
    """What they disagree about: `type`, `nesting`, `name`."""
    table: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The shape and the rules of one value.

    `says` maps a keyword of JSON Schema (`enum`, `maximum`, `default`, …) to the sentence of the page that
    states it. `minimum` and `maximum` are inclusive; lengths count characters; `min_items` and `max_items`
    count list items. `pattern` is an ECMA-262 expression for the whole value. `json` is the schema of the
    document inside a string value. `xml_name` is the element name of the items of an array where it is
    neither the property's name nor evident from it.
    """

    type: str | None = None
    format: str | None = None
    description: str = ""
    example: JSON = None
    enum: tuple[str | int | float | bool, ...] = ()
    enum_descriptions: Mapping[str, str] = field(default_factory=dict)
    minimum: int | float | None = None
    maximum: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    pattern: str | None = None
    default: JSON = None
    unit: str | None = None
    deprecated: bool = False
    items: Schema | None = None
    properties: tuple[Property, ...] = ()
    json: Schema | None = None
    xml_name: str | None = None
    says: Mapping[str, str] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    unparsed: tuple[str, ...] = ()
    extensions: Mapping[str, JSON] = field(default_factory=dict)

    def property(self, name: str) -> Property | None:
        """The member of that exact name, or None."""
        return next((p for p in self.properties if p.name == name), None)

    def walk(self, path: str = "") -> Iterator[tuple[str, Schema]]:
        """This schema and all below it with their paths: `EipAddresses.EipAddress[].Status`."""
        yield path, self
        if self.items is not None:
            yield from self.items.walk(f"{path}[]")
        for member in self.properties:
            yield from member.schema.walk(f"{path}.{member.name}" if path else member.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One request parameter, under its exact wire name.

    Of a repeated or dotted group the name is the group's (`Tag` for `Tag.N.Key`, `SystemDisk` for
    `SystemDisk.Size`) and `schema` holds the array or object.
    """

    name: str
    schema: Schema
    location: Location = Location.QUERY
    required: bool = False
    description: str = ""
    example: JSON = None
    layout: Layout = Layout.PLAIN
    deprecated: bool = False
    unparsed: tuple[str, ...] = ()
    extensions: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The request body of a REST operation."""

    schema: Schema
    media_type: str = "application/json"
    required: bool = False
    description: str = ""
    example: JSON = None


class RuleKind(Enum):
    """What a rule over several parameters demands."""

    REQUIRED_IF = "required_if"
    """The parameter must be given where every condition holds."""
    REQUIRES = "requires"
    """Where the parameter is given, `others` must be given too."""
    EXCLUSIVE = "exclusive"
    """At most one of the parameter and `others` may be given."""
    ANY_OF = "any_of"
    """At least one of the parameter and `others` must be given."""
    ONLY_IF = "only_if"
    """The parameter may be given only where every condition holds."""
    IGNORED_IF = "ignored_if"
    """The parameter has no effect where every condition holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds where `parameter` is one of `values`; without values, where it is given (or, negated, absent)."""

    parameter: str
    values: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule over several parameters, with the sentence that states it."""

    kind: RuleKind
    parameter: str
    others: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A success answer as the page shows it: JSON parsed where it is well-formed, text otherwise."""

    media_type: str
    value: JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The success answer of an operation. `xml_root` is the root element of its XML form, `headers` are those of its own."""

    status: int = 200
    description: str = ""
    schema: Schema | None = None
    xml_root: str | None = None
    headers: tuple[Property, ...] = ()
    examples: tuple[Example, ...] = ()
    unparsed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRow:
    """One row of an error table, spelled as documented.

    `status` is None where the page gives none. `message` may be a template with `%s`. `parameter` is the
    request parameter that the row is certainly about.
    """

    status: int | None
    code: str
    message: str = ""
    description: str = ""
    parameter: str | None = None
    extensions: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One documented operation.

    `parameters` holds every row of the request table; of an RPC operation also `Action`, which callers never
    give: see `arguments`. `errors` are grouped by status, statuses and rows in page order (see `group_errors`).
    `page` is the page's path relative to the contract file. `read_only` says that a call changes nothing.
    """

    name: str
    style: Style = Style.RPC
    method: str = "GET"
    path: str = "/"
    summary: str = ""
    description: str = ""
    page: str = ""
    read_only: bool = False
    deprecated: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    rules: tuple[Rule, ...] = ()
    response: Response = field(default_factory=Response)
    errors: tuple[ErrorRow, ...] = ()
    request_examples: tuple[str, ...] = ()
    unparsed: tuple[str, ...] = ()
    extensions: Mapping[str, JSON] = field(default_factory=dict)

    @property
    def arguments(self) -> tuple[Parameter, ...]:
        """The parameters a caller gives: all but the RPC style's `Action`."""
        if self.style is Style.RPC:
            return tuple(p for p in self.parameters if p.name != "Action")
        return self.parameters

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that exact wire name, or None."""
        return next((p for p in self.parameters if p.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """An endpoint that the pages name."""

    url: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Everything the pages of one service promise."""

    title: str
    version: str
    description: str = ""
    servers: tuple[Server, ...] = ()
    operations: tuple[Operation, ...] = ()
    common_parameters: tuple[Parameter, ...] = ()
    common_errors: tuple[ErrorRow, ...] = ()
    unparsed: tuple[str, ...] = ()
    extensions: Mapping[str, JSON] = field(default_factory=dict)

    def operation(self, name: str) -> Operation | None:
        """The operation of that exact documented name, or None."""
        return next((o for o in self.operations if o.name == name), None)


def group_errors(rows: tuple[ErrorRow, ...], success: int = 200) -> tuple[ErrorRow, ...]:
    """Rows as `Operation.errors` wants them: grouped by status, each status where it first appears.

    Some tables document the success status too; its rows come first, as the success answer does in the file.
    """
    statuses = dict.fromkeys([success, *(row.status for row in rows)])
    return tuple(row for status in statuses for row in rows if row.status == status)
