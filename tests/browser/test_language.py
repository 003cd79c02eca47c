"""A Chinese service: the interface speaks as its pages do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docpact import pages, understand
from docpact.contract.model import Contract

pytestmark = pytest.mark.browser

PAGE = """# CreateBox

调用CreateBox创建一个盒子。

## 请求参数

|名称|类型|是否必选|示例值|描述|
|---|---|---|---|---|
|Action|String|是|CreateBox|要执行的操作。|
|Name|String|是|tools|盒子的名称。长度为2~8个字符。|
|Kind|String|否|Wood|盒子的种类。取值：**Wood**、**Steel**。|
|Tag.N.Key|String|否|owner|标签键。|

## 返回数据

|名称|类型|示例值|描述|
|---|---|---|---|
|BoxId|String|b-1|盒子的ID。|
|RequestId|String|0A-1|请求ID。|

## 错误码

|HttpCode|错误码|错误信息|描述|
|---|---|---|---|
|400|QuotaExceeded|You own too many boxes.|盒子太多。|
"""


@pytest.fixture(scope="module")
def chinese(publish: Callable[[Contract], Path]) -> Path:
    made, _, _ = understand.service([pages.read("CreateBox.md", PAGE)[0]], title="Boxes", version="1")
    return publish(made)


def test_pages_menus_and_search_are_chinese(page: Any, chinese: Path, violations: Callable[[Any], list[str]]) -> None:
    page.goto((chinese / "operations/CreateBox.html").as_uri())
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.inner_text(".try-button") == "调试"
    assert page.inner_text("#parameters") == "请求参数"
    assert page.locator(".tab-head .copy").first.inner_text() == "复制"
    assert page.get_attribute(".theme-button", "aria-label") == "颜色：跟随系统"
    page.click(".theme-button")
    assert page.get_attribute(".theme-button", "aria-label") == "颜色：浅色"
    page.keyboard.press("/")
    page.wait_for_selector("dialog.search")
    page.fill("dialog.search input", "盒子太多 QuotaExceeded")
    assert page.get_attribute("dialog.search input", "placeholder") == "接口、参数、错误码或错误信息"
    page.fill("dialog.search input", "Quota")
    assert "错误码" in page.inner_text("dialog.search li")
    assert violations(page) == []


def test_the_console_is_chinese(page: Any, chinese: Path, violations: Callable[[Any], list[str]]) -> None:
    page.goto((chinese / "operations/CreateBox.html").as_uri())
    page.click(".try-button")
    page.wait_for_selector("dialog.console .outcome pre")
    page.fill("[data-parameter=Name] input", "x")
    assert page.inner_text("[data-parameter=Name] .problem").startswith("共 1 个字符，应为 2 到 8 个。")
    assert page.inner_text("dialog.console button[type=submit]") == "仍然发送"
    page.fill("[data-parameter=Name] input", "tools")
    assert page.inner_text("dialog.console button[type=submit]") == "发送"
    shown = page.inner_text("dialog.console form")
    assert not {"Endpoint", "Send", "Parameters", "required", "Method", "Format"} & set(shown.split())
    assert violations(page) == []
