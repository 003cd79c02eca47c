"""Builds services on a Dask cluster (`pip install docpact[dask]`).

A worker gets the inputs as bytes and gives the files back as text: it needs docpact, the same one, and no shared disk.
"""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docpact.building import inputs, service, values
from docpact.building.inputs import ServiceInputs
from docpact.building.service import Built
from docpact.cache import FOLDER, Store, key_of, program_key
from docpact.config import FILE_NAME, Config
from docpact.config import load as load_config
from docpact.diagnostics import Diagnostic, Findings, Span

_HERE = "\0root\0"  # stands for the project's folder in findings that travel; no path can hold it


class ClusterError(Exception):
    """The cluster cannot build. The message says why."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is asked for: the project file, one of its services, and the files that it is built from."""

    project: str
    service: str
    files: Mapping[str, bytes]
    program: str


def run(config: Config, services: Sequence[ServiceInputs], scheduler: str) -> Iterable[Built]:
    """The services built on the cluster with that scheduler, in their order. Raises ClusterError."""
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise ClusterError("--scheduler needs dask.distributed: install `docpact[dask]`") from None
    project = (config.root / FILE_NAME).read_text(encoding="utf-8")
    program = key_of(program_key(), inputs.templates_key())
    orders = [Order(project, found.service.name, found.files, program) for found in services]
    try:
        client = distributed.Client(scheduler, timeout="20s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"the scheduler {scheduler} does not answer: {error}") from None
    with client:
        results = client.gather(client.map(build_order, orders, pure=False))
    return [_received(data, config.root) for data in results]


def build_order(order: Order) -> bytes:
    """What a worker does: the service built in a folder of its own, as bytes."""
    if order.program != key_of(program_key(), inputs.templates_key()):
        raise ClusterError("a worker of the cluster has another version of docpact, or other templates")
    with tempfile.TemporaryDirectory(prefix="docpact-", dir=_scratch()) as folder:
        root = Path(folder).resolve()
        for path, data in {**order.files, FILE_NAME: order.project.encode()}.items():
            target = (root / path).resolve()
            if root not in target.parents:
                raise ClusterError(f"{path} lies outside the project; a cluster cannot build from it")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        config = load_config(root / FILE_NAME)
        wanted = config.service(order.service)
        assert wanted is not None
        built = service.build(inputs.read(config, wanted), root, Store(root / FOLDER), 1)
        return values.dumps(replace(built, findings=_replaced(built.findings, str(root), _HERE)))


def _scratch() -> str | None:
    """A folder of the worker's own, which Dask clears up after workers that were killed."""
    try:
        return str(importlib.import_module("distributed").get_worker().local_directory)
    except (ImportError, ValueError):  # not on a worker
        return None


def _received(data: bytes, root: Path) -> Built:
    try:
        built = values.loads(data)
    except values.UnknownValue as error:
        raise ClusterError(f"the cluster answered something that is no result: {error}") from None
    assert isinstance(built, Built)
    return replace(built, findings=_replaced(built.findings, _HERE, str(root)))


def _replaced(findings: Findings, old: str, new: str) -> Findings:
    """The findings with one folder named in place of another."""

    def span(value: Span) -> Span:
        return value._replace(path=value.path.replace(old, new))

    def one(value: Diagnostic) -> Diagnostic:
        return replace(
            value,
            span=span(value.span),
            message=value.message.replace(old, new),
            notes=tuple(replace(note, span=span(note.span)) for note in value.notes),
            edits=tuple(replace(edit, span=span(edit.span)) for edit in value.edits),
        )

    return Findings([one(value) for value in findings])
