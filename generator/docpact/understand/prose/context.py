"""What is read, and what was found: the parameter of a description and the statements about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from docpact.contract import model as contract
from docpact.understand.prose.characters import Form
from docpact.understand.prose.language import Language


@dataclass(frozen=True, slots=True)
class Context:
    """The parameter whose description is read."""

    language: Language
    type: str | None
    name: str
    names: Collection[str] = ()
    example: str | None = None

    @property
    def shown(self) -> str:
        """The example as text: no Markdown escapes, empty where there is none."""
        return (self.example or "").replace("\\", "").strip()

    @property
    def composed(self) -> bool:
        """Whether the example is a document or several values, so that list items may be about parts of the value."""
        return self.shown.startswith(("[", "{")) or "," in self.shown

    def is_self(self, subject: str) -> bool:
        """Whether a name in the prose is the parameter's own: `Period`, `SystemDisk.Size` or just `Size`."""
        subject, name = subject.lower(), self.name.lower()
        return (
            name in (subject, subject + ".n")
            or name.endswith("." + subject)
            or bool(self.language.self.fullmatch(subject))
        )

    def takes(self, keyword: str) -> bool:
        """Whether a keyword makes sense for the declared type."""
        if keyword in ("minimum", "maximum"):
            return self.type not in ("boolean", "object")
        if keyword in ("min_length", "max_length"):
            return self.type in (None, "string", "array")
        if keyword in ("min_items", "max_items"):
            return self.type == "array"
        return True


@dataclass(frozen=True, slots=True)
class Statement:
    """One keyword's value and the sentence that says so; `unit` is the one written behind a number."""

    value: object
    says: str
    unit: str = ""


@dataclass(slots=True)
class Findings:
    """Everything stated, by keyword, in the order of the page."""

    statements: dict[str, list[Statement]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    indexes: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    rules: list[contract.Rule] = field(default_factory=list)
    form: Form = field(default_factory=Form)

    def add(self, keyword: str, value: object, says: str, unit: str = "") -> None:
        """Keep a statement."""
        self.statements.setdefault(keyword, []).append(Statement(value, says, unit))

    def in_unit(self, language: Language) -> None:
        """Forget numbers that are written in another unit than the parameter's: `Unit: seconds. Minimum value: 1 hour`."""
        unit = self.agreed("unit")
        if unit is None:
            return
        for keyword in ("minimum", "maximum", "default"):
            found = self.statements.get(keyword, [])
            kept = [said for said in found if not said.unit or language.same_unit(said.unit, str(unit.value))]
            if len(kept) < len(found):
                self.statements[keyword] = kept

    def agreed(self, keyword: str) -> Statement | None:
        """The statement that all sentences about the keyword agree on."""
        found = self.statements.get(keyword)
        if not found:
            return None
        first = found[0].value
        same = set(first) if isinstance(first, tuple) else first
        agree = all(
            (set(other.value) if isinstance(other.value, tuple) else other.value) == same for other in found[1:]
        )
        return found[0] if agree else None

    def index(self, letter: str, minimum: float | None, maximum: float | None) -> None:
        """Keep the range of a placeholder in the name, `N` of `Tag.N.Key`."""
        low, high = self.indexes.get(letter, (None, None))
        self.indexes[letter] = (low if minimum is None else int(minimum), high if maximum is None else int(maximum))
