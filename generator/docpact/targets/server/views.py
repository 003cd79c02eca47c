"""What the templates of the server target print: finished names, types and texts."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from docpact.contract.members import BODY
from docpact.contract.model import ErrorRow, Operation, Property, Schema
from docpact.escape import Code, visible
from docpact.escape import python as py
from docpact.naming import cases
from docpact.naming.scope import Scope

RESERVED = frozenset(
    "False None True and as assert async await break class continue def del elif else except finally for from global if"
    " import in is lambda nonlocal not or pass raise return try while with yield match case type of cls self".split()
)
_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_WIDTH = 110


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a request: its annotation with its default, and the expression that takes it from the wire."""

    name: Code
    annotation: Code
    expression: Code
    doc: Code


@dataclass(frozen=True, slots=True)
class ClassView:
    """A frozen dataclass made of wire values."""

    name: Code
    doc: Code
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member of an answer."""

    key: Code
    annotation: Code


@dataclass(frozen=True, slots=True)
class DictView:
    """A TypedDict. `plain`: written as a class, because all its keys can be written as names."""

    name: Code
    members: tuple[MemberView, ...]
    plain: bool


@dataclass(frozen=True, slots=True)
class AliasView:
    """A name for one of several literal values; `values` are printed one a line, `inline` where there is but one."""

    name: Code
    doc: Code
    values: tuple[Code, ...]
    inline: Code


@dataclass(frozen=True, slots=True)
class OperationView:
    """The module of one operation."""

    source: Code
    page: Code
    title: Code
    typing: Code
    aliases: tuple[AliasView, ...]
    requests: tuple[ClassView, ...]
    answers: tuple[DictView, ...]
    template: str = "server/operation.py.jinja"


@dataclass(frozen=True, slots=True)
class HandlerView:
    """One method of the skeleton."""

    module: Code
    class_name: Code
    doc: Code


@dataclass(frozen=True, slots=True)
class PackageView:
    """Everything that is said once for the whole package; `template` picks the file. `imports` are the handlers by name."""

    source: Code
    package: Code
    distribution: Code
    title: Code
    title_literal: Code
    version: Code
    release: Code
    handlers: tuple[HandlerView, ...]
    imports: tuple[HandlerView, ...]
    first: HandlerView
    template: str


def operation_view(operation: Operation, class_name: str, source: str) -> OperationView:
    """The view of one operation's module."""
    scope = Scope.with_reserved(f"{class_name}{part}" for part in ("Row", "Request", "Answer"))
    requests = _Requests(class_name, scope)
    requests.top(operation)
    answers = _Answers(class_name, scope)
    answers.top(operation.response.schema)
    rows = _alias(
        f"{class_name}Row",
        "The rows of the error table: a code, or `Code#2` for the second row of one code.",
        row_names(operation.errors),
    )
    return OperationView(
        source=py.comment(source),
        page=py.comment(operation.page or "(no page)"),
        title=_docstring(f"{operation.name}: {operation.summary}" if operation.summary else operation.name, ""),
        typing=_typing(rows, *requests.aliases, *(f.annotation for c in requests.classes for f in c.fields)),
        aliases=(rows, *requests.aliases),
        requests=tuple(requests.classes),
        answers=tuple(answers.classes),
    )


def _typing(*parts: AliasView | Code) -> Code:
    """The names to import from `typing`: those that every module uses, and those that these parts do."""
    texts = [part.inline if isinstance(part, AliasView) else part for part in parts]
    used = {name for name in ("Literal", "Never") if any(name in text for text in texts)}
    return Code(", ".join(sorted({"Any", "Self", "TypeAlias", "TypedDict", *used})))


def row_names(rows: tuple[ErrorRow, ...]) -> list[str]:
    """The names of error rows: the code, from the second row of one code on with its number."""
    counts: dict[str, int] = {}
    names = []
    for row in rows:
        counts[row.code] = number = counts.get(row.code, 0) + 1
        names.append(row.code if number == 1 else f"{row.code}#{number}")
    return names


def _alias(name: str, doc: str, values: Sequence[object]) -> AliasView:
    literals = tuple(map(py.literal, dict.fromkeys(values)))
    inline = f"Literal[{literals[0]}]" if literals else "Never"
    return AliasView(py.identifier(name), _docstring(doc, ""), literals if len(literals) > 1 else (), Code(inline))


