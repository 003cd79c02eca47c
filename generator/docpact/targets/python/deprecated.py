"""Functions and fields under the names that they had before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python.arguments import Argument, function, signature
from docpact.targets.python.layout import bracketed, docstring
from docpact.targets.python.named import Named
from docpact.targets.python.types import ClassShape


def deprecated_functions(
    named: Named, new: Code, arguments: Sequence[Argument], returns: Mapping[str, str]
) -> Iterator[Code]:
    """The functions under the old names of `new`. `returns` has what each client's function gives."""
    for old in [old for old, renamed in named.old if renamed == new]:
        for client, result in returns.items():
            suffix = "_async" if client == "AsyncClient" else ""
            prefix, wait = ("async ", "await ") if suffix and not result.startswith("AsyncPager[") else ("", "")
            given = [f"{name}={name}" for a in arguments for name in (a.name, *a.aliases)]
            head = function(f"{prefix}def {old}{suffix}", [f"self: {client}"], signature(arguments), result)
            doc = docstring([f"Deprecated: it is now called `{new}`, and documented there."], 1)
            warn = bracketed("    deprecated(", [literal(str(old)), literal(str(new))], ")", 1)
            call = bracketed(f"    return {wait}{new}{suffix}(", ["self", *given], ")", 1)
            yield Code(f"{head}\n{doc}\n{warn}\n{call}")


def deprecated_fields(shape: ClassShape) -> Iterator[Code]:
    """The fields of an answer under their old names: properties that read the new ones."""
    for item in shape.fields:
        for old in item.old:
            head = function(f"    def {old}", ["self"], [], str(item.annotation), 1)
            doc = docstring([f"Deprecated: it is now called `{item.name}`."], 2)
            warn = bracketed("        deprecated(", [literal(str(old)), literal(str(item.name))], ")", 2)
            yield Code(f"\n    @property\n{head}\n{doc}\n{warn}\n        return self.{item.name}")


def renamed_fields(shape: ClassShape) -> Iterator[str]:
    """The lines of a constructor that take its arguments under their old names."""
    for item in shape.fields:
        for old in item.old:
            given = [literal(str(old)), literal(str(item.name)), old, item.name]
            yield bracketed(f"        {item.name} = renamed(", given, ")", 2)
