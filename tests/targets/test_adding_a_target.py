"""A new kind of output touches nothing of docpact: a plan, a template, a name."""

import sys
from pathlib import Path

import pytest

from docpact import pipeline
from docpact.contract.model import Contract, ErrorRow, Operation
from docpact.escape import Code
from docpact.render import UnescapedText
from docpact.targets import registry
from docpact.targets.base import Settings

TOY = """
from dataclasses import dataclass
from pathlib import Path

from docpact.escape import Code
from docpact.targets.base import Job, Text


@dataclass
class Listing:
    template = "listing.txt.j2"
    lines: list


class Toy:
    name = "toy"
    summary = "A list of error codes."
    templates = Path(__file__).parent

    def plan(self, contract, settings):
        escape = str if settings.options.get("careless") else Code
        yield Job("codes.txt", Listing([escape(row.code) for o in contract.operations for row in o.errors]))
        yield Job("source.txt", Text(settings.source))
"""

CONTRACT = Contract(
    title="T", version="1", operations=(Operation(name="Op", errors=(ErrorRow(status=400, code="<b>Bad</b>"),)),)
)


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "toy_target.py").write_text(TOY)
    (tmp_path / "listing.txt.j2").write_text("{% for line in view.lines %}\n- {{ line }}\n{% endfor %}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(registry.BUILTIN, "toy", "toy_target:Toy")
    yield registry.find("toy")
    sys.modules.pop("toy_target")


def test_a_target_from_outside_is_found_and_rendered(toy):
    files = pipeline.generate(CONTRACT, toy, Settings("openapi.yaml"))
    assert dict(files) == {"codes.txt": "- <b>Bad</b>\n", "source.txt": "openapi.yaml"}
    assert "toy" in registry.names()


def test_a_template_cannot_print_what_nothing_escaped(toy):
    with pytest.raises(UnescapedText, match="<b>Bad</b>"):
        pipeline.generate(CONTRACT, toy, Settings("openapi.yaml", options={"careless": True}))


def test_code_stays_code_through_filters(toy, tmp_path):
    (tmp_path / "listing.txt.j2").write_text("{{ view.lines | join('+') }}{{ view.lines | length }}")
    assert pipeline.generate(CONTRACT, toy, Settings("x"))["codes.txt"] == Code("<b>Bad</b>1")
