"""Descriptions as people read them: their words, without the marks of Markdown."""

from __future__ import annotations

import functools
import re

from docpact.diff.events import words

_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*(?:\s[^()]*)?\)")
_MARKS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|\*+|`+|(?<!\w)__?(?=\w)|(?<=\w)__?(?!\w)|\{#[\w.#\s-]*\}|^\s*(?:[-+>]\s+|#+\s+|\d+\.\s+)",
    re.MULTILINE,
)
_WORD = re.compile(r"[\u2e80-\u9fff]|[^\W_\u2e80-\u9fff]+")


def read(text: str) -> str:
    """A piece of Markdown as it reads: no marks, no targets of links, on one line."""
    return words(_MARKS.sub("", _LINK.sub(r"\1", text)))


@functools.lru_cache(maxsize=1024)
def word_list(text: str) -> tuple[str, ...]:
    """The words of a text, of Chinese the characters; no punctuation."""
    return tuple(_WORD.findall(read(text)))


def holds(text: str, sentence: str) -> bool:
    """Whether a text holds a sentence, word by word. No text holds an empty one."""
    wanted = word_list(sentence)
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(word_list(text))} "
