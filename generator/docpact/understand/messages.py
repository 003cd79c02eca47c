"""HTTP messages as pages show them: request lines, status lines, what stands before a body, `curl` calls."""

from __future__ import annotations

import re
from dataclasses import dataclass

_METHODS = "GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS"
_METHOD = rf"(?:{_METHODS}|{_METHODS.lower()})\b"
_REQUEST_LINE = re.compile(
    rf"\s*(?P<methods>{_METHOD}(?:\s*(?:[|/,、]|or|或)\s*{_METHOD})*)[ \t:：]+"
    r"(?P<host>https?://[^/\s?`]+)?(?P<path>[/?][^\s`]*|(?<=[^\s:])(?=[\s`]|$))"
)
_VERSION = re.compile(r"\s+HTTPS?(?:/[\d.]+|\s*\|\s*HTTPS?)*\s*", re.IGNORECASE)
_STATUS_LINE = re.compile(r"\s*(?:HTTP/\d\S*|Status:?)\s+(\d{3})\b[^\n]*", re.IGNORECASE)
_BODY_LABEL = re.compile(r"\s*(?:\w+ ?)?body\s*[:：]\s*", re.IGNORECASE)
_HEAD_LABEL = re.compile(r"\s*(?:\w+ ?)?headers?\s*[:：]\s*", re.IGNORECASE)
_XML = re.compile(r"\s*<(?:\?xml|!--|[A-Za-z_][\w.:-]*[^<>]*>)")
_CURL = re.compile(r"\s*(?:\$ +)?curl\s")
_CURL_METHOD = re.compile(rf"(?:-X|--request)[ =]*['\"]?({_METHOD})")
_CURL_URL = re.compile(r"https?://[^/\s'\"?]+(/[^\s'\"]*)?")
_CURL_DATA = re.compile(r"(?:-d|--data(?:-raw|-binary)?|--json)[ =]+(?:'([^']*)'|\"((?:[^\"\\]|\\.)*)\")", re.DOTALL)
_PLACEHOLDER = re.compile(
    r"\[([^\[\]/]+)\]|<([^<>/]+)>|\$?\{([^{}/]+)\}|\$([A-Za-z_][\w-]*)|(?<=/):([A-Za-z_][\w-]*)|%([A-Za-z_]\w*)%"
)
_MOST_PLACEHOLDERS = 40


@dataclass(frozen=True, slots=True)
class RequestLine:
    """The methods of a call and its path, in which `{name}` stands for a parameter; `query` are the names behind `?`."""

    methods: tuple[str, ...]
    path: str
    placeholders: tuple[str, ...] = ()
    query: tuple[str, ...] = ()


def request_line(text: str) -> RequestLine | None:
    """The request line, or the `curl` call, with which a text begins."""
    if _CURL.match(text):
        return _curl(text)
    match = _REQUEST_LINE.match(text)
    if match is None or not (match["host"] or match["path"]):
        return None
    methods = tuple(dict.fromkeys(re.findall(_METHODS, match["methods"].upper())))
    return _line(methods, match["path"])


def _line(methods: tuple[str, ...], target: str) -> RequestLine:
    path, _, query = target.partition("?")
    path = path.rstrip(".,;。，；")
    names: list[str] = []

    def braced(match: re.Match[str]) -> str:
        name = re.split(r"[:*+]", next(filter(None, match.groups())).strip())[0].strip()
        if len(names) == _MOST_PLACEHOLDERS or not name:
            return match[0]
        names.append(name)
        return f"{{{name}}}"

    path = _PLACEHOLDER.sub(braced, path) or "/"
    asked = [part.partition("=")[0].strip("[]{}<>$ ") for part in re.split(r"[&?]", query)]
    return RequestLine(methods, path, tuple(names), tuple(dict.fromkeys(name for name in asked if name)))


def _curl(text: str) -> RequestLine | None:
    url, method = _CURL_URL.search(text), _CURL_METHOD.search(text)
    if url is None:
        return None
    implied = "POST" if _CURL_DATA.search(text) else "GET"
    return _line((method[1].upper() if method is not None else implied,), url[1] or "/")


def is_request(text: str) -> bool:
    """Whether a text begins with a request line or is a `curl` call."""
    return _REQUEST_LINE.match(text) is not None or _CURL.match(text) is not None


def is_call(text: str) -> bool:
    """Whether a text is a request line and nothing else."""
    match = _REQUEST_LINE.match(text)
    if match is None or not (match["host"] or match["path"]):
        return False
    return not text[match.end() :].strip(".。 ") or _VERSION.fullmatch(text, match.end()) is not None


def status(text: str) -> int | None:
    """The status with which an answer begins that is shown with its head."""
    match = _STATUS_LINE.match(text)
    return int(match[1]) if match is not None else None


def payload(text: str) -> str:
    """The body of a message that is shown with its head; a text without a head as it stands."""
    if _CURL.match(text):
        data = _CURL_DATA.search(text)
        return "" if data is None else (data[1] or data[2].replace('\\"', '"')).strip()
    status_line = _STATUS_LINE.match(text)
    if status_line is None and _REQUEST_LINE.match(text) is None:
        return text
    lines = text.lstrip().split("\n")
    first = lines[0] if status_line is None else ""
    at = 1
    while at < len(lines):
        line = lines[at]
        label = _BODY_LABEL.match(line)
        if label is not None:
            lines[at] = line[label.end() :]
            return "\n".join(lines[at:]).strip()
        label = _HEAD_LABEL.match(line)
        if label is not None and (line[label.end() :] or "".join(lines[at + 1 : at + 2])).strip()[:1] == "{":
            while at < len(lines) and not lines[at].rstrip().endswith("}"):
                at += 1
        elif line.lstrip()[:1] in ("{", "[") or (_XML.match(line) and ("</" in text or "/>" in text)):
            return "\n".join(lines[at:]).strip()
        at += 1
    start = min((found for found in (first.find(" {"), first.find(" [")) if found >= 0), default=-1)
    return first[start:].strip() if start >= 0 else ""
