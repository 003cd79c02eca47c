"""Text of pages is other people's text: whatever it holds, the package imports, type-checks and says it unchanged."""

from __future__ import annotations

import ast
import dataclasses
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import black
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from things import generate

from docpact import pipeline
from docpact.contract.model import (
    Contract,
    ErrorRow,
    Layout,
    Operation,
    Parameter,
    Property,
    Response,
    Rule,
    RuleKind,
    Schema,
    Server,
)
from docpact.escape import check
from docpact.escape.python import comment, docstring_text, literal
from docpact.targets.base import Settings
from docpact.targets.python import PythonTarget

TEXTS = [
    'a "quoted" text',
    "three \"\"\" quotes and ''' more",
    "a backslash at the end \\",
    '"',
    '\\"""',
    "bare\rcarriage return\r\nand line\nends",
    "*/ --> ]]> %>",
    "{{ view.head }} {% for x in y %} {# no #}",
    "</script><script>alert(1)</script>",
    "nul \x00 bell \x07 escape \x1b[31m",
    "right to left \u202e\u2066 marks \u200f",
    "noncharacters \ufdd0 \ufdd1 \uffff and a lone \ud800 half",
    "# -*- coding: rot13 -*-",
    "\nimport os\nos.system('echo pwned')\n#",
    '"""\nimport os\n"""',
    "percent %s %(x)s and {name} and f{1/0}",
    "中文 and 😀",
    "x" * 500,
    "   leading and trailing   ",
    "\t\ttabs\n\n\n\nlines",
    "",
]
NAMES = [
    "../../x", "__class__", "from", "None", "import os", "self", "class", "type", "validate", "Client", "a.b", "a/b",
    "a-b", "a b", "1st", "中文", "", "_", "wire", "meta", "str", "list", "format", "OPERATION", "__init__", "x" * 300,
    "arguments", "found", "timeout", "interval", "annotations", "UNSET", "Unset", "Any", "with_options", "Model", "unchecked", "renamed", "dict", "Dict", "\u202e", "\x00",
]  # fmt: skip