@dataclass(slots=True)
class _Requests:
    """Collects the dataclasses of a request, inner ones first, and the names of long lists of values."""

    prefix: str
    names: Scope
    classes: list[ClassView] = field(default_factory=list)
    aliases: list[AliasView] = field(default_factory=list)

    def top(self, operation: Operation) -> None:
        name = f"{self.prefix}Request"
        scope = Scope.with_reserved(RESERVED, ("of",))
        fields = [
            self._field(scope, p.name, p.schema, p.required, p.description or p.schema.description, p.name)
            for p in operation.arguments
        ]
        if operation.body is not None:
            body = operation.body
            fields.append(self._field(scope, BODY, body.schema, body.required, body.description, "Body"))
        doc = f"The parameters of a call of {operation.name}. None stands for what was not given."
        self.classes.append(ClassView(py.identifier(name), _docstring(doc, "    "), tuple(fields)))

    def _field(self, scope: Scope, wire: str, schema: Schema, required: bool, doc: str, path: str) -> FieldView:
        name = scope.give(wire, _ascii(cases.snake(wire)), "value")
        key = py.literal(wire)
        annotation, convert = self._type(schema, path)
        if len(visible(annotation)) > _WIDTH - len(name) - len(" | None = None") and annotation.startswith("Literal["):
            annotation = self.names.give(f"values of {path}", _nested_name(self.prefix, path))
            self.aliases.append(_alias(annotation, f"The documented values of {path}.", schema.enum))
        always = required or (schema.default is not None and "." not in path)  # of members, none is filled in
        if convert is None:
            expression = f"values[{key}]" if always else f"values.get({key})"
        else:
            expression = convert(f"values[{key}]")
            if not always:
                expression = _if_given(name, expression, key)
        return FieldView(
            py.identifier(name),
            Code(annotation if always else f"{annotation} | None = None"),
            Code(expression),
            _docstring(_brief(doc), "    "),
        )

    def _type(self, schema: Schema, path: str) -> tuple[str, Callable[[str], str] | None]:
        """The annotation of a value and, where it is made of classes, the expression that makes it."""
        if schema.type == "array":
            item, convert = self._type(schema.items or Schema(), path)
            if convert is None:
                return f"list[{item}]", None
            return f"list[{item}]", lambda value: f"[{convert('item')} for item in {value}]"
        if schema.type == "object":
            if not schema.properties:
                return "dict[str, Any]", None
            name = self._nested(schema, path)
            return name, lambda value: f"{name}.of({value})"
        return _scalar(schema), None

    def _nested(self, schema: Schema, path: str) -> str:
        name = self.names.give(f"request {path}", _nested_name(self.prefix, path))
        scope = Scope.with_reserved(RESERVED, ("of",))
        fields = [
            self._field(scope, p.name, p.schema, p.required, p.schema.description, f"{path}.{p.name}")
            for p in schema.properties
        ]
        self.classes.append(
            ClassView(py.identifier(name), _docstring(f"{path} of the request.", "    "), tuple(fields))
        )
        return name


@dataclass(slots=True)
class _Answers:
    """Collects the typed dictionaries of an answer, inner ones first."""

    prefix: str
    names: Scope
    classes: list[DictView] = field(default_factory=list)

    def top(self, schema: Schema | None) -> None:
        name = f"{self.prefix}Answer"
        members = schema.properties if schema is not None else ()
        self._add(name, tuple(p for p in members if p.name != "RequestId"), "")

    def _type(self, schema: Schema, path: str) -> str:
        if schema.type == "array":
            return f"list[{self._type(schema.items or Schema(), path)}]"
        if schema.type == "object":
            if not schema.properties:
                return "dict[str, Any]"
            name = self.names.give(f"answer {path}", _nested_name(self.prefix, path))
            self._add(name, schema.properties, path)
            return name
        return _SCALARS.get(schema.type or "", "Any")

    def _add(self, name: str, members: tuple[Property, ...], path: str) -> None:
        plain = all(map(_is_name, (p.name for p in members)))
        views = tuple(
            MemberView(
                py.identifier(p.name) if plain else py.literal(p.name),
                Code(self._type(p.schema, f"{path}.{p.name}" if path else p.name)),
            )
            for p in members
        )
        self.classes.append(DictView(py.identifier(name), views, plain))


def _nested_name(prefix: str, path: str) -> str:
    """The class of a nested object is named after its member: the scope keeps two of one name apart."""
    name = _ascii(cases.pascal(path.rpartition(".")[2]))
    return f"{prefix}{name or 'Part'}"


def _if_given(name: str, expression: str, key: str) -> str:
    """The expression under the condition that the key is there, laid out as black would."""
    condition = f"{key} in values"
    line = f"{expression} if {condition} else None"
    width = len(visible(line))
    pad = " " * 12
    if len(pad) + len(f"{name}=,") + width <= 120:
        return line
    if len(pad) + len(f"{name}=(),") + width <= 120:
        return f"({line})"
    if len(pad) + 4 + width <= 120:
        return f"(\n{pad}    {line}\n{pad})"
    return f"(\n{pad}    {expression}\n{pad}    if {condition}\n{pad}    else None\n{pad})"


def _ascii(name: str) -> str:
    return "".join(c for c in name if c.isascii())


def _is_name(name: str) -> bool:
    return name.isascii() and name.isidentifier() and name not in RESERVED and not name.startswith("_")


def _scalar(schema: Schema) -> str:
    if schema.enum and all(isinstance(value, (str, bool, int)) for value in schema.enum):
        values = ", ".join(py.literal(value) for value in schema.enum)
        return f"Literal[{values}]"
    return _SCALARS.get(schema.type or "string", "Any")


def _brief(text: str) -> str:
    paragraph = " ".join(text.strip().split("\n\n")[0].split())
    return paragraph if len(paragraph) < 400 else f"{paragraph[:397]}..."


def _docstring(text: str, indent: str) -> Code:
    """Text wrapped for a docstring that is indented so."""
    safe = py.docstring_text(" ".join(text.split()))
    return Code(f"\n{indent}".join(textwrap.wrap(safe, _WIDTH, break_long_words=False, break_on_hyphens=False)))
