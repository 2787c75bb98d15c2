"""What a change of a spec does to stored submissions is what checking them one by one says."""

import copy
import csv
import io
import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance import open_library
from conformance.authoring.impact import Effect, all_steps, effect
from conformance.checking.decode import decode
from conformance.checking.validator import Validator
from conformance.cli import main
from conformance.engine import Ready
from conformance.library import nodes
from conformance.model.plan import Plan
from conformance.wording.effects import GROUPS, STEPS

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "tests" / "library"
LADDER = LIBRARY / "specs" / "ladder"
DAY = date(2026, 11, 23)

STRICTER = [
    ("<= 20 mm, why", "<= 11 mm, why"),  # the brand's own sway
    ('limit: ">= 0.50"', 'limit: ">= 0.57"'),
    ("age: 24 month", "age: 1 month"),
    ("specimens: 2", "specimens: 4"),
]


def ladder_with(folder: Path, *changes: tuple[str, str]) -> Plan:
    """Return the ladder's plan with its text changed."""
    shutil.copytree(LIBRARY, folder)
    path = folder / "specs" / "ladder" / "spec.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return open_library(folder).plan("ladder")


@cache
def old() -> Plan:
    return open_library(LIBRARY).plan("ladder")


@cache
def passing() -> dict[str, Any]:
    data = nodes.plain(nodes.read_yaml((LADDER / "examples/pass.yaml").read_bytes(), "pass")[0])
    assert isinstance(data, dict)
    return data


def effect_on(data: dict[str, Any], new: Plan) -> Effect:
    submission = decode(data, file="submission")
    before, after = (
        Validator.of(plan, DAY, "").check(submission, "sha256:0") for plan in (old(), new)
    )
    return effect(before, after, new)


@pytest.fixture(scope="module")
def sway(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return ladder_with(tmp_path_factory.mktemp("sway") / "library", STRICTER[0])


# ---- groups


def test_nothing_changes_where_the_spec_does_not() -> None:
    found = effect_on(passing(), old())
    assert (found.group, found.changed, found.steps) == ("unaffected", (), ())


def test_a_stricter_limit_fails_by_so_much(sway: Plan) -> None:
    found = effect_on(passing(), sway)
    assert found.group == "now-fails"
    (changed,) = found.changed
    assert (changed.requirement, changed.before, changed.after) == ("sway", "pass", "fail")
    assert (changed.limit, changed.measured, changed.margin) == ("≤ 11 mm", ("12 mm",), "-1 mm")
    (step,) = found.steps
    assert (step.kind, step.what, step.requirements) == ("test", "XS 100-2024#4.2", ("sway",))


def test_a_product_that_is_good_enough_is_unaffected(sway: Plan) -> None:
    data = copy.deepcopy(passing())
    next(r for r in data["evidence"][0]["results"] if r.get("item") == "摆动")["value"] = "11 mm"
    assert effect_on(data, sway).group == "unaffected"


def test_older_reports_need_new_evidence_and_each_clause_one_test(tmp_path: Path) -> None:
    found = effect_on(passing(), ladder_with(tmp_path / "library", STRICTER[2]))
    assert found.group == "needs-evidence"
    assert {step.kind for step in found.steps} == {"test"}
    shown = [name for step in found.steps for name in step.requirements]
    assert sorted(shown) == sorted(set(shown))
    # a recommended requirement asks for nothing
    assert "quietness" not in shown
    assert {"rung-spacing", "sway", "proof-load", "deflection", "lead"} <= set(shown)


def test_turned_round_it_passes_now(sway: Plan) -> None:
    submission = decode(passing(), file="submission")
    before, after = (Validator.of(plan, DAY, "").check(submission, "") for plan in (sway, old()))
    assert effect(before, after, old()).group == "now-passes"


def test_what_failed_before_still_does_not_pass(sway: Plan) -> None:
    data = copy.deepcopy(passing())
    data["evidence"][0]["results"][0]["values"] = ["290 mm"] * 3
    found = effect_on(data, sway)
    assert found.group == "still-not-passing"
    assert [each.requirement for each in found.changed] == ["sway"]


GROUP = """  either:
    title: {zh: 任一, en: either}
    basis: enterprise
    group: {any_of: [both, {member}]}
    section: use
  both:
    title: {zh: 两项, en: both}
    basis: enterprise
    group: {all_of: [noise-of-steps, noise-of-hinges]}
    level: recommended
    section: use
"""


def test_of_alternatives_the_one_that_needs_fewest_steps_is_listed(tmp_path: Path) -> None:
    more = "".join(
        f"  {name}:\n    title: {{zh: {zh}, en: {name}}}\n    items: [{zh}]\n"
        "    basis: enterprise\n    measures: sound power level\n"
        "    limit: <= 60 dB(A) (sound power)\n    level: recommended\n    section: use\n"
        for name, zh in (
            ("noise-of-steps", "踏板噪声"), ("noise-of-hinges", "铰链噪声"), ("noise", "总噪声"),
        )
    )  # fmt: skip
    added = "requirements:\n" + GROUP.replace("{member}", "noise") + more
    new = ladder_with(tmp_path / "library", ("requirements:\n", added))
    found = effect_on(passing(), new)
    assert found.group == "needs-evidence"
    assert [step.requirements for step in found.steps] == [("noise",)]


def test_steps_of_all_submissions_are_listed_once(sway: Plan) -> None:
    effects = []
    for number in range(3):
        data = copy.deepcopy(passing())
        data["submission"] = f"L-{number}"
        effects.append(effect_on(data, sway))
    (wanted,) = all_steps(effects)
    assert wanted.step.what == "XS 100-2024#4.2"
    assert wanted.submissions == ("L-0", "L-1", "L-2")


def test_every_word_is_there_in_both_languages() -> None:
    for table in (GROUPS, STEPS):
        assert all(zh and en and zh != en for zh, en in table.values())


# ---- the command, and the differential law


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose ladder is stricter in several ways."""
    folder = tmp_path_factory.mktemp("new") / "library"
    ladder_with(folder, *STRICTER[:2], STRICTER[3])
    return folder


@cache
def ready(library: Path) -> Ready:
    return open_library(library).compile("ladder", DAY)


def variants() -> "st.SearchStrategy[dict[str, Any]]":
    @st.composite
    def draw(draw: Any) -> dict[str, Any]:
        data = copy.deepcopy(passing())
        rows = data["evidence"][0]["results"]
        rows[1]["value"] = draw(st.sampled_from(["10 mm", "11 mm", "11.5 mm", "20 mm", "21 mm"]))
        rows[5]["values"] = draw(st.lists(st.sampled_from(["0.49", "0.55", "0.60"]), max_size=4))
        if draw(st.booleans()):
            del rows[draw(st.integers(0, 6))]
        if draw(st.booleans()):
            data["evidence"][0]["tested_model"] = "L-9"
        return data

    return draw()


@settings(max_examples=6)
@given(data=st.lists(variants(), min_size=1, max_size=8))
def test_impact_is_what_checking_one_by_one_says(
    data: list[dict[str, Any]], libraries: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every verdict before and after, and every change, is that of `check` by itself."""
    store = tmp_path_factory.mktemp("store") / "store.jsonl"
    for number, each in enumerate(data):
        each["submission"] = f"S-{number}"
    store.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in data), "utf-8")
    found = impact_of(store, libraries)
    assert [each["submission"] for each in found["submissions"]] == [
        f"S-{number}" for number in range(len(data))
    ]
    for each, said in zip(data, found["submissions"], strict=True):
        text = json.dumps(each, ensure_ascii=False)
        sides = [ready(library).check(text) for library in (LIBRARY, libraries)]
        assert [said["before"], said["after"]] == [str(side.verdict) for side in sides]
        before, after = ({f.requirement: f for f in side.findings} for side in sides)
        differing = {n for n in before if before[n].verdict is not after[n].verdict}
        assert {one["requirement"] for one in said["changed"]} == differing
        for one in said["changed"]:
            finding = after[one["requirement"]]
            assert one["after"] == str(finding.verdict)
            assert one.get("margin") == finding.margin


