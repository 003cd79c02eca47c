"""What the site holds, read as a browser without JavaScript and without a network would."""

from __future__ import annotations

import ast
import inspect
import posixpath
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from docpact import output, pipeline
from docpact.contract import openapi
from docpact.contract.model import Contract
from docpact.output import FileSet
from docpact.targets import registry
from docpact.targets.base import Settings, TargetError


class Document(HTMLParser):
    """Links, ids, loaded files and the text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        if tag in ("script", "img", "iframe", "video", "source") and values.get("src"):
            self.loads.append(str(values["src"]))
        if tag == "link" and values.get("href"):
            self.loads.append(str(values["href"]))

    def handle_data(self, data: str) -> None:
        self.text += data


def documents(site: FileSet) -> dict[str, Document]:
    return {path: Document(text) for path, text in site if path.endswith(".html")}


def test_there_is_a_page_for_everything(site: FileSet) -> None:
    for path in (
        "index.html",
        "common.html",
        "errors.html",
        "changelog.html",
        "changelog.md",
        "llms.txt",
        "openapi.yaml",
        "operations/CreateBox.html",
        "operations/CreateBox.md",
        "operations/ListBoxes.html",
        "versions/1.0/index.html",
        "versions/1.0/operations/CreateBox.html",
    ):
        assert path in site


def test_every_link_leads_somewhere_on_the_site(site: FileSet) -> None:
    pages = documents(site)
    for path, page in pages.items():
        for link in [*page.links, *page.loads]:
            if link.startswith(("https://", "mailto:")):
                continue
            target, _, anchor = link.partition("#")
            place = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), target))[1:] if target else path
            assert place in site, f"{path} links to {link}"
            if anchor:
                assert anchor in pages[place].ids, f"{path} links to {link}"


def test_ids_are_given_once(site: FileSet) -> None:
    for path, page in documents(site).items():
        assert len(page.ids) == len(set(page.ids)), path


def test_nothing_is_loaded_from_elsewhere(site: FileSet) -> None:
    for path, page in documents(site).items():
        assert not [load for load in page.loads if ":" in load or load.startswith("//")], path
    for path, text in site:
        if path.endswith(".css"):
            assert "@import" not in text
            assert "url(" not in text


def test_a_page_tells_its_operation_without_scripts(site: FileSet) -> None:
    page = Document(site["operations/CreateBox.html"])
    for words in (
        "Makes a box.",
        "It can be filled at once.",
        "2 to 8 characters",
        "1 to 9",
        "Tag.1.Key",
        "You own too many boxes.",
        "Your team owns too many boxes.",
        '"BoxId"',
        "<CreateBoxResponse>",
        "client.create_box(",
        "curl --get https://boxes.example.com/",
    ):
        assert words in page.text
    assert {"parameter-Name", "error-InvalidKind.NotSupported", "error-QuotaExceeded", "error-QuotaExceeded-2"} <= set(
        page.ids
    )
    assert "ListBoxes.html" in " ".join(page.links), "a link that names an operation leads to its page"


def test_an_error_row_is_linked_from_the_parameter_it_is_about(site: FileSet) -> None:
    kind = re.search(r'id="parameter-Kind".*?</li>', site["operations/CreateBox.html"], re.DOTALL)
    assert kind is not None
    assert 'href="#error-InvalidKind.NotSupported"' in kind[0]


def test_an_error_with_several_messages_is_linked_once_from_its_parameter(
    make_site: Callable[..., FileSet], boxes: Contract
) -> None:
    operation = boxes.operations[0]
    row = operation.errors[0]
    rows = (row, replace(row, message="Another message."), replace(row, code="KindGone"))
    site = make_site(replace(boxes, operations=(replace(operation, errors=rows),)))
    about = re.search(r'<p class="about">.*?</p>', site["operations/CreateBox.html"])
    assert about is not None
    assert Document(about[0]).links == ["#error-InvalidKind.NotSupported", "#error-KindGone"]


def test_members_of_parameters_have_anchors_that_the_search_knows(site: FileSet) -> None:
    page = Document(site["operations/CreateBox.html"])
    assert {"parameter-Tag", "parameter-Tag.Key", "parameter-Tag.Value"} <= set(page.ids)
    assert "#parameter-Tag.Key" in page.links
    assert "Tag.Key" in site["index.js"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("See [ListBoxes](en-US/API Reference/Boxes/ListBoxes.md#).", '<a href="ListBoxes.html">ListBoxes</a>'),
        ("See [the **limits**](../User Guide/Limits.md#section 1).", "See the <strong>limits</strong>."),
        ("Write `[a](b c)` so.", "<code>[a](b c)</code>"),
        ("Not [a link] (b c) and [neither](a (b c).", "Not [a link] (b c) and [neither](a (b c)."),
    ],
)
def test_links_to_files_with_blanks_in_their_names_are_links(
    make_site: Callable[..., FileSet], boxes: Contract, written: str, shown: str
) -> None:
    one, two = boxes.operations
    page = make_site(replace(boxes, operations=(replace(one, description=written), two)))["operations/CreateBox.html"]
    assert shown.replace('href="', 'href="../operations/') in page


def test_no_element_has_a_style_of_its_own(make_site: Callable[..., FileSet], boxes: Contract) -> None:
    one = replace(boxes.operations[0], description="|A|B|\n|:--|--:|\n|1|2|")
    page = make_site(replace(boxes, operations=(one,)))["operations/CreateBox.html"]
    assert "<td>1</td>" in page
    assert "style=" not in page, "the site's policy forbids it"


def test_the_error_index_has_every_code_with_its_places(site: FileSet) -> None:
    page = Document(site["errors.html"])
    assert "operations/CreateBox.html#error-QuotaExceeded-2" in page.links
    assert "The kind %s is not supported." in page.text


def test_the_changelog_tells_what_came(site: FileSet) -> None:
    text = Document(site["changelog.html"]).text
    assert "2.0 since 1.0" in text
    assert "Kind" in text
    assert "ListBoxes" in text
    assert "Kind" in site["changelog.md"]


def test_the_changelog_is_sorted_by_what_matters_and_links_what_is_gone_to_the_version_that_had_it(
    make_site: Callable[..., FileSet], boxes: Contract
) -> None:
    reworded = replace(boxes.operations[0], summary="Builds a box.")
    page = make_site(replace(boxes, operations=(reworded,)), ("1.0", boxes))["changelog.html"]
    assert {"operations/CreateBox.html", "versions/1.0/operations/ListBoxes.html"} <= set(Document(page).links)
    assert page.index("<h3>Breaking</h3>") < page.index("<h3>Text only</h3>")


def test_a_long_changelog_is_split_into_pages_that_link_to_each_other(
    make_site: Callable[..., FileSet], boxes: Contract
) -> None:
    operation = boxes.operations[0]
    rows = tuple(replace(operation.errors[0], code=f"Code.{n:04}", message="words " * 9) for n in range(900))
    old = replace(boxes, operations=(replace(operation, errors=rows[:450]), *boxes.operations[1:]))
    site = make_site(replace(boxes, operations=(replace(operation, errors=rows[450:]),)), ("1.0", old))
    parts = [path for path, _ in site if path.startswith("changelog/")]
    assert len(parts) > 1
    assert set(parts) <= set(Document(site["changelog.html"]).links)
    told = " ".join(Document(site[path]).text for path in parts)
    assert all(row.code in told for row in rows)
    assert all(len(text.encode()) < 100_000 for path, text in site if path in (*parts, "changelog.html"))
    test_every_link_leads_somewhere_on_the_site(site)
    test_ids_are_given_once(site)


def test_the_markdown_of_the_error_index_links_rows_of_endless_tables(
    make_site: Callable[..., FileSet], boxes: Contract
) -> None:
    operation = boxes.operations[0]
    rows = tuple(replace(operation.errors[0], code=f"Code.{n}", description="What it means. " * 20) for n in range(600))
    site = make_site(replace(boxes, operations=(replace(operation, errors=rows),)))
    for link in re.findall(r"\]\(([^)]+)\)", site["errors.md"]):
        assert link in site


def test_an_older_version_says_so_and_leads_to_the_newest(site: FileSet) -> None:
    page = Document(site["versions/1.0/operations/CreateBox.html"])
    assert "Read them for 2.0" in page.text
    assert "../../../operations/CreateBox.html" in page.links
    assert "name: Kind" in site["openapi.yaml"]
    assert "name: Kind" not in site["versions/1.0/openapi.yaml"]


def test_llms_txt_lists_the_markdown_of_every_operation(site: FileSet) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", site["llms.txt"]):
        assert link in site
    assert "operations/CreateBox.md" in site["llms.txt"]
    for link in re.findall(r"\]\(([^)]+)\)", site["errors.md"]):
        assert link in site
    assert "Your team owns too many boxes" in site["errors.md"]


def test_the_contract_on_the_site_is_the_contract(site: FileSet, boxes: Contract) -> None:
    assert openapi.load(site["openapi.yaml"]) == boxes


def test_the_same_contract_gives_the_same_bytes(make_site: Callable[..., FileSet], boxes: Contract) -> None:
    assert list(make_site(boxes)) == list(make_site(boxes))


def test_names_that_differ_only_in_case_get_pages_of_their_own(
    make_site: Callable[..., FileSet], boxes: Contract
) -> None:
    one, two = boxes.operations
    site = make_site(replace(boxes, operations=(one, two, replace(two, name="createbox"), replace(two, name="con"))))
    assert {"operations/createbox-2.html", "operations/con-.html"} <= {path for path, _ in site}


def test_a_very_long_error_table_gets_a_page_of_its_own(make_site: Callable[..., FileSet], boxes: Contract) -> None:
    operation = boxes.operations[0]
    rows = tuple(replace(operation.errors[0], code=f"Code.{n}", description="What it means. " * 20) for n in range(120))
    site = make_site(replace(boxes, operations=(replace(operation, errors=rows),)))
    assert "CreateBox.errors.html" in Document(site["operations/CreateBox.html"]).links
    assert "error-Code.7" in Document(site["operations/CreateBox.errors.html"]).ids
    assert all(len(text.encode()) < 100_000 for path, text in site if path.endswith(".html"))


def test_an_endless_error_table_is_split_and_all_links_to_its_rows_hold(
    make_site: Callable[..., FileSet], boxes: Contract
) -> None:
    operation = boxes.operations[0]
    rows = tuple(
        replace(operation.errors[0], code=f"Code.{n}", parameter="Kind", description="What it means. " * 20)
        for n in range(600)
    )
    site = make_site(replace(boxes, operations=(replace(operation, errors=rows),)))
    parts = sorted(path for path, _ in site if path.startswith("operations/CreateBox.errors"))
    assert len(parts) > 2
    shown = [anchor for path in parts for anchor in Document(site[path]).ids if anchor.startswith("error-")]
    assert sorted(shown) == sorted(f"error-Code.{n}" for n in range(600))
    assert all(len(text.encode()) < 100_000 for path, text in site if path.endswith(".html"))
    test_every_link_leads_somewhere_on_the_site(site)
    for link in re.findall(r'"([^"\\]*#error-Code[^"\\]*)', site["operations/CreateBox.console.js"]):
        page, _, anchor = link.partition("#")
        assert anchor in Document(site[f"operations/{page}"]).ids


def test_a_long_error_index_is_split_into_pages_that_link_to_each_other(
    make_site: Callable[..., FileSet], boxes: Contract
) -> None:
    operation = boxes.operations[0]
    rows = tuple(replace(operation.errors[0], code=f"Code.{n:03}", message="words " * 40) for n in range(300))
    site = make_site(replace(boxes, operations=(replace(operation, errors=rows),)))
    parts = sorted(path for path, _ in site if path.startswith("errors/"))
    assert len(parts) > 1
    assert set(parts) <= set(Document(site["errors.html"]).links)
    shown = [code for path in parts for code in re.findall(r"Code\.\d+", site[path]) if "<h1" not in code]
    assert len(set(shown)) == 300
    assert all(len(site[path].encode()) < 100_000 for path in parts)


def test_many_operations_are_listed_by_script_and_on_the_overview(
    make_site: Callable[..., FileSet], boxes: Contract
) -> None:
    many = tuple(replace(boxes.operations[1], name=f"ListBoxes{n}") for n in range(120))
    site = make_site(replace(boxes, operations=many))
    page = Document(site["operations/ListBoxes7.html"])
    assert "../index.html#operations" in page.links
    assert "../nav.js" in page.loads
    assert "operations/ListBoxes119.html" in Document(site["index.html"]).links


@pytest.mark.parametrize("versions", ["1.0", {"1.0": "absent.yaml"}])
def test_versions_that_cannot_be_used_are_refused(boxes: Contract, versions: object) -> None:
    with pytest.raises(TargetError, match="version"):
        list(registry.find("site").plan(boxes, Settings("openapi.yaml", None, {"versions": versions})))  # type: ignore[dict-item]


def test_the_page_for_unknown_addresses_loads_from_the_path_of_the_site(boxes: Contract) -> None:
    files = pipeline.generate(boxes, registry.find("site"), Settings("openapi.yaml", None, {"base": "/docs/boxes/"}))
    page = Document(files["404.html"])
    assert {"/docs/boxes/assets/site.css", "/docs/boxes/assets/site.js"} <= set(page.loads)
    assert "/docs/boxes/operations/CreateBox.html" in page.links
    with pytest.raises(TargetError, match="begins and ends with a slash"):
        list(registry.find("site").plan(boxes, Settings("openapi.yaml", None, {"base": "docs"})))


def test_the_python_sample_calls_what_the_python_target_makes(
    site: FileSet, boxes: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = pipeline.generate(boxes, registry.find("python"), Settings("openapi.yaml"))
    output.write(files, tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    source = re.search(r"<h3>Python</h3>\n<pre[^>]*><code>(.*?)</code>", site["operations/CreateBox.html"], re.DOTALL)
    assert source is not None
    text = Document(source[1]).text
    tree = ast.parse(text)
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    names: dict[str, object] = {}
    exec(compile(ast.Module(imports, []), "sample", "exec"), names)
    call = next(n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == "create_box")
    arguments = {k.arg: eval(compile(ast.Expression(k.value), "sample", "eval"), names) for k in call.keywords}
    module = sys.modules["docpact_boxes.operations.create_box"]
    inspect.signature(names["Client"].create_box).bind(None, **arguments)  # type: ignore[attr-defined]
    assert module.validate(**arguments) == []
    assert str(arguments["kind"]) == "Wood"
    assert arguments["tag"][0].key == "owner"
