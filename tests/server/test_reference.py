"""The reference implementation: every case of `states.yaml` is what the contract says it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

STATES = yaml.safe_load((Path(__file__).resolve().parents[2] / "spec/eip/states.yaml").read_text())
CASES = [(o, c) for o, cases in STATES.items() for c in cases if "state" in cases[c]]


@pytest.fixture
def app(package, behaviour):
    return package.create_app(behaviour.ElasticIp())


@pytest.mark.parametrize(("operation", "case"), CASES, ids=[f"{o}-{c}" for o, c in CASES])
def test_case(package, app, caller, operation, case):
    wanted = STATES[operation][case]
    given = app.behaviour.bring_about(wanted["state"])
    call = caller(app, given.credential.key_id, given.credential.secret)
    reply = call.get(operation, **{**given.parameters, **wanted.get("request", {})})
    if case.split(".")[0] == "ok":
        assert (reply.status, reply.code) == (200, "")
        return
    code, _, number = case.partition("#")
    rows = [row for row in app.facts["operations"][operation]["errors"] if row[1] == code]
    status, _, message = rows[int(number or 1) - 1]
    assert (reply.status, reply.json["Code"], reply.json["Message"]) == (status, code, message)


def test_every_row_has_a_case_and_every_case_a_row(app):
    for operation, facts in app.facts["operations"].items():
        names = set()
        for row in facts["errors"]:
            names.add(row[1] if row[1] not in names else f"{row[1]}#2")
        assert names == {case for case in STATES[operation] if case.split(".")[0] != "ok"}


def test_all_rows_of_associate_can_be_reached():
    assert not [c for c, case in STATES["AssociateEipAddress"].items() if "unreachable" in case]


def test_states_are_offered_exactly_as_they_are_asked_for(behaviour):
    asked = {case["state"] for cases in STATES.values() for case in cases.values() if "state" in case}
    assert asked == set(behaviour.ElasticIp().states())