def impact_of(store: Path, library: Path) -> dict[str, Any]:
    out = store.parent / "impact.json"
    code = main(
        ["impact", str(LADDER), str(library / "specs" / "ladder"), "--against", str(store),
         "--as-of", "2026-11-23", "--format", "json", "-o", str(out)]
    )  # fmt: skip
    assert code in (0, 1)
    data = json.loads(out.read_text("utf-8"))
    assert isinstance(data, dict)
    return data


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "store").mkdir()
    for number, value in enumerate(("12 mm", "11 mm", "=1+1")):
        data = copy.deepcopy(passing())
        data["submission"] = f"S-{number}"
        data["subject"]["name"] = value
        data["evidence"][0]["results"][1]["value"] = value
        (tmp_path / "store" / f"{number}.json").write_text(json.dumps(data), "utf-8")
    return tmp_path / "store"


def run(
    capfd: pytest.CaptureFixture[str], store: Path, new: Path, *arguments: str
) -> tuple[int, str, str]:
    code = main(
        ["impact", str(LADDER), str(new), "--against", str(store), "--as-of", "2026-11-23",
         "--lang", "en", *arguments]
    )  # fmt: skip
    out, err = capfd.readouterr()
    return code, out, err


def test_text_says_who_fails_and_what_to_test(
    store: Path, libraries: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, store, libraries / "specs" / "ladder")
    assert (code, err) == (1, "")
    assert "now fails (1)\n  S-0 示例牌 12 mm L-1\n" in out
    assert "sway [XS 100-2024#4.2]: pass → fail (beyond-limit), 12 mm / ≤ 11 mm, -1 mm" in out
    assert "× test foot-friction: S-0, S-1, S-2" in out
    assert run(capfd, store, LADDER)[0] == 0


def test_csv_and_page_say_the_same_and_no_cell_is_a_formula(
    store: Path, libraries: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    new = libraries / "specs" / "ladder"
    out = tmp_path / "impact.csv"
    assert run(capfd, store, new, "--format", "csv", "-o", str(out))[0] == 1
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert {row["submission"] for row in rows} == {"S-0", "S-1", "S-2"}
    assert not any(text.startswith("=") for row in rows for text in row.values())
    failing = [row for row in rows if row["after"] == "fail"]
    assert next((row["submission"], row["margin"]) for row in failing) == ("S-0", "-1 mm")
    page = run(capfd, store, new, "--format", "html")[1]
    assert page.startswith("<!doctype html>")
    assert "12 mm · ≤ 11 mm · margin -1 mm" in page


def test_what_cannot_be_read_is_said_and_the_others_are_judged(
    store: Path, libraries: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (store / "bad.json").write_text('{"submision": "x"}')
    code, out, err = run(capfd, store, libraries / "specs" / "ladder")
    assert code == 65
    assert "unknown-key" in err
    assert "now fails (1)" in out


def test_an_unknown_spec_is_usage(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, store, Path("lader"))[0] == 64
