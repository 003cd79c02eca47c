"""The console: what it signs, what it refuses, what it sends, and what it makes of the answer."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docpact import output, pipeline
from docpact.contract.model import JSON, Contract
from docpact.targets import registry
from docpact.targets.base import Settings
from docpact.targets.samples import CallSample, Imports, Shape, Slot, to_data, write

pytestmark = pytest.mark.browser

FIXED = {"nonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", "timestamp": "2016-02-23T12:46:24Z"}
CALL = {
    "action": "DescribeRegions",
    "version": "2014-05-26",
    "format": "XML",
    "query": [],
    "keyId": "testid",
    "secret": "testsecret",
    "token": "",
    "endpoint": "https://ecs.aliyuncs.com",
    "path": "/",
}


def open_console(page: Any, url: str) -> None:
    page.goto(url)
    page.click(".try-button")
    page.wait_for_selector("dialog.console .outcome pre")


def field(page: Any, name: str) -> Any:
    return page.locator(f"dialog.console [data-parameter={name}]").locator("input, select, textarea").first


def send(page: Any) -> str:
    page.click("dialog.console button[type=submit]")
    page.wait_for_selector("dialog.console .result section")
    page.wait_for_selector("dialog.console button[type=submit]:not([disabled])")
    return str(page.inner_text("dialog.console .result"))


def scripts(page: Any, site: Path) -> None:
    """A page with the console's scripts loaded."""
    page.goto((site / "operations/AssociateEipAddress.html").as_uri())
    page.evaluate(
        "docpact.loadAll(...['samples.js', 'rules.js', 'validate.js', 'sign.js', 'fields.js', 'answers.js', 'console.js'].map((n) => docpact.assets + n))"
    )


@pytest.mark.parametrize(
    ("method", "signature"), [("GET", "OLeaidS1JvxuMvnyHOwuJ+uX5qY="), ("POST", "MxbnVAM4w6sft9xjVpe/GCKueuk=")]
)
def test_it_signs_as_the_published_vectors_say(page: Any, site: Path, method: str, signature: str) -> None:
    scripts(page, site)
    made = page.evaluate("([call, fixed]) => docpact.sign.rpc(call, fixed)", [{**CALL, "method": method}, FIXED])
    assert made["signature"] == signature
    assert made["url"].startswith("https://ecs.aliyuncs.com/")
    assert ("Signature=" in made["url"]) is (method == "GET")


def test_it_signs_v3_as_the_published_vector_says(page: Any, site: Path) -> None:
    scripts(page, site)
    call = {
        **CALL,
        "action": "RunInstances",
        "method": "POST",
        "format": "JSON",
        "keyId": "YourAccessKeyId",
        "secret": "YourAccessKeySecret",
        "endpoint": "https://ecs.cn-shanghai.aliyuncs.com",
        "query": [["ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"], ["RegionId", "cn-shanghai"]],
        "headers": {},
    }
    fixed = {"nonce": "3156853299f313e23d1673dc12e1703d", "timestamp": "2023-10-26T10:22:32Z"}
    made = page.evaluate("([call, fixed]) => docpact.sign.v3(call, fixed)", [call, fixed])
    assert made["signature"] == "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"


def test_it_encodes_as_the_wire_wants(page: Any, site: Path) -> None:
    scripts(page, site)
    assert page.evaluate("docpact.sign.encode(' ~/*-+')") == "%20~%2F%2A-%2B"
    assert page.evaluate("docpact.sign.encode('\\u4e2d')") == "%E4%B8%AD"


def test_a_call_and_a_documented_error_go_round(page: Any, embedded: str) -> None:
    open_console(page, f"{embedded}/operations/AllocateEipAddress.html")
    field(page, "RegionId").fill("cn-hangzhou")
    answered = send(page)
    assert "200" in answered
    assert "AllocationId" in answered
    assert "GET&%2F&AccessKeyId%3Dtestid" in answered, "the string to sign is shown"
    open_console(page, f"{embedded}/operations/AssociateEipAddress.html")
    for name, value in {"AllocationId": "eip-nowhere", "InstanceId": "i-1", "RegionId": "cn-hangzhou"}.items():
        field(page, name).fill(value)
    answered = send(page)
    assert "404" in answered
    assert page.inner_text(".matched a") == "InvalidAllocationId.NotFound"
    page.click(".matched a")
    assert page.locator("tr:target").inner_text().count("InvalidAllocationId.NotFound") == 1
    assert page.locator("dialog.console").count() == 0


