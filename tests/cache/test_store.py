"""A store gives back exactly what was put, or nothing."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docpact.cache import Store, key_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def entries(store: Store) -> list[Path]:
    return sorted(path for path in store.root.glob("??/*") if path.is_file())


def test_gives_back_what_was_put(store: Store) -> None:
    assert store.get("a") is None
    store.put("a", b"one")
    store.put(b"b", b"")
    assert (store.get("a"), store.get("b"), store.get("c")) == (b"one", b"", None)
    store.put("a", b"two")
    assert store.get("a") == b"two"


@pytest.mark.parametrize(
    "harm", [lambda d: d[:-1], lambda d: d + b"x", lambda d: b"", lambda d: d[:60] + b"!" + d[61:]]
)
def test_a_damaged_entry_is_a_miss_and_is_removed(store: Store, harm) -> None:
    store.put("a", b"value" * 20)
    (path,) = entries(store)
    path.write_bytes(harm(path.read_bytes()))
    assert store.get("a") is None
    assert entries(store) == []


def test_an_entry_moved_to_another_key_is_a_miss(store: Store) -> None:
    store.put("a", b"value")
    (first,) = entries(store)
    store.put("b", b"other")
    (second,) = set(entries(store)) - {first}
    second.write_bytes(first.read_bytes())
    assert store.get("b") is None


def test_stays_within_its_limit_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=10_000)
    for number in range(8):
        store.put(f"k{number}", bytes(2_000))
        newest = max(entries(store), key=lambda path: path.stat().st_mtime)
        os.utime(newest, (number, number))
    store.put("last", bytes(2_000))
    assert sum(path.stat().st_size for path in entries(store)) <= 10_000
    assert store.get("last") is not None
    assert store.get("k0") is None


def test_an_unwritable_store_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "cache")
    store.put("a", b"1")
    assert store.get("a") is None


def test_many_writers_never_show_half_a_value(store: Store) -> None:
    values = [bytes([number]) * 50_000 for number in range(4)]
    seen: set[bytes | None] = set()

    def work(value: bytes) -> None:
        for _ in range(30):
            store.put("shared", value)
            seen.add(store.get("shared"))

    threads = [threading.Thread(target=work, args=(value,)) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen <= set(values)


@settings(max_examples=50)
@given(st.lists(st.text() | st.binary()), st.lists(st.text() | st.binary()))
def test_keys_tell_their_parts_apart(one: list[str | bytes], two: list[str | bytes]) -> None:
    def plain(parts: list[str | bytes]) -> list[bytes]:
        return [p.encode("utf-8", "surrogatepass") if isinstance(p, str) else p for p in parts]

    assert (key_of(*one) == key_of(*two)) == (plain(one) == plain(two))
