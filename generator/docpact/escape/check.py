"""The proof after rendering: text of pages sits inside constants and comments, and the file parses.

The escapes mark what they made safe (`docpact.escape.marking`). The marks are characters that Python takes in
strings and comments and nowhere else, so that a text which broke out of its place either does not parse or
leaves one of its marks behind in another token. One check here for each language.
"""

from __future__ import annotations

import re
import symtable

from docpact.escape import END, START, visible

# Each repeats a class of characters between the rarer alternatives, which is several times as fast as repeating a choice.
_PYTHON_TOKEN = re.compile(
    r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""'
    r"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    r'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
    r"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'"
    r"|#[^\n]*",
    re.DOTALL,
)
_MARKS = re.compile(f"[{START}{END}]")


class EscapedText(Exception):
    """A text of the pages is not where its escape put it, or a generated file is no valid source."""


def python(path: str, text: str) -> str:
    """The text without marks. Raises EscapedText where it is no Python, or where marked text left its token."""
    try:
        symtable.symtable(text, path, "exec")  # finds two arguments of one name too, and makes no tree of objects
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        where = f":{error.lineno}" if isinstance(error, SyntaxError) else ""
        raise EscapedText(f"{path}{where}: what was generated is no Python: {error}") from None
    if START not in text and END not in text:
        return text
    seen = 0
    for token in _PYTHON_TOKEN.finditer(text):
        body = token[0]
        if START in body or END in body:
            pairs = body.count(START)
            seen += 2 * pairs
            if body.count(END) != pairs or (pairs > 1 and not _paired(body)) or body.find(START) > body.find(END):
                line = text.count("\n", 0, token.start()) + 1
                raise EscapedText(f"{path}:{line}: a text of the pages ends outside the constant that should hold it")
    if seen != text.count(START) + text.count(END):
        raise EscapedText(f"{path}: a text of the pages stands outside of constants and comments")
    return visible(text)


def _paired(body: str) -> bool:
    """Whether each mark that opens is followed by one that closes."""
    return "".join(_MARKS.findall(body)) == (START + END) * body.count(START)


CHECKS = {".py": python}


def checked(path: str, text: str) -> str:
    """The text of a generated file without marks, checked where its language has a check. Raises EscapedText."""
    dot = path.rfind(".")
    check = CHECKS.get(path[dot:]) if dot >= 0 else None
    return visible(text) if check is None else check(path, text)
