"""A third dialect, made up here: other headings, columns, types and words, and not a line of code for it."""

from __future__ import annotations

import pytest

from docpact import pages, understand
from docpact.contract.model import Layout
from docpact.understand.dialect import DialectError, parse

KLINGER = r"""
id = "klinger-de"
language = "de"

[sections]
request = ["Eingaben"]
body = ["Nutzlast"]
body_detail = ["Besonderheiten"]
header = ["Kopfzeilen"]
syntax = ["Aufruf"]
response = ["Ausgaben"]
example = ["Beispiele"]
error = ["Fehlerliste"]
prose = ["Hinweise"]

[columns]
name = ["Angabe"]
type = ["Art"]
required = ["Pflicht"]
example = ["Muster"]
description = ["Bedeutung"]
position = ["Ort"]
status = ["HTTP-Status"]
code = ["Kennung"]
message = ["Meldung"]

[types]
"string" = ["Zeichenkette"]
"integer:int32" = ["Ganzzahl"]
"number:double" = ["Kommazahl"]
"boolean" = ["Wahrheitswert"]
"array" = ["Liste", "Liste von {}"]
"object" = ["Verbund"]
"none" = ["entfällt"]

[words]
yes = ["ja"]
no = ["nein"]
yes_pattern = '^zwingend'
pseudo_parameters = ["allgemeine Angaben"]
no_example = ["keins"]
child_marks = ["»"]
index_letters = ["K"]
group_row = '(\w+)-Felder'

[positions]
query = ["Abfrage"]
path = ["Pfad"]
header = ["Kopf"]
body = ["Rumpf"]

[labels]
request_example = 'Beispielaufruf'
error_example = 'Fehler'
body_table = 'Nutzlast'

[links]
explorer = 'probe\.klinger\.example/\?(?P<query>product=[^)\s]+)'
common_errors = 'fehler\.klinger\.example'

[pages]
common_parameters = '^Allgemeine Angaben$'
common_errors = '^Allgemeine Fehler$'

[verbs]
read_only = ["Lies", "Zeige"]
"""

PAGE = r"""# ZeigeWaggon

Zeigt einen Waggon.

## Hinweise

[Ausprobieren](https://probe.klinger.example/?product=Bahn&api=ZeigeWaggon&version=7)

## Eingaben

Angabe | Art | Pflicht | Muster | Bedeutung
---|---|---|---|---
Action | Zeichenkette | ja | ZeigeWaggon | Der Vorgang.
Nummer | Ganzzahl | zwingend seit 2020 | 7 | Die Nummer.
Marke.K.Wort | Zeichenkette | nein | keins | Ein Wort.
Maß.Höhe | Komazahl | nein | 2.5 | Die Höhe.

## Ausgaben

|Angabe|Art|Bedeutung|
|---|---|---|
|Achsen|Liste|Die Achsen.|
|»Last|Ganzzahl|Die Last.|
|Farben|Liste von Zeichenkette|Die Farben.|

## Beispiele

```
https://bahn.klinger.example/?Action=ZeigeWaggon&Nummer=7
```

```
{"Achsen": [{"Last": 3}], "Farben": ["rot"]}
```

## Fehlerliste

|Kennung|Meldung|HTTP-Status|
|---|---|---|
|Waggon.Fehlt|Kein Waggon.|404|
"""


def test_another_vendors_pages_need_a_data_file_and_no_code(tmp_path):
    file = tmp_path / "klinger.toml"
    file.write_text(KLINGER, encoding="utf-8")
    contract, findings, _ = understand.service([pages.read("p.md", PAGE)[0]], dialect=str(file))
    operation = contract.operations[0]
    assert (contract.title, contract.version, operation.name, operation.read_only) == ("Bahn", "7", "ZeigeWaggon", True)
    assert [(p.name, p.required, p.schema.type, p.layout) for p in operation.arguments] == [
        ("Nummer", True, "integer", Layout.PLAIN),
        ("Marke", False, "array", Layout.REPEAT),
        ("Maß", False, "object", Layout.DOTTED),
    ]
    assert operation.parameter("Maß").schema.property("Höhe").schema.type == "number"
    assert [(path, schema.type) for path, schema in operation.response.schema.walk()][1:] == [
        ("Achsen", "array"),
        ("Achsen[]", "object"),
        ("Achsen[].Last", "integer"),
        ("Farben", "array"),
        ("Farben[]", "string"),
    ]
    assert [(row.status, row.code, row.message) for row in operation.errors] == [(404, "Waggon.Fehlt", "Kein Waggon.")]
    assert [finding.code.name for finding in findings] == ["misspelt-word"]


def test_the_dialect_that_fits_best_is_found():
    known = (*understand.dialects(), parse(KLINGER, "here"))
    assert understand.operation(pages.read("p.md", PAGE)[0], dialects=known).language == "de"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ", "Invalid value"),
        ('id = "x"', "'words'"),
        (KLINGER.replace(r"(\w+)-Felder", "(("), "pattern"),
        (KLINGER.replace('yes = ["ja"]', "yes = 3"), "here"),
    ],
)
def test_what_is_wrong_with_a_dialect_file_is_said(text, message):
    with pytest.raises(DialectError, match=message):
        parse(text, "here")


def test_an_unknown_dialect_is_named():
    with pytest.raises(DialectError, match="alibaba-en"):
        understand.dialects("nowhere")


HARBOUR = """
id = "harbour-en"
language = "en"
extends = "alibaba-en"

[sections]
request = ["Call inputs"]

[columns]
name = ["Input"]
description = ["What it is"]

[types]
"{}" = ["nullable {}"]
"integer:int32" = ["whole number"]

[words]
required_mark = "required|mandatory"
"""
HARBOUR_PAGE = """# MoorShip

Moors a ship.

## Call inputs

|Input|Type|What it is|
|-|-|-|
|Ship (required)|String|Its name. |
|Berth|nullable whole number|Required. Its berth. Valid values: 1 to 9. |
|Flag|String|Its flag. |

## Error codes

|HTTP status code|Error code|Error message|Description|
|-|-|-|-|
|404|InvalidShip.NotFound|No such ship.|It sank. |
"""


def test_a_dialect_may_say_only_what_differs_from_another():
    dialect = parse(HARBOUR, "harbour.toml")
    found = understand.operation(pages.read("p.md", HARBOUR_PAGE)[0], dialects=(dialect,)).operation
    assert found is not None
    told = {p.name: (p.required, p.schema.type, p.schema.maximum) for p in found.arguments}
    assert told == {"Ship": (True, "string", None), "Berth": (True, "integer", 9), "Flag": (False, "string", None)}
    assert [(row.status, row.code) for row in found.errors] == [(404, "InvalidShip.NotFound")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('request = ["Call inputs"]', 'requests = ["Call inputs"]'), "did you mean `request`"),
        (
            ('extends = "alibaba-en"', 'extends = "alibaba"'),
            "there is no such dialect; there are alibaba-en, alibaba-zh",
        ),
        (('extends = "alibaba-en"\n', ""), "extends ="),
        (('name = ["Input"]', 'name = "Input"'), "`columns.name` must be a list of words"),
    ],
)
def test_what_is_wrong_with_a_dialect_file_is_told(change, message):
    with pytest.raises(DialectError, match=r"harbour\.toml") as caught:
        parse(HARBOUR.replace(*change), "harbour.toml")
    assert message in str(caught.value)
