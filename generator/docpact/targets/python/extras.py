"""What a package has besides its modules: the README and the tests."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Contract
from docpact.escape import Code
from docpact.targets.base import Job, Settings, Text
from docpact.targets.python.errors import Errors
from docpact.targets.python.operation import Named


def extra_jobs(
    contract: Contract, settings: Settings, package: str, named: list[Named], errors: Errors, head: Code
) -> Iterator[Job]:
    """The jobs of the README and the tests."""
    yield Job("README.md", Text(f"# {package}\n"))
