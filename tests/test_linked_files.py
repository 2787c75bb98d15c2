"""Linked submissions as files: `check` finds them among all that it was given."""

import json
from datetime import date
from pathlib import Path

import pytest

from conformance import open_library
from conformance.checking.sources import read_submissions
from conformance.rendering.formats import FORMATS
from tests.test_cli_judge import run

HOME = Path("specs/balance-board-entry/examples")
PRODUCT, FACTORY = str(HOME / "pass-by-inspection.yaml"), str(HOME / "linked/factory.yaml")
FAILING = str(HOME / "linked/factory-with-critical-item.yaml")
DAY = ("--as-of", "2026-11-23")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def verdicts(*files: str) -> dict[str, str]:
    """Return the verdict of each submission, by its id."""
    found = run("check", *DAY, "--format", "json", *files)
    assert found.stderr == ""
    answers = [json.loads(line) for line in found.stdout.splitlines()]
    return {answer["submission"]["id"]: answer["verdict"] for answer in answers}


@pytest.mark.parametrize("files", [(PRODUCT, FACTORY), (FACTORY, PRODUCT)])
def test_the_order_of_files_does_not_matter(files: tuple[str, str]) -> None:
    assert verdicts(*files) == {"BE-2026-0042": "pass", "F-2026-0031": "pass"}


def test_a_product_alone_misses_its_factory() -> None:
    found = run("check", *DAY, "--lang", "en", PRODUCT)
    assert found.returncode == 3
    assert "the linked submission F-2026-0031 is not among the files" in found.stdout


def test_a_folder_holds_all_of_them(tmp_path: Path) -> None:
    for file in (PRODUCT, FACTORY):
        (tmp_path / Path(file).name).write_bytes(Path(file).read_bytes())
    assert verdicts(str(tmp_path)) == {"BE-2026-0042": "pass", "F-2026-0031": "pass"}


def test_what_cannot_be_read_is_no_linked_submission(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("submission: F-2026-0031\nsubjekt: {}\n", "utf-8")
    found = run("check", *DAY, "--lang", "en", PRODUCT, str(broken))
    assert found.returncode == 65
    assert "the linked submission F-2026-0031 is not among the files" in found.stdout


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_can_say_it(name: str, tmp_path: Path) -> None:
    target = tmp_path / "answer"
    found = run("check", *DAY, "--format", name, "-o", str(target), PRODUCT, FACTORY, FAILING)
    assert found.returncode == 1, found.stderr  # the third of them fails
    assert target.stat().st_size


def test_python_takes_them_beside_the_submission() -> None:
    ready = open_library().compile("balance-board-entry", date(2026, 11, 23))
    product, factory = (next(read_submissions(file)) for file in (PRODUCT, FACTORY))
    alone = ready.check_source(product)
    both = ready.check_source(product, linked=[factory.decode()])
    reasons = [
        next(f.reason for f in answer.findings if f.requirement == "factory")
        for answer in (alone, both)
    ]
    assert reasons == ["linked-not-sent", "linked-conforms"]
