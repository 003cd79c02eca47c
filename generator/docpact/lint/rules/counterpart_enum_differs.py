"""Two operations that are each other's counterpart list different values for the same parameter.

What can be attached can be detached. A value that only one of the two pages lists was forgotten on the other as a rule.

Bad:

```page AttachHook.md
# AttachHook

Attaches a hook.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|AttachHook|The name of this action.|
|Side|String|Yes|left|The side. Valid values: **left** and **right**.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
```

```page DetachHook.md
# DetachHook

Detaches a hook.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|DetachHook|The name of this action.|
|Side|String|Yes|left|The side. Valid values: **left**, **right**, and **top**.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
```

Mend: complete the list, or correct it in the overlay with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docpact.diagnostics import Diagnostic, Note, Severity
from docpact.lint import values
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP773", __name__, Severity.NOTE, __doc__)

_PAIRS = (
    ("Associate", "Unassociate"),
    ("Attach", "Detach"),
    ("Add", "Remove"),
    ("Bind", "Unbind"),
    ("Join", "Leave"),
    ("Tag", "Untag"),
    ("Enable", "Disable"),
    ("Start", "Stop"),
)


def check_all(pages: Sequence[Subject]) -> Iterator[Diagnostic]:
    known = {(p.path.rpartition("/")[0], p.operation.name): p for p in pages if p.operation is not None}
    for (folder, name), page in known.items():
        for verb, reverse in _PAIRS:
            other = known.get((folder, reverse + name[len(verb) :])) if name.startswith(verb) else None
            if other is not None:
                yield from _compare(page, other)
                yield from _compare(other, page)


def _compare(page: Subject, other: Subject) -> Iterator[Diagnostic]:
    theirs = {row.name.text: row for row in other.request if row.schema is not None and row.schema.enum}
    for row in page.request:
        twin = theirs.get(row.name.text)
        if (
            row.schema is None
            or not row.schema.enum
            or twin is None
            or twin.schema is None
            or row.name.text == "Action"
        ):
            continue
        listed = {values.written(value).lower() for value in row.schema.enum}
        missing = [v for value in twin.schema.enum if (v := values.written(value)).lower() not in listed]
        if missing and other.operation is not None:
            yield CODE.at(
                row.at("description"),
                f"`{row.name.text}` does not list {', '.join(f'`{v}`' for v in missing)}, which `{other.operation.name}` takes",
                help="complete the list if the service takes the same values here",
                notes=[Note(twin.at("description"), "listed here")],
            )
