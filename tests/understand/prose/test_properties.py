"""What holds for every text: nothing raises, nothing is invented, time grows with the text."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docpact.understand.prose import Facts, facts
from docpact.understand.prose.markdown import blocks, plain

LANGUAGES = ("en", "zh")
TYPES = (None, "string", "integer", "number", "boolean", "array", "object")
PIECES = st.sampled_from(
    """Valid values: |Default value: |The name must be |1 to 20|2 to 128 characters|**cat**|`dog`|\\_|, and |. |\n\n|\n-   |
    - |(default)|If |this parameter is required|Kind|is set to |~|-1|1,024|0.5|取值范围：|默认值：|长度为|2~128个字符|当|时，该参数必选。|、|或|（默认）|
    [link](~~1~~)|\\[1, 50\\]|```|***|{1,2}|\u200b|\u00a0|| |: |：|；|yyyy-MM-ddTHH:mm:ssZ|You cannot specify both |Set the value to """.split(
        "|"
    )
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join))


def read(text: str, language: str, kind: str | None, example: str | None = None) -> Facts:
    return facts(
        text, language=language, type=kind, name="Pet.N.Kind", names=("Kind", "Pet.N.Kind", "Age"), example=example
    )


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES), st.sampled_from(TYPES), st.none() | st.text(max_size=30))
def test_never_raises_and_types_hold(text: str, language: str, kind: str | None, example: str | None) -> None:
    found = read(text, language, kind, example)
    python = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    if kind in python:
        assert all(isinstance(value, python[kind]) for value in found.enum)
        assert found.default is None or isinstance(found.default, python[kind])
    for low, high in (
        (found.minimum, found.maximum),
        (found.min_length, found.max_length),
        (found.min_items, found.max_items),
    ):
        assert low is None or high is None or low <= high
    assert len(set(found.enum)) == len(found.enum)
    assert set(found.enum_descriptions) <= {str(value) for value in found.enum} | {
        json.dumps(value) for value in found.enum
    }
    assert not (kind in ("boolean", "object") and found.enum)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_values_and_sentences_are_the_texts(text: str, language: str) -> None:
    found = read(text, language, "string")
    shown = " ".join(block.text for block in blocks(text))
    assert all(str(value) in shown for value in found.enum)
    assert found.default is None or str(found.default) in shown
    digits = shown.replace(",", "")
    for number in (found.minimum, found.maximum, found.min_length, found.max_length):
        assert number is None or str(number) in digits or f"{number:g}" in digits
    for rule in found.rules:
        assert rule.says in shown
        assert {rule.parameter, *rule.others, *(condition.parameter for condition in rule.when)} <= {
            "Kind",
            "Pet.N.Kind",
            "Age",
        }
    said = [sentence for keyword, sentence in found.says.items() if keyword != "enum"]
    assert all(sentence in shown for sentence in said if "; " not in sentence)


@pytest.mark.parametrize("kind", TYPES)
def test_numbers_beyond_reason_are_no_numbers(kind: str | None) -> None:
    digits = "9" * 5000
    for text in (
        f"Valid values:\n\n- {digits}\n- 1",
        f"Valid values: 1 to {digits}.",
        f"Default value: {digits}.",
        f"Up to {digits} characters.",
    ):
        found = read(text, "en", kind)
        assert (found.maximum, found.max_length) == (None, None)


@given(st.text())
def test_plain_text_has_no_new_characters(text: str) -> None:
    result, quotes = plain(text)
    assert all(0 <= begin < end <= len(result) for begin, end in quotes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "piece",
    [
        "Valid values: a, b, ",
        "a|",
        "1 to ",
        "1 ",
        "-   **x**: y\n",
        "**",
        "`",
        "[",
        "\\",
        "If Kind is set to a and ",
        "(",
        "  ",
        "\n",
        "取值：甲、",
        "，",
        "a",
        "The name must be 2 to 128 ",
        "```\n",
        "- " * 30 + "\n",
        "default value, ",
        "：",
        "the x parameter ",
    ],
)
def test_time_is_linear_in_the_text(language: str, piece: str) -> None:
    def cost(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        start = time.process_time()
        read(text, language, "string")
        return time.process_time() - start

    cost(1_000)
    small = max(min(cost(25_000) for _ in range(2)), 0.002)
    large = min(cost(200_000) for _ in range(3))  # the least: what else the process does, it does now and then
    assert large < small * 8 * 6, f"{piece!r}: {small:.4f} s for 25 kB, {large:.4f} s for 200 kB"
