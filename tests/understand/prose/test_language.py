"""A language is a data file: a third one works without a line of code."""

from __future__ import annotations

from pathlib import Path

import pytest

from docpact.understand.prose import facts
from docpact.understand.prose.language import Language, language, load

FRENCH = r"""
language = "fr"
latin = true

[words]
to = ["à"]
and = ["et", "ou"]
nothing = ["nul", "vide"]
not_values = ["voir", "les"]
means = ["signifie"]
abbreviations = ["p. ex"]
units = ["secondes", "Mo"]

[patterns]
conditional = '\b(?:si|lorsque|quand)\b'
default_note = 'par défaut'
default_sentence = '\(par défaut\)'
before_range = 'de\s+'
between = 'entre\s+'
after = '\s*(?:{unit}\b)?\s*'
self = '(?:ce paramètre|il)'
label = '(?:défaut)'
remark = '(?:Note)'
conjunction = ' et '
filler = '\b(?:les|paramètres|le)\b'
condition_item = '(?!)'
index_subject = '(?!)'
and_more = '\s+et\s'

json_list = 'liste'
separated = 'séparés par des virgules'
field_required = 'obligatoire'

[types]
integer = 'un entier'

[macros]
chars = '\s*caractères'

[[condition]]
pattern = '(?:le paramètre )?{name} vaut {choice}'

[[rule]]
id = "valeurs"
words = ["valeurs"]
pattern = 'valeurs\s+(?:possibles|valides)\s*:\s*{values}'
examples = []

[[rule]]
id = "défaut"
words = ["défaut"]
pattern = 'valeur par défaut\s*:\s*{default}'
examples = []

[[rule]]
id = "longueur"
words = ["caractères"]
pattern = '{min_length}\s*à\s*{max_length}{chars}'
examples = []

[[rule]]
id = "obligatoire"
words = ["obligatoire"]
relations = ["required_if"]
conditional = true
pattern = '^ce paramètre est obligatoire (?:si|lorsque) {condition}\.$'
examples = []
"""


@pytest.fixture
def french(tmp_path: Path) -> Language:
    path = tmp_path / "fr.toml"
    path.write_text(FRENCH, encoding="utf-8")
    return load(path)


def test_values_defaults_lengths_and_relations(french: Language) -> None:
    kind = facts(
        "L'espèce. Valeurs possibles :\n\n- **chat** (par défaut) : ronronne\n- **chien** : aboie",
        language=french,
        type="string",
        name="Espece",
    )
    assert kind.enum == ("chat", "chien")
    assert kind.default == "chat"
    assert kind.enum_descriptions == {"chat": "ronronne", "chien": "aboie"}
    age = facts("Valeurs valides : 1 à 20. Valeur par défaut : 3.", language=french, type="integer", name="Age")
    assert (age.minimum, age.maximum, age.default) == (1, 20, 3)
    name = facts("De 2 à 128 caractères.", language=french, type="string", name="Nom")
    assert (name.min_length, name.max_length) == (2, 128)
    leash = facts(
        "Ce paramètre est obligatoire si le paramètre Espece vaut **chien**.",
        language=french,
        type="string",
        name="Laisse",
        names=["Espece", "Laisse"],
    )
    assert [rule.when[0].values for rule in leash.rules] == [("chien",)]


def test_conditions_are_those_of_the_language(french: Language) -> None:
    assert (
        facts("Si Espece vaut chat, valeurs valides : 1 à 9.", language=french, type="integer", name="Age").minimum
        is None
    )


def test_an_unknown_language_states_nothing() -> None:
    assert language("xx") is None
    assert language("../en") is None
    assert facts("Valid values: 1 to 20.", language="xx", type="integer", name="Age").minimum is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("language = ", "fr.toml"),
        ('language = "fr"', "'words' is missing"),
        (FRENCH.replace(r"'\s+et\s'", "'('"), "fr.toml"),
    ],
)
def test_a_faulty_file_is_named(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "fr.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"fr\.toml") as caught:
        load(path)
    assert problem in str(caught.value)
