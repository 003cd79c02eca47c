"""A change is shown where it was made: the line of both pages, and of long texts the piece that differs."""

from __future__ import annotations

from docpact.diff.compare import compare
from docpact.diff.excerpts import apart, excerpts
from docpact.diff.model import Change, Comparison, Level
from docpact.diff.report import report
from docpact.diff.sides import located, pages_side

PAGE = """# GetShelf

Shows one shelf of the library.

## Debugging

[Explorer](https://api.aliyun.com/#product=Library&api=GetShelf&type=ROA&version=2019-03-01)

## Usage notes

Shelves are counted once a day.

Empty shelves are not shown.

## Request syntax

```
GET /rooms/[RoomId]/shelves HTTPS|HTTP
```

## Request parameters

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
|RoomId|String|Yes|r-1|The ID of the room. |
|Color|String|No|red|The colour of the shelf. |

## Error codes

|HttpCode|Error code|Error message|Description|
|---|---|---|---|
|400|InvalidColor|The colour is unknown.|Choose another one. |
|400|InvalidRoom|The room is unknown.|Choose another one. |
"""


def changes(*edits: tuple[str, str]) -> list[Change]:
    text = PAGE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    sides = [pages_side(name, [(name, "page.md", t.encode())]) for name, t in (("old.md", PAGE), ("new.md", text))]
    return list(located(compare(sides[0].contract, sides[1].contract), *sides).changes)


def lines(*edits: tuple[str, str]) -> dict[str, tuple[int, int]]:
    found = changes(*edits)
    assert all(change.old_place and change.new_place for change in found)
    return {c.kind.name: (c.old_place.line, c.new_place.line) for c in found if c.old_place and c.new_place}


def test_what_holds_for_the_operation_is_found_by_its_words() -> None:
    assert lines(("GET /rooms", "POST /rooms")) == {"method-changed": (18, 18), "operation-became-writing": (1, 1)}
    assert lines(("/shelves HTTPS", "/boards HTTPS")) == {"path-changed": (18, 18)}
    assert lines(("2019-03-01", "2021-03-01")) == {"api-version-changed": (7, 7)}
    assert lines(("one shelf of", "a shelf of")) == {"operation-summary-changed": (3, 3)}
    assert lines(("Empty shelves are not", "Full shelves are not")) == {"operation-description-changed": (13, 13)}


def test_rows_that_differ_in_case_alone_are_told_apart() -> None:
    rows = "|Tag.N.key|String|No|k|The old key. |\n|Tag.N.Key|String|No|k|The key. |\n"
    page = PAGE.replace("|Color|String", f"{rows}|Color|String")
    sides = [
        pages_side(name, [(name, "page.md", text.encode())])
        for name, text in (("old.md", page), ("new.md", page.replace("The key.", "The key of the tag.")))
    ]
    (change,) = located(compare(sides[0].contract, sides[1].contract), *sides).changes
    assert change.new_place is not None
    assert change.new_place.line == page.split("\n").index("|Tag.N.Key|String|No|k|The key. |") + 1


def test_rows_in_another_order_are_found_where_the_table_begins() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|400")]
    assert lines(("\n".join(rows), "\n".join(reversed(rows)))) == {"errors-reordered": (32, 32)}


def test_a_cell_is_shown_with_its_row() -> None:
    (change,) = changes(("|Color|String|No|", "|Color|String|Yes|"))
    text = report(Comparison((change,)), "text", "old.md", "new.md")
    assert "- old.md:26  |Color|String|No|red|The colour of the shelf. |" in text
    assert "+ new.md:26  |Color|String|Yes|red|The colour of the shelf. |" in text


def test_levels_that_nobody_asked_for_are_counted_and_still_decide_the_version() -> None:
    found = Comparison(tuple(changes(("|400|InvalidRoom", "|409|InvalidRoom"), ("one shelf", "a shelf"))))
    text = report(found.at_least(Level.RISKY), "text", "old", "new")
    assert "1 change: 1 risky. Not shown: 1 text only. The next version is a minor one." in text
    text = report(found.at_least(Level.BREAKING), "text", "old", "new")
    assert text == "No changes of the levels asked for; 1 risky, 1 text only. The next version is a minor one.\n"


def test_long_texts_are_shown_from_shortly_before_they_part() -> None:
    lead = "word " * 100
    old, new = excerpts(f"{lead}before the end", f"{lead}after the end", 60)
    assert old.startswith("...word")
    assert old.endswith("before the end")
    assert len(old) <= 60
    assert new.startswith("...word")
    assert new.endswith("after the end")
    assert len(new) <= 60
    assert excerpts(lead, lead, 60) == (lead[:57] + "...",) * 2
    assert excerpts("short", "", 60) == ("short", "")
    assert excerpts("x" * 100, "", 60) == ("x" * 57 + "...", "")


def test_texts_part_at_the_first_line_of_their_own() -> None:
    assert apart("a\nb\nc", "a\nd\nc") == ("b", "d")
    assert apart("a\nb", "a") == ("b", "")
