"""The guide to a whole standard: its files make a spec whose cases notice slips."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "whole-standard.md"
FILE = re.compile(r"^```yaml\n# file: (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SLIPS = "mine/specs/pet-fountain/cases/slips.yaml"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "conformance", "test", "pet-fountain", "--library", "mine",
         "--lang", "en", *arguments],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of the guide, the last of each name, but the cases written by hand."""
    for name, text in FILE.findall(GUIDE.read_text(encoding="utf-8")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_cases_of_the_guide_notice_what_it_promises(folder: Path) -> None:
    by_hand = folder / "mine/specs/pet-fountain/cases/by-hand.yaml"
    later = by_hand.read_text(encoding="utf-8")
    by_hand.unlink()
    first = run(folder, "--mutants", "-o", SLIPS)
    assert first.returncode == 1, first.stdout
    assert (folder / SLIPS).read_text("utf-8").startswith("#")
    by_hand.write_text(later, encoding="utf-8")
    second = run(folder, "--mutants")
    assert second.returncode == 0, second.stdout
    assert "clean" in second.stdout
    written_again = run(folder, "--mutants", "-o", SLIPS)
    assert written_again.returncode == 64
