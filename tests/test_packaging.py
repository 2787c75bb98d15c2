"""What is built carries the library, and finds it wherever it is installed."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]


def built(kind: str, folder: Path) -> Path:
    """Return the wheel or the sdist, built in a process of its own."""
    code = (
        "import sys; from hatchling import build; "
        f"print(build.build_{kind}(sys.argv[1]))"
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return folder / done.stdout.splitlines()[-1]


def library_files() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for name in ("standards", "specs")
        for path in (ROOT / name).rglob("*")
        if path.is_file()
    }


def test_wheel_finds_its_library_from_another_folder(tmp_path: Path) -> None:
    wheel = built("wheel", tmp_path)
    place = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        packed.extractall(place)
    assert {f"conformance/_library/{name}" for name in library_files()} <= names
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    example = ROOT / "specs" / "smart-toilet-seat" / "examples" / "pass.yaml"
    (elsewhere / "mine.yaml").write_bytes(example.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "conformance", "check", "mine.yaml", "--as-of", "2026-11-23"],
        cwd=elsewhere, env={**os.environ, "PYTHONPATH": str(place), "LANG": "en"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split() == ["verdict", "PASS"]
    where = subprocess.run(
        [sys.executable, "-c", "import conformance; print(conformance.__file__)"],
        cwd=elsewhere, env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(place)


def test_sdist_carries_what_is_needed_to_build_and_test_it(tmp_path: Path) -> None:
    with tarfile.open(built("sdist", tmp_path)) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    needed = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "requirements.lock"}
    assert needed | library_files() | {"tests/__main__.py", "docs/index.md"} <= names


def test_hook_for_pre_commit_runs_a_command_that_there_is() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = hook["entry"].split()
    assert program == "conformance"
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", [".pre-commit-config.yaml", ".pre-commit-hooks.yaml"])
def test_settings_of_pre_commit_are_yaml(name: str) -> None:
    assert yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
