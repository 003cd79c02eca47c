"""How the types of the contract are written in Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from docpact.contract.aliases import aliases
from docpact.contract.members import Place
from docpact.contract.model import Property, Schema
from docpact.contract.spellings import one_spelling
from docpact.escape import Code
from docpact.escape.python import literal
from docpact.naming.scope import Scope
from docpact.targets.python import names
from docpact.targets.python.enums import Enums

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_READERS = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean"}


@dataclass(slots=True)
class Imports:
    """What a module imports. `runtime` ones are needed when it runs, `typing` ones only by type checkers."""

    runtime: dict[str, set[str]] = field(default_factory=dict)
    typing: dict[str, set[str]] = field(default_factory=dict)

    def need(self, module: str, name: str) -> None:
        self.runtime.setdefault(module, set()).add(name)

    def type_only(self, module: str, name: str) -> None:
        self.typing.setdefault(module, set()).add(name)


@dataclass(frozen=True, slots=True)
class FieldShape:
    """A field of a class: `path` leads to it in the wire form, `member` is what begins it there.

    `old` are names that it had before and that go on working.
    """

    name: Code
    path: tuple[str, ...]
    annotation: Code
    reader: Code
    schema: Schema
    member: Property
    old: tuple[Code, ...] = ()

    @property
    def demanded(self) -> bool:
        """Whether who makes the structure has to give it. What may be given under an old name is not demanded."""
        return self.member.required and not self.old


@dataclass(slots=True)
class ClassShape:
    """A structure of a module. `sent` ones have a constructor; `parameters` gives each field's own parameter."""

    name: Code
    wire: str
    schema: Schema
    sent: bool
    fields: list[FieldShape] = field(default_factory=list)


