"""The tests that come with a package pass, whatever shapes its contract has."""

from __future__ import annotations

import dataclasses
import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import black
from things import generate, obj, text, things

from docpact.contract.model import (
    Body,
    Contract,
    ErrorRow,
    Layout,
    Location,
    Operation,
    Parameter,
    Response,
    Schema,
    Style,
)

NUMBER = Schema(type="integer")


def odd() -> Contract:
    """The contract of `things` with what pages of the reference have and a hand-made contract would not."""

    def spelled_twice() -> Schema:
        return obj(key=text(), Key=text(), value=text(), Value=text())

    items = Schema(type="array", items=obj(Id=text(), Tags=Schema(type="array", items=spelled_twice())))
    page = obj(TotalCount=NUMBER, PageNumber=NUMBER, PageSize=NUMBER, Pens=obj(Pen=items))
    pages = tuple(Parameter(name=name, schema=NUMBER) for name in ("PageNumber", "PageSize"))
    tags = Parameter(name="Tag", schema=Schema(type="array", items=spelled_twice()), layout=Layout.REPEAT)
    filters = Parameter(name="filter", schema=spelled_twice(), layout=Layout.DOTTED)
    nothing = Parameter(name="Level", schema=Schema(type="integer", maximum=0), required=True)
    listing = Operation(
        name="DescribePens",
        read_only=True,
        parameters=(tags, filters, nothing, *pages),
        response=Response(schema=obj(DescribeBoxesResponse=page), xml_root="DescribeBoxesResponse"),
        errors=(
            ErrorRow(status=400, code="Odd", message="The pen is lost."),
            ErrorRow(status=400, code="Odd", message="the pen  is LOST"),
            ErrorRow(status=400, code="Odd", message="The pen is %s."),
            ErrorRow(status=400, code="Odd", message="笔丢了。"),
        ),
    )
    whole = things()
    return dataclasses.replace(whole, operations=(*whole.operations, listing))


def test_the_tests_of_a_package_pass(make: Callable[[Contract], ModuleType], tmp_path: Path) -> None:
    package = make(odd())
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "tests"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert package.Client.iter_pens is not None  # the envelope is no part of what is paged


def test_an_envelope_is_opened(make: Callable[[Contract], ModuleType]) -> None:
    package = make(odd())
    answer = package.DescribePensResult(total_count=1)
    assert answer.total_count == 1
    assert answer.pens == ()


def test_lists_in_lists_do_not_double_the_cases(tmp_path: Path) -> None:
    schema = text()
    for _ in range(25):
        schema = Schema(type="array", items=obj(In=schema))
    deep = Operation(
        name="PutDeep",
        parameters=(Parameter(name="Deep", schema=schema, layout=Layout.REPEAT),),
        response=Response(schema=obj(Deep=schema)),
    )
    generate(Contract(title="Deep", version="1", operations=(deep,)), tmp_path, "sdk_of_depth")
    cases = (tmp_path / "tests/wire_cases/put_deep.json").read_text(encoding="utf-8")
    assert 2 * 25 <= cases.count('\\"In\\"') < 10 * 25


def test_a_module_imports_what_it_uses(tmp_path: Path) -> None:
    contract = Contract(title="Plain", version="1", operations=(Operation(name="PutPen"),))
    generate(contract, tmp_path, "sdk_of_nothing")
    assert "fields as _f" not in (tmp_path / "sdk_of_nothing/operations/put_pen.py").read_text(encoding="utf-8")


def test_an_argument_called_body_stands_beside_the_body(make: Callable[[Contract], ModuleType], tmp_path: Path) -> None:
    both = Operation(
        name="PutPen",
        style=Style.REST,
        method="PUT",
        path="/pens",
        parameters=(
            Parameter(name="body", schema=text()),
            Parameter(name="Id", schema=text()),
            Parameter(name="Id", schema=text(), location=Location.HEADER),
        ),
        body=Body(schema=obj(Ink=text()), required=True),
    )
    package = make(Contract(title="Pens", version="1", operations=(both,)))
    assert {"body", "body_2", "id", "id_2"} < set(inspect.signature(package.Client.put_pen).parameters)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "tests"]
    done = subprocess.run(
        [*command, "-k", "README or readme"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


LONG = "AnAccountOfEverythingThatAPenCanBeUsedForBeforeItsInkRunsOut"


def test_long_annotations_and_numbers_are_as_black_leaves_them(tmp_path: Path) -> None:
    kinds = Parameter(name=LONG, schema=text(enum=("a", "b")))
    longer = Parameter(name=f"{LONG}{LONG[:20]}", schema=text(enum=("a", "c")))
    number = Parameter(name="Weight", schema=Schema(type="number", maximum=1e300, minimum=1e-9))
    operation = Operation(name="PutPen", parameters=(kinds, longer, number))
    generate(Contract(title="Pens", version="1", operations=(operation,)), tmp_path, "sdk_of_length")
    source = (tmp_path / "sdk_of_length/operations/put_pen.py").read_text(encoding="utf-8")
    assert ": (\n        " in source
    assert black.format_str(source, mode=black.Mode(line_length=120)) == source
