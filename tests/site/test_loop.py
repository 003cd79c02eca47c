"""The Markdown that is published for an operation is a page: compiling it gives the operation again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docpact import pages, pipeline, understand
from docpact.contract.model import Contract, ErrorRow, Operation, Parameter, Schema, group_errors
from docpact.targets import registry
from docpact.targets.base import Settings
from docpact.targets.site import page

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
PROJECT = sorted((ROOT / "spec/eip/pages").glob("*.md"))


def compiled(text: str) -> Operation | None:
    return understand.operation(pages.read("page.md", text)[0]).operation


def loop(operation: Operation) -> Operation | None:
    again = compiled(page.write(operation))
    return None if again is None else replace(again, page=operation.page)


@pytest.mark.parametrize("path", PROJECT, ids=lambda path: path.stem)
def test_the_pages_of_this_project_come_back(path: Path) -> None:
    operation = compiled(path.read_text(encoding="utf-8"))
    if operation is None:
        pytest.skip("no page of an operation")
    assert loop(operation) == operation


def test_a_page_comes_back(create_page: str) -> None:
    operation = compiled(create_page)
    assert operation is not None
    assert operation.parameter("Tag") is not None
    assert loop(operation) == operation


PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=24)
WORDS = st.lists(PRINTABLE, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([400, 403, 404, None]), PRINTABLE, WORDS), min_size=1, max_size=5))
@example([(400, "A|B", "<b>x</b> \\ `y` **z** [q](r) | _u_ {w}")])
@example([(400, "\\", "\\")])
@example([(400, "x", "~~&amp; 1. # - +")])
def test_codes_and_messages_come_back_to_the_letter(rows: list[tuple[int | None, str, str]]) -> None:
    errors = group_errors(tuple(ErrorRow(status=s, code=c, message=m) for s, c, m in rows))
    action = Parameter(
        name="Action", schema=Schema(type="string", enum=("Do",)), required=True, example="Do", description="The name."
    )
    again = loop(Operation(name="Do", summary="Does.", parameters=(action,), errors=errors))
    assert again is not None
    assert [(r.status, r.code, r.message) for r in again.errors] == [(r.status, r.code, r.message) for r in errors]


def test_the_common_pages_of_this_project_come_back() -> None:
    contract, _, _ = understand.service([ROOT / "spec/eip/pages"], base=ROOT)
    assert contract.common_parameters
    assert contract.common_errors
    read = pages.read
    texts = [page.write_common_parameters(contract), page.write_common_errors(contract)]
    again, _, _ = understand.service([read(f"{number}.md", text)[0] for number, text in enumerate(texts)])
    assert again.common_parameters == contract.common_parameters
    assert again.common_errors == contract.common_errors


def test_what_the_overlay_corrected_is_stated() -> None:
    done = pipeline.compile_pages(
        [ROOT / "spec/eip/pages"], base=ROOT / "spec/eip", overlay=ROOT / "spec/eip/overlay.yaml"
    )
    assert done.contract is not None
    for operation in done.contract.operations:
        again = loop(operation)
        assert again is not None
        for parameter in operation.parameters:
            other = again.parameter(parameter.name)
            assert other is not None
            assert facts_of(other.schema) == facts_of(parameter.schema), (operation.name, parameter.name)


def facts_of(schema: Schema) -> tuple[object, ...]:
    return (
        schema.type,
        schema.enum,
        dict(schema.enum_descriptions),
        schema.default,
        schema.minimum,
        schema.maximum,
        schema.min_length,
        schema.max_length,
        schema.unit,
    )


LETTERS = st.text(st.sampled_from("ABCDEFGHJKLP"), min_size=2, max_size=7)
RANGES = st.lists(st.integers(0, 9999), min_size=2, max_size=2, unique=True).map(sorted)
SCHEMAS = st.one_of(
    st.lists(LETTERS, min_size=2, max_size=4, unique=True).map(
        lambda v: Schema(type="string", enum=tuple(v), default=v[0])
    ),
    st.lists(LETTERS, min_size=2, max_size=4, unique=True).map(
        lambda v: Schema(type="string", enum=tuple(v), enum_descriptions={each: f"means {each.lower()}" for each in v})
    ),
    RANGES.map(lambda b: Schema(type="integer", format="int32", minimum=b[0], maximum=b[1], default=b[0])),
    RANGES.map(lambda b: Schema(type="string", min_length=b[0], max_length=b[1])),
    st.integers(1, 99).map(lambda n: Schema(type="integer", format="int32", maximum=n, unit="GB")),
)


@settings(max_examples=80, deadline=None)
@given(
    SCHEMAS,
    st.sampled_from(
        ["", "The size of the box.", "Valid values: **Old** and **Older**.", "盒子的大小。", "取值：**Old**。"]
    ),
)
def test_facts_that_no_sentence_states_get_one(schema: Schema, description: str) -> None:
    action = Parameter(name="Action", schema=Schema(type="string", enum=("Do",)), required=True, example="Do")
    parameter = Parameter(name="Size", schema=schema, description=description)
    words = "做。" if "\u4e00" <= description[:1] <= "\u9fff" else "Does."
    again = loop(Operation(name="Do", summary=words, description=words, parameters=(action, parameter)))
    assert again is not None
    read = again.parameter("Size")
    assert read is not None
    assert facts_of(read.schema) == facts_of(schema), read.description


def published(contract: Contract) -> Contract:
    """What the Markdown of a contract's site says."""
    texts = [
        text
        for path, text in pipeline.generate(contract, registry.find("site"), Settings("openapi.yaml"))
        if is_page(path)
    ]
    again, _, _ = understand.service([pages.read(f"{number}.md", text)[0] for number, text in enumerate(texts)])
    return again


def is_page(path: str) -> bool:
    return (path.endswith(".md") and not path.endswith(("changelog.md", "errors.md"))) or path.endswith(
        "common-errors.md"
    )


def in_order(contract: Contract) -> Contract:
    """The contract with its operations sorted by name, without the names of the pages that they are from."""

    def bare(operation: Operation) -> Operation:
        extensions = {key: value for key, value in operation.extensions.items() if key != "x-docpact-also-on"}
        return replace(operation, page="", extensions=extensions)

    return replace(contract, operations=tuple(sorted(map(bare, contract.operations), key=lambda o: o.name)))


def test_the_whole_contract_comes_back() -> None:
    contract, _, _ = understand.service([ROOT / "spec/eip/pages"], base=ROOT)
    assert in_order(published(contract)) == in_order(contract)


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the reference pages are not at {CORPUS}")
@pytest.mark.parametrize(
    "folder",
    sorted(path for path in CORPUS.glob("*/*") if path.is_dir()),
    ids=lambda path: f"{path.parent.name}-{path.name}",
)
def test_whole_reference_services_come_back(folder: Path) -> None:
    contract, _, _ = understand.service([folder], base=folder)
    assert in_order(published(contract)) == in_order(contract)


SLICES = 8
"""The reference pages are read in so many tests, which can run side by side."""


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the reference pages are not at {CORPUS}")
@pytest.mark.parametrize("part", range(SLICES))
def test_every_reference_page_comes_back(part: int) -> None:
    read = 0
    for path in understand.page_paths(CORPUS)[part::SLICES]:
        operation = understand.operation(pages.load(path, path.name)[0]).operation
        if operation is not None:
            assert loop(operation) == operation, path
            read += 1
    assert read > 100
