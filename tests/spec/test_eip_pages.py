"""The Elastic IP pages: they compile without a finding, say what they are known to say, and are in our own words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from docpact import pipeline
from docpact.cli import cli
from docpact.contract.model import Contract
from docpact.understand import service
from docpact.understand.markdown import plain

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "spec" / "eip" / "pages"
REAL = ROOT.parent / "shared" / "corpus" / "vpc" / "intl.en-US" / "API reference" / "EIP"


@cache
def compiled() -> Contract:
    done = pipeline.compile_pages([PAGES], base=PAGES.parent, overlay=PAGES.parent / "overlay.yaml")
    assert [d.message for d in done.findings if d.code.id != "DP107"] == []
    assert done.contract is not None
    return done.contract


def test_the_linter_has_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(cli, ["lint"])
    assert (result.exit_code, result.stdout) == (0, "")


def test_every_operation_has_its_parameters_and_error_rows() -> None:
    counts = {o.name: (len(o.parameters), len(o.errors)) for o in compiled().operations}
    assert counts == {
        "AllocateEipAddress": (12, 7),
        "AssociateEipAddress": (8, 16),
        "DescribeEipAddresses": (15, 6),  # Filter.1.Key and its like are one list
        "ModifyEipAddressAttribute": (6, 8),
        "ReleaseEipAddress": (3, 7),
        "UnassociateEipAddress": (5, 10),
    }
    assert len(compiled().common_errors) == 18
    assert len(compiled().common_parameters) == 9


def test_one_code_keeps_both_its_messages() -> None:
    associate = compiled().operation("AssociateEipAddress")
    assert associate is not None
    denied = [row.message for row in associate.errors if row.code == "OperationDenied"]
    assert denied == ["Specified instance is not in VPC.", "Eip of default vpc not allow this operation"]


def test_the_overlay_corrects_what_the_pages_say_wrongly() -> None:
    contract = compiled()
    associate, describe = contract.operation("AssociateEipAddress"), contract.operation("DescribeEipAddresses")
    assert associate is not None
    assert describe is not None
    kind, charge = associate.parameter("InstanceType"), describe.parameter("ChargeType")
    assert kind is not None
    assert charge is not None
    assert kind.schema.enum == ("Nat", "SlbInstance", "EcsInstance", "NetworkInterface", "HaVip")
    assert kind.schema.default == "EcsInstance"
    assert charge.schema.enum == ("PostPaid",)
    form = next(p for p in contract.common_parameters if p.name == "Format")
    assert form.schema.default is None
    record = contract.extensions["x-docpact-overlay"]
    assert isinstance(record, list)
    assert all(isinstance(entry, dict) and entry["reason"] for entry in record)


@pytest.mark.corpus
def test_the_facts_are_those_of_the_published_pages() -> None:
    if not REAL.is_dir():
        pytest.skip(f"there are no reference pages at {REAL}")
    ours, _, _ = service(PAGES)
    theirs, _, _ = service([REAL / f"{operation.name}.md" for operation in ours.operations])
    for mine, real in zip(ours.operations, theirs.operations, strict=True):
        assert mine.name == real.name
        assert [(p.name, p.schema.type, p.required, p.example) for p in mine.parameters] == [
            (p.name, p.schema.type, p.required, p.example) for p in real.parameters
        ]
        assert [(r.status, r.code, r.message) for r in mine.errors] == [
            (r.status, r.code, r.message) for r in real.errors
        ]
        assert mine.response.schema is not None
        assert real.response.schema is not None
        fields = [[path.replace("[]", "") for path, s in o.response.schema.walk() if s.type != "array"] for o in (mine, real)]  # type: ignore[union-attr]
        assert list(dict.fromkeys(fields[0])) == list(dict.fromkeys(fields[1]))


@pytest.mark.corpus
def test_no_sentence_is_taken_from_the_published_pages() -> None:
    if not REAL.is_dir():
        pytest.skip(f"there are no reference pages at {REAL}")
    messages = {plain(row.message) for o in compiled().operations for row in o.errors}
    real = set().union(*(sentences(path) for path in sorted(REAL.glob("*.md"))))
    assert real
    for path in sorted(PAGES.glob("*.md")):
        assert sentences(path) & real - {m.rstrip(".") for m in messages} == set(), path.name


def sentences(path: Path) -> set[str]:
    """The sentences of four words or more, headings and code blocks left out."""
    text = re.sub(r"^(```.*?^```|#.*?$)", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    pieces = re.split(r"(?<=[.!?:])\s+|\n|\|", text)
    return {found for piece in pieces if len((found := plain(piece).rstrip(".")).split()) >= 4}
