"""A Dask cluster builds the same files, to the byte, and tells the same findings."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docpact import config
from docpact.building import project
from docpact.building.project import Outcome, Request

PAGE = """# {name}

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|{name}|The operation. Set the value to **{name}**. |
|Colour|Strange|No|red|The colour. Valid values: **red** and **blue**. |

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
"""
SERVICE = """[services.{name}]
overlay = "spec/{name}/overlay.yaml"
[services.{name}.targets.python]
output = "out/{name}/python"
[services.{name}.targets.server]
output = "out/{name}/server"
"""
OVERLAY = """overlay: 1.0.0
info: {title: Corrections, version: 1.0.0}
actions:
- target: $.info
  description: The pages do not say.
  update: {title: Paint, version: '2020-01-01'}
- target: $.paths['/Nowhere']
  description: A path that leads nowhere, to be told.
  update: {}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for service in ("one", "two", "three"):
        pages = tmp_path / "spec" / service / "pages"
        pages.mkdir(parents=True)
        for number in range(3):
            (pages / f"Paint{number}.md").write_text(PAGE.format(name=f"Paint{service.title()}{number}"))
        (pages.parent / "overlay.yaml").write_text(
            OVERLAY if service == "one" else OVERLAY.partition("- target: $.paths")[0]
        )
    (tmp_path / "docpact.toml").write_text("".join(SERVICE.format(name=name) for name in ("one", "two", "three")))
    return tmp_path


def build(root: Path, **request: str) -> list[Outcome]:
    return project.build(config.load(root / "docpact.toml"), Request(**request))  # type: ignore[arg-type]


def outputs(root: Path) -> dict[str, bytes]:
    found = [*(root / "out").rglob("*"), *(root / "spec").rglob("*.yaml")]
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(found) if p.is_file()}


@pytest.mark.dask
@pytest.mark.filterwarnings("default")
def test_a_cluster_of_two_workers_builds_the_same(root: Path) -> None:
    distributed = pytest.importorskip(
        "distributed", reason="dask.distributed is not installed: pip install docpact[dask]"
    )
    here = build(root)
    wanted = outputs(root)
    shutil.rmtree(root / "out")
    shutil.rmtree(root / ".docpact")
    for path in root.rglob("openapi.yaml"):
        path.unlink()
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        there = build(root, scheduler=cluster.scheduler_address)
    assert outputs(root) == wanted
    assert [o.findings.sorted() for o in there] == [o.findings.sorted() for o in here]
    assert any(len(o.findings) for o in there)


def test_without_dask_the_command_says_what_to_install(root: Path) -> None:
    program = "import sys; sys.modules['distributed'] = None; from docpact.cli import main; main()"
    command = [sys.executable, "-c", program, "build", "--scheduler", "tcp://127.0.0.1:9"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 1
    assert "docpact[dask]" in done.stderr
    assert "internal error" not in done.stderr
