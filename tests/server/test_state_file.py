"""State in a file: restarts, kills, several processes."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

SERVER = """
import sys, importlib.util
sys.path.insert(0, sys.argv[1])
import eip_server
spec = importlib.util.spec_from_file_location("eip_behaviour", sys.argv[2])
module = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = module
spec.loader.exec_module(module)
app = eip_server.create_app(module.ElasticIp(eip_server.SqliteStore(sys.argv[3])))
eip_server.serve(app, eip_server.listen(), lambda url: print(url, flush=True))
"""


@pytest.fixture
def start(package, behaviour, tmp_path):
    """Starts a server process on the state file; gives the process and its URL."""
    running = []

    def begin(name="state.db"):
        folder = str(Path(package.__file__).parents[1])
        command = [sys.executable, "-c", SERVER, folder, behaviour.__file__, str(tmp_path / name)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        running.append(process)
        return process, process.stdout.readline().strip()

    yield begin
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def allocated(caller, client):
    """Signs with `caller`, sends with `client`; gives the id, or None where no answer came."""
    try:
        reply = client.get("/", params=caller.signed("GET", "AllocateEipAddress", RegionId="cn-hangzhou"))
    except httpx.HTTPError:
        return None
    return reply.json()["AllocationId"]


def known(caller, client):
    ids = []
    for page in range(1, 99):
        parameters = caller.signed(
            "GET", "DescribeEipAddresses", RegionId="cn-hangzhou", PageSize="50", PageNumber=str(page)
        )
        found = client.get("/", params=parameters).json()["EipAddresses"]["EipAddress"]
        ids += [eip["AllocationId"] for eip in found]
        if len(found) < 50:
            return ids
    raise AssertionError


def test_nothing_answered_is_lost_by_a_kill(start, caller, tmp_path):
    call = caller(None)
    answered: list[str] = []
    chance = random.Random(7)
    for _ in range(4):
        process, url = start()
        with httpx.Client(base_url=url) as client:
            assert set(answered) <= set(known(call, client))
            killed_after = chance.uniform(0.05, 0.25)
            deadline = time.monotonic() + killed_after
            while time.monotonic() < deadline:
                answered.append(allocated(call, client))
            process.send_signal(signal.SIGKILL)
            answered.append(allocated(call, client))
        answered = [each for each in answered if each is not None]
        process.wait()
    assert len(answered) > 10
    with closing(sqlite3.connect(tmp_path / "state.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_kill_in_the_middle_of_a_transaction_leaves_nothing_of_it(package, tmp_path):
    script = (
        "import sys, os, signal; sys.path.insert(0, sys.argv[1])\n"
        "from dataclasses import dataclass\n"
        "import eip_server\n"
        "@dataclass(frozen=True)\n"
        "class Box:\n    id: str\n    owner: str\n"
        "store = eip_server.SqliteStore(sys.argv[2]); boxes = store.table(Box, key='id', index=('owner',))\n"
        "with store.transaction(): boxes.put(Box('kept', 'a'))\n"
        "with store.transaction():\n"
        "    boxes.put(Box('lost', 'a')); boxes.delete('kept')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    folder = str(Path(package.__file__).parents[1])
    subprocess.run([sys.executable, "-c", script, folder, str(tmp_path / "s.db")], check=False)
    with closing(package.SqliteStore(tmp_path / "s.db")) as store:
        assert store.table(Box, key="id", index=("owner",)).select(owner="a") == [Box("kept", "a")]


def test_two_processes_share_a_file(start, caller):
    call = caller(None)
    (_, first), (_, second) = start(), start()
    with httpx.Client(base_url=first) as one, httpx.Client(base_url=second) as two:
        made = [allocated(call, client) for _ in range(10) for client in (one, two)]
        assert sorted(known(call, one)) == sorted(known(call, two)) == sorted(made)


@dataclass(frozen=True)
class Box:
    id: str
    owner: str
    tags: tuple[str, ...] = ()


@pytest.fixture(params=["memory", "file"])
def store(package, request, tmp_path):
    if request.param == "memory":
        yield package.MemoryStore()
    else:
        with closing(package.SqliteStore(tmp_path / "s.db")) as made:
            yield made


def test_a_table(store):
    boxes = store.table(Box, key="id", index=("owner",))
    boxes.put(Box("1", "a", ("x",)))
    boxes.put(Box("2", "b"))
    boxes.put(Box("3", "a"))
    boxes.put(Box("1", "b", ("x", "y")))
    assert boxes.get("1") == Box("1", "b", ("x", "y"))
    assert boxes.get("9") is None
    assert {box.id for box in boxes.select(owner="b")} == {"1", "2"}
    assert [box.id for box in boxes.select()] == ["1", "2", "3"]
    boxes.delete("2")
    boxes.delete("2")
    assert [box.id for box in boxes.select(owner="b")] == ["1"]
    with pytest.raises(KeyError):
        boxes.select(tags="x")
    assert store.table(Box, key="id", index=("owner",)) is boxes
    assert json.dumps(store.snapshot()["Box"])


def test_an_exception_undoes_the_transaction(store):
    boxes = store.table(Box, key="id", index=("owner",))
    boxes.put(Box("1", "a"))

    def change():
        with store.transaction():
            boxes.put(Box("1", "b"))
            boxes.put(Box("2", "b"))
            boxes.delete("1")
            with store.transaction():
                boxes.put(Box("3", "c"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert boxes.select() == [Box("1", "a")]
    assert boxes.select(owner="a") == [Box("1", "a")]
    assert boxes.select(owner="b") == boxes.select(owner="c") == []


def test_a_file_that_is_no_database(package, tmp_path):
    (tmp_path / "s.db").write_text("hello " * 1000)
    with pytest.raises(sqlite3.DatabaseError):
        package.SqliteStore(tmp_path / "s.db")


def test_an_index_can_be_added_to_an_old_file(package, tmp_path):
    with closing(package.SqliteStore(tmp_path / "s.db")) as store:
        store.table(Box, key="id").put(Box("1", "a"))
    with closing(package.SqliteStore(tmp_path / "s.db")) as store:
        assert store.table(Box, key="id", index=("owner",)).select(owner="a") == [Box("1", "a")]
