"""`docpact generate` again: what comes out is what comes out of a run from nothing, to the byte."""

import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from docpact.building import kept
from docpact.cli import cli
from docpact.contract import openapi
from docpact.contract.model import Contract, ErrorRow, Operation, Parameter, Property, Response, Schema

WORDS = ("red", "green", "blue", "Red", "class", "*/", '"""')


def operation(name: str) -> Operation:
    colour = Schema(type="string", enum=("red", "green"), description="The colour.")
    answer = Schema(type="object", properties=(Property(name="Colour", schema=colour),))
    return Operation(
        name=name,
        summary=f"Does {name}.",
        parameters=(
            Parameter(name="Action", required=True, schema=Schema(type="string", enum=(name,))),
            *(Parameter(name=n, required=n == "Size", schema=colour) for n in ("ThingColour", "Size", "Status")),
        ),
        response=Response(schema=answer),
        errors=(ErrorRow(status=400, code="BadColour", message="No such colour."),),
    )


def edited(contract: Contract, chance: random.Random) -> Contract:
    """The contract after one edit of one of the kinds that people make."""
    operations = list(contract.operations)
    at = chance.randrange(len(operations))
    one, word = operations[at], chance.choice(WORDS)
    match chance.randrange(9):
        case 0:
            operations[at] = replace(one, summary=f"{word} {chance.random()}")
        case 1:
            parameter = replace(one.parameters[1], schema=Schema(type="string", enum=("red", word)))
            operations[at] = replace(one, parameters=(one.parameters[0], parameter, *one.parameters[2:]))
        case 2:
            operations[at] = replace(one, errors=(*one.errors, ErrorRow(status=404, code=f"No.{word}", message=word)))
        case 3:
            operations[at] = replace(one, errors=())
        case 4:
            operations.insert(
                at, operation(f"Get{word.title()}{chance.randrange(99)}".replace("*/", "").replace('"', ""))
            )
        case 5 if len(operations) > 2:
            del operations[at]
        case 6:
            operations.append(operations.pop(at))
        case 7:
            return replace(contract, common_errors=(ErrorRow(status=503, code="Busy", message=word),))
        case _:
            member = Property(name=f"Member{word.title()}", schema=Schema(type="integer"))
            operations[at] = replace(one, response=Response(schema=Schema(type="object", properties=(member,))))
    names = [o.name for o in operations]
    return replace(contract, operations=tuple(o for n, o in enumerate(operations) if o.name not in names[:n]))


def generate(folder: Path, contract: Contract, target: str) -> str:
    """Generates in a folder; what was said, without how many files were written."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        Path("openapi.yaml").write_text(openapi.dump(contract), encoding="utf-8")
        done = CliRunner().invoke(cli, ["generate", "openapi.yaml", "-t", target, "-o", "out"])
    finally:
        os.chdir(here)
    assert done.exit_code == 0, done.output
    return "\n".join(line for line in done.output.splitlines() if not line.startswith("out: "))


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def contract() -> Contract:
    return Contract(title="Things", version="1", operations=tuple(operation(f"PutThing{n}") for n in range(5)))


@pytest.mark.parametrize("target", ["python", "server"])
@pytest.mark.parametrize("seed", range(3))
def test_the_cache_changes_nothing_but_time(tmp_path: Path, contract: Contract, target: str, seed: int) -> None:
    chance = random.Random(seed)
    warm = tmp_path / "warm" / "things"
    warm.mkdir(parents=True)
    generate(warm, contract, target)
    for number in range(8):
        contract = edited(contract, chance)
        said = generate(warm, contract, target)
        cold = tmp_path / str(number) / "things"
        cold.mkdir(parents=True)
        assert generate(cold, contract, target) == said
        assert files(warm / "out") == files(cold / "out")
        shutil.rmtree(cold)


def test_only_what_changed_is_looked_at_and_written(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(tmp_path, contract, "python")
    before = {path: os.stat(tmp_path / "out" / path).st_mtime_ns for path in files(tmp_path / "out")}
    looked: list[str] = []
    become = kept._become
    monkeypatch.setattr(kept, "_become", lambda one: (looked.append(one.name), become(one)))
    operations = (*contract.operations[:3], replace(contract.operations[3], summary="Other."), *contract.operations[4:])
    generate(tmp_path, replace(contract, operations=operations), "python")
    after = {path: os.stat(tmp_path / "out" / path).st_mtime_ns for path in files(tmp_path / "out")}
    assert looked == ["PutThing0"]  # the example of the README
    assert {path for path in after if after[path] != before.get(path)} == {
        *("MANIFEST.json", "README.md", "docpact_things/operations/put_thing3.py"),
    }


def test_files_that_are_missing_or_edited_are_told_apart(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(tmp_path, contract, "python")
    wanted = files(tmp_path / "out")
    (tmp_path / "out/README.md").unlink()
    (tmp_path / "out/docpact_things/operations/put_thing1.py").unlink()
    generate(tmp_path, contract, "python")
    assert files(tmp_path / "out") == wanted
    edit = tmp_path / "out/docpact_things/operations/put_thing2.py"
    edit.write_text("mine = 1\n")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["generate", "openapi.yaml", "-t", "python", "-o", "out"])
    assert done.exit_code == 1
    assert "put_thing2.py" in done.output
    assert edit.read_text() == "mine = 1\n"
    done = CliRunner().invoke(cli, ["generate", "openapi.yaml", "-t", "python", "-o", "out", "--force"])
    assert done.exit_code == 0
    assert files(tmp_path / "out") == wanted
