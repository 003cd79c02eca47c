"""The site in a browser: search, colours, links, tabs, keyboard, small screens, accessibility."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docpact.contract.model import Contract, ErrorRow, Example

pytestmark = pytest.mark.browser
Violations = Callable[[Any], list[str]]

KINDS = {
    "overview": "index.html",
    "operation": "operations/AssociateEipAddress.html",
    "large answer": "operations/DescribeEipAddresses.html",
    "errors": "errors.html",
    "common": "common.html",
    "changelog": "changelog.html",
    "older version": "versions/1.0/operations/AssociateEipAddress.html",
}


def search(page: Any, text: str) -> list[str]:
    """What the search finds, as `kind title`, best first."""
    for _ in range(5):  # a page of a browser that has just started may not have the keyboard yet
        if page.locator("dialog.search[open]").count():
            break
        page.bring_to_front()
        page.keyboard.press("/")
        page.wait_for_timeout(500 if page.locator("dialog.search[open]").count() == 0 else 0)
    page.wait_for_selector("dialog.search[open]")
    page.fill("dialog.search input", text)
    found = page.eval_on_selector_all(
        "dialog.search li",
        "items => items.map(i => i.querySelector('.kind').textContent + ' ' + i.querySelector('.hit').textContent)",
    )
    return list(found)


def close(page: Any) -> None:
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")


def test_search_works_from_a_file(page: Any, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    assert search(page, "associate eip")[0] == "operation AssociateEipAddress"
    assert search(page, "describe eip addresses")[0] == "operation DescribeEipAddresses"
    close(page)
    assert search(page, "InvalidAllocationId.NotFound")[0] == "error InvalidAllocationId.NotFound"
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.html#error-InvalidAllocationId.NotFound")
    assert page.locator("tr:target").count() == 1


def test_search_forgives_and_is_driven_by_keys(page: Any, site: Path) -> None:
    page.goto((site / "operations/ReleaseEipAddress.html").as_uri())
    assert "operation AllocateEipAddress" in search(page, "allcteip")
    assert search(page, "zzzz") == []
    assert "Nothing found." in page.inner_text("dialog.search")
    assert "parameter Bandwidth" in search(page, "bandwidth")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("dialog.search li >> nth=1").locator("a:focus").count() == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.locator("dialog.search input:focus").count() == 1


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("asociateeipadress", "operation AssociateEipAddress"),
        ("alocate eip", "operation AllocateEipAddress"),
        ("describe eip adresses", "operation DescribeEipAddresses"),
        ("client.associate_eip_address(", "operation AssociateEipAddress"),
        ("?Action=ReleaseEipAddress&Version=2016-04-28", "operation ReleaseEipAddress"),
        ("allocation_id=", "parameter AllocationId"),
        ("Filter.1.Key", "parameter Filter.Key"),
        ("uea", "operation UnassociateEipAddress"),
    ],
)
def test_search_takes_slips_and_pieces_of_code(page: Any, site: Path, typed: str, first: str) -> None:
    page.goto((site / "index.html").as_uri())
    assert search(page, typed)[0] == first


def test_search_marks_every_word_it_found(page: Any, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    search(page, "allocate address")
    assert page.locator("dialog.search li >> nth=0").locator(".hit mark").all_inner_texts() == ["Allocate", "Address"]


def test_search_knows_what_parameters_and_errors_mean(
    page: Any, contract: Contract, publish: Callable[[Contract], Path]
) -> None:
    one = contract.operations[0]
    first = replace(one.parameters[-1], description="\u5e26\u5bbd\u5cf0\u503c\uff0c\u5355\u4f4dMbps\u3002")
    row = replace(one.errors[0], code="Gone", message="It is gone.", description="\u5b9e\u4f8b\u4e0d\u5b58\u5728\u3002")
    changed = replace(one, parameters=(*one.parameters[:-1], first), errors=(row,))
    page.goto((publish(replace(contract, operations=(changed,))) / "index.html").as_uri())
    assert search(page, "\u5e26\u5bbd\u5cf0\u503c") == [f"parameter {first.name}"]
    assert search(page, "\u8be5\u5b9e\u4f8b\u4e0d\u5b58\u5728")[0] == "error Gone"


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        (
            'ERROR 404 {"Code":"InvalidAllocationId.NotFound","Message":"Specified allocation ID is not found"}',
            "InvalidAllocationId.NotFound",
        ),
        ("specified allocation id is not found", "InvalidAllocationId.NotFound"),
        ("VpcId is mandatory for this action.", "Missing{Param}"),
        ("BIND_INSTANCE_OWENER", "BIND_INSTANCE_OWENER_ERROR"),
    ],
)
def test_errors_are_found_by_what_people_paste(page: Any, site: Path, pasted: str, code: str) -> None:
    page.goto((site / "errors.html").as_uri())
    page.fill("#lookup", pasted)
    page.wait_for_selector(".found code")
    assert page.inner_text(".found code >> nth=0") == code


def test_a_message_with_placeholders_is_matched_as_a_template(
    page: Any, contract: Contract, publish: Callable[[Contract], Path]
) -> None:
    rows = (ErrorRow(status=400, code="BadTag", message="The tag %s of %s cannot be used."),)
    folder = publish(replace(contract, operations=(replace(contract.operations[0], errors=rows),)))
    page.goto((folder / "errors.html").as_uri())
    page.fill("#lookup", "2024-01-01 WARN The tag owner of eip-123 cannot be used. retrying")
    assert page.inner_text(".found code >> nth=0") == "BadTag"


def test_search_stays_instant_over_many_operations(
    page: Any, contract: Contract, publish: Callable[[Contract], Path]
) -> None:
    many = tuple(replace(contract.operations[n % 6], name=f"{contract.operations[n % 6].name}{n}") for n in range(400))
    page.goto((publish(replace(contract, operations=many)) / "index.html").as_uri())
    assert search(page, "AllocateEipAddress396")[0] == "operation AllocateEipAddress396"
    slowest = page.evaluate(
        """() => Math.max(...['a', 'eip', 'instance type', 'not found', 'specified allocation id is not found'].map((text) => {
            const start = performance.now(); docpact.search.query(text); return performance.now() - start; }))"""
    )
    print(f"the slowest of five searches over 400 operations took {slowest:.1f} ms")
    assert slowest < 500
    close(page)
    page.goto((publish(replace(contract, operations=many)) / "operations/AllocateEipAddress396.html").as_uri())
    assert page.locator(".operations a").count() == 400
    assert page.inner_text(".operations [aria-current]") == "AllocateEipAddress396"


def test_colours_follow_the_system_and_the_reader(page: Any, site: Path) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto((site / "index.html").as_uri())
    colour = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(colour)
    page.emulate_media(color_scheme="light")
    light = page.evaluate(colour)
    assert dark != light
    page.click(".theme-button")
    page.click(".theme-button")
    assert page.get_attribute(".theme-button", "aria-label") == "Colours: dark"
    assert page.evaluate(colour) == dark
    page.reload()
    assert page.evaluate(colour) == dark, "the choice is kept"


def test_tabs_are_worked_by_keys_and_copy_what_is_shown(page: Any, http_site: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{http_site}/operations/AssociateEipAddress.html")
    page.focus("[role=tab] >> nth=0")
    page.keyboard.press("ArrowRight")
    assert page.locator("[role=tab] >> nth=1").get_attribute("aria-selected") == "true"
    page.click(".tabs .copy >> nth=0")
    page.wait_for_selector(".tabs .copy:text-is('Copied')")
    assert page.evaluate("navigator.clipboard.readText()").startswith("curl --get https://vpc.aliyuncs.com/")
    page.click(".copy-page")
    page.wait_for_selector(".copy-page:text-is('Copied')")
    assert page.evaluate("navigator.clipboard.readText()").startswith("# AssociateEipAddress")


def test_the_keyboard_opens_and_leaves_everything(page: Any, site: Path) -> None:
    page.goto((site / "operations/AssociateEipAddress.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["width"] > 20, "it is seen when it is reached"
    page.focus(".versions summary")
    page.keyboard.press("Enter")
    assert page.is_visible(".versions ul")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.is_visible(".versions ul")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.focus("[role=tab] >> nth=0")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.textContent") == "HTTP"
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.textContent") == "Python"
    page.focus(".try-button")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.console .outcome pre")
    assert page.evaluate("document.activeElement.closest('[data-parameter]') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className").endswith("try-button")


def test_the_menu_of_a_phone_makes_way_for_what_is_reached_next(page: Any, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto((site / "operations/AssociateEipAddress.html").as_uri())
    page.click(".menu-button")
    page.focus(".operations li:last-child a")
    page.keyboard.press("Tab")
    assert not page.is_visible(".side")
    page.click(".menu-button")
    page.focus(".operations li:last-child a")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className").endswith("menu-button")


def test_a_deep_link_opens_what_is_folded(page: Any, site: Path) -> None:
    page.goto((site / "operations/AssociateEipAddress.html").as_uri() + "#error-OperationDenied-2")
    row = page.locator("tr:target")
    assert "OperationDenied" in row.inner_text()
    box = row.bounding_box()
    assert 0 < box["y"] < 900, "the row is in view"


def test_a_deep_link_to_an_error_finds_the_page_of_a_long_table(
    page: Any, contract: Contract, publish: Callable[[Contract], Path]
) -> None:
    one = contract.operations[0]
    rows = tuple(replace(one.errors[0], code=f"Code.{n:03}", description="What it means. " * 20) for n in range(500))
    folder = publish(replace(contract, operations=(replace(one, errors=rows),)))
    for code in ("Code.001", "Code.499"):
        page.goto((folder / f"operations/{one.name}.html").as_uri() + f"#error-{code}")
        page.wait_for_selector(f"tr:target:has-text('{code}')")
    page.goto((folder / "errors.html").as_uri() + "#code-Code.499")
    page.wait_for_selector(".found code:text-is('Code.499')")


def test_a_deep_link_to_a_field_of_the_answer_unfolds_and_shows_it(page: Any, site: Path) -> None:
    page.goto((site / "operations/DescribeEipAddresses.html").as_uri() + "#response-AvailableRegion")
    shown = page.locator(".sought")
    assert shown.locator(".line code").first.inner_text() == "AvailableRegion"
    assert 0 < shown.bounding_box()["y"] < 900
    page.goto((site / "operations/DescribeEipAddresses.html").as_uri() + "#%zz")
    assert page.locator(".sought").count() == 0


def test_forced_colours_show_which_tab_is_chosen(page: Any, site: Path) -> None:
    page.emulate_media(forced_colors="active")
    page.goto((site / "operations/AssociateEipAddress.html").as_uri())
    outlines = page.eval_on_selector_all("[role=tab]", "tabs => tabs.map(tab => getComputedStyle(tab).outlineStyle)")
    chosen = page.eval_on_selector_all("[role=tab]", "tabs => tabs.map(tab => tab.getAttribute('aria-selected'))")
    assert outlines == ["solid" if each == "true" else "none" for each in chosen]


def test_a_phone_gets_a_menu_and_no_sideways_scrolling(page: Any, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for path in KINDS.values():
        page.goto((site / path).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    assert not page.is_visible(".side")
    page.click(".menu-button")
    assert page.is_visible(".operations a >> nth=0")
    assert page.get_attribute(".menu-button", "aria-expanded") == "true"


def test_everything_can_be_read_without_scripts(chromium: Any, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "operations/AssociateEipAddress.html").as_uri())
    text = page.inner_text("main")
    for words in (
        "Parameters",
        "InstanceRegionId",
        "Response",
        "BIND_INSTANCE_OWENER_ERROR",
        "client.associate_eip_address(",
        "<AssociateEipAddressResponse>",
    ):
        assert words in text
    assert page.is_visible(".operations a >> nth=0")
    assert not page.is_visible(".try-button")
    context.close()


def test_print_has_every_sample_and_no_menus(page: Any, site: Path) -> None:
    page.goto((site / "operations/AssociateEipAddress.html").as_uri())
    page.emulate_media(media="print")
    assert not page.is_visible(".side")
    assert not page.is_visible(".top")
    assert page.locator(".panel:visible").count() == page.locator(".panel").count() > 3


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
def test_no_kind_of_page_shuts_anybody_out(
    page: Any, site: Path, violations: Violations, path: str, scheme: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto((site / path).as_uri())
    assert violations(page) == []


def test_an_unknown_address_gets_a_page_that_works(page: Any, embedded: str, violations: Violations) -> None:
    page.goto(f"{embedded}/operations/nowhere/at/all.html")
    assert page.inner_text("h1") == "There is no such page."
    assert violations(page) == []
    assert search(page, "ReleaseEipAddress")[0] == "operation ReleaseEipAddress"
    page.keyboard.press("Enter")
    page.wait_for_url("**/operations/ReleaseEipAddress.html")


def test_no_page_of_a_large_service_shuts_anybody_out(
    page: Any, contract: Contract, publish: Callable[[Contract], Path], violations: Violations
) -> None:
    one = contract.operations[0]
    rows = tuple(replace(one.errors[0], code=f"Code.{n:03}", description="What it means. " * 20) for n in range(200))
    many = tuple(replace(one, name=f"{one.name}{n}") for n in range(100))
    folder = publish(replace(contract, operations=(replace(one, errors=rows), *many)))
    for path in (f"operations/{one.name}.html", f"operations/{one.name}.errors.html", "errors.html", "errors/1.html"):
        page.goto((folder / path).as_uri())
        assert violations(page) == [], path


def test_search_leads_to_a_row_on_any_page_of_an_endless_table(
    page: Any, contract: Contract, publish: Callable[[Contract], Path]
) -> None:
    one = contract.operations[0]
    rows = tuple(replace(one.errors[0], code=f"Code.{n:03}", description="What it means. " * 20) for n in range(500))
    folder = publish(replace(contract, operations=(replace(one, errors=rows),)))
    page.goto((folder / "index.html").as_uri())
    for code in ("Code.001", "Code.499"):
        assert search(page, code)[0] == f"error {code}"
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/*.html#error-{code}")
        assert page.locator("tr:target").count() == 1


def test_search_and_console_shut_nobody_out(page: Any, site: Path, violations: Violations) -> None:
    page.goto((site / "operations/DescribeEipAddresses.html").as_uri())
    search(page, "eip")
    assert violations(page) == []
    close(page)
    page.click(".try-button")
    page.wait_for_selector("dialog.console .outcome pre")
    assert violations(page) == []


NASTY = '</script></code><img src=x onerror="window.hit=1">\'"`${window.hit=1}<svg/onload=window.hit=1>[x](javascript:window.hit=1)'


def test_hostile_text_does_nothing(page: Any, contract: Contract, publish: Callable[[Contract], Path]) -> None:
    one = contract.operations[0]
    parameters = tuple(
        replace(
            p,
            description=NASTY,
            schema=replace(p.schema, enum=(NASTY, "b"), enum_descriptions={NASTY: NASTY}),
            example=NASTY,
        )
        for p in one.parameters
    )
    hostile = replace(
        one,
        summary=NASTY,
        description=NASTY,
        parameters=(*parameters, replace(parameters[-1], name=NASTY)),
        errors=(ErrorRow(status=400, code=NASTY, message=NASTY, description=NASTY),),
        response=replace(one.response, examples=(Example(media_type="application/json", value=NASTY),)),
        request_examples=(NASTY,),
    )
    folder = publish(
        replace(contract, title=NASTY, description=NASTY, operations=(hostile, replace(hostile, name=NASTY)))
    )
    for path in sorted(set(folder.rglob("*.html")) - {folder / "404.html"}):  # which loads from the root of its server
        page.goto(path.as_uri())
        page.wait_for_load_state()
        assert page.evaluate("window.hit") is None, path
        assert page.locator("main img, main svg, [onerror], [onload], a[href^='javascript']").count() == 0, path
    page.goto((folder / "operations" / f"{one.name}.html").as_uri())
    search(page, "onerror")
    page.wait_for_selector("dialog.search li")
    assert page.locator("dialog.search img").count() == 0
    close(page)
    page.click(".try-button")
    page.wait_for_selector("dialog.console .outcome pre")
    page.click("text=Fill in the example")
    assert page.locator("dialog.console img").count() == 0
    assert page.evaluate("window.hit") is None


def test_names_that_scripts_know_otherwise_are_names(
    page: Any, contract: Contract, publish: Callable[[Contract], Path]
) -> None:
    one = next(o for o in contract.operations if o.name == "ReleaseEipAddress")
    names = ("__proto__", "constructor", "toString")
    parameters = tuple(replace(one.parameters[-1], name=name, required=False, example=None) for name in names)
    folder = publish(replace(contract, servers=(), operations=(replace(one, parameters=parameters, rules=()),)))
    page.goto((folder / f"operations/{one.name}.html").as_uri())
    page.click(".try-button")
    page.wait_for_selector("dialog.console .outcome pre")
    page.click("text=Fill in the example")
    assert "endpoint=" not in page.inner_text("dialog.console .code"), "none was chosen"
    assert "=undefined" not in page.inner_text("dialog.console .code")
    page.fill("[data-parameter=toString] input", "shown")
    page.fill("[data-parameter=__proto__] input", "here")
    page.wait_for_selector(".console .code pre:has-text('here')")
    assert '"shown"' in page.inner_text("dialog.console .code")
    assert "constructor" not in page.inner_text("dialog.console .code")
