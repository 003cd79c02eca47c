"""One code with several messages: a member for each, named by what tells them apart, and settled in the overlay."""

from __future__ import annotations

from docpact import pipeline
from docpact.contract.model import Contract, ErrorRow, Operation, Parameter, Schema
from docpact.diagnostics import Findings
from docpact.targets.base import Settings
from docpact.targets.python import PythonTarget
from docpact.targets.python.reasons import reasons_of

LONG = "The pen that was named in the request is "


def rows(*messages: str) -> list[ErrorRow]:
    return [ErrorRow(status=400, code="PenError", message=message) for message in messages]


def named(*messages: str) -> dict[str, str]:
    return {message: str(name) for message, name in reasons_of(rows(*messages))[0].items()}


def test_spellings_of_one_message_are_one_member() -> None:
    assert named("The pen is lost.", "the pen is LOST") == {}
    assert named("The pen is lost.", "The  pen is lost", "No ink.") == {
        "The pen is lost.": "THE_PEN_IS_LOST",
        "No ink.": "NO_INK",
    }


def test_a_name_has_as_many_words_as_it_takes() -> None:
    found = named(f"{LONG}broken and cannot be used.", f"{LONG}lost.", "No ink.")
    assert list(found.values()) == [
        "THE_PEN_THAT_WAS_NAMED_IN_THE_REQUEST_IS_BROKEN",
        "THE_PEN_THAT_WAS_NAMED_IN_THE_REQUEST_IS_LOST",
        "NO_INK",
    ]
    assert named("Gone", "Gone for good")["Gone"] == "GONE"


def test_messages_without_latin_words_are_told_apart() -> None:
    assert list(named("笔丢了。", "没有墨水。").values()) == ["REASON", "REASON_2"]


def test_the_overlay_has_the_last_word_and_what_is_numbered_is_told() -> None:
    lost = ErrorRow(status=400, code="PenError", message="笔丢了。", extensions={"x-docpact-reason": "PenLost"})
    assert [str(name) for name in reasons_of([lost, *rows("没有墨水。")])[0].values()] == ["PEN_LOST", "REASON"]
    told = findings(Operation(name="PutPen", errors=tuple(rows("笔丢了。", "没有墨水。"))))
    (numbered,) = [finding for finding in told if finding.code.id == "DP401"]
    assert numbered.message.startswith("PenError.Reason: `没有墨水。` is called `REASON_2` in Python")
    assert "x-docpact-reason" in numbered.help


def findings(operation: Operation) -> Findings:
    found = Findings()
    contract = Contract(title="Pens", version="1", operations=(operation,))
    pipeline.generate(contract, PythonTarget(), Settings("openapi.yaml", findings=found))
    return found


def colours(**names: str) -> tuple[str, Findings]:
    schema = Schema(type="string", enum=("red", "Red"), extensions={"x-docpact-names": names} if names else {})
    operation = Operation(name="PutPen", parameters=(Parameter(name="InkColour", schema=schema),))
    contract, found = Contract(title="Pens", version="1", operations=(operation,)), Findings()
    files = pipeline.generate(contract, PythonTarget(), Settings("openapi.yaml", findings=found))
    return files["docpact_pens/enums/ink_colour.py"], found


def test_values_that_differ_in_case_are_told_and_named_in_the_overlay() -> None:
    text, found = colours()
    assert '    RED = "red"\n' in text
    assert '    RED_2 = "Red"\n' in text
    (told,) = found
    assert "`Red` is called `RED_2`" in told.message
    assert "x-docpact-names" in told.help
    text, found = colours(Red="RedAsTheFlag")
    assert '    RED_AS_THE_FLAG = "Red"\n' in text
    assert not len(found)
