"""What the site says of its own: buttons, headings, messages. The words are data, one file for each language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docpact.contract.model import Contract
from docpact.escape import Code, html, script

_FOLDER = Path(__file__).parent / "languages"
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Interface:
    """The words of one language. `shown` are those of the pages, ready for HTML."""

    language: str
    tag: str
    page: Mapping[str, str]
    script: Mapping[str, str]
    shown: Mapping[str, Code]

    def say(self, key: str, *values: object) -> str:
        """The words of that key with values in their gaps."""
        return self.page[key].format(*values)

    def count(self, key: str, number: int) -> str:
        """The words for one or for many: `1 field`, `3 fields`."""
        return self.say(f"{key}_one" if number == 1 else f"{key}_many", number)

    def join(self, items: Sequence[str], last: str = "and") -> str:
        """The items in a row, the last one behind `and` or `or`."""
        head = self.page["comma"].join(items[:-1])
        return f"{head}{self.page[last]}{items[-1]}" if head else "".join(items)

    @property
    def file(self) -> str:
        """The script that hands its words to the other scripts, among the assets."""
        return f"words.{self.language}.js"

    def words(self) -> Code:
        """The text of that script."""
        return Code(f"docpactWords = {script.parsed(dict(self.script))};\n")


@cache
def load(language: str) -> Interface:
    """The words of a language: `en` or `zh`."""
    data = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    page = data["page"]
    shown = {key: html.text(words) for key, words in page.items()}
    return Interface(language, data["tag"], page, data["script"], shown)


def languages() -> list[str]:
    """The languages there are words in."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def interface(contract: Contract) -> Interface:
    """The words that go with a contract: Chinese where most of its operations are described in Chinese."""
    texts = [operation.summary or operation.description for operation in contract.operations]
    chinese = sum(1 for text in texts if _HAN.search(text))
    return load("zh" if chinese * 2 > len(texts) else "en")
