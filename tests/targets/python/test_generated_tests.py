"""The tests that come with a package pass, whatever shapes its contract has."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from things import obj, text, things

from docpact.contract.model import Contract, ErrorRow, Layout, Operation, Parameter, Response, Schema

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
