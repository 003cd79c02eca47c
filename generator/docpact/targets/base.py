"""What every target gives and gets.

A target plans: it turns the contract into jobs, one for each output file. A job's content is a finished
view (an object that names its template and holds only `Code`, numbers, booleans and sequences of views), a
runtime file to copy, or text. Rendering and writing are not the target's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias, runtime_checkable

from docpact.contract.model import JSON, Contract, Operation
from docpact.diagnostics import Findings


@runtime_checkable
class View(Protocol):
    """A finished view: `template` is the name of its template, relative to the templates folder."""

    @property
    def template(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Copy:
    """A real source file of the templates folder, copied verbatim."""

    source: str


@dataclass(frozen=True, slots=True)
class Text:
    """The finished text of a file, for data formats that need no template."""

    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A file that stands in the output folder as it would be made again, by the hash of its bytes.

    Only `Pieces` know of such files: no target makes one.
    """

    digest: str


Content: TypeAlias = "View | Copy | Text | Standing"


@dataclass(frozen=True, slots=True)
class Job:
    """One output file: its path below the target's output folder (`/` between parts), and its content."""

    path: str
    content: Content


class Pieces:
    """Lets a target skip the work for an operation that is as it was in the last build. This one remembers nothing.

    `depends` is everything besides the operation that the piece is made of, pages that it quotes among it: plain values
    whose `repr` says all. An operation that is not looked at, outside of `make`, need not even be loaded.
    """

    def job(
        self,
        path: str,
        operation: Operation | None,
        depends: tuple[object, ...],
        make: Callable[[], tuple[View | Text, JSON]],
    ) -> tuple[Job, JSON]:
        """The job of a file about one operation (or none), and what else its making tells; `make` gives both."""
        view, facts = make()
        return Job(path, view), facts

    def value(self, name: str, operation: Operation, depends: tuple[object, ...], make: Callable[[], JSON]) -> JSON:
        """A value about one operation, such as its part of a larger file. `name` is the file and the part."""
        return make()

    def contract(self, place: str, data: bytes) -> Contract:
        """The contract that a file holds; `place` is the file. Raises as `openapi.load` does, and UnicodeDecodeError."""
        from docpact.contract import openapi

        return openapi.load(data.decode("utf-8"))

    def rendered(self, path: str, view: View | Copy) -> Standing | None:
        """The file as it stands, where it was made of an equal view before: it need not be rendered and proved again."""
        return None


@dataclass(frozen=True, slots=True)
class Settings:
    """What a target may know besides the contract.

    `source` is the contract's path as generated files quote it. `service` is the folder that holds it
    (`states.yaml`, `behaviour.py` and the pages stand there), or None where there is none. `options` are the
    target's own keys of `docpact.toml`. A target adds to `findings` what people must know: a name that had to
    differ, a fact it cannot express. `pieces` remembers what it made of single operations.
    """

    source: str
    service: Path | None = None
    options: Mapping[str, JSON] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    pieces: Pieces = field(default_factory=Pieces, repr=False, compare=False)


class Target(Protocol):
    """A kind of output. `summary` is one line for `docpact generate --help`.

    A target that does not come with docpact has an attribute `templates` too: the folder of its own templates.
    """

    name: str
    summary: str

    def plan(self, contract: Contract, settings: Settings) -> Iterable[Job]:
        """The jobs of all files this target makes of `contract`. Pure and deterministic.

        Raises `docpact.targets.base.TargetError` where the contract or the options do not allow it.
        """
        ...


class TargetError(Exception):
    """A target cannot be made as asked. The message says what, and how to mend it."""
