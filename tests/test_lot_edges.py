"""Boundaries of lots, of ranges and of probabilities, worked out apart from what judges them."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance import open_library
from conformance.authoring import boundaries
from conformance.authoring.boundaries import try_boundaries
from conformance.authoring.cases import Bench
from conformance.authoring.lot_edges import plan_of, severity_after
from conformance.authoring.scenes import scene_of
from conformance.authoring.standings import Standing
from conformance.checking import sampling
from conformance.checking.switching import state_after
from conformance.compiler.own import AQLS
from conformance.model.plan import Plan
from tests.test_trials import LADDER, ladder, only, tried_on


def asking(name: str, **fields: Any) -> tuple[Plan, Standing]:
    """Return the ladder with something else asked of a requirement, and its passing example."""
    plan = ladder()
    changed = []
    for requirement in plan.requirements:
        asks = tuple(
            msgspec.structs.replace(ask, **fields) if requirement.id == name else ask
            for ask in requirement.asks
        )
        changed.append(msgspec.structs.replace(requirement, asks=asks))
    plan = only(msgspec.structs.replace(plan, requirements=tuple(changed)), name)
    bench = Bench(plan, LADDER, version="test")
    path, day = LADDER / "examples/pass.yaml", date(2026, 11, 23)
    stated = {name: {"uncertainty": {"value": "0.2 mm", "k": "2"}}}
    return plan, Standing("", bench.base(path, day), path, day, stated, ())


@pytest.mark.parametrize(
    ("fields", "abouts"),
    [
        ({"statistic": "range"}, {"on the limit", "beyond by the last digit", "one alone"}),
        ({"rule": "probability=0.95"}, {"probable enough", "not quite probable enough",
                                        "on the limit", "improbable enough"}),
    ],
)  # fmt: skip
def test_ranges_and_probabilities_have_boundaries(
    fields: dict[str, object], abouts: set[str]
) -> None:
    plan, standing = asking("rung-spacing", **fields)
    probed = try_boundaries(plan, [standing])
    assert probed.surprises == ()
    scene = scene_of(plan, plan.requirements[0], plan.requirements[0].asks[-1], [standing])
    assert scene is not None
    tried = list(boundaries.probes(scene))
    assert {probe.about for probe in tried} >= abouts
    assert {probe.expected for probe in tried} == {"pass", "fail", "missing-evidence"}


@cache
def lots() -> tuple[Plan, tuple[Standing, ...]]:
    opened = open_library()
    plan = opened.plan("inbound-lot")
    source = opened.library.spec("inbound-lot")
    assert source is not None
    return plan, tuple(tried_on(plan, Path(source.file).parent))


def test_lots_have_boundaries() -> None:
    probed = try_boundaries(*lots())
    assert probed.surprises == ()
    assert probed.tried > 150


def test_a_wrong_switching_or_table_is_a_surprise(monkeypatch: pytest.MonkeyPatch) -> None:
    """The expectation is worked out apart from what it tests."""
    plan, standings = lots()
    with monkeypatch.context() as patch:
        patch.setattr(sampling, "state_after", lambda *_: "normal")
        said = {surprise.probe.about for surprise in try_boundaries(plan, standings).surprises}
    assert said
    assert all("tightened" in about or "discontinued" in about for about in said)
    with monkeypatch.context() as patch:
        patch.setattr(sampling, "code_letter", lambda *_: "H")
        assert try_boundaries(plan, standings).surprises


@given(st.lists(st.sampled_from(["accepted", "rejected"]), max_size=40))
def test_the_severity_is_found_twice(history: list[str]) -> None:
    assert severity_after(history) == state_after(history)


@given(
    st.integers(2, 600_000), st.sampled_from(["S-1", "S-4", "I", "II", "III"]),
    st.sampled_from(AQLS), st.sampled_from(["normal", "tightened"]),
)  # fmt: skip
def test_the_plan_is_found_twice(lot: int, level: str, aql: str, state: str) -> None:
    plan = sampling.lot_plan(lot, level, aql, state)
    found = plan_of(lot, level, aql, state)
    assert found == (None if plan is None else (plan.size, plan.accept, plan.reject))
