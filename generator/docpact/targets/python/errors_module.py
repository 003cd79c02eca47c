"""The module of the error classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docpact.contract.model import ErrorRow
from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python import names
from docpact.targets.python.docs import few, first_sentence, quoted
from docpact.targets.python.errors import ErrorClass, Errors
from docpact.targets.python.init_modules import all_of
from docpact.targets.python.layout import assignment, bracketed, docstring, tuple_of

_NOT_ERRORS = frozenset(("ErrorRow", "WireEnum", "BY_CODE", "COMMON_ROWS", "Exception", "Mapping"))


@dataclass(frozen=True, slots=True)
class ErrorsView:
    """The module of the error classes."""

    head: Code
    docstring: Code
    has_reasons: bool
    all: Code
    classes: tuple[Code, ...]
    by_code: Code
    common_rows: Code
    template: str = "python/errors.py.jinja"


def errors_view(title: str, errors: Errors, common: Sequence[ErrorRow], head: Code) -> ErrorsView:
    """The view of the module. `title` is the product's, `common` are the rows that every operation may answer with."""
    kinds = list(errors.by_code.values())
    text = f"Everything that calls raise: one class for each error code that the pages of {title} document."
    by_code = [f"{literal(code)}: {kind.name}" for kind in kinds for code in (kind.code, *kind.aliases)]
    return ErrorsView(
        head,
        docstring([text], 0),
        any(kind.reasons for kind in kinds),
        all_of(names.ERROR_NAMES - _NOT_ERRORS | {str(n) for k in kinds for n in (k.name, *k.aliases.values())}),
        tuple(block for kind in kinds for block in (_class(kind), *_aliases(kind))),
        bracketed("BY_CODE: dict[str, type[ApiError]] = {", by_code, "}"),
        _common_rows(common),
    )


def _class(kind: ErrorClass) -> Code:
    row = kind.rows[0]
    head, _ = first_sentence(row.description or row.message, f"The error code {kind.code}.")
    lines = [head, "", f"Code `{kind.code}`, status {', '.join(dict.fromkeys(str(r.status) for r in kind.rows))}."]
    if kind.operations:
        lines.append(f"Documented for {few(kind.operations, 5)}.")
    out: list[str] = [bracketed(f"class {kind.name}(", [kind.group], "):"), docstring(lines, 1)]
    if kind.reasons:
        members = [assignment(name, literal(message), 2) for message, name in kind.reasons.items()]
        doc = docstring(["Which of the documented messages it is."], 2)
        out += ["", "    class Reason(WireEnum):", doc, "", *members]
    return Code("\n".join(out))


def _aliases(kind: ErrorClass) -> list[Code]:
    """The class under the names of codes that it had before."""
    found = []
    for old, name in kind.aliases.items():
        said = docstring([f"Deprecated: the code {quoted(old)} is now {quoted(kind.code)}."], 0)
        found.append(Code(f"{name} = {kind.name}\n{said}"))
    return found


def _common_rows(common: Sequence[ErrorRow]) -> Code:
    rows: dict[str, list[Code]] = {}
    for row in common:
        parts = [literal(row.status), literal(row.code), literal(row.message), literal(row.description)]
        rows.setdefault(row.code, []).append(bracketed("ErrorRow(", parts, ")", 2))
    items = [tuple_of(listed, 1, head=f"{literal(code)}: ") for code, listed in rows.items()]
    return bracketed("COMMON_ROWS: dict[str, tuple[ErrorRow, ...]] = {", items, "}")
