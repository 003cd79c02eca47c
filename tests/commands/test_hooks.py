"""The pre-commit hooks and the workflows call commands that exist."""

import re
import shlex
from pathlib import Path

import yaml

from docpact.cli import cli

ROOT = Path(__file__).parents[2]


def parse(line: str) -> None:
    """Raises where the command line is none of docpact's."""
    words = shlex.split(line)
    assert words[0] == "docpact"
    with cli.make_context("docpact", words[1:2]) as context:
        command = cli.get_command(context, words[1])
    assert command is not None, line
    command.make_context(words[1], [*words[2:], "page.md"] if words[1] == "lint" else words[2:])


def test_hooks() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"] for hook in hooks} == {"docpact-build", "docpact-check", "docpact-lint"}
    for hook in hooks:
        parse(hook["entry"])
        assert hook["language"] == "python"
    (build,) = [hook for hook in hooks if hook["id"] == "docpact-build"]
    assert all(
        re.search(build["files"], path) for path in ("spec/eip/pages/A.md", "docpact.toml", "spec/eip/overlay.yaml")
    )


def test_workflows() -> None:
    found = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    assert found
    for path in found:
        for job in yaml.safe_load(path.read_text())["jobs"].values():
            for step in job["steps"]:
                if step.get("run", "").startswith("docpact "):
                    parse(step["run"])