def test_xml_and_post_go_round_too(page: Any, embedded: str) -> None:
    open_console(page, f"{embedded}/operations/AssociateEipAddress.html")
    page.select_option("dialog.console label:text-is('Method') + select", "POST")
    page.select_option("dialog.console label:text-is('Format') + select", "XML")
    for name, value in {"AllocationId": "eip-nowhere", "InstanceId": "i-1", "RegionId": "cn-hangzhou"}.items():
        field(page, name).fill(value)
    answered = send(page)
    assert "<Code>InvalidAllocationId.NotFound</Code>" in answered
    assert page.inner_text(".matched a") == "InvalidAllocationId.NotFound"


def choose(page: Any, label: str, value: str) -> None:
    page.select_option(f"dialog.console label:text-is('{label}') + select", value)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", ["JSON", "XML"])
def test_the_newer_signature_goes_round_too(page: Any, embedded: str, method: str, form: str) -> None:
    open_console(page, f"{embedded}/operations/AllocateEipAddress.html")
    choose(page, "Signature", "ACS3-HMAC-SHA256")
    choose(page, "Method", method)
    choose(page, "Format", form)
    field(page, "RegionId").fill("cn-hangzhou")
    answered = send(page)
    assert "200" in page.inner_text(".result .badge"), answered
    assert ("<AllocationId>" if form == "XML" else '"AllocationId"') in answered
    assert "Authorization" in answered or "authorization" in answered


def test_the_newer_signature_goes_out_of_a_file(page: Any, site: Path, elsewhere: str) -> None:
    open_console(page, (site / "operations/AllocateEipAddress.html").as_uri())
    page.fill("dialog.console label:text-is('Endpoint') + input", elsewhere)
    page.fill("dialog.console label:text-is('AccessKey ID') + input", "testid")
    page.fill("dialog.console label:text-is('AccessKey secret') + input", "testsecret")
    choose(page, "Signature", "ACS3-HMAC-SHA256")
    field(page, "RegionId").fill("cn-hangzhou")
    send(page)
    assert "200" in page.inner_text(".result .badge")


def copied(page: Any, title: str) -> str:
    """The code that the console offers under that title."""
    return str(page.locator(f"dialog.console .code section:has(h3:has-text('{title}')) pre").inner_text())


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize("signature", ["HMAC-SHA1", "ACS3-HMAC-SHA256"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_copied_curl_command_runs(page: Any, embedded: str, method: str, signature: str) -> None:
    open_console(page, f"{embedded}/operations/AllocateEipAddress.html")
    choose(page, "Method", method)
    choose(page, "Signature", signature)
    field(page, "RegionId").fill("cn-hangzhou")
    page.wait_for_function("document.querySelector('dialog.console .code').innerText.includes('cn-hangzhou')")
    page.wait_for_timeout(200)
    command = copied(page, "curl")
    assert command.startswith("curl ")
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} --silent --max-time 20"], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["AllocationId"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_hostile_values_reach_the_service_as_they_are(page: Any, embedded: str, tmp_path: Path, method: str) -> None:
    mark = tmp_path / "ran"
    hostile = f"a'$(touch {mark})`touch {mark}`\";& | <b> %41 \u4e2d\U0001f600 \\ +"
    open_console(page, f"{embedded}/operations/AllocateEipAddress.html")
    field(page, "RegionId").fill("cn-hangzhou")
    send(page)
    allocated = json.loads(page.locator(".result section pre").first.inner_text())["AllocationId"]
    open_console(page, f"{embedded}/operations/ModifyEipAddressAttribute.html")
    choose(page, "Method", method)
    for name, value in {"AllocationId": allocated, "RegionId": "cn-hangzhou", "Description": hostile}.items():
        field(page, name).fill(value)
    page.wait_for_timeout(300)
    command = copied(page, "curl")
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} --silent --max-time 20"], capture_output=True, text=True, check=True
    )
    assert "Code" not in json.loads(done.stdout), done.stdout
    assert not mark.exists()
    open_console(page, f"{embedded}/operations/DescribeEipAddresses.html")
    for name, value in {"AllocationId": allocated, "RegionId": "cn-hangzhou"}.items():
        field(page, name).fill(value)
    assert json.dumps(hostile, ensure_ascii=False) in send(page)