@dataclass(slots=True)
class Module:
    """The types of one module, as they are found: classes come in the order in which they must be defined."""

    enums: Enums
    scope: Scope
    imports: Imports = field(default_factory=Imports)
    classes: list[ClassShape] = field(default_factory=list)
    structs: dict[int, ClassShape] = field(default_factory=dict)
    renamed: list[tuple[str, str, Scope]] = field(default_factory=list)
    """The namespaces of its classes: what they are called, the argument that they are part of (empty in the answer), and the names."""
    operation: str = ""
    """The operation's name, in front of a structure's where that alone is taken."""
    body: Schema | None = None
    """The request body, whose structure is called after the operation: there is one in each."""
    current: str = ""
    """The argument whose types are being found."""
    spelled_twice: dict[int, dict[str, str]] = field(default_factory=dict)
    """By the structure's schema: members that are left out, because another differs from them in letter case alone."""
    holders: list[str] = field(default_factory=list)
    """The structures around the one whose types are being found, the outermost first."""
    twice: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Those members again, to be told: the argument, the class, the spelling that is left out, and the one that is sent."""
    constants: Scope = field(default_factory=lambda: names.scope(names.MODULE_NAMES))
    """The names of its table's constants, without the underscore before them."""
    made: int = 0

    # ------------------------------------------------------------------------------------- what is sent

    def argument(self, wire: str, schema: Schema) -> Code:
        """The annotation of an argument."""
        if schema.json is not None:
            self.imports.type_only("typing", "Any")
            self.imports.type_only("collections.abc", "Mapping")
            self.imports.type_only("collections.abc", "Sequence")
            return Code("str | Mapping[str, Any] | Sequence[Any]")
        enum = self.enums.of(schema)
        if enum is not None:
            self.imports.type_only(f"..enums.{enum.module}", enum.name)
            self.imports.type_only(".._runtime.wire_enum", "unchecked")
            return Code(f"{enum.name} | unchecked")
        if schema.type == "array":
            self.imports.type_only("collections.abc", "Sequence")
            inner = self.argument(names.singular(wire), schema.items or Schema(type="string"))
            return Code(f"Sequence[{inner}]")
        if schema.type == "object":
            self.imports.type_only("collections.abc", "Mapping")
            if schema.properties:
                return Code(f"{self.struct(wire, schema).name} | Mapping[str, object]")
            self.imports.type_only("typing", "Any")
            return Code("Mapping[str, Any]")
        return Code(_SCALARS.get(schema.type or "string", "str"))

    def struct(self, wire: str, schema: Schema) -> ClassShape:
        """The class of a structure that is sent."""
        known = self.structs.get(id(schema))
        if known is not None:
            return known
        chosen = names.wanted(f"{self.operation}_{wire}" if schema is self.body else wire, schema.extensions)
        shape = ClassShape(self._class_name(chosen), wire, schema, sent=True)
        self.structs[id(schema)] = shape
        scope = names.scope(names.MODEL_MEMBERS)
        kept, left_out = one_spelling(wire, schema)
        self.spelled_twice[id(schema)] = left_out
        self.twice += [(self.current, str(shape.name), spelling, known) for spelling, known in left_out.items()]
        self.holders.append(names.pascal(chosen))
        for member in kept:
            name = _field_name(scope, member)
            annotation = self.argument(member.name, member.schema)
            reader = Code("_f.anything")
            shape.fields.append(FieldShape(name, (member.name,), annotation, reader, member.schema, member))
        self.holders.pop()
        self._keep_old(shape, scope, "renamed")
        self.renamed.append((shape.name, self.current, scope))
        self.imports.need(".._runtime", "fields as _f")
        self.imports.need(".._runtime.model", "Struct")
        self.imports.need(".._runtime.unset", "UNSET")
        self.imports.type_only(".._runtime.unset", "Unset")
        self.classes.append(shape)
        return shape

    def sent_as(self, place: Place, root: Schema) -> Place:
        """The place under the spellings that are sent, where the pages have two of a member. `root` is the argument's schema."""
        steps: list[str | int | None] = []
        schema = root
        for step in place.steps:
            schema = schema.json or schema
            if isinstance(step, str):
                step = self.spelled_twice.get(id(schema), {}).get(step, step)
                member = schema.property(step)
                schema = member.schema if member is not None else schema
            else:
                schema = schema.items or schema
            steps.append(step)
        return replace(place, steps=tuple(steps))

    # --------------------------------------------------------------------------------- what is answered

    def result(self, name: Code, wire: str, schema: Schema) -> ClassShape:
        """The class of an answer, and those of everything in it."""
        shape = ClassShape(name, wire, schema, sent=False)
        scope = names.scope(names.MODEL_MEMBERS)
        for member in schema.properties:
            path, inner = _flattened(member)
            annotation, reader = self.answer(path[-1], inner)
            field_name = _field_name(scope, member)
            shape.fields.append(FieldShape(field_name, tuple(path), annotation, reader, inner, member))
        self._keep_old(shape, scope, "deprecated")
        self.renamed.append((name, "", scope))
        if shape.fields:
            self.imports.need(".._runtime", "fields as _f")
        self.classes.append(shape)
        return shape

    def _keep_old(self, shape: ClassShape, scope: Scope, helper: str) -> None:
        """Gives the fields the names that they had before, where nothing else has them; `helper` tells the caller."""
        for index, item in enumerate(shape.fields):
            before = dict.fromkeys(names.snake(old) for old in aliases(item.member.schema.extensions))
            old = tuple(names.give(scope, f"alias {name}", name, "field") for name in before if scope.free(name))
            if old:
                shape.fields[index] = replace(item, old=old)
                self.imports.need(".._runtime.renamed", helper)

    def answer(self, wire: str, schema: Schema) -> tuple[Code, Code]:
        """The annotation of a field of an answer, and the expression that reads it."""
        if schema.type == "array":
            item, reader = self._item(wire, schema.items or Schema())
            wrapper = "" if schema.xml_name is None else f", {literal(schema.xml_name)}"
            return Code(f"tuple[{item}, ...]"), Code(f"_f.many({reader}{wrapper})")
        item, reader = self._item(wire, schema)
        return (item if item == "Any" or item.startswith("dict[") else Code(f"{item} | None")), reader

    def _item(self, wire: str, schema: Schema) -> tuple[Code, Code]:
        enum = self.enums.of(schema)
        if enum is not None:
            self.imports.need(f"..enums.{enum.module}", enum.name)
            return Code(f"{enum.name} | str"), Code(f"_f.one_of({enum.name})")
        if schema.type == "array":
            return self.answer(wire, schema)
        if schema.type == "object" and schema.properties:
            chosen = names.wanted(names.singular(wire), schema.extensions)
            name = self._class_name(chosen)
            self.holders.append(names.pascal(chosen))
            self.result(name, wire, schema)
            self.holders.pop()
            self.imports.need(".._runtime.model", "Model")
            return name, Code(f"_f.nested({name})")
        if schema.type in _SCALARS:
            return Code(_SCALARS[schema.type]), Code(f"_f.{_READERS[schema.type]}")
        self.imports.type_only("typing", "Any")
        return Code("Any"), Code("_f.anything")

    def _class_name(self, wire: str) -> Code:
        """The name of a structure's class. Where it is taken, what holds the structure makes the difference."""
        self.made += 1
        plain = names.pascal(wire)
        free = next(filter(self.scope.free, self._class_names(plain)), plain)
        return names.give(self.scope, f"{wire}#{self.made}", free, "Structure")

    def _class_names(self, plain: str) -> Iterator[str]:
        """Names for a structure's class, the best first."""
        yield plain
        if self.holders:
            yield names.qualified(self.holders[-1], plain)
        yield f"{plain}Item"
        yield names.qualified(self.operation, plain)


def _field_name(scope: Scope, member: Property) -> Code:
    chosen = names.wanted(member.name, member.schema.extensions)
    return names.give(scope, member.name, names.snake(chosen), "field")


def _flattened(member: Property) -> tuple[list[str], Schema]:
    """The path to what a member really holds: a structure around nothing but a list is only a wrapper."""
    path, schema = [member.name], member.schema
    while schema.type == "object" and len(schema.properties) == 1 and schema.properties[0].schema.type == "array":
        path.append(schema.properties[0].name)
        schema = schema.properties[0].schema
    return path, schema


def kind_of(schema: Schema) -> str:
    """The validator's kind for a schema."""
    if schema.json is not None:
        return "json"
    return schema.type or "string"
