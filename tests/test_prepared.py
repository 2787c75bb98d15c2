"""What is kept from one submission to the next changes no answer."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from conformance.checking import prepared, values
from conformance.checking.sources import read_submissions
from conformance.checking.validator import Validator
from conformance.engine import OpenLibrary, Ready, open_library
from conformance.judging import plain
from conformance.verdicts import Verdict
from tests.benchmarks.workload import submission, write_library

DAY = date(2026, 11, 23)
SUBMISSIONS = [submission(seed, bad=bad) for seed in range(100) for bad in (False, True)]


def forget() -> None:
    """Empty everything that is kept, as in a new process."""
    prepared._PREPARED.clear()
    values._QUALIFIED.clear()
    plain._YARDSTICKS.clear()


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    folder = write_library(tmp_path_factory.mktemp("workload"))
    return OpenLibrary((folder,)).compile("benchmark", DAY)


def fresh(ready: Ready) -> Ready:
    forget()
    return Ready(Validator.of(ready.plan, DAY, ready.validator.tool["version"]))


@pytest.fixture(scope="module")
def alone(ready: Ready) -> list[bytes]:
    """What a validator that has seen nothing answers to each submission."""
    return [fresh(ready).check(each).to_json() for each in SUBMISSIONS]


class TestNothingLeaks:
    """A validator answers a submission as if it were the only one, in any order and thread."""

    def test_the_workload_has_passes_and_failures(self, ready: Ready) -> None:
        found = {ready.check(each).verdict for each in SUBMISSIONS}
        assert found == {Verdict.PASS, Verdict.FAIL}

    @pytest.mark.parametrize("seed", range(2))
    def test_in_any_order(self, ready: Ready, alone: list[bytes], seed: int) -> None:
        order = list(range(len(SUBMISSIONS)))
        Random(seed).shuffle(order)
        validator = fresh(ready)
        assert all(validator.check(SUBMISSIONS[n]).to_json() == alone[n] for n in order)

    def test_from_threads(self, ready: Ready, alone: list[bytes]) -> None:
        validator = fresh(ready)
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda each: validator.check(each).to_json(), SUBMISSIONS))
        assert found == alone

    def test_when_little_is_kept(
        self, ready: Ready, alone: list[bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        validator = fresh(ready)
        for module, name in (
            (prepared, "_MOST_CRITERIA"), (prepared, "_MOST_PREPARED"), (values, "_MOST_QUALIFIED"),
        ):  # fmt: skip
            monkeypatch.setattr(module, name, 1)
        monkeypatch.setattr("conformance.checking.rows._MOST_KEPT", 1)
        found = [validator.check(each).to_json() for each in SUBMISSIONS[:20]]
        assert found == alone[:20]


def test_the_ladder_is_answered_alike_before_and_after_other_ladders() -> None:
    validator = open_library(Path("tests/library")).compile("ladder", DAY).validator
    sources = [
        each for name in ("pass", "fail", "missing")
        for each in read_submissions(f"tests/library/specs/ladder/examples/{name}.yaml")
    ]  # fmt: skip
    first = [validator.check(each.decode(), each.digest).to_json() for each in sources]
    again = [validator.check(each.decode(), each.digest).to_json() for each in reversed(sources)]
    assert len(set(first)) == 3
    assert first == again[::-1]


class TestFindingsAreWordedWhenRead:
    """A finding that nobody has read yet is the finding that it becomes."""

    def test_equal_read_or_not(self, ready: Ready) -> None:
        one, other = ready.check(SUBMISSIONS[1]), ready.check(SUBMISSIONS[1])
        assert one.to_json()
        assert one == other

    def test_another_process_gets_all_of_it(self, ready: Ready) -> None:
        findings = ready.check(SUBMISSIONS[1]).findings
        assert pickle.loads(pickle.dumps(findings)) == findings

    def test_a_changed_copy_keeps_the_rest(self, ready: Ready) -> None:
        finding = next(f for f in ready.check(SUBMISSIONS[1]).findings if f.margin)
        copy = replace(finding, disposition="released-under-concession")
        assert (copy.facts, copy.limit, copy.margin) == (
            finding.facts, finding.limit, finding.margin,
        )  # fmt: skip

    def test_what_is_no_field_is_not_worked_out(self, ready: Ready) -> None:
        assert not hasattr(ready.check(SUBMISSIONS[0]).findings[0], "colour")
