"""`states.yaml`: which state of the world each case of an operation needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docpact.contract import yaml_reader
from docpact.contract.model import JSON
from docpact.targets.base import TargetError

FILE_NAME = "states.yaml"


@dataclass(frozen=True, slots=True)
class State:
    """What one case needs. `unreachable` is the reason why no state can bring it about."""

    name: str
    says: str = ""
    request: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, JSON] = field(default_factory=dict)
    unreachable: str = ""


@dataclass(frozen=True, slots=True)
class States:
    """The states of a service by operation and case. `given` is False where there is no file."""

    by_operation: Mapping[str, Mapping[str, State]] = field(default_factory=dict)
    given: bool = False

    def of(self, operation: str, case: str) -> State | None:
        """The state of a case. Where there is no file, one that is named after the case."""
        if not self.given:
            return State(f"{operation} {case}") if case == "ok" or not case.startswith("ok.") else None
        return self.by_operation.get(operation, {}).get(case)

    def variants(self, operation: str) -> Mapping[str, State]:
        """The good calls beside `ok`, by what follows `ok.`."""
        cases = self.by_operation.get(operation, {})
        return {case.removeprefix("ok."): state for case, state in cases.items() if case.startswith("ok.")}

    def good(self, operation: str) -> list[State]:
        """The states of good calls."""
        plain = self.of(operation, "ok")
        return [*([plain] if plain else []), *self.variants(operation).values()]


def load(service: Path | None) -> States:
    """The states beside a contract. Raises TargetError where the file is wrong."""
    path = service / FILE_NAME if service else None
    if path is None or not path.is_file():
        return States()
    try:
        document = yaml_reader.load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml_reader.YamlError) as error:
        raise TargetError(f"cannot read {path}: {error}") from None
    if not isinstance(document, dict):
        raise TargetError(f"{path} must map operations to their cases")
    return States(
        {
            str(operation): {str(case): _state(path, f"{operation}.{case}", entry) for case, entry in cases.items()}
            for operation, cases in document.items()
            if isinstance(cases, dict)
        },
        given=True,
    )


def _state(path: Path, where: str, entry: Any) -> State:
    if isinstance(entry, str):
        entry = {"state": entry}
    if not isinstance(entry, dict) or not (entry.get("state") or entry.get("unreachable")):
        raise TargetError(f"{path}: {where} must be a mapping with `state` or `unreachable`")
    request = entry.get("request") or {}
    if not isinstance(request, dict):
        raise TargetError(f"{path}: {where}.request must map parameters to values")
    return State(
        name=str(entry.get("state") or ""),
        says=str(entry.get("says") or ""),
        request={str(name): _wire(value) for name, value in request.items()},
        params=dict(entry.get("params") or {}),
        unreachable=str(entry.get("unreachable") or ""),
    )


def _wire(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
