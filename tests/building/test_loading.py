"""A contract file that is read in pieces says what it says when it is read whole, whatever was done to it."""

import random
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docpact.building import kept, loading, values
from docpact.cache import Store
from docpact.contract import blocks, openapi, yaml_reader
from docpact.contract.model import (
    Contract,
    ErrorRow,
    Example,
    Operation,
    Parameter,
    Property,
    Response,
    Schema,
    Server,
    Style,
)


def operation(name: str, words: str = "Does something.", **more: object) -> Operation:
    text = Schema(type="string", description=f"What {name} gives:\n\n- *this*\n- or that\n")
    answer = Schema(type="object", properties=(Property(name="Answer", schema=text), Property(name="Id", schema=text)))
    return Operation(
        name=name,
        description=words,
        parameters=(
            Parameter(name="Action", required=True, schema=Schema(type="string", enum=(name,))),
            Parameter(name="Colour", description="The colour: **red**.", schema=Schema(type="string", enum=("red",))),
        ),
        response=Response(
            schema=answer, xml_root=f"{name}Response", examples=(Example(media_type="x", value={"a": 1}),)
        ),
        errors=(ErrorRow(status=400, code="BadColour", message="No \"such\" colour: '%s'."),),
        **more,  # type: ignore[arg-type]
    )


CONTRACT = Contract(
    title="Things",
    version="2020-01-01",
    servers=(Server(url="https://example.com"),),
    operations=(
        *(operation(f"PutThing{n}") for n in range(3)),
        operation("GetThing", style=Style.REST, path="/things/{id}"),
        operation("SetThing", style=Style.REST, path="/things/{id}", method="PUT"),
    ),
    common_errors=(ErrorRow(status=503, code="Unavailable"),),
    unparsed=("A lone line.",),
    extensions={"x-docpact-waiters": {"ready": {"operation": "GetThing"}}},
)
TEXT = openapi.dump(CONTRACT, source="pages")


def whole(data: bytes) -> Contract | None:
    """The contract that the file says when it is read at once; None where it says none."""
    try:
        return openapi.load(data.decode())
    except (yaml_reader.YamlError, openapi.ContractError, UnicodeDecodeError):
        return None


def same(data: bytes, store: Store) -> bool:
    """Holds reading in pieces to reading whole, and says whether the file could be cut."""
    found = loading.load(data, store, "here")
    if found is None:
        return False
    assert found.contract == whole(data)
    names = [o.name for o in found.contract.operations]
    assert {name for name, digest in found.digests.items() if digest} == {n for n in names if names.count(n) == 1}
    return True


def test_what_docpact_writes_is_cut_and_read(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for _ in range(3):
        assert same(TEXT.encode(), store)
    assert loading.load(TEXT.encode(), store, "here").contract == CONTRACT  # type: ignore[union-attr]
    assert same(Path("spec/eip/openapi.yaml").read_bytes(), store) if Path("spec/eip/openapi.yaml").is_file() else True


def test_operations_that_nobody_looks_at_are_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    loading.load(TEXT.encode(), store, "here")
    changed = replace(CONTRACT, operations=(operation("PutThing0", "Does more."), *CONTRACT.operations[1:]))
    found = loading.load(openapi.dump(changed, source="pages").encode(), store, "here")
    assert found is not None
    assert [type(o) for o in found.contract.operations] == [Operation, *[kept.Kept] * 4]
    assert [o.name for o in found.contract.operations] == [o.name for o in CONTRACT.operations]
    last = found.contract.operations[-1]
    assert last.path == "/things/{id}"
    assert type(last) is Operation
    assert values.loads(values.dumps(found.contract)) == changed
    monkeypatch.setattr(blocks, "read_path", lambda block: pytest.fail("a known path is read again"))
    loading.load(openapi.dump(changed, source="pages").encode(), store, "here")


def test_a_change_of_a_schema_reaches_the_operations_that_refer_to_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    before = loading.load(TEXT.encode(), store, "here")
    text = TEXT.replace("What PutThing1 gives", "What PutThing1 returns")
    assert text != TEXT
    after = loading.load(text.encode(), store, "here")
    assert before is not None
    assert after is not None
    assert {n for n in before.digests if before.digests[n] != after.digests[n]} == {"PutThing1"}
    assert same(text.encode(), store)


def test_a_lost_cache_loses_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    loading.load(TEXT.encode(), store, "here")
    found = loading.load(TEXT.encode(), store, "here")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.unlink()
    assert found is not None
    assert found.contract == CONTRACT


def test_many_edits_one_after_another(tmp_path: Path) -> None:
    store = Store(tmp_path)
    contract = CONTRACT
    for number in range(25):
        operations = list(contract.operations)
        operations[number % 5] = replace(operations[number % 5], description=f"Number {number}.")
        contract = replace(contract, operations=tuple(operations))
        assert same(openapi.dump(contract).encode(), store)


HOSTILE = [
    "  /x:", "  /PutThing1:", "    get:", "  ? /y", "  : z", "  <<: *a", "  /z: &a 1", "  /z: *a", "      x: *PutThing0",
    '      summary: "begins', 'ends"', "  'it", "it'", "paths:", "paths: {}", "components:", "  schemas:", "---", "...",
    "%TAG ! tag:x,2000:", "# a comment", "  # a comment", "      # a comment", " lone: 1", "   odd: 1", "x: |", "x: >-",
    "      x: |2", "  /b: [", "]", "  /c: {", "}", "- a", "  - a", "\t/d: 1", "  \t", "", "      $ref: '#/paths'",
    "      $ref: '#/components/schemas/PutThing1Response'", '          "\\x24ref": "#/components/schemas"', "\ufeff",
    "  /e: 'a\u2028  /f: b'", "  /g: a\u2028  /h: b", "  /i: a\r  /j: b", "    Error: {type: object}", "    Other:",
    "  parameters:", "      x-docpact-errors: 7", "  /k: |", "      - !!python/name:os.system", "!x y: z", "info: 1",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_a_file_is_read_in_pieces_as_it_is_read_whole(chance: random.Random, edits: int) -> None:
    lines = TEXT.split("\n")
    for _ in range(edits):
        at = chance.randrange(len(lines))
        what = chance.randrange(6)
        if what == 0:
            lines.insert(at, chance.choice(HOSTILE))
        elif what == 1:
            lines[at] = chance.choice(HOSTILE)
        elif what == 2:
            del lines[at]
        elif what == 3:
            lines[at] = " " * chance.randrange(8) + lines[at].lstrip()
        elif what == 4:
            lines.insert(at, lines[chance.randrange(len(lines))])
        else:
            lines[at] += chance.choice([" &a", " *a", '"', "'", " |", ": |", " [", "\r", " #", "\u2028", "\x85"])
    data = "\n".join(lines).encode()
    store = _Memory()
    try:
        blocks.cut(data)
    except blocks.NotCut:
        return
    loading.load(TEXT.encode(), store, "here")  # what is known of the old file must not deceive
    for few in (0, loading._FEW):  # reading blocks all at once, or one by one
        with mock.patch.object(loading, "_FEW", few):
            same(data, store)
            same(data, _Memory())


class _Memory(Store):
    """A store that never reaches the disk."""

    def __init__(self) -> None:
        self.entries: dict[bytes | str, bytes] = {}

    def get(self, key: bytes | str) -> bytes | None:
        return self.entries.get(key)

    def put(self, key: bytes | str, value: bytes) -> None:
        self.entries[key] = value
