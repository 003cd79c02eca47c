"""The words of the interface: complete in every language, and all of them used."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from docpact.contract.model import Contract
from docpact.output import FileSet
from docpact.targets.site import interface

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = interface.load("en")
SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates/site/_runtime/assets").glob("*.js"))
TEMPLATES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates/site").glob("*.jinja"))


def gaps(words: str) -> int:
    return len(re.findall(r"\{\d?\}", words))


@pytest.mark.parametrize("language", interface.languages())
def test_every_language_says_the_same_things(language: str) -> None:
    words = interface.load(language)
    for mine, theirs in ((words.page, ENGLISH.page), (words.script, ENGLISH.script)):
        assert mine.keys() == theirs.keys()
        assert {key: gaps(text) for key, text in mine.items()} == {key: gaps(text) for key, text in theirs.items()}


def test_scripts_and_templates_say_nothing_that_is_no_data() -> None:
    assert set(re.findall(r'\bsay\(\s*"(\w+)"', SCRIPTS)) <= ENGLISH.script.keys()
    assert set(re.findall(r"view\.frame\.words\.(\w+)", TEMPLATES)) <= ENGLISH.page.keys()
    bare = re.sub(r"\{[{%].*?[%}]\}|<!doctype html>|<svg.*?</svg>|<[^>]*>", "", TEMPLATES, flags=re.DOTALL)
    assert set(re.findall(r"[A-Za-z]{3,}", bare)) <= {"OpenAPI", "llms", "txt"}
    assert not re.findall(r'(?:aria-label|placeholder)="[A-Z][a-z ]+"', TEMPLATES)


def test_no_words_are_left_over() -> None:
    for key in ENGLISH.script:
        stem = re.sub(
            r"_(one|many|system|light|dark|operation|parameter|field|error|string|integer|number|boolean|object|array)$",
            "",
            key,
        )
        assert f'"{key}"' in SCRIPTS or f'"{stem}"' in SCRIPTS or f"`{stem}_" in SCRIPTS, key


def test_a_chinese_contract_gets_a_chinese_site(make_site: Callable[..., FileSet], boxes: Contract) -> None:
    chinese = replace(boxes, operations=tuple(replace(o, summary="管理盒子。") for o in boxes.operations))
    site = make_site(chinese)
    for path, text in site:
        if path.endswith(".html") and not path.startswith("versions/"):
            assert '<html lang="zh-CN">' in text, path
            assert 'assets/words.zh.js"' in text, path
    page = site["operations/CreateBox.html"]
    for words in ("请求参数", "返回数据", "错误码", "必填", "2 到 8 个字符", "跳到正文", "本页的 Markdown"):
        assert words in page
    for words in ("Parameters<", "Errors<", ">required<", "Skip to"):
        assert words not in page
    assert "assets/words.zh.js" in site
    assert '<html lang="en">' in make_site(boxes)["index.html"]
