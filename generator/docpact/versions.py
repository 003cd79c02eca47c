"""The versions of the generated packages, kept beside the contract in `release.toml`.

    version = "1.2.0"

    [packages]
    python = "1.2.0"
    server = "1.2.1"

    [aliases]
    "CreateDisk, parameter DiskSize: Size" = "1.1.0"

`version` is that of the last release of the contract, whose text is kept in `releases/1.2.0.yaml`. A package may be
ahead of it, where only its generator changed. `aliases` are the old names that the overlay has declared, each with the
release that first had it (see `docpact.contract.aliases`). `docpact release` writes the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docpact.config import ConfigError
from docpact.diagnostics import Code, Severity, Span

FILE_NAME = "release.toml"
FIRST = "1.0.0"
BUMPS = ("major", "minor", "patch")
_HEAD = "# The versions of the packages generated from this contract. Written by `docpact release`.\n"
_ALIASES = "Old names, with the release that first kept each alive; the next major release ends it."

BAD_RELEASE = Code(
    "DP002",
    "invalid-release-file",
    Severity.ERROR,
    """`release.toml` beside a contract cannot be used: it is not TOML, or a version in it is not `MAJOR.MINOR.PATCH`.

    version = "1.2.0"

    [packages]
    python = "1.2.0"

`docpact release` writes it; the packages that are generated take their versions from it.
""",
)


@dataclass(frozen=True, slots=True)
class Versions:
    """The version of the last release (None before the first one), of each package, and of each alias' first release."""

    version: str | None = None
    packages: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    def ended(self) -> dict[str, str]:
        """The aliases that a major release has ended, with the version that first had each."""
        return {alias: since for alias, since in self.aliases.items() if _major(since) < _major(self.version or since)}


def read(folder: Path) -> Versions:
    """The versions kept in a contract's folder. Raises ConfigError."""
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Versions()
    except (OSError, UnicodeDecodeError) as error:
        raise _error(path, f"cannot read it: {error}", "mend the file or remove it") from None
    return parsed(text, path)


def parsed(text: str, path: Path) -> Versions:
    """The versions that the text of a `release.toml` says; `path` is for messages. Raises ConfigError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _error(path, f"not valid TOML: {error}", "mend the line") from None
    packages, aliases = data.get("packages", {}), data.get("aliases", {})
    for key, table in (("packages", packages), ("aliases", aliases)):
        if not isinstance(table, dict):
            raise _error(path, f"`{key}` must be a table", f"write [{key}]")
    for name, version in [("version", data.get("version")), *packages.items(), *aliases.items()]:
        if version is not None and (not isinstance(version, str) or parse(version) is None):
            raise _error(path, f"`{name}` is {version!r}, not MAJOR.MINOR.PATCH", 'write it like "1.2.0"')
    return Versions(data.get("version"), packages, aliases)


def text(versions: Versions, present: str = "") -> str:
    """The text of `release.toml`; comments and the order of what `present` holds, which must be one, stay."""
    import tomlkit

    document = tomlkit.parse(present or _HEAD)
    document["version"] = versions.version or FIRST
    for name, entries, comment in (("packages", versions.packages, ""), ("aliases", versions.aliases, _ALIASES)):
        table: Any = document.get(name)
        if table is None and (entries or not comment):
            table = tomlkit.table()
            if comment:
                table.comment(comment)
            document[name] = table
        for key, version in sorted(entries.items()):
            table[key] = version
    return tomlkit.dumps(document)


def parse(version: str) -> tuple[int, int, int] | None:
    """The three numbers of a version, or None."""
    match = re.fullmatch(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})", version, re.ASCII)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def bumped(version: str, bump: str) -> str:
    """The version after a `major`, `minor` or `patch` change.

    A breaking change raises the major number of 0.x versions too: the tools of different languages take different
    ranges of 0.x for compatible, and only the major number means the same to all of them.
    """
    numbers = parse(version)
    assert numbers is not None
    major, minor, patch = numbers
    if bump == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if bump == "minor" else f"{major}.{minor}.{patch + 1}"


def _major(version: str) -> int:
    numbers = parse(version)
    assert numbers is not None
    return numbers[0]


def _error(path: Path, message: str, help: str) -> ConfigError:
    return ConfigError(BAD_RELEASE.at(Span.whole(str(path)), message, help=help))