def hostile() -> Contract:
    """Every text and name of the above in every place that a contract has for one."""

    def schema(number: int) -> Schema:
        words = TEXTS[number % len(TEXTS)]
        return Schema(
            type="string",
            description=words,
            example=words,
            enum=tuple(dict.fromkeys(TEXTS)) if number % 3 == 0 else (),
            enum_descriptions={words: words},
            pattern=words if number % 5 == 1 else None,
            default=words,
            unit=words,
            says={"enum": words, "pattern": words},
        )

    members = tuple(Property(name=name, schema=schema(n)) for n, name in enumerate(NAMES))
    operations = []
    for n, name in enumerate(NAMES):
        words = TEXTS[n % len(TEXTS)]
        parameters = tuple(
            Parameter(name=p, schema=schema(n + k), required=k % 4 == 0, description=TEXTS[(n + k) % len(TEXTS)])
            for k, p in enumerate(NAMES)
        )
        group = Schema(type="array", items=Schema(type="object", properties=members))
        parameters += (Parameter(name="Group", schema=group, layout=Layout.REPEAT),)
        operations.append(
            Operation(
                name=name,
                path=words if n % 2 else "/",
                summary=words,
                description=words,
                page=name,
                parameters=parameters,
                rules=(Rule(kind=RuleKind.REQUIRES, parameter=NAMES[2], others=(NAMES[3],), says=words),),
                response=Response(
                    schema=Schema(type="object", properties=(*members, Property(name="G", schema=group)))
                ),
                errors=tuple(
                    ErrorRow(status=400, code=c, message=m, description=m)
                    for c, m in zip(NAMES, TEXTS * 9, strict=False)
                ),
            )
        )
    return Contract(
        title=TEXTS[0],
        version=TEXTS[1],
        description=TEXTS[2],
        servers=(Server(url=TEXTS[3]),),
        operations=tuple(operations),
        common_errors=tuple(ErrorRow(status=400, code=t or "x", message=t, description=t) for t in TEXTS),
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    generate(hostile(), root, "hostile_sdk")
    return root


def test_it_stays_inside_the_folder_and_is_python(written: Path) -> None:
    assert not (written.parent / "x").exists()
    assert not (written.parent.parent / "x").exists()
    for path in written.rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"))


def test_it_imports_and_says_the_text_unchanged(written: Path) -> None:
    code = """
import importlib, pathlib, sys
sys.path.insert(0, ".")
import hostile_sdk
hostile_sdk.Client.close
seen = set()
for path in sorted(pathlib.Path("hostile_sdk/operations").glob("*.py")):
    if path.stem != "__init__":
        module = importlib.import_module(f"hostile_sdk.operations.{path.stem}")
        seen.update(row.message for row in module.OPERATION.errors)
        seen.update(row.code for row in module.OPERATION.errors)
        seen.update(p.wire for p in module.OPERATION.parameters)
        assert module.validate()
print(ascii(sorted(seen)))
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=written, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "pwned" not in run.stdout.replace("echo pwned", "")
    seen = set(ast.literal_eval(run.stdout))
    assert {t for t in TEXTS if t} <= seen | {""}
    assert {name for name in NAMES if name} <= seen


def test_it_type_checks(written: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "hostile_sdk"]
    run = subprocess.run(command, cwd=written, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:]


def test_black_leaves_it_as_it_is(written: Path) -> None:
    mode = black.Mode(line_length=120, target_versions={black.TargetVersion.PY310})
    modules = sorted(path for path in written.rglob("*.py") if path.parent.name != "_runtime")
    for path in {*modules[::4], written / "hostile_sdk/errors.py"}:
        source = path.read_text(encoding="utf-8")
        assert black.format_str(source, mode=mode) == source, path


def test_names_that_had_to_change_are_reported(tmp_path: Path) -> None:
    found = generate(hostile(), tmp_path, "hostile_sdk").findings
    said = {d.message for d in found if d.code.id == "DP401"}
    assert any("`from` is called `from_`" in message for message in said)
    assert any("`validate` is called `validate_`" in message for message in said)


@given(text=st.text())
def test_a_literal_is_one_constant_of_the_same_text(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text


@given(text=st.text(), more=st.sampled_from(TEXTS))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_docstrings_and_comments_hold_any_text(text: str, more: str) -> None:
    source = f'"""{docstring_text(text + more)}\n"""\n# {comment(more + text)}\nx = 1\n'
    tree = ast.parse(source)
    assert len(tree.body) == 2


ESCAPES: list[Callable[[str], str]] = [
    lambda text: f'x = "{text}"',
    lambda text: f"# {text}",
    lambda text: f'"""{text}"""',
    lambda text: f"{text} = 1",
]


@pytest.mark.parametrize("escape", ESCAPES)
@pytest.mark.parametrize("text", ['" # ', "\nimport os\n# ", '"""\nimport os\n"""', "x"])
def test_text_that_gets_out_is_noticed(escape: Callable[[str], str], text: str) -> None:
    """The check after rendering, given escapes that do nothing."""
    source = escape(f"\ufdd0{text}\ufdd1")
    inside = (
        text == "x"
        or (text == '" # ' and escape is not ESCAPES[0])
        or (escape is ESCAPES[2] and "import os\n#" in text)
    )
    if inside and escape is not ESCAPES[3]:
        assert "\ufdd0" not in check.python("x.py", source)
    else:
        with pytest.raises(check.EscapedText):
            check.python("x.py", source)


def test_marks_change_nothing_in_what_is_printed() -> None:
    contract = dataclasses.replace(hostile(), operations=hostile().operations[:3])
    chosen = Settings("x", None, {"package": "p"})
    from docpact.render import render

    unmarked = render(PythonTarget().plan(contract, chosen), pipeline.templates_root())
    assert dict(unmarked) == dict(pipeline.generate(contract, PythonTarget(), chosen))


def test_a_module_of_hostile_text_can_be_called(make: Callable[[Contract], ModuleType]) -> None:
    words = TEXTS[1]
    operation = Operation(
        name="Say",
        summary=words,
        parameters=(Parameter(name="Word", schema=Schema(type="string", enum=(words,), says={"enum": words})),),
        response=Response(schema=Schema(type="object")),
    )
    sdk: Any = make(Contract(title="T", version="1", operations=(operation,)))
    module = import_module(f"{sdk.__name__}.operations.say")
    assert module.validate(word=words) == []
    (problem,) = module.validate(word="x")
    assert problem.says == words
