"""Every fault still fits the reference, and some are caught; `make mutants` runs them all."""

import ast
import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("docpact_mutants", Path(__file__).with_name("__main__.py"))
mutants = importlib.util.module_from_spec(_spec)
__import__("sys").modules[_spec.name] = mutants
_spec.loader.exec_module(mutants)

FAULTS = mutants.faults()


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mutants")
    mutants.prepare(folder)
    return folder


def test_there_are_faults_of_many_kinds():
    assert len(FAULTS) >= 100
    assert all(fault["wrong"] and fault["says"] for fault in FAULTS.values())


def test_every_fault_fits_and_changes_something(base):
    for name, fault in FAULTS.items():
        before = mutants.sources(base, mutants.service_of(fault))
        files = dict(before)
        mutants.patch(files, fault)
        changed = [path for path in files if files[path] != before[path]]
        assert changed, name
        for path in changed:
            if path.endswith(".py"):
                ast.parse(files[path])


@pytest.mark.parametrize("name", ["message-full-stop", "enum-case-folded", "nonce-never-remembered", "two-winners"])
def test_a_fault_is_caught_in_words_that_point_at_it(base, name):
    outcome = mutants.run(name, FAULTS[name], base)
    assert outcome.caught, (outcome.trouble, outcome.words, outcome.cases)


@pytest.mark.parametrize(
    ("service", "find", "operations"),
    [("eip", "QUOTA = 1000", ["ReleaseEipAddress"]), ("gallery", "class Gallery", ["PaintPicture", "HangPicture"])],
)
def test_without_a_fault_nothing_is_found(base, service, find, operations):
    harmless = {"wrong": "nothing", "file": "behaviour.py", "find": find, "put": f"# harmless\n{find}", "says": "."}
    outcome = mutants.run("none", {**harmless, "service": service, "operations": operations}, base)
    assert (outcome.cases, outcome.trouble) == ([], "")
