"""Pages from files: whatever is on the disk becomes a page or a diagnostic."""

from __future__ import annotations

from pathlib import Path

from docpact.diagnostics import Diagnostic, Span
from docpact.pages import codes
from docpact.pages.model import Page
from docpact.pages.reader import read

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def load(path: Path, name: str) -> tuple[Page, list[Diagnostic]]:
    """The page in the file `path`, called `name` in messages. An unreadable one is an empty page and a diagnostic."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = codes.MISSING_PAGE.at(
            Span.whole(name), f"cannot read the page: {reason}", help="check the path and its permissions"
        )
        return Page(name, "", ()), [problem]
    text, problems = decode(data, name)
    page, found = read(name, text)
    return page, problems + found


def decode(data: bytes, name: str) -> tuple[str, list[Diagnostic]]:
    """The text of a page's bytes and what was wrong with its encoding. Binary data is an empty text."""
    encoding = next((codec for mark, codec in _BOMS if data.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in data[:8192] and data.count(b"\0") * 50 > len(data):
        return "", [_binary(name)]
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        decoded, other = _decode_otherwise(data)
        if decoded is None:
            return "", [_binary(name)]
        text = decoded
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        what = f"it was read as {other}" if other else "the bytes were replaced"
        problem = codes.WRONG_ENCODING.at(
            Span(name, *_inside(text, line, column)), f"the page is not UTF-8; {what}", help="save the page as UTF-8"
        )
        return text, [problem]
    if encoding == "utf-16":
        problem = codes.WRONG_ENCODING.at(
            Span.whole(name), "the page is not UTF-8; it was read as UTF-16", help="save the page as UTF-8"
        )
        return text, [problem]
    return text, []


def _decode_otherwise(data: bytes) -> tuple[str | None, str]:
    """Text in the encoding these pages use besides UTF-8, or with replacements; None where it is no text at all."""
    replaced = data.decode("utf-8", "replace")
    wrong = replaced.count("\ufffd")
    if wrong * 200 > len(replaced):
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            pass
        else:
            if sum(c < " " and c not in "\t\r\n\f" for c in text) * 100 <= len(text):
                return text, "GB 18030"
        if wrong * 10 > len(replaced):
            return None, ""
    return replaced, ""


def _inside(text: str, line: int, column: int) -> tuple[int, int, int, int]:
    """A place in a file, moved into the text where decoding has changed its shape."""
    lines = text.split("\n")
    line = min(line, len(lines))
    column = min(column, len(lines[line - 1]) + 1)
    return line, column, line, min(column + 1, len(lines[line - 1]) + 1)


def _binary(name: str) -> Diagnostic:
    return codes.BINARY_PAGE.at(Span.whole(name), "this is no text file; it is not read", help="name a Markdown page")
