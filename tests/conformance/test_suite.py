"""The generated suite against an implementation that was written from the same pages, right and wrong."""

import json
import subprocess
import sys


def failed(report):
    return {case["id"]: case for case in report["cases"] if case["status"] == "failed"}


def test_an_independent_implementation_raises_no_alarm(independent, run):
    _, url = independent
    code, report, said = run("--endpoint", url, "--state-url", f"{url}/states")
    assert failed(report) == {}, said
    assert code == 0
    assert report["summary"]["passed"] > 500
    reasons = {case["why"][0] for case in report["cases"] if case["status"] == "not exercised"}
    assert any("V3" in reason for reason in reasons)


def test_every_case_quotes_the_pages_with_a_line(suite):
    for path in (suite / "cases").glob("*.json"):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            assert case["quotes"], case["id"]
            for quote in case["quotes"]:
                assert quote["text"], case["id"]
                assert quote["line"] is not None, (case["id"], quote)


def test_every_fact_is_passed_failed_or_not_exercised_with_a_reason(independent, run):
    _, url = independent
    _, report, _ = run("--endpoint", url, "--state-url", f"{url}/states", "--operations", "AssociateEipAddress")
    rows = [item for item in report["coverage"] if item["kind"] == "error row"]
    assert len(rows) == 16
    assert all(item["why"] for item in report["coverage"] if item["status"] == "not exercised")
    kinds = {item["kind"] for item in report["coverage"]}
    assert kinds >= {"parameter", "rule", "enum value", "response field", "error row"}


def test_a_wrong_message_is_named_with_its_row(independent, run):
    application, url = independent
    original = application.world.ReleaseEipAddress

    def release(given):
        try:
            return original(given)
        except Exception as error:
            error.message = error.message.rstrip(".") + ("" if error.message.endswith(".") else ".")
            raise

    application.world.ReleaseEipAddress = release
    code, report, said = run("--endpoint", url, "--state-url", f"{url}/states", "--operations", "ReleaseEipAddress")
    case = failed(report)["ReleaseEipAddress/errors/IncorrectEipStatus"]
    assert code == 1
    assert "only the end differs" in case["why"][0]
    assert case["quotes"][0]["page"] == "pages/ReleaseEipAddress.md"
    assert case["curl"][-1].startswith("curl ")
    assert case["alone"].endswith("--only ReleaseEipAddress/errors/IncorrectEipStatus")
    assert "IncorrectEipStatus" in said


def test_the_curl_line_can_be_replayed(independent, run):
    application, url = independent
    application.world.ReleaseEipAddress = lambda given: {"Unexpected": "1"} if not given else {}
    _, report, _ = run(
        "--endpoint", url, "--state-url", f"{url}/states", "--only", "ReleaseEipAddress/errors/Forbbiden"
    )
    (line,) = [line for line in failed(report)["ReleaseEipAddress/errors/Forbbiden"]["curl"] if "Signature" in line]
    answer = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout
    assert " 200 " in answer.splitlines()[0]


def test_without_states_nothing_is_guessed(independent, run):
    _, url = independent
    code, report, said = run("--endpoint", url)
    assert code == 0, said
    good = [case for case in report["cases"] if case["kind"] == "good"]
    assert {case["status"] for case in good} == {"not exercised"}
    assert report["summary"]["passed"] > 50


def test_fixtures_serve_where_there_is_no_state_url(independent, run, tmp_path):
    application, url = independent
    world = application.world
    instance = world.new_instance()
    free = {"RegionId": "cn-hangzhou", "AllocationId": world.new_eip()["AllocationId"], "InstanceId": instance["id"]}
    fixtures = {
        "ok": free,
        "InvalidAllocationId.NotFound": {**free, "AllocationId": "eip-nobody"},
        "OperationDenied#2": {**free, "AllocationId": world.new_eip(default_vpc=True)["AllocationId"]},
    }
    path = tmp_path / "fixtures.json"
    path.write_text(json.dumps(fixtures))
    arguments = ("--endpoint", url, "--fixtures", str(path), "--operations", "AssociateEipAddress")
    code, report, said = run(*arguments)
    assert code == 0, said
    status = {item["name"]: item["status"] for item in report["coverage"] if item["kind"] == "error row"}
    assert status["OperationDenied#2"] == "passed"
    assert status["InvalidAllocationId.NotFound"] == "passed"
    assert status["OperationDenied"] == "not exercised"


def test_pytest_runs_the_same_cases(independent, suite):
    _, url = independent
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--endpoint", url]
    command += ["--state-url", f"{url}/states", "--operations", "ReleaseEipAddress"]
    done = subprocess.run(command, cwd=suite, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout


def test_nothing_exercised_is_no_success(independent, run):
    _, url = independent
    code, report, said = run("--endpoint", url, "--kinds", "sequence")
    assert (code, report["summary"]["failed"]) == (1, 0)
    assert "nothing could be exercised" in said


def test_an_endpoint_where_nothing_listens_is_named(run):
    code, report, said = run("--endpoint", "http://127.0.0.1:9")
    assert (code, report) == (2, None)
    assert "is the implementation running?" in said


def test_a_state_url_that_disturbs_its_states_raises_no_alarm(independent, run):
    """Only the last of the states that are arranged at the same time holds: cases must be tried again alone."""
    application, url = independent
    arrange = application.states

    def states(asked, start_response):
        application.world.eips = {}
        return arrange(asked, start_response)

    application.states = states
    options = ("--endpoint", url, "--state-url", f"{url}/states", "--operations", "ReleaseEipAddress")
    code, _, said = run(*options, "--kinds", "good,forms,errors,required,replay")
    assert code == 0, said


def test_wrong_options_end_with_a_message(run):
    code, report, said = run("--endpoint", "nowhere")
    assert (code, report) == (2, None)
    assert "no URL" in said
    code, _, said = run("--endpoint", "http://127.0.0.1:9", "--operations", "Nothing")
    assert code == 2
    assert "DescribeEipAddresses" in said
