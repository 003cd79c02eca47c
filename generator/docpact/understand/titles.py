"""What an operation is called: title, `Action` row, examples and Explorer link each give a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from docpact.diagnostics import Diagnostic, Note, Span
from docpact.understand import codes
from docpact.understand.layout import Layout, is_identifier
from docpact.understand.markdown import plain
from docpact.understand.messages import RequestLine, is_request
from docpact.understand.rows import Entry

ACTION = re.compile(r"[?&\s]Action=\s*([A-Za-z][A-Za-z0-9_]*)")
_XML_ROOT = re.compile(r"\s*(?:<\?[^>]*>\s*)?<([A-Za-z]\w*)Response\b")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MOST_WORDS = 12


def is_camel(word: str) -> bool:
    """Whether a word is written as operations are: `DescribeRegions`."""
    return is_identifier(word) and any(c.islower() for c in word) and sum(map(str.isupper, word)) > 1


def name_votes(layout: Layout, entries: Sequence[Entry]) -> Counter[str]:
    """Each name that a part of the page gives the operation, with the number of parts that do."""
    votes: Counter[str] = Counter()
    if is_identifier(layout.title):
        votes[layout.title] += 1
    else:
        words = [w for w in _WORD.findall(layout.title) if is_camel(w)]
        if len(words) == 1:
            votes[words[0]] += 1
    for entry in entries:
        if entry.name.text == "Action":
            value = _action_value(entry)
            if value:
                votes[value] += 1
            break
    for fences, pattern, search in (
        (layout.requests, ACTION, re.Pattern.search),
        (layout.answers, _XML_ROOT, re.Pattern.match),
    ):
        match = next((m for fence in fences if (m := search(pattern, fence.text)) is not None), None)
        if match is not None:
            votes[match[1]] += 1
    if layout.explorer.get("api"):
        votes[layout.explorer["api"]] += 1
    return votes


def _action_value(entry: Entry) -> str:
    if is_identifier(entry.example):
        return entry.example
    words = [w for w in _WORD.findall(plain(entry.description)) if w[0].isupper() and is_camel(w)]
    return words[-1] if words else ""


def several(layout: Layout, entries: Sequence[Entry]) -> Diagnostic | None:
    """The finding that a page documents several operations, by what its `Action` rows and its headings say; else None."""
    actions = [
        (value, entry.span) for entry in entries if entry.name.text == "Action" and (value := _action_value(entry))
    ]
    lines = [
        (plain(heading.text), heading.span)
        for section in layout.page.sections
        if (heading := section.heading) is not None and is_request(plain(heading.text))
    ]
    for found in (actions, lines):
        named = {name.casefold(): (name, span) for name, span in reversed(found)}
        if len(named) > 1:
            first, *others = reversed(named.values())
            names = ", ".join(f"`{name}`" for name, _ in (first, *others))
            notes = [Note(span, f"`{name}`") for name, span in others]
            message = f"the page documents {len(named)} operations, {names}; a page is read as one"
            return codes.SEVERAL_OPERATIONS.at(first[1], message, help="give each a page of its own", notes=notes)
    return None


def operation_name(layout: Layout, entries: Sequence[Entry], line: RequestLine | None) -> str:
    """The operation's name: what most parts of the page give; of equals, the action row's, then the title.

    Where no part gives one, it is made of the title's words, or of the method and the path.
    """
    votes = name_votes(layout, entries)
    if not votes:
        return _of_words(layout.title) or ("" if line is None else _of_line(line))
    folded: Counter[str] = Counter()
    for name, count in votes.items():
        folded[name.casefold()] += count
    most = max(folded.values())
    best = [name for name in votes if folded[name.casefold()] == most]
    # Parts that differ in case only: the one most parts write, the wire's (action row, request) first.
    name = max(best, key=lambda n: votes[n])
    if len(votes) > 1:
        where = layout.spans.get(("parameter", "Action")) or layout.spans.get(("title",), Span.whole(layout.page.path))
        others = ", ".join(f"`{n}`" for n in votes if n != name)
        layout.problems.append(
            codes.ACTION_DIFFERS.at(
                where, f"the page calls the operation `{name}`, and also {others}", help="correct the wrong one"
            )
        )
    return name


def _of_words(title: str) -> str:
    """`Create a droplet` as one word; nothing for a title in letters that identifiers do not have."""
    words = _WORD.findall(title)
    if not title.isascii() or not 0 < len(words) <= _MOST_WORDS or not words[0][0].isalpha():
        return ""
    return "".join(word[0].upper() + word[1:] for word in words)


def _of_line(line: RequestLine) -> str:
    """`GET /clusters/{id}/nodes` as one word."""
    words = re.findall("[A-Za-z0-9]+", re.sub(r"\{([^}]*)\}", r"By \1", line.path))
    return "".join(word[0].upper() + word[1:] for word in (line.methods[0].lower(), *words) if word)
