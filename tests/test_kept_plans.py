"""A kept plan is taken only where it would be compiled anew word for word."""

import os
from pathlib import Path

import pytest

from conformance.library import cache


def test_another_compiler_takes_no_plan_of_an_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "pass.py"
    source.write_text("", encoding="utf-8")
    monkeypatch.setattr(cache, "_compiling", lambda: iter([source]))
    before = cache.library_digest([tmp_path], "1")
    assert before == cache.library_digest([tmp_path], "1")
    os.utime(source, (0, 0))
    assert before != cache.library_digest([tmp_path], "1")


def test_what_compiles_is_found() -> None:
    names = {source.name for source in cache._compiling()}
    assert {"compile.py", "plan.py", "limit.py"} <= names
