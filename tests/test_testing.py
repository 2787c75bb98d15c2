"""Strategies for users: what they promise of every shipped spec, made or given."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conformance.engine import OpenLibrary, Ready
from conformance.library.nodes import plain, read_yaml
from conformance.testing import NotPossible, Wish, can_be, passing_submission, submissions
from conformance.testing.changes import changes_of

ROOT = Path(__file__).parents[1]
AS_OF = date(2026, 11, 23)
LIBRARY = OpenLibrary((ROOT,))
SPECS = sorted(path.parent.name for path in (ROOT / "specs").glob("*/spec.yaml"))
MADE_IN_FULL = {
    "balance-board", "brand-commitment", "childrens-furniture", "food-contact",
    "restricted-substances", "smart-toilet-seat",
}  # fmt: skip


def ready(spec: str) -> Ready:
    return LIBRARY.compile(spec, AS_OF)


def bases(spec: str) -> list[Any]:
    """Return a submission made from the plan, and the shipped example that passes."""
    found: list[Any] = [passing_submission(ready(spec).plan, AS_OF)]
    example = ROOT / "specs" / spec / "examples" / "pass.yaml"
    if example.exists():
        found.append(plain(read_yaml(example.read_text(encoding="utf-8"), example.name)[0]))
    return found


def test_there_are_specs() -> None:
    assert len(SPECS) >= 8
    assert set(SPECS) > MADE_IN_FULL


@pytest.mark.parametrize("spec", SPECS)
def test_a_made_submission_passes_what_documents_can_show(spec: str) -> None:
    data = passing_submission(ready(spec).plan, AS_OF)
    answer = ready(spec).check(data)
    assert any(finding.verdict == "pass" for finding in answer.findings)
    assert answer.verdict == "pass" or spec not in MADE_IN_FULL


@pytest.mark.parametrize(
    ("wish", "verdict"), [(Wish.FAILING, "fail"), (Wish.MISSING, "missing-evidence")]
)
@pytest.mark.parametrize("spec", SPECS)
def test_bent_in_one_requirement(spec: str, wish: Wish, verdict: str) -> None:
    validator = ready(spec)
    for base in bases(spec):
        first = {each.requirement: each for each in reversed(
            changes_of(validator.plan, base, AS_OF, wish.value))}  # fmt: skip
        passing = {f.requirement for f in validator.check(base).findings if f.verdict == "pass"}
        assert first.keys() <= passing
        assert first
        wrong = {}
        for name, change in first.items():
            data = copy.deepcopy(base)
            change.apply(data)
            found = {f.requirement: str(f.verdict) for f in validator.check(data).findings}
            if found[name] != verdict:
                wrong[name] = found[name]
        assert wrong == {}


def test_what_cannot_be_bent_is_said_at_once() -> None:
    plan = ready("restricted-substances").plan
    with pytest.raises(NotPossible, match="no-such"):
        submissions(plan, Wish.FAILING, as_of=AS_OF, requirement="no-such")
    assert can_be(plan, Wish.BOUNDARY, as_of=AS_OF)
