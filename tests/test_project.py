"""The project as a whole: what lies where, and what no file may say."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = {"conformance", "docs", "specs", "standards", "tests"}
FILES = {"CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", "requirements.lock"}
BUILT = {"dist"}

# Put together from parts, so that this file does not itself say what it forbids.
FORBIDDEN = ("pypi" + ".org", "files." + "pythonhosted", "/wo" + "rk/", "/ro" + "ot/")


def files() -> Iterator[Path]:
    """Yield every file of the project, dot-files included, but no caches or environments."""
    for path in sorted(ROOT.iterdir()):
        if path.name == ".git":  # a file in a linked checkout, and git's own
            continue
        if path.is_file() and (path.name in FILES or path.name.startswith(".")):
            yield path
    for name in sorted(FOLDERS | {".ci"}):
        for path in sorted((ROOT / name).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def test_nothing_else_lies_at_the_top() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - BUILT == FOLDERS | FILES


def test_no_file_names_a_machine_or_a_package_index() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in files()
        for word in FORBIDDEN
        if word.encode() in path.read_bytes()
    ]
    assert not found, "\n".join(found)


def test_there_are_files_to_search() -> None:
    names = {str(path.relative_to(ROOT)) for path in files()}
    assert {"README.md", ".ci/run", "conformance/verdicts.py", "docs/vocabulary.md"} <= names


def locked() -> dict[str, str]:
    """Return the entry of each package in the lock, by its name."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.MULTILINE)[1:]
    return {re.split(r"\[|==", entry)[0]: entry for entry in entries}


def test_lock_pins_every_package_by_hash() -> None:
    loose = [name for name, entry in locked().items() if "--hash=sha256:" not in entry]
    assert not loose
    assert len(locked()) > 30


def test_lock_has_no_addresses() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.findall(r"://|--(?:extra-)?index|--find-links|^-e|@ file", text, re.MULTILINE)


def test_lock_has_every_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = (*project["dependencies"], *project["optional-dependencies"]["dev"])
    names = {re.split(r"[\[<>=; ]", requirement)[0].lower() for requirement in declared}
    assert names <= locked().keys()


def test_changelog_begins_with_this_version_and_its_verdicts() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    headings = re.findall(r"^##+ (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[:2] == [project["version"], "Verdicts"]


def test_quick_start_has_two_blocks() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## Quick start\n")[2].partition("\n## ")[0]
    first, second = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert "conformance check specs/" in first
    assert second.endswith("-m tests\n")
