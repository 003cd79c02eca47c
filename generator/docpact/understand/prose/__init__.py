"""What the sentences of a parameter's description state: constraints, defaults, formats, rules between parameters.

`facts` reads one description. Its rules are data, one file a language under `languages/`; see
`docpact.understand.prose.language` for the form of a file.
"""

from __future__ import annotations

from collections.abc import Collection

from docpact.understand.prose.context import Context
from docpact.understand.prose.documents import document
from docpact.understand.prose.engine import Study
from docpact.understand.prose.errors import error_parameter
from docpact.understand.prose.facts import Facts, assemble
from docpact.understand.prose.language import Language
from docpact.understand.prose.language import language as _language
from docpact.understand.prose.markdown import blocks

__all__ = ["Facts", "error_parameter", "facts"]

_NONE = Facts()


def facts(
    text: str,
    *,
    language: str | Language,
    type: str | None,
    name: str,
    names: Collection[str] = (),
    example: str | None = None,
) -> Facts:
    """What a description cell states for the whole parameter.

    `text` is the cell's Markdown, `language` the code of a data file (`en`, `zh`) or a loaded one, `type` the JSON Schema
    type, `name` the parameter's wire name, `names` those of all parameters of the operation, `example` its example cell.
    Nothing is claimed that stands under a condition or belongs to a part of the value. Unknown languages state nothing. Never
    raises.
    """
    known = language if isinstance(language, Language) else _language(language)
    if known is None or not text or name == "Action":
        return _NONE
    context = Context(known, type, name, names, example)
    parts = blocks(text)
    found = Study(parts, context).run()
    inner = document(parts, context, lambda below, about: Study(below, about).run())
    if not found.statements and not found.indexes and not found.rules and inner is None:
        return _NONE
    return assemble(found, name, inner)
