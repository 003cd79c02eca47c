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