@pytest.fixture(scope="module")
def package(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the generated Python package that the samples import."""
    folder = tmp_path_factory.mktemp("package")
    for name in ("docpact_eip", "docpact_vpc"):
        files = pipeline.generate(contract, registry.find("python"), Settings("openapi.yaml", None, {"package": name}))
        output.write(files, folder / name)
    return folder


def run(code: str, package: Path, **environment: str) -> str:
    """What a copied piece of Python prints."""
    name = code.split()[1]
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(package / name), **environment},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_copied_python_runs_as_it_is(page: Any, embedded: str, package: Path) -> None:
    open_console(page, f"{embedded}/operations/AllocateEipAddress.html")
    field(page, "RegionId").fill("cn-hangzhou")
    page.wait_for_function("document.querySelector('dialog.console .code').innerText.includes('region_id=')")
    code = copied(page, "Python")
    assert f'endpoint="{embedded}"' in code
    assert run(code, package)


def test_the_copied_python_calls_the_endpoint_that_was_chosen(
    page: Any, site: Path, elsewhere: str, package: Path
) -> None:
    open_console(page, (site / "operations/AllocateEipAddress.html").as_uri())
    assert "client = Client()  #" in copied(page, "Python")
    setting(page, "Endpoint").fill(elsewhere)
    setting(page, "AccessKey ID").fill("me")
    setting(page, "AccessKey secret").fill("my-own-secret")
    field(page, "RegionId").fill("cn-hangzhou")
    page.wait_for_function("document.querySelector('dialog.console .code').innerText.includes('endpoint=')")
    code = copied(page, "Python")
    assert "my-own-secret" not in code
    assert run(code, package, ALIBABA_CLOUD_ACCESS_KEY_ID="testid", ALIBABA_CLOUD_ACCESS_KEY_SECRET="testsecret")


@pytest.fixture(scope="module")
def temporary(project: Path) -> Iterator[str]:
    """`docpact serve` that takes temporary keys only."""
    command = [sys.executable, "-m", "docpact", "serve", "--allow-origin", "*", "--token", "a+b/c=="]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@pytest.mark.parametrize("signature", ["HMAC-SHA1", "ACS3-HMAC-SHA256"])
def test_temporary_keys_go_round(page: Any, site: Path, temporary: str, signature: str) -> None:
    ask(page, site, temporary)
    choose(page, "Signature", signature)
    setting(page, "Security token (temporary keys)").fill("a+b/c==")
    assert '"AllocationId"' in send(page)
    assert "a+b/c==" not in copied(page, "Python")


def setting(page: Any, label: str) -> Any:
    return page.locator(f"dialog.console label:text-is('{label}') + input")


class _Odd(http.server.BaseHTTPRequestHandler):
    """Answers as services should not: the path says how."""

    def do_GET(self) -> None:
        how = self.path.split("?")[0].strip("/")
        if how == "hang":
            time.sleep(30)
            return
        status, kind, body = {
            "large": (200, "application/json", json.dumps({"Items": ["x" * 98] * 100_000})),
            "numbers": (200, "application/json", '{"Id":12345678901234567890,"Ratio":1.0,"Empty":{},"None":[]}'),
            "html": (502, "text/html", "<html><body><h1>Bad <gateway></h1>"),
            "nothing": (500, "text/plain", ""),
            "xml": (400, "text/xml", "<Error><Code>Gone</Code><Message>It went.</Message></Error>"),
            "closed": (200, "text/plain", "{}"),
        }[how]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if how != "closed":
            self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def odd() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Odd)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def ask(page: Any, site: Path, endpoint: str) -> None:
    open_console(page, (site / "operations/AllocateEipAddress.html").as_uri())
    for label, value in {"Endpoint": endpoint, "AccessKey ID": "testid", "AccessKey secret": "testsecret"}.items():
        setting(page, label).fill(value)
    field(page, "RegionId").fill("cn-hangzhou")


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ("numbers", '"Id": 12345678901234567890,\n  "Ratio": 1.0,\n  "Empty": {},\n  "None": []'),
        ("html", "<h1>Bad <gateway>"),
        ("nothing", "500 in "),
        ("xml", "No row of the documentation has this code: Gone"),
    ],
)
def test_odd_answers_are_shown_as_they_are(page: Any, site: Path, odd: str, how: str, shown: str) -> None:
    ask(page, site, f"{odd}/{how}")
    assert shown in send(page)


def test_a_huge_answer_is_cut_where_it_is_shown_and_copied_whole(page: Any, site: Path, odd: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, site, f"{odd}/large")
    started = time.monotonic()
    assert "The first 200000 of 10" in send(page)
    assert time.monotonic() - started < 20
    page.click("dialog [aria-label='Copy: Response']")
    page.wait_for_function("document.querySelector('dialog [aria-label=\"Copy: Response\"]').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText().then(text => JSON.parse(text).Items.length)") == 100_000


def test_a_call_without_an_answer_can_be_cancelled(page: Any, site: Path, odd: str) -> None:
    ask(page, site, f"{odd}/hang")
    page.click("dialog.console button[type=submit]")
    page.wait_for_selector(".send [role=status]:text-is('Waiting for the answer \u2026')")
    page.click("dialog.console button:text-is('Cancel')")
    page.wait_for_selector(".result .row-match:text-is('Cancelled.')")
    assert not page.is_visible("dialog.console button:text-is('Cancel')")


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9", "{odd}/closed"])
def test_an_endpoint_that_cannot_be_reached_is_told(chromium: Any, site: Path, odd: str, endpoint: str) -> None:
    context = chromium.new_context()  # the browser itself notes such calls on its console
    page = context.new_page()
    ask(page, site, endpoint.replace("{odd}", odd))
    assert "No answer: " in send(page)
    assert "docpact serve --allow-origin" in page.inner_text(".result")
    context.close()


def test_an_endpoint_may_be_typed_without_its_scheme(page: Any, site: Path) -> None:
    ask(page, site, " vpc.aliyuncs.com ")
    page.wait_for_function("document.querySelector('dialog.console .code').innerText.includes('curl')")
    assert "'https://vpc.aliyuncs.com/?" in copied(page, "curl")


def test_a_page_that_may_not_sign_says_so(page: Any, http_site: str) -> None:
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    open_console(page, f"{http_site}/operations/AllocateEipAddress.html")
    for label, value in {"AccessKey ID": "testid", "AccessKey secret": "testsecret"}.items():
        setting(page, label).fill(value)
    assert "browsers do that on https" in send(page)
    assert "client.allocate_eip_address(" in copied(page, "Python"), "what needs no signature works all the same"


def test_what_happened_is_said_inside_the_dialog(page: Any, embedded: str) -> None:
    open_console(page, f"{embedded}/operations/AllocateEipAddress.html")
    field(page, "RegionId").fill("cn-hangzhou")
    send(page)
    assert page.inner_text(".send [role=status]").startswith("200 in ")
    page.click("dialog [aria-label='Copy: Response']")
    page.wait_for_selector("dialog.console > [role=status]:text-is('Copied')", state="attached")


def test_many_placeholders_take_no_time(page: Any, site: Path) -> None:
    scripts(page, site)
    row = [400, "Bad", "%s" * 30 + " is wrong", "", ""]
    answer = page.evaluate(
        "row => { const start = performance.now();"
        " const found = docpact.answers.rowOf({ errors: [row] }, 'Bad', 'x'.repeat(20000));"
        " return [found[1], performance.now() - start]; }",
        row,
    )
    assert answer[0] == "Bad"
    assert answer[1] < 1000


def test_a_wrong_key_is_explained_by_the_common_errors(page: Any, embedded: str) -> None:
    open_console(page, f"{embedded}/operations/AllocateEipAddress.html")
    page.fill("dialog.console label:text-is('AccessKey secret') + input", "wrong")
    field(page, "RegionId").fill("cn-hangzhou")
    send(page)
    assert page.inner_text(".matched a") == "SignatureDoesNotMatch"


def test_problems_show_as_the_form_is_filled_in(page: Any, embedded: str) -> None:
    open_console(page, f"{embedded}/operations/DescribeEipAddresses.html")
    size = page.locator("[data-parameter=PageSize]")
    field(page, "PageSize").fill("51")
    assert "between" in size.locator(".problem").inner_text()
    assert field(page, "PageSize").get_attribute("aria-invalid") == "true"
    assert page.inner_text("dialog.console button[type=submit]") == "Send anyway"
    field(page, "PageSize").fill("ten")
    assert "whole number" in size.locator(".problem").inner_text()
    field(page, "PageSize").fill("50")
    assert size.locator(".problem").inner_text() == ""
    field(page, "RegionId").fill("cn-hangzhou")
    assert page.inner_text("dialog.console button[type=submit]") == "Send"
    kind = field(page, "AssociatedInstanceType")
    assert kind.evaluate("each => each.tagName") == "SELECT"
    kind.select_option("\0")
    page.locator("[data-parameter=AssociatedInstanceType] input").fill("Moon")
    assert "Valid values" in page.locator("[data-parameter=AssociatedInstanceType] .problem").inner_text()


def test_members_say_what_they_mean(page: Any, embedded: str) -> None:
    open_console(page, f"{embedded}/operations/DescribeEipAddresses.html")
    group = page.locator("dialog.console [role=group][aria-label='Filter.1']")
    key = group.get_by_label("Key")
    says = page.locator(f"#{key.get_attribute('aria-describedby').split()[0]}")
    assert len(says.inner_text()) > 10
    assert key.get_attribute("placeholder") or key.evaluate("each => each.tagName") == "SELECT"


def test_the_code_follows_the_form(page: Any, embedded: str) -> None:
    open_console(page, f"{embedded}/operations/DescribeEipAddresses.html")
    field(page, "RegionId").fill("cn-hangzhou")
    field(page, "PageSize").fill("20")
    page.wait_for_selector(".console .code pre:has-text('page_size=20')")
    code = page.inner_text("dialog.console .code")
    assert 'region_id="cn-hangzhou"' in code
    assert "PageSize=20" in code
    assert "Signature=" in code


def test_another_origin_can_be_called_where_it_allows_that(page: Any, site: Path, elsewhere: str) -> None:
    open_console(page, (site / "operations/AllocateEipAddress.html").as_uri())
    page.fill("dialog.console label:text-is('Endpoint') + input", elsewhere)
    page.fill("dialog.console label:text-is('AccessKey ID') + input", "testid")
    page.fill("dialog.console label:text-is('AccessKey secret') + input", "testsecret")
    field(page, "RegionId").fill("cn-hangzhou")
    assert "200" in send(page)


def test_keys_are_kept_nowhere(page: Any, embedded: str) -> None:
    open_console(page, f"{embedded}/operations/AllocateEipAddress.html")
    page.fill("dialog.console label:text-is('AccessKey secret') + input", "my-own-secret")
    field(page, "RegionId").fill("cn-hangzhou")
    send(page)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])")
    assert "my-own-secret" not in kept
    assert not any("my-own-secret" in url for url in page.asked)


SAMPLE = CallSample(
    label="Python",
    language="python",
    imports=(
        Imports(template="from boxes import %", always=("Client",), names=("Kind", "unchecked")),
        Imports(template="from x import %", names=("Tag",)),
    ),
    before="client = Client()",
    opening="client.make(",
    after="done()",
    arguments=(
        Slot(wire="Name", before="name="),
        Slot(wire="Kind", before="kind=", shape=Shape(words={"Wood": "Kind.WOOD"}, other="unchecked(%)")),
        Slot(
            wire="Tag",
            before="tag=",
            shape=Shape(item=Shape(fields=(Slot(wire="Key", before="key="),), opening="Tag(", closing=")")),
        ),
    ),
    true="True",
    false="False",
    null="None",
)
VALUES: list[dict[str, JSON]] = [
    {},
    {"Name": 'a "quoted" \\ line\n\u4e2d\U0001f600', "Kind": "Wood"},
    {"Name": True, "Kind": "Paper", "Tag": [{"Key": "a", "Other": 1}, {}]},
    {"Name": {"long": ["\u4e2d\U0001f600" * 20, {"deep": ["x" * 70, [], {}]}]}, "Tag": [{"Key": "k" * 30}] * 4},
    {"Name": [1, 2.5, None, {"a": [False]}], "Unknown": 1, "Tag": []},
]


@pytest.mark.parametrize("values", VALUES, ids=lambda values: json.dumps(values)[:30])
def test_page_and_console_print_the_same_sample(page: Any, site: Path, values: dict[str, JSON]) -> None:
    scripts(page, site)
    assert page.evaluate("([s, v]) => docpact.samples.write(s, v)", [to_data(SAMPLE), values]) == write(SAMPLE, values)
