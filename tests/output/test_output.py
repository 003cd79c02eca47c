"""Writing, checking and comparing files, and what the manifest finds."""

import json
import os

import pytest

from docpact import output
from docpact.output import FileSet, UnsafePath


def files(**texts):
    made = FileSet()
    for name, text in texts.items():
        made.add(name.replace("__", "/").replace("_", "."), text)
    return made


def test_writes_only_what_changed(tmp_path):
    output.write(files(a_py="1\n", sub__b_py="2\n"), tmp_path)
    before = {path: os.stat(path).st_mtime_ns for path in tmp_path.rglob("*.py")}
    done = output.write(files(a_py="1\n", sub__b_py="3\n"), tmp_path)
    assert done.changed == ("sub/b.py", "MANIFEST.json")
    assert done.unchanged == ("a.py",)
    assert os.stat(tmp_path / "a.py").st_mtime_ns == before[tmp_path / "a.py"]
    assert (tmp_path / "sub/b.py").read_text() == "3\n"


def test_a_second_run_touches_nothing(tmp_path):
    made = files(a_py="1\n")
    output.write(made, tmp_path)
    before = {path: os.stat(path).st_mtime_ns for path in tmp_path.rglob("*")}
    assert output.write(made, tmp_path).clean
    assert {path: os.stat(path).st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_hand_edits_are_reported_and_kept(tmp_path):
    output.write(files(a_py="1\n"), tmp_path)
    (tmp_path / "a.py").write_text("mine\n")
    done = output.write(files(a_py="2\n"), tmp_path)
    assert done.edited == ("a.py",)
    assert (tmp_path / "a.py").read_text() == "mine\n"
    assert output.plan(files(a_py="2\n"), tmp_path).edited == ("a.py",), "it is still known as edited in the next run"
    output.write(files(a_py="2\n"), tmp_path, overwrite_edited=True)
    assert (tmp_path / "a.py").read_text() == "2\n"
    assert output.plan(files(a_py="2\n"), tmp_path).clean


def test_an_edit_that_agrees_with_the_new_text_is_no_edit(tmp_path):
    output.write(files(a_py="1\n"), tmp_path)
    (tmp_path / "a.py").write_text("2\n")
    assert output.write(files(a_py="2\n"), tmp_path).edited == ()


def test_leftovers_go_and_strangers_stay(tmp_path):
    output.write(files(a_py="1\n", old__b_py="2\n"), tmp_path)
    (tmp_path / "notes.txt").write_text("not ours")
    done = output.write(files(a_py="1\n"), tmp_path)
    assert done.leftover == ("old/b.py",)
    assert not (tmp_path / "old").exists()
    assert (tmp_path / "notes.txt").exists()


def test_an_edited_leftover_stays(tmp_path):
    output.write(files(a_py="1\n", b_py="2\n"), tmp_path)
    (tmp_path / "b.py").write_text("mine\n")
    assert output.write(files(a_py="1\n"), tmp_path).edited == ("b.py",)
    assert (tmp_path / "b.py").read_text() == "mine\n"


def test_check_and_diff_change_nothing(tmp_path):
    output.write(files(a_py="1\n"), tmp_path)
    new = files(a_py="2\n")
    assert output.plan(new, tmp_path).changed == ("a.py", "MANIFEST.json")
    assert "-1\n+2\n" in output.diff(new, tmp_path)
    assert (tmp_path / "a.py").read_text() == "1\n"


def test_a_broken_manifest_is_as_none(tmp_path):
    output.write(files(a_py="1\n"), tmp_path)
    for text in ("{", "[]", '{"files": 3}', '{"files": {"../../etc/passwd": "x"}}'):
        (tmp_path / "MANIFEST.json").write_text(text)
        assert output.write(files(a_py="1\n"), tmp_path).leftover == ()
        assert json.loads((tmp_path / "MANIFEST.json").read_text())["files"].keys() == {"a.py"}


def test_no_temporary_file_stays_behind(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    output.write(files(a_py="1\n"), tmp_path)
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        output.write(files(a_py="2\n"), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["MANIFEST.json", "a.py"]
    assert (tmp_path / "a.py").read_text() == "1\n"


@pytest.mark.parametrize(
    "path",
    ["", "/a", "../a", "a/../../b", "a//b", "./a", "a\\b", "C:x", "a\nb", "nul.py", "sub/COM1", "a*", "é.py", "a/"],
)
def test_paths_that_leave_or_are_not_portable_are_refused(path):
    with pytest.raises(UnsafePath):
        FileSet().add(path, "")


def test_paths_that_some_file_systems_hold_as_one_are_refused():
    made = files(a_py="1")
    with pytest.raises(UnsafePath):
        made.add("A.py", "2")
