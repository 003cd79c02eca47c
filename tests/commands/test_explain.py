"""`docpact explain`, and that no code is missing from it."""

from __future__ import annotations

import importlib
import pkgutil

from click.testing import CliRunner

import docpact
from docpact.cli import cli
from docpact.diagnostics import Code
from docpact.reporting import catalogue


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["explain", *arguments])
    return result.exit_code, result.output


def test_a_code_is_explained_by_its_id_and_by_its_name() -> None:
    code, output = run("dp310")
    assert code == 0
    assert output.startswith("# DP310 invalid-overlay (error)\n\nThe file is not an overlay")
    assert run("invalid-overlay") == (0, output)


def test_without_a_code_all_are_listed_one_a_line() -> None:
    code, output = run()
    assert code == 0
    assert [line.split()[0] for line in output.splitlines()] == list(catalogue.codes())


def test_an_unknown_code_is_a_usage_error_that_names_the_nearest() -> None:
    code, output = run("invalid-overly")
    assert (code, "did you mean invalid-overlay" in output) == (2, True)
    assert run("zzz")[0] == 2


def test_every_code_of_the_package_is_in_the_catalogue_under_an_id_and_name_of_its_own() -> None:
    declared: dict[int, tuple[str, Code]] = {}
    for module in pkgutil.walk_packages(docpact.__path__, "docpact."):
        if not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Code):
                    declared.setdefault(id(value), (module.name, value))
    known = {id(code) for code in catalogue.codes().values()}
    assert [place for place in declared.values() if id(place[1]) not in known] == []
    ids = [code.id for _, code in declared.values()]
    names = [code.name for _, code in declared.values()]
    assert (len(set(ids)), len(set(names))) == (len(ids), len(names))


def test_every_explanation_begins_with_a_paragraph_of_its_own_and_says_more_than_one_sentence() -> None:
    for code in catalogue.codes().values():
        text = code.explanation.strip()
        assert text.split("\n\n")[0].endswith((".", ":")), code.id
        assert text.count(".") > 1, code.id
