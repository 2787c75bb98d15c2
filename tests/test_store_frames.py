"""Submissions with parts, audits or licences: judged by one of each kind, and found the same."""

import copy
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conformance.bulk.store.check import Checker
from conformance.bulk.store.codes import Codes
from conformance.bulk.store.families import Families
from conformance.bulk.store.families import Said as SaidUnder
from conformance.bulk.store.frames import frame_of, has_frame
from conformance.bulk.store.manifest import read_manifest
from conformance.bulk.store.steps import Unordered, lots, turns_of
from conformance.checking.decode import decode
from conformance.checking.editions import choose_among
from conformance.checking.subject import read_fact
from conformance.checking.validator import Validator
from conformance.diagnostics import IllFormed
from conformance.model.assessment import Cited, Finding
from conformance.model.plan import FamilyPlan, Title, UsePlan
from conformance.quantities.conditions import FactType, holds, parse_condition
from conformance.verdicts import Verdict
from tests.test_examples import EXAMPLES, validator
from tests.test_store import Data, Said, as_lines, held_equal, said_by_store, stored

SPECS = ("brand-commitment", "balance-board", "restricted-substances", "food-contact")
"""With audits and letters; with parts; with several editions open; with conditions of tests."""
_NUMBER = re.compile(r"(\d+(?:\.(\d+))?)(.*)")
_BENDS = ("—", "fail", "不符合", "P", "N/A", "client", "某")
Path_ = tuple[str | int, ...]


def passing(spec: str) -> tuple[Data, date]:
    path, day = next(
        (p, d) for _, p, d, _ in EXAMPLES if p.parts[-3:] == (spec, "examples", "pass.yaml")
    )
    data: Data = json.loads(msgspec.json.encode(decode(path.read_bytes(), format="yaml")))
    return data, day


