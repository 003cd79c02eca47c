"""The files about single operations, which are made again only where something that they are made of has changed."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from docpact.contract import openapi
from docpact.contract.model import JSON, Operation
from docpact.targets.base import Job, Pieces, Text, View
from docpact.targets.samples import CallSample, Sampler
from docpact.targets.site import data, operation_view, page
from docpact.targets.site.frame import Edition


class OperationFiles:
    """The files about the operations of one edition. `endpoint` is what the consoles offer first."""

    def __init__(
        self,
        edition: Edition,
        editions: Sequence[Edition],
        samplers: Sequence[Sampler],
        pieces: Pieces,
        endpoint: str,
    ) -> None:
        self._edition = edition
        self._editions = editions
        self._samplers = samplers
        self._endpoint = endpoint
        # What is remembered goes by the operations of the contract that is built. An older one is in the key as a whole.
        self._newest = edition is editions[0]
        self._pieces = pieces
        self._around = _digest(edition, editions, endpoint)

    def jobs(self) -> Iterator[Job]:
        """The page of each operation, its error tables, its Markdown, what its console loads."""
        edition, editions = self._edition, self._editions
        for operation in edition.contract.operations:
            samples = [sampler(operation) for sampler in self._samplers]
            stem = edition.root + edition.addresses.stem(operation.name)
            yield self._job(
                f"{stem}.html", operation, samples, partial(operation_view.view, edition, editions, operation, samples)
            )
            for path in operation_view.error_table_paths(edition, operation):
                table = partial(operation_view.error_table, edition, editions, operation, path)
                yield self._job(edition.root + path, operation, (), table)
            yield self._job(f"{stem}.md", operation, (), partial(self._markdown, operation))
            yield self._job(f"{stem}.console.js", operation, samples, partial(self._console, operation, samples))

    def contract(self) -> Job:
        """The edition's contract file."""
        path = f"{self._edition.root}openapi.yaml"
        if self._newest:
            return Job(path, Text(self._contract()))
        return self._pieces.job(
            path, None, (self._around,), lambda: (Text(openapi.dump(self._edition.contract)), None)
        )[0]

    def _contract(self) -> str:
        """`openapi.dump` of the newest contract, of which only operations that changed are printed."""
        whole = self._edition.contract
        owners: dict[tuple[str, ...], Operation | None] = {}
        for operation in whole.operations:
            for place in (
                ("paths", openapi.place(operation)[0]),
                ("components", "schemas", f"{operation.name}Response"),
            ):
                owners[place] = (
                    None if place in owners else operation
                )  # of two operations at one path, neither is alone

        def piece(parents: Sequence[str], name: str, item: JSON) -> str:
            owner = owners.get((*parents, name))
            if owner is None:
                return openapi.printed_piece(parents, name, item)
            text = self._pieces.value(
                f"openapi.yaml {parents[-1]}", owner, (), lambda: openapi.printed_piece(parents, name, item)
            )
            return str(text)

        return openapi.printed(openapi.to_document(whole), piece)

    def _job(
        self, path: str, operation: Operation, samples: Sequence[CallSample], make: Callable[[], View | Text]
    ) -> Job:
        depends = (self._around, operation.name, *samples)
        return self._pieces.job(path, operation if self._newest else None, depends, lambda: (make(), None))[0]

    def _console(self, operation: Operation, samples: Sequence[CallSample]) -> Text:
        return Text(data.console(self._edition, operation, samples, self._endpoint))

    def _markdown(self, operation: Operation) -> Text:
        stem = PurePosixPath(self._edition.addresses.stem(operation.name)).name
        return Text(page.write(operation, page.console_link(self._edition.contract, operation, f"{stem}.html")))


def _digest(edition: Edition, editions: Sequence[Edition], endpoint: str) -> str:
    """Of all that the files about an operation are made of, besides how it is called and, in the newest edition, itself."""
    newest = edition is editions[0]
    service = replace(edition.contract, operations=()) if newest else edition.contract
    others = [
        (one.label, one.root, one.has_changelog, [(name, one.addresses.stem(name)) for name in one.operation_names])
        for one in editions
    ]
    text = repr((edition.root, edition.words.language, endpoint, others))
    return hashlib.sha256(pickle.dumps(service, protocol=5) + text.encode("utf-8", "surrogatepass")).hexdigest()
