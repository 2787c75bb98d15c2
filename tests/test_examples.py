"""The shipped examples: their verdicts, the published form of the answers, and what holds them."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml

from conformance import Assessment, OpenLibrary, Ready
from conformance.authoring.schema import SCHEMAS
from conformance.checking.assessor_file import read_assessor
from conformance.checking.sources import Source, read_submissions
from conformance.checking.subject import NOBODY
from conformance.model.assessor import AssessorFile
from conformance.model.submission import Submission

ROOT = Path(__file__).parents[1]
FOLDERS = {"shipped": ROOT, "ladder": ROOT / "tests" / "library"}


def examples() -> Iterator[tuple[str, Path, date, str]]:
    """Yield library, file, day and verdict of every example."""
    for library, folder in FOLDERS.items():
        for index in sorted((folder / "specs").glob("*/examples/index.yaml")):
            listed = yaml.load(index.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
            for name, entry in listed.items():
                day = date.fromisoformat(entry["as_of"])
                yield library, index.parent / name, day, entry["verdict"]


EXAMPLES = list(examples())
every_example = pytest.mark.parametrize(
    ("library", "path", "day", "verdict"),
    EXAMPLES,
    ids=[f"{path.parents[1].name}-{path.stem}" for _, path, _, _ in EXAMPLES],
)


@cache
def validator(library: str, spec: str, day: date) -> Ready:
    return OpenLibrary((FOLDERS[library],)).compile(spec, day)


@cache
def published() -> dict[str, Any]:
    return SCHEMAS["assessment"]()


def checked(library: str, path: Path, day: date) -> tuple[Source, Assessment]:
    (source,) = read_submissions(path)
    ready = validator(library, path.parents[1].name, day)
    return source, ready.check_source(source, assessor(path), beside(path.parent))


@cache
def assessor(path: Path) -> AssessorFile:
    """Return the assessor's file that the index gives to an example."""
    text = (path.parent / "index.yaml").read_text(encoding="utf-8")
    named = yaml.load(text, Loader=yaml.BaseLoader)[path.name].get("assessor")
    file = None if named is None else path.parent / named
    return NOBODY if file is None else read_assessor(file.read_bytes(), str(file))


@cache
def beside(folder: Path) -> tuple[Submission, ...]:
    """Return what the examples of a folder may be linked to."""
    files = sorted(folder.glob("linked/*.yaml"))
    return tuple(source.decode() for path in files for source in read_submissions(path))


def test_there_are_examples_of_every_shipped_spec() -> None:
    specs = {path.parents[1].name for library, path, _, _ in EXAMPLES if library == "shipped"}
    assert specs == {path.parent.name for path in (ROOT / "specs").glob("*/spec.yaml")}


@every_example
def test_verdict_is_that_of_the_index(library: str, path: Path, day: date, verdict: str) -> None:
    assert checked(library, path, day)[1].verdict == verdict


@every_example
def test_answer_is_of_the_published_form_and_reads_back(
    library: str, path: Path, day: date, verdict: str
) -> None:
    answer = checked(library, path, day)[1]
    written = answer.to_json()
    jsonschema.validate(json.loads(written), published())
    assert Assessment.from_json(written).to_json() == written
    assert checked(library, path, day)[1].to_json() == written
    assert answer.verdict == verdict


@every_example
def test_no_pass_without_the_evidence_that_it_cites(
    library: str, path: Path, day: date, verdict: str
) -> None:
    """Deleting every document that a passing finding cites leaves it no pass.

    Nor the whole, where the finding is mandatory; a member of alternatives may fall
    away while another of them still holds.
    """
    source, answer = checked(library, path, day)
    assert answer.verdict == verdict
    ready = validator(library, path.parents[1].name, day)
    for finding in answer.findings:
        cited = {each.document for each in finding.evidence}
        if finding.verdict != "pass" or not cited:
            continue
        submission = source.decode()
        kept = tuple(each for each in submission.evidence if each.id not in cited)
        linked = tuple(each for each in submission.linked if each not in cited)
        without = msgspec.structs.replace(submission, evidence=kept, linked=linked)
        again = after(ready, without, path)
        found = {each.requirement: each.verdict for each in again.findings}
        assert found.get(finding.requirement) != "pass", finding.requirement
        if finding.mandatory:
            assert again.verdict != "pass", finding.requirement


@every_example
def test_nothing_sent_is_never_a_pass(library: str, path: Path, day: date, verdict: str) -> None:
    source, answer = checked(library, path, day)
    assert answer.verdict == verdict
    empty = msgspec.structs.replace(source.decode(), evidence=(), subject=None)
    ready = validator(library, path.parents[1].name, day)
    found = after(ready, empty, path)
    assert found.verdict == "missing-evidence"
    assert not [each for each in found.findings if each.verdict == "pass"]


def after(ready: Ready, submission: Submission, path: Path) -> Assessment:
    """Return the assessment of a changed example, beside what lies beside it."""
    linked = beside(path.parent)
    return ready.validator.check(submission, "sha256:0", assessor(path), linked)
