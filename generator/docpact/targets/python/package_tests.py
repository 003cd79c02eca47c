"""The tests that a package comes with: the wire cases of its operations, and what runs them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from docpact.contract.model import JSON, Contract, Operation
from docpact.targets import wirecases
from docpact.targets.base import Copy, Job, Pieces, Text
from docpact.targets.python.named import Named


def test_jobs(contract: Contract, package: str, operations: Sequence[Named], pieces: Pieces) -> Iterator[Job]:
    """The jobs of the tests. Those of an operation that is as it was are left as they are."""
    facts: dict[str, JSON] = wirecases.settings()
    facts["package"] = package
    facts["modules"] = {named.operation.name: str(named.module) for named in operations}
    facts["functions"] = {named.operation.name: str(named.function) for named in operations}
    yield Job("tests/wire_cases/settings.json", Text(wirecases.text(facts)))
    yield Job("tests/wire_cases/signatures.json", Text(wirecases.text(wirecases.VECTORS)))
    around = (repr((contract.title, contract.version, contract.servers, contract.common_errors)),)
    for named in operations:
        path = f"tests/wire_cases/{named.module}.json"
        yield pieces.job(path, named.operation, around, functools.partial(_cases, contract, named.operation))[0]
    for test in ("test_wire_cases.py", "test_package.py"):
        yield Job(f"tests/{test}", Copy(f"python/tests/{test}"))


def _cases(contract: Contract, operation: Operation) -> tuple[Text, JSON]:
    return Text(wirecases.text(wirecases.document(contract, operation))), None
