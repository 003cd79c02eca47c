"""The versions of the generated packages, kept beside the contract in `release.toml`.

    version = "1.2.0"

    [packages]
    python = "1.2.0"
    server = "1.2.1"

`version` is that of the last release of the contract, whose text is kept in `releases/1.2.0.yaml`. A package may be
ahead of it, where only its generator changed. `docpact release` writes the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docpact.config import ConfigError
from docpact.diagnostics import Code, Severity, Span

FILE_NAME = "release.toml"
FIRST = "1.0.0"
BUMPS = ("major", "minor", "patch")

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
    """The version of the last release (None before the first one), and of each package by its target's name."""

    version: str | None = None
    packages: Mapping[str, str] = field(default_factory=dict)


def read(folder: Path) -> Versions:
    """The versions kept in a contract's folder. Raises ConfigError."""
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Versions()
    except (OSError, UnicodeDecodeError) as error:
        raise _error(path, f"cannot read it: {error}", "mend the file or remove it") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _error(path, f"not valid TOML: {error}", "mend the line") from None
    packages = data.get("packages", {})
    if not isinstance(packages, dict):
        raise _error(path, "`packages` must be a table", "write [packages]")
    for name, version in {"version": data.get("version"), **packages}.items():
        if version is not None and (not isinstance(version, str) or parse(version) is None):
            raise _error(path, f"`{name}` is {version!r}, not MAJOR.MINOR.PATCH", 'write it like "1.2.0"')
    return Versions(data.get("version"), packages)


def last_of_earlier_major(folder: Path) -> Path | None:
    """The contract of the last release before the present major version; None where there was none. Raises ConfigError."""
    present = parse(read(folder).version or "")
    if present is None:
        return None
    kept = [(numbers, path) for path in (folder / "releases").glob("*.yaml") if (numbers := parse(path.stem))]
    return max((entry for entry in kept if entry[0][0] < present[0]), default=(present, None))[1]


def text(versions: Versions) -> str:
    """The text of `release.toml`."""
    lines = ["# The versions of the packages generated from this contract. Written by `docpact release`."]
    lines += [f'version = "{versions.version or FIRST}"', "", "[packages]"]
    lines += [f'{_key(name)} = "{version}"' for name, version in sorted(versions.packages.items())]
    return "\n".join(lines) + "\n"


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


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else f'"{name}"'


def _error(path: Path, message: str, help: str) -> ConfigError:
    return ConfigError(BAD_RELEASE.at(Span.whole(str(path)), message, help=help))
