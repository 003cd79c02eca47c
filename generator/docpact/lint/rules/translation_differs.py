"""Two language versions of a page contradict each other.

A parameter that only one of them has, another type, another required flag, another error: one of the versions is older,
or a translator changed a fact.

Bad:

```page en-US/Paint.md
# Paint

Paints a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|
|Colour|String|No|red|The colour.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
```

```page zh-CN/Paint.md
# Paint

调用Paint粉刷墙壁。

## 请求参数

|名称|类型|是否必选|示例值|描述|
|--|--|----|---|--|
|Action|String|是|Paint|要执行的操作。|
|Colour|String|是|red|颜色。|

## 返回数据

|名称|类型|示例值|描述|
|--|--|---|--|
|RequestId|String|1|请求ID。|
```

Mend: find out which version is right, and correct the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from docpact.contract.model import Operation, Schema
from docpact.diagnostics import Diagnostic, Note, Severity, Span
from docpact.lint import values
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP772", __name__, Severity.WARNING, __doc__)

_BOUNDS = {
    "minimum": "has the minimum",
    "maximum": "has the maximum",
    "min_length": "has the minimum length",
    "max_length": "has the maximum length",
}


def check_all(pages: Sequence[Subject]) -> Iterator[Diagnostic]:
    versions: dict[tuple[str, str], dict[str, list[Subject]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        if page.operation is not None:
            key = (page.understood.product.lower(), page.operation.name.lower())
            versions[key][page.understood.language].append(page)
    for group in versions.values():
        languages = sorted(group)
        for first, second in ((a, b) for i, a in enumerate(languages) for b in languages[i + 1 :]):
            # One language may have several editions; compare those that are nearest to each other.
            pairs = [(left, right) for left in group[first] for right in group[second]]
            yield from _compare(*min(pairs, key=lambda pair: len(_differences(*pair))))


def _differences(left: Subject, right: Subject) -> list[tuple[str, str]]:
    mine, theirs = _facts(left.operation), _facts(right.operation)
    return [key for key in sorted({*mine, *theirs}) if mine.get(key) != theirs.get(key)]


def _compare(left: Subject, right: Subject) -> Iterator[Diagnostic]:
    mine, theirs = _facts(left.operation), _facts(right.operation)
    differences = _differences(left, right)
    for kind, name in differences:
        if kind != "parameter":
            continue
        key = (kind, name)
        here, there = (left, right) if key in mine else (right, left)
        if key in mine and key in theirs:
            message = f"`{name}` is {mine[key]} here and {theirs[key]} on the {there.understood.language} version"
            note = Note(_place(there, name), f"{theirs[key]} here")
        else:
            message = f"the parameter `{name}` is on this page and not on its {there.understood.language} version"
            note = Note(_title(there), "the other version")
        yield CODE.at(_place(here, name), message, help="find out which version is right", notes=[note])
    yield from _compare_values(left, right)
    yield from _compare_fields(left, right)
    yield from _compare_fields(right, left)
    for here, there, facts in ((left, right, mine), (right, left, theirs)):
        only = [name for kind, name in differences if kind == "error" and (kind, name) in facts]
        if only:
            listed = ", ".join(f"`{name}`" for name in only[:6]) + (" …" if len(only) > 6 else "")
            where = next(line.at("code") for line in here.errors if line.code == only[0])
            yield CODE.at(
                where,
                f"this page documents errors that its {there.understood.language} version lacks: {listed}",
                help="find out which version is right",
                notes=[Note(_title(there), "the other version")],
            )


def _compare_values(left: Subject, right: Subject) -> Iterator[Diagnostic]:
    """The values, defaults and bounds of rows that both versions state. What only one states may be said in other words."""
    others = {row.name.text: row for row in right.request}
    for row in left.request:
        other = others.get(row.name.text)
        if other is None or row.schema is None or other.schema is None or row.name.text == "Action":
            continue
        for word, mine, theirs in (
            ("lists", _listed(row.schema), _listed(other.schema)),
            ("has the default", _default(row.schema), _default(other.schema)),
            *((words, _bound(row.schema, fact), _bound(other.schema, fact)) for fact, words in _BOUNDS.items()),
        ):
            if mine and theirs and mine != theirs:
                language = right.understood.language
                yield CODE.at(
                    row.at("description"),
                    f"`{row.name.text}` {word} {', '.join(mine)} here and {', '.join(theirs)} on the {language} version",
                    help="find out which version is right",
                    notes=[Note(other.at("description"), "the other version")],
                )


def _compare_fields(here: Subject, there: Subject) -> Iterator[Diagnostic]:
    """The fields of the answer that only this version describes. Rows without a type only open a level."""
    known = {step.name.lower() for row in there.response for step in row.name.steps}
    only = [r for r in here.response if r.text("type") and r.name.steps[-1].name.lower() not in known]
    if only and known:
        listed = ", ".join(f"`{row.name.text}`" for row in only[:6]) + (" …" if len(only) > 6 else "")
        yield CODE.at(
            only[0].name_span,
            f"this page describes fields that its {there.understood.language} version lacks: {listed}",
            help="find out which version is right",
            notes=[Note(_title(there), "the other version")],
        )


def _bound(schema: Schema, fact: str) -> list[str]:
    value = getattr(schema, fact)
    return [] if value is None else [values.written(value)]


def _listed(schema: Schema) -> list[str]:
    return sorted(values.written(value) for value in schema.enum)


def _default(schema: Schema) -> list[str]:
    return [] if schema.default is None else [values.written(schema.default)]


def _facts(operation: Operation | None) -> dict[tuple[str, str], str]:
    if operation is None:
        return {}
    facts = {
        ("parameter", p.name): f"{'a required' if p.required else 'an optional'} {p.schema.type or 'value'}"
        for p in operation.parameters
    }
    return facts | {("error", row.code): "" for row in operation.errors if row.code}


def _place(page: Subject, parameter: str) -> Span:
    return page.understood.sources.get(("parameter", parameter)) or _title(page)


def _title(page: Subject) -> Span:
    title = page.page.title
    return title.span if title is not None else Span.whole(page.path)
