"""Whatever the text: no exception, spans inside the file, cells that are what their spans say, time linear in the text."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docpact import pages, understand
from docpact.contract import openapi
from docpact.diagnostics import Span
from docpact.pages.model import Page, Table

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"

SEED_PAGE = r"""# DoThing {#doc_api_X_DoThing .reference}

Does a thing.

## Request parameters {#parameters .section}

|Parameter|Type|Required?|Example value|Description|
|---------|----|---------|-------------|-----------|
|Action|String|Yes|DoThing|Value: **DoThing**.

 |
|Mode|String|No|a|Valid values: **a | b**.

-   a: one

    ```
    |x|
    ```

 |
|Tag.N.Key|String|No|k|Valid values of N: 1 to 5. |

## RequestBody

|Parameter

|Type

|Required

|Example

|Description |
|---|---|---|---|---|
|name

|List<String\>

|Yes

| |The name. |
|└x

|Integer

|No

|1

|The x. |

## Examples

```
{"RequestId": "1", "Things": {"Thing": [{"A": 1}]}}
```

## Error codes

HTTP | Error code | Error message
---|---|---
400 | Bad\_Thing | %s
"""

PIECES = [
    "|", "||", "| ", "\n", "\n\n", "|---|---|\n", "|-|", "a|b\n", "```", "```\n", "~~~\n", "# ", "## Errors\n", "=====\n",
    "-----\n", "**", "`", "``", "\\|", "\\", "{", "}", "[", "]", '"', "<", "</a>", "-   x\n", "    ", "\t", "\r", "\r\n",
    "\0", "\u00a0", "\u200b", "\ufeff", "\u202e", "└", "名称", ".N.", "Yes", "Type", "Name", "400", "%s", "Array of X", "é\u0301",
]  # fmt: skip


def spans(page: Page) -> Iterator[Span]:
    for section in page.sections:
        if section.heading is not None:
            yield section.heading.span
        for block in section.blocks:
            yield block.span
            if isinstance(block, Table):
                for row in (block.header, *block.rows):
                    yield row.span
                    yield from (cell.span for cell in row.cells)


def check(text: str) -> None:
    page, problems = pages.read("p.md", text)
    lines = text.split("\n")
    found = understand.operation(page)
    places = [*spans(page), *(p.span for p in problems), *(d.span for d in found.diagnostics), *found.sources.values()]
    for span in places:
        assert 1 <= span.line <= span.end_line <= len(lines), span
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1, span
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1, span
        assert span.line < span.end_line or span.column <= span.end_column, span
    for section in page.sections:
        for table in section.tables():
            for row in table.rows:
                assert len(row.cells) == len(table.header.cells)
    contract, _, _ = understand.contract([found])
    assert openapi.load(openapi.dump(contract)) == contract


def quick(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


@quick(150)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_mixture_of_marks(text):
    check(text)


@quick(50)
@given(st.text(max_size=400))
def test_any_text(text):
    check(text)


def mutated(text: str, chance: random.Random, count: int) -> str:
    for _ in range(count):
        start, end = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        end = min(end, start + 200)
        match chance.randrange(4):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:end] + text[start:]
            case 2:
                text = text[:start] + chance.choice(PIECES) + text[start:]
            case _:
                text = text[:start] + text[start:end].replace("\n", "") + text[end:]
    return text


@quick(150)
@given(st.integers(0, 1 << 32), st.integers(1, 8))
def test_any_mutation_of_a_page(seed, count):
    check(mutated(SEED_PAGE, random.Random(seed), count))


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the reference pages are not at {CORPUS}")
def test_mutations_of_real_pages():
    paths = sorted(CORPUS.rglob("*.md"))
    chance = random.Random(7)
    for _ in range(60):
        text = chance.choice(paths).read_text(encoding="utf-8")[:20_000]
        check(mutated(text, chance, chance.randint(1, 8)))


def test_any_truncation_of_a_page():
    for end in range(0, len(SEED_PAGE), 7):
        check(SEED_PAGE[:end])


@quick(60)
@given(st.binary(max_size=400))
def test_any_bytes(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "p.md"
    path.write_bytes(data)
    page, problems = pages.load(path, "p.md")
    for problem in problems:
        assert problem.span.line <= page.text.count("\n") + 1
    check(page.text)


def huge(shape: str, size: int) -> str:
    head = "# DoThing\n\n## Request parameters\n\n|Parameter|Type|Required|Description|\n|-|-|-|-|\n|Action|String|Yes|x|\n"
    match shape:
        case "cell":
            return head + "|A|String|No|" + "word **a|b** `c` " * size + "\n\n |\n"
        case "rows":
            return head + "".join(f"|P{n}|String|No|the {n}\n\n |\n" for n in range(size))
        case "open rows":
            return head + "|P|String\n" * size
        case "list":
            return (
                head
                + "|A|String|No|Valid values:\n"
                + "".join(f"{'  ' * min(n, 400)}-   v{n}\n" for n in range(size))
                + " |\n"
            )
        case "fences":
            return head + "```x\n## y\n" * size
        case "ticks":
            return head + "|A|String|No|" + "`" * size + "** " * size + "|\n"
        case "headers":
            return "|a|b\n" * size
        case "stars":
            return head + "|A|String|" + "**x" * size + "|y|z|\n"
        case "json":
            return f"{head}\n## Examples\n\n```\n{'[' * size}\n```\n"
        case "objects":
            return head + "\n## Examples\n\n```\n" + '{"a":' * size + "\n```\n"
        case "xml":
            return head + "\n## Examples\n\n```\n" + "<a>" * size + "</b>" * size + "\n```\n"
        case "names":
            return head + "|" + "a." * size + "b|String|No|x|\n"
        case "errors":
            rows = "".join(f"|40{n % 10}|E{n % 7}|m{n}|\n" for n in range(size))
            return f"{head}\n## Error codes\n\n|HTTP status code|Error code|Error message|\n|-|-|-|\n{rows}"
        case "answers":
            rows = "".join(f"|F{n}|String|d|\n" for n in range(size))
            members = ", ".join(f'"F{n}": 1' for n in range(size))
            table = f"## Response parameters\n\n|Name|Type|Description|\n|-|-|-|\n{rows}"
            return f"{head}\n{table}\n## Examples\n\n```\n{{{members}}}\n```\n"
        case "same":
            return head + "\n## Response parameters\n\n|Name|Type|Description|\n|-|-|-|\n" + "|A|Array|d|\n" * size
    raise AssertionError(shape)


SHAPES = [
    "cell", "rows", "open rows", "list", "fences", "ticks", "headers", "stars", "json", "objects", "xml", "names", "errors",
    "answers", "same",
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text_and_no_faster(shape):
    def cost(size: int) -> float:
        text = huge(shape, size)
        start = time.process_time()
        understand.operation(pages.read("p.md", text)[0])
        return time.process_time() - start

    size = 250
    spent = cost(size)
    while spent < 0.15 and size < 64_000:  # long enough to be measured
        size *= 2
        spent = cost(size)
    # Four times the text: a quadratic reader would take sixteen times as long, a busy machine a little longer than four.
    assert cost(4 * size) < 8 * max(spent, 0.05)
