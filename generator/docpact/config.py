"""`docpact.toml`: which services there are, and what is made of each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docpact.diagnostics import Code, Diagnostic, Severity, Span

FILE_NAME = "docpact.toml"

BAD_CONFIG = Code(
    "DP001",
    "invalid-configuration",
    Severity.ERROR,
    """`docpact.toml` is missing, is not TOML, or holds a key or value that docpact does not know.

A project names its services and, for each, the targets to build:

    [services.eip]
    pages = "spec/eip/pages"
    contract = "spec/eip/openapi.yaml"
    overlay = "spec/eip/overlay.yaml"       # optional

    [services.eip.targets.python]
    output = "generated/python"

Paths are relative to the file. `docpact init` writes one to start from.
""",
)


class ConfigError(Exception):
    """The configuration cannot be used; `diagnostic` says where and how to mend it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class TargetConfig:
    """One output of a service. `options` are the keys that belong to the target itself."""

    name: str
    output: Path
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Service:
    """One documented service. Paths are absolute."""

    name: str
    pages: Path
    contract: Path
    overlay: Path | None = None
    dialect: str | None = None
    targets: tuple[TargetConfig, ...] = ()


@dataclass(frozen=True, slots=True)
class LintSuppression:
    """Takes the findings of a rule off the pages that match a pattern, relative to the root; `because` says why."""

    rule: str
    pages: str
    because: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class LintConfig:
    """What `docpact lint` reports in this project. Rules are named by id, beginning of an id, or name."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    suppress: tuple[LintSuppression, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """The project: `root` is the folder that holds `docpact.toml`."""

    root: Path
    services: tuple[Service, ...]
    lint: LintConfig = LintConfig()
    path: Path | None = None

    def service(self, name: str) -> Service | None:
        return next((s for s in self.services if s.name == name), None)

    def wrong(self, where: str, key: str, message: str, help: str) -> ConfigError:
        """The error that something is wrong with `key` (or with the whole) of the table `where`."""
        path = self.path or self.root / FILE_NAME
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            text = ""
        return _Reader(path, text).error(key, message, help, where)


def find(start: Path) -> Path | None:
    """The nearest `docpact.toml` at or above `start`."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    return None


def load(path: Path) -> Config:
    """The configuration in `path`. Raises ConfigError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read the project file: {_reason(error)}"
        raise _error(path, "", message, f"name a {FILE_NAME}; `docpact init` writes one") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1  # the other errors are about the end of the file
        raise _error(path, text, f"not valid TOML: {error}", "mend the line", line=line) from None
    reader = _Reader(path, text)
    reader.only(data, {"services", "diff", "lint"}, "")
    services = reader.table(data, "services", "")
    if not services:
        raise reader.error("services", "it names no service", "add a table [services.NAME] with `pages` and `contract`")
    root = path.resolve().parent
    found = tuple(_service(reader, root, name, services) for name in services)
    _apart(reader, found)
    return Config(root, found, _lint(reader, data), path)


def _lint(reader: _Reader, data: Mapping[str, Any]) -> LintConfig:
    table = reader.table(data, "lint", "")
    reader.only(table, {"select", "ignore", "suppress"}, "lint")
    entries = table.get("suppress", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise reader.error("suppress", "`lint.suppress` must be a list of tables", "write it as [[lint.suppress]]")
    return LintConfig(
        select=reader.texts(table, "select", "lint"),
        ignore=reader.texts(table, "ignore", "lint"),
        suppress=tuple(_suppression(reader, entry) for entry in entries),
    )


def _suppression(reader: _Reader, entry: Mapping[str, Any]) -> LintSuppression:
    reader.only(entry, {"rule", "pages", "because", "text"}, "lint.suppress")
    rule, because = (reader.text(entry, key, "lint.suppress", None) for key in ("rule", "because"))
    if rule is None or because is None:
        raise reader.error("lint.suppress", "a suppression needs `rule` and `because`", "say why it is right")
    pages = reader.text(entry, "pages", "lint.suppress", "*") or "*"
    return LintSuppression(rule, pages, because, reader.text(entry, "text", "lint.suppress", None) or "")


def _service(reader: _Reader, root: Path, name: str, services: Mapping[str, Any]) -> Service:
    where = f"services.{name}"
    table = reader.table(services, name, "services")
    reader.only(table, {"pages", "contract", "overlay", "dialect", "targets"}, where)
    targets = reader.table(table, "targets", where)
    overlay = reader.text(table, "overlay", where, None)
    return Service(
        name=name,
        pages=root / (reader.text(table, "pages", where, f"spec/{name}/pages") or ""),
        contract=root / (reader.text(table, "contract", where, f"spec/{name}/openapi.yaml") or ""),
        overlay=root / overlay if overlay else None,
        dialect=reader.text(table, "dialect", where, None),
        targets=tuple(_target(reader, root, key, targets, f"{where}.targets") for key in targets),
    )


def _apart(reader: _Reader, services: tuple[Service, ...]) -> None:
    """Raises ConfigError where two outputs are in each other's way: each would remove what the other has written."""
    seen: list[tuple[Path, str]] = []
    for service in services:
        for target in service.targets:
            output, where = target.output.resolve(), f"services.{service.name}.targets.{target.name}"
            for other, owner in seen:
                if output == other or output in other.parents or other in output.parents:
                    message = (
                        f"{where} and {owner} share the output folder {other if other in output.parents else output}"
                    )
                    raise reader.error("output", message, "give each target a folder of its own", where)
            seen.append((output, where))


def _target(reader: _Reader, root: Path, name: str, targets: Mapping[str, Any], where: str) -> TargetConfig:
    table = reader.table(targets, name, where)
    output = root / (reader.text(table, "output", f"{where}.{name}", f"generated/{name}") or "")
    if root not in (resolved := output.resolve()).parents:
        raise reader.error(
            "output",
            f"{where}.{name}.output leads to {resolved}, outside the project",
            "name a folder below it",
            f"{where}.{name}",
        )
    return TargetConfig(name, output, {key: value for key, value in table.items() if key != "output"})


class _Reader:
    """Typed access to the TOML tables, with messages that point at the line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text_ = text

    def error(self, key: str, message: str, help: str, where: str = "") -> ConfigError:
        rows = self.text_.splitlines()
        head = next((n for n, row in enumerate(rows, 1) if where and row.split("#")[0].strip(" []") == where), 0)
        line = next((n for n, row in enumerate(rows[head:], head + 1) if key and key in row), head or 1)
        return _error(self.path, self.text_, message, help, line=line)

    def only(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        for key in table:
            if key not in known:
                place = f" in [{where}]" if where else ""
                raise self.error(
                    key, f"unknown key `{key}`{place}", f"known keys are {', '.join(sorted(known))}", where
                )

    def table(self, parent: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
        value = parent.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, f"`{'.'.join(filter(None, (where, key)))}` must be a table", "write it as [table]")
        return value

    def texts(self, table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(key, f"`{where}.{key}` must be a list of strings", 'write it as ["one", "two"]')
        return tuple(value)

    def text(self, table: Mapping[str, Any], key: str, where: str, default: str | None) -> str | None:
        value = table.get(key, default)
        if value is not None and (not isinstance(value, str) or not value):
            raise self.error(key, f"`{where}.{key}` must be a string", 'write it in quotes, as "path"', where)
        return value


def _error(path: Path, text: str, message: str, help: str, line: int = 1) -> ConfigError:
    row = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else ""
    return ConfigError(BAD_CONFIG.at(Span(str(path), max(line, 1), 1, max(line, 1), len(row) + 1), message, help=help))


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "it is not UTF-8"
