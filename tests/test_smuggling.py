"""Ways to smuggle a bad product through, each tried on a submission that passes.

The cases stand in tests/cases/smuggling.yaml.  Every one changes one thing in
tests/cases/ladder.yaml, which passes, and says what the answer is then.
"""

import copy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.engine import OpenLibrary, Ready
from conformance.model.assessment import Assessment
from conformance.model.assessor import AssessorFile
from conformance.wording import worded

HERE = Path(__file__).parent
CASES = yaml.load((HERE / "cases/smuggling.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
LADDER = yaml.load((HERE / "cases/ladder.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
LIBRARY = OpenLibrary((HERE / "library",))
NAMED = [(f"{group}: {case['name']}", case) for group, cases in CASES.items() for case in cases]
WORDS = {"true": True, "false": False, "null": None}


def changed(submission: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """Return the submission with what the case sets and adds."""
    submission = copy.deepcopy(submission)
    for copied in case.get("add", ()):
        copied = dict(copied)
        like = copied.pop("like", None)
        rows = copied.pop("rows", None)
        document = copy.deepcopy(_member(submission["evidence"], like)) if like else {}
        if rows is not None:
            document["results"] = [r for r in document["results"] if r["locator"] in rows]
        submission["evidence"].append({**document, **copied})
    for path, value in case.get("set", {}).items():
        _set(submission, path, value)
    data: dict[str, Any] = typed(submission)
    return data


def _set(submission: Any, path: str, value: Any) -> None:
    *steps, last = path.split(".")
    here = submission
    for step in steps:
        here = _member(here, step)
    if isinstance(here, list) and last.strip() == "+":
        here.append(value)
    elif value == "absent":
        if isinstance(here, list):
            here.remove(_member(here, last))
        elif last not in here:
            here["results"].remove(_member(here["results"], last))
        else:
            del here[last]
    else:
        here[last] = value


def typed(value: Any) -> Any:
    """Return the value with `true`, `false` and `null` as such; all else stays text."""
    if isinstance(value, dict):
        return {key: typed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [typed(each) for each in value]
    return WORDS.get(value, value)


def _member(here: Any, step: str) -> Any:
    """Return what a step of a path names; a document by its id, a row by its locator."""
    if isinstance(here, list):
        return next(each for each in here if step in (each.get("id"), each.get("locator")))
    if step in here:
        return here[step]
    if "evidence" in here:
        return _member(here["evidence"], step)
    return _member(here["results"], step)


@cache
def ladder(as_of: date) -> Ready:
    """Return the validator of the ladder spec."""
    return LIBRARY.compile("ladder", as_of)


def assessed(case: dict[str, Any]) -> Assessment:
    """Return the assessment of the changed submission."""
    ready = ladder(date.fromisoformat(case.get("as_of", "2026-11-23")))
    assessor = AssessorFile.model_validate(case.get("assessor", {}))
    return ready.check(changed(LADDER, case), assessor=assessor)


@pytest.mark.parametrize("case", [case for _, case in NAMED], ids=[name for name, _ in NAMED])
def test_smuggling(case: dict[str, Any]) -> None:
    assessment = assessed(case)
    found = {finding.requirement: finding for finding in assessment.findings}
    expected = dict(case["expect"])
    actual: dict[str, object] = {}
    for name, wanted in expected.items():
        if name == "whole":
            actual[name] = str(assessment.verdict)
        elif name == "remark":
            said = [remark.reason for remark in (*assessment.remarks, *assessment.unused)]
            actual[name] = wanted if wanted in said else said
        elif name == "upcoming":
            actual[name] = [each.requirement for each in assessment.upcoming]
        elif name not in found:
            actual[name] = "no finding"
        else:
            finding = found[name]
            why = [each.reason for each in finding.rejected]
            words = [str(finding.verdict), finding.reason]
            actual[name] = words + [w for w in wanted[2:] if w in why] if len(wanted) > 2 else words
    assert actual == expected


def test_every_refusal_says_what_to_do_and_names_what_is_there() -> None:
    """No sentence has a dash where a fact should stand, and no refusal leaves it at that."""
    for name, case in NAMED:
        assessment = assessed(case)
        open_: list[Any] = [
            f for f in assessment.findings if f.verdict in ("fail", "missing-evidence")
        ]
        refused: list[Any] = [each for f in assessment.findings for each in f.rejected]
        remarks: list[Any] = [*assessment.remarks, *assessment.unused]
        for each in (*open_, *refused, *remarks):
            for lang in ("zh", "en"):
                said = worded(each.reason, lang, each.facts)
                need = worded(each.reason, lang, each.facts, need=True)
                dash = any("—" in text for text in each.facts.values())
                assert dash or "—" not in said + need, (name, said, need)
                assert need or each in remarks or each.reason == "superseded", (name, said)


def test_the_unchanged_submission_passes() -> None:
    assessment = assessed({})
    assert [f.requirement for f in assessment.findings if f.verdict != "pass"] == []
    assert assessment.verdict == "pass"
    assert len(NAMED) > 60


SAYS_NOTHING = ("—", " ", "N/A", "／", "未注明")
OF_IDENTITY = (
    *(f"R1.{key}" for key in ("number", "brand", "lot", "tested_model", "factory")),
    *(f"C1.{key}" for key in ("number", "brand", "lot", "holder", "factory", "scheme", "status")),
    *(f"D1.{key}" for key in ("brand", "lot", "by")),
    *(f"M1.{key}" for key in ("brand", "lot", "model")),
    *(f"subject.{key}" for key in ("brand", "lot", "model")),
)


@pytest.mark.parametrize("path", OF_IDENTITY)
def test_what_states_nothing_is_as_good_as_left_out(path: str) -> None:
    """A dash in place of a name or a number gives the answer that its absence gives."""
    left_out = assessed({"set": {path: "absent"}} if _stands(path) else {})
    wanted = [(f.requirement, f.verdict, f.reason) for f in left_out.findings]
    for text in SAYS_NOTHING:
        found = assessed({"set": {path: text}}).findings
        assert [(f.requirement, f.verdict, f.reason) for f in found] == wanted, text


def _stands(path: str) -> bool:
    name, _, key = path.partition(".")
    return key in _member(LADDER, name)