def leaves(node: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Yield every scalar with its place."""
    if isinstance(node, dict | list):
        steps = node.items() if isinstance(node, dict) else enumerate(node)
        for step, inner in steps:
            yield from leaves(inner, (*path, step))
    else:
        yield path, node


def with_leaf(data: Data, path: Path_, value: object) -> Data:
    again = copy.deepcopy(data)
    here: Any = again
    for step in path[:-1]:
        here = here[step]
    if value is None:
        here.pop(path[-1])
    else:
        here[path[-1]] = value
    return again


def twin(data: Data, draw: Random) -> Data:
    """Return another product of the kind: its own model and numbers, other days and readings."""
    model = data["subject"].get("model") or data["subject"]["name"]
    renamed = json.dumps(data, ensure_ascii=False).replace(
        f'"{model}"', f'"M-{draw.randrange(99)}"'
    )
    again: Data = json.loads(renamed)
    for path, value in list(leaves(again)):
        if path[-1] == "number":
            again = with_leaf(again, path, f"{value}{draw.randrange(1, 9)}")
        elif "value" in path or "values" in path:
            again = with_leaf(again, path, _another(value, draw) if draw.random() < 0.2 else value)
        elif path[-1] in ("issued", "received", "manufactured") and draw.random() < 0.2:
            again = with_leaf(again, path, _later(value, draw.choice((-2, -1, 1))))
    return again


def _another(value: Any, draw: Random) -> Any:
    read = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    if read is None:
        return value
    number = float(read[1]) * draw.choice((0.5, 0.9, 0.99, 1.01, 1.2, 4))
    return f"{number:.{len(read[2] or '')}f}{read[3]}"


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def unnumbered(data: Data) -> Iterator[Data]:
    """Yield the submission with a document that has no number, and with other declared facts."""
    for path, _ in leaves(data):
        if path[0] == "evidence" and path[2:] == ("number",):
            yield with_leaf(data, path, "—")
        if path[:2] == ("subject", "attributes"):
            yield with_leaf(data, path, None)


def bent(data: Data, draw: Random, count: int) -> Iterator[Data]:
    """Yield the submission with one scalar changed or left out."""
    every = [path for path, _ in leaves(data)]
    while count:
        path = draw.choice(every)
        value = dict(leaves(data))[path]
        bends: list[object] = list(_BENDS)
        if isinstance(path[-1], str):
            bends.append(None)
        if isinstance(value, str):
            bends += [f"{value}X", f" {value}", value.swapcase(), value.replace("1", "7")]
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                bends = [_later(value, days) for days in (-800, -40, -1, 1, 40, 800)]
        again = with_leaf(data, path, draw.choice(bends))
        try:
            decode(json.dumps(again).encode())
        except IllFormed:
            continue
        count -= 1
        yield again


def said_from_bytes(store: Path, ready: Validator) -> list[Said]:
    """Return what is found where nothing is taken from columns."""
    names = [each.id for each in ready.plan.requirements]
    said: list[Said] = []
    for answer in Checker(ready, columns=False).check(store, read_manifest(store)):
        for row in range(answer.opened.count):
            verdict, reason = answer.wholes[answer.whole[row]]
            found = [(names[place], str(v), r) for place, (v, r) in answer.findings(row)]
            said.append((str(verdict), reason, sorted(found)))
    return said


@pytest.fixture
def pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two of a kind be enough."""
    monkeypatch.setattr("conformance.bulk.store.alike._FEW", 2)


@pytest.mark.usefixtures("pairs")
@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("seed", [1, 2])
def test_one_of_a_kind_speaks_for_all(spec: str, seed: int, tmp_path: Path) -> None:
    """Whatever is bent: what the frame leaves out changes nothing, and all else another frame."""
    data, day = passing(spec)
    draw = Random(f"{spec}{seed}")
    sent = [twin(data, draw) for _ in range(12)]
    for each in (*unnumbered(data), *bent(data, draw, 25)):
        sent += [each, twin(each, draw)]
    draw.shuffle(sent)
    store = stored(tmp_path, as_lines(sent), rows=40)
    ready = validator("shipped", spec, day).validator
    said, why = said_by_store(store, ready)
    for number, (one, other) in enumerate(zip(said_from_bytes(store, ready), said, strict=True)):
        assert one == other, f"submission {number}"
    assert len(why) < 0.8 * len(sent)
    assert set(why.values()) <= {"parts", "other-document"}


@pytest.mark.usefixtures("pairs")
@pytest.mark.parametrize("spec", SPECS)
def test_by_frames_as_in_full(spec: str, tmp_path: Path) -> None:
    data, day = passing(spec)
    draw = Random(spec)
    lines = as_lines(twin(data, draw) for _ in range(8))
    held_equal(stored(tmp_path, lines), lines, [validator("shipped", spec, day).validator])


def test_ordinary_submissions_with_parts_take_no_bytes(tmp_path: Path) -> None:
    data, day = passing("balance-board")
    model = data["subject"]["model"]
    text = json.dumps(data, ensure_ascii=False)
    lines = as_lines(text.replace(f'"{model}"', f'"B-{n}"').encode() for n in range(20))
    assert not said_by_store(
        stored(tmp_path, lines), validator("shipped", "balance-board", day).validator
    )[1]


def test_few_of_a_kind_are_judged_one_by_one(tmp_path: Path) -> None:
    data, day = passing("balance-board")
    ready = validator("shipped", "balance-board", day).validator
    for count, left in ((3, 3), (4, 0)):
        store = stored(tmp_path / str(count), as_lines([data] * count))
        assert len(said_by_store(store, ready)[1]) == left


def test_what_only_the_full_way_weighs_has_no_frame() -> None:
    data, _ = passing("balance-board")
    report = next(n for n, each in enumerate(data["evidence"]) if each["kind"] == "test-report")
    plain = decode(json.dumps(data).encode())
    assert has_frame(plain)
    for field, value in (
        ("conclusion", "fail"), ("relations", [{"amends": "R-1"}]),
    ):  # fmt: skip
        other = with_leaf(data, ("evidence", report, field), value)
        assert not has_frame(decode(json.dumps(other).encode()))
    assert not has_frame(decode(json.dumps({**data, "linked": ["T-1"]}).encode()))


def test_a_name_is_known_again_however_it_is_called() -> None:
    """Two products of other names have one frame; not so where a document's name resembles both."""
    data, _ = passing("balance-board")
    model = data["subject"]["model"]
    text = json.dumps(data, ensure_ascii=False)

    def framed(own: str, *, first: str | None = None) -> str:
        renamed = json.loads(text.replace(f'"{model}"', f'"{own}"'))
        if first is not None:
            report = next(e for e in renamed["evidence"] if e["kind"] == "test-report")
            report["tested_model"] = first
        return frame_of(decode(json.dumps(renamed).encode()))

    assert framed("AB-1") == framed("CD-2") == framed("AB-1", first="AB-1")
    assert framed("AB-1", first="ab 1") != framed("CD-2", first="ab 1")
    assert framed("AB-1", first="EF-3") == framed("CD-2", first="EF-3") != framed("AB-1")
    assert framed("—") != framed("AB-1")


# ---- editions

_FOUND = st.one_of(
    st.none(),
    st.tuples(st.sampled_from([*Verdict]), st.sampled_from("ab"), st.integers(0, 3)),
)


@given(
    st.lists(
        st.tuples(st.booleans(), st.lists(_FOUND, min_size=3, max_size=3)), min_size=1, max_size=4
    ),
    st.sampled_from([(0, 1, 2), (0, 2), (1,), ()]),
    st.booleans(),
)
@example([(True, [(Verdict.PASS, "a", 0), (Verdict.FAIL, "b", 2), None])], (0, 1, 2), True)
@example([(False, [(Verdict.FAIL, "a", 1), (Verdict.PASS, "b", 0), None])], (0, 1, 2), True)
@example([(True, [(Verdict.PASS, "a", 1), None, (Verdict.PASS, "b", 1)])], (0, 2), True)
@example([(True, [(Verdict.PASS, "a", 1), None, (Verdict.PASS, "b", 1)])], (0, 2), False)
@example([(True, [(Verdict.PASS, "a", 1), (Verdict.FAIL, "b", 2), None])], (0, 1), False)
def test_editions_are_chosen_as_for_one_submission(
    drawn: list[tuple[bool, list[tuple[Verdict, str, int] | None]]],
    uses: tuple[int, ...],
    known: bool,
) -> None:
    codes, title = Codes(), {"zh": "", "en": ""}
    family = FamilyPlan("f", Title("", ""), "manufactured", (UsePlan(("e",)),) * 3)
    members = [
        SimpleNamespace(id=str(n), section="s", title=Title("", ""), mandatory=mandatory,
                        core=False, family="f")
        for n, (mandatory, _) in enumerate(drawn)
    ]  # fmt: skip
    by_use = {
        use: [
            Finding(requirement=str(n), section="s", title=title, mandatory=mandatory,
                    verdict=found[0], reason=found[1],
                    evidence=(Cited("d", None, None),) * found[2])
            for n, (mandatory, several) in enumerate(drawn)
            if (found := several[use]) is not None
        ]
        for use in uses
    }  # fmt: skip
    expected = {
        int(each.requirement): (each.verdict, each.reason)
        for each in choose_among(family, cast(Any, members), by_use, known=known)
    }
    families = Families.__new__(Families)
    families.codes, families.plan = codes, cast(Any, SimpleNamespace(requirements=members))
    families.uses, families._known, families._said = {"f": uses}, {"f": known}, {}
    for place, (_, several) in enumerate(drawn):
        said = tuple(
            SaidUnder()
            if (found := several[use]) is None
            else SaidUnder(codes.code(found[:2]), found[2])
            for use in uses
        )
        families.add(place, [said], np.zeros(2, np.int64))
    told = {place: column[1] for place, column, _ in families.answers()}
    assert {p: codes.outcome(code) for p, code in told.items() if code} == expected


# ---- declared numbers

_KIND = FactType(kind="active power")
_POWERS = st.one_of(
    st.integers(0, 400).map(lambda n: f"{n} W"),
    st.decimals(0, 400, places=1, allow_nan=False).map(lambda n: f"{n} W"),
    st.decimals(0, 1, places=3, allow_nan=False).map(lambda n: f"{n} kW"),
    st.sampled_from(["0200 W", "200W", "200", "200 V", "about 200 W", "0.2 kW", "2e2 W", "−200 W"]),
)
_ENDS = st.sampled_from(["< 200 W", "<= 0.2 kW", "> 200.0 W", ">= 100 W", "= 200 W", "= 150.5 W"])


@given(st.lists(_POWERS, unique=True, max_size=40), st.lists(_ENDS, min_size=1, max_size=3))
def test_one_value_speaks_for_its_lot(values: list[str], ends: list[str]) -> None:
    text = " and ".join(f"not (power {end} or 300 W < power)" for end in ends)
    condition = parse_condition(text)
    told: list[str] = []
    for lot in lots(values, "power", _KIND, turns_of("power", [condition, None])):
        facts = [read_fact(each, _KIND) for each in lot]
        answers = {None if fact is None else holds(condition, {"power": fact}) for fact in facts}
        assert len(answers) == 1
        told += lot
    assert sorted(told) == sorted(values)


def test_many_values_make_few_lots() -> None:
    turns = turns_of("power", [parse_condition("power > 200 W and power <= 0.3 kW")])
    found = list(lots([f"{n} W" for n in range(500)], "power", _KIND, turns))
    assert [len(each) for each in found] == [201, 100, 199]


@pytest.mark.parametrize(
    "text", ["power > voltage * 1 A", "power + 1 W > 2 W", "power is high", "power from 2026-01-01"]
)
def test_what_is_more_than_a_comparison_is_asked_of_each_value(text: str) -> None:
    with pytest.raises(Unordered):
        turns_of("power", [parse_condition(text)])
