"""The console: what it signs, what it refuses, what it sends, and what it makes of the answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
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
        "docpact.loadAll(...['samples.js', 'rules.js', 'validate.js', 'sign.js', 'console.js'].map((n) => docpact.assets + n))"
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


def test_the_copied_python_runs(page: Any, site: Path, elsewhere: str, contract: Contract, tmp_path: Path) -> None:
    output.write(
        pipeline.generate(
            contract, registry.find("python"), Settings("openapi.yaml", None, {"package": "docpact_vpc"})
        ),
        tmp_path,
    )
    open_console(page, (site / "operations/AllocateEipAddress.html").as_uri())
    field(page, "RegionId").fill("cn-hangzhou")
    page.wait_for_function("document.querySelector('dialog.console .code').innerText.includes('region_id=')")
    code = copied(page, "Python")
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "ALIBABA_CLOUD_ENDPOINT": elsewhere,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "testid",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "testsecret",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


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
