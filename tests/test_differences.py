"""Differences by meaning: between versions, specs and editions, and what each kind promises."""

import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conformance import open_library
from conformance.authoring.boundaries import probes, result
from conformance.authoring.cases import Bench
from conformance.authoring.differences import Side, compare
from conformance.authoring.mutants import mutants
from conformance.authoring.scenes import Scene, scene_of
from conformance.authoring.standings import Alone, standings
from conformance.cli import main
from conformance.model.plan import GroupAsked, Phrases, Plan, PolicyAsked, Title
from conformance.wording.differences import FIELDS, KINDS, MEANINGS

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "tests" / "library"
LADDER = LIBRARY / "specs" / "ladder"


@cache
def ladder() -> Plan:
    return open_library(LIBRARY).plan("ladder")


def changed(name: str, **fields: Any) -> Plan:
    """Return the ladder with another requirement of this id."""
    requirements = tuple(
        msgspec.structs.replace(each, **fields) if each.id == name else each
        for each in ladder().requirements
    )
    return msgspec.structs.replace(ladder(), requirements=requirements)


def asking(name: str, **fields: Any) -> Plan:
    """Return the ladder with something else asked, under the newest edition."""
    requirement = next(each for each in ladder().requirements if each.id == name)
    ask = msgspec.structs.replace(requirement.asks[-1], **fields)
    return changed(name, asks=(*requirement.asks[:-1], ask))


def kinds(old: Plan, new: Plan) -> list[tuple[str, str]]:
    return [(each.kind, each.field) for each in compare(Side.of(old), Side.of(new))]


def test_a_spec_does_not_differ_from_itself() -> None:
    assert compare(Side.of(ladder()), Side.of(ladder())) == ()


def limit(text: str) -> Any:
    row = type(ladder().requirements[0].asks[0].rows[0])
    return (row(text),)


DIFFERENCES = [
    (asking("rung-spacing", rows=limit("≤ 270 mm")), [("stricter", "limit")]),
    (asking("rung-spacing", rows=limit("≤ 281 mm")), [("looser", "limit")]),
    (asking("rung-spacing", rows=limit("≤ 28 cm")), [("looser", "limit")]),
    (asking("rung-spacing", rows=limit("≤ 28.0 cm")), [("wording", "limit")]),
    (asking("rung-spacing", rows=limit("10 mm .. 300 mm")), [("undecided", "limit")]),
    (asking("rung-spacing", specimens=4), [("stricter", "specimens")]),
    (asking("rung-spacing", rule="guarded"), [("stricter", "rule")]),
    (asking("rung-spacing", method=()), [("method", "method")]),
    (asking("rung-spacing", provenance="recalled"), [("provenance", "provenance")]),
    (asking("rung-spacing", items=("踏棍",)), [("wording", "items")]),
    (asking("rung-spacing", open="not known"), [("undecided", "open")]),
    (asking("rung-spacing", force="recommended", law=False), [("looser", "force")]),
    (asking("lead", correction=None), [("stricter", "correction")]),
    (asking("lead", correction=None, rows=limit("≤ 200 mg/kg")),
     [("stricter", "correction"), ("looser", "limit")]),
    (asking("deflection", applies="height > 1 m"), [("condition-widened", "applies")]),
    (asking("deflection", applies="height > 3 m"), [("condition-narrowed", "applies")]),
    (asking("deflection", applies="height < 2 m"),
     [("condition-widened", "applies"), ("condition-narrowed", "applies")]),
    (asking("deflection", applies="height > 200 cm"), []),
    (asking("slipping-warning", phrase=Phrases(("product",), ("小心",))),
     [("undecided", "phrase")]),
    (asking("slipping-warning", phrase=Phrases(("product", "packaging"), ("警告!小心滑落",))),
     [("stricter", "phrase")]),
    (changed("sway", mandatory=False), [("looser", "level")]),
    (changed("quietness", mandatory=True), [("stricter", "level")]),
    (changed("sway", title=Title("晃动", "sway")), [("wording", "title")]),
    (changed("sway", ways=("accredited report", "type certificate")), [("looser", "evidence")]),
    (changed("lead", each=None), [("looser", "each")]),
]  # fmt: skip


@pytest.mark.parametrize(("new", "expected"), DIFFERENCES)
def test_a_difference_is_of_its_kind(new: Plan, expected: list[tuple[str, str]]) -> None:
    assert kinds(ladder(), new) == expected


@pytest.mark.parametrize(("new", "expected"), DIFFERENCES)
def test_turned_round_it_is_of_the_opposite_kind(
    new: Plan, expected: list[tuple[str, str]]
) -> None:
    opposite = {"stricter": "looser", "looser": "stricter"}
    opposite |= {
        "condition-widened": "condition-narrowed", "condition-narrowed": "condition-widened",
    }  # fmt: skip
    turned = sorted((opposite.get(kind, kind), field) for kind, field in expected)
    assert sorted(kinds(new, ladder())) == turned


def test_new_and_removed_requirements_are_named() -> None:
    fewer = msgspec.structs.replace(ladder(), requirements=ladder().requirements[1:])
    gone = ladder().requirements[0].id
    assert [(d.kind, d.requirement) for d in compare(Side.of(ladder()), Side.of(fewer))] == [
        ("removed", gone)
    ]
    assert [(d.kind, d.requirement) for d in compare(Side.of(fewer), Side.of(ladder()))] == [
        ("new", gone)
    ]


def test_a_requirement_under_another_name_is_known_by_its_clause() -> None:
    assert kinds(ladder(), changed("sway", id="swing")) == []


def test_groups_are_compared_by_what_they_demand() -> None:
    def grouped(combination: str, *members: str) -> Plan:
        return changed("warranty", group=GroupAsked(combination, members))

    some, every = grouped("any_of", "sway", "lead"), grouped("all_of", "sway", "lead")
    assert kinds(some, every) == [("stricter", "group")]
    assert kinds(every, grouped("all_of", "sway")) == [("looser", "group")]
    assert kinds(some, grouped("any_of", "sway")) == [("stricter", "group")]
    assert kinds(ladder(), some) == [("undecided", "group")]


POLICIES = [
    ({"laboratory": "any"}, "looser"), ({"laboratory": "CMA and CNAS"}, "stricter"),
    ({"age": "25 month"}, "looser"), ({"age": "23 month"}, "stricter"), ({"age": None}, "looser"),
    ({"age": "700 d"}, "undecided"), ({"complete": False}, "looser"),
    ({"sample_by": "third-party"}, "stricter"), ({"confidence": "0.95"}, "stricter"),
    ({"confidence": "0.90"}, "undecided"), ({"source": "register"}, "stricter"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "kind"), POLICIES)
def test_policies_are_compared_by_what_they_let_in(fields: dict[str, Any], kind: str) -> None:
    policy: PolicyAsked = msgspec.structs.replace(ladder().policies["accredited report"], **fields)
    policies = {**ladder().policies, "accredited report": policy}
    assert kinds(ladder(), msgspec.structs.replace(ladder(), policies=policies)) == [
        (kind, "policy")
    ]


def test_what_is_called_stricter_lets_nothing_new_through() -> None:
    """No boundary that did not pass before passes under a mutant that is called stricter."""
    bench = Bench(ladder(), LADDER, version="test")
    found = standings(bench, list(bench.cases()))
    scenes: dict[tuple[str, int | None], Scene | None] = {}
    compared = 0
    for mutant in mutants(ladder()):
        if mutant.clause is None or mutant.requirement is None:
            continue
        said = {d.kind for d in compare(Side.of(ladder()), Side.of(mutant.plan))}
        if not said <= {"stricter", "condition-widened", "wording", "provenance"}:
            continue
        requirement = next(r for r in ladder().requirements if r.id == mutant.requirement)
        ask = next(each for each in requirement.asks if each.clause == mutant.clause)
        key = (requirement.id, ask.use)
        if key not in scenes:
            scenes[key] = scene_of(ladder(), requirement, ask, found)
        scene = scenes[key]
        assert scene is not None
        alone = Alone.of(ladder(), requirement, ask.use, scene.standing.base)
        mutated = alone.with_plan(mutant.plan)
        for probe in probes(scene):
            if probe.expected in ("fail", "missing-evidence"):
                got = result(mutated, probe.scene.standing, probe.change)
                assert got[0] != "pass", (mutant.before, mutant.after, probe.about)
                compared += 1
    assert compared > 100


def test_every_word_is_there_in_both_languages() -> None:
    for table in (KINDS, FIELDS):
        assert all(zh and en and zh != en for zh, en in table.values())


# ---- the command


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["diff", *arguments, "--lang", "en", "--library", str(LIBRARY)])
    out, err = capfd.readouterr()
    assert (err == "") == (code in (0, 1))
    return code, out or err


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """A copy of the ladder's library in which the brand's own limit is stricter."""
    shutil.copytree(LIBRARY, tmp_path / "library")
    path = tmp_path / "library" / "specs" / "ladder" / "spec.yaml"
    path.write_text(path.read_text("utf-8").replace("<= 20 mm", "<= 15 mm"), "utf-8")
    return path


def test_two_versions_are_compared_by_their_folders(
    stricter: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capfd, str(LADDER), str(stricter.parent))
    assert code == 0
    assert "stricter (2)" in out
    assert "sway [XS 100-2024#4.2]: limit: ≤ 20 mm → ≤ 15 mm; for example" in out
    assert out.endswith("ladder@1.0.0 → ladder@1.0.0: 2 stricter\n")
    assert run(capfd, str(LADDER), str(stricter), "--fail-on", "looser")[0] == 0
    assert run(capfd, str(LADDER), str(stricter), "--fail-on", "stricter")[0] == 1
    assert run(capfd, str(stricter), str(LADDER), "--fail-on", "looser")[0] == 1


def test_a_file_by_itself_is_compiled_with_the_library(
    stricter: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    alone = tmp_path / "mine.yaml"
    alone.write_bytes(stricter.read_bytes())
    assert "2 stricter" in run(capfd, "ladder", str(alone))[1]


def test_a_kept_plan_is_compared(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "plan.json"
    kept.write_bytes(ladder().to_json())
    assert run(capfd, str(kept), "ladder") == (0, "ladder@1.0.0 → ladder@1.0.0: no differences\n")
    kept.write_text("{}")
    assert run(capfd, str(kept), "ladder")[0] == 64


def test_editions_are_compared_by_name_and_by_file(capfd: pytest.CaptureFixture[str]) -> None:
    code, out = run(capfd, "XS 100-2020", "XS 100-2024")
    assert code == 0
    assert "limit: ≤ 300 mm → ≤ 280 mm; for example 3 × 290 mm" in out
    files = [str(LIBRARY / "standards" / "xs" / f"xs-100-{year}.yaml") for year in (2020, 2024)]
    assert run(capfd, *files)[1] == out


def test_json_and_page_say_the_same(
    stricter: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = run(capfd, str(LADDER), str(stricter), "--format", "json")[1]
    data = json.loads(out)
    assert data["format"] == "conformance-diff/1"
    assert data["counts"] == {"stricter": 2}
    assert {each["requirement"] for each in data["differences"]} == {"sway"}
    assert all(set(each["message"]) == {"zh", "en"} for each in data["differences"])
    page = tmp_path / "page.html"
    assert run(capfd, str(LADDER), str(stricter), "--format", "html", "-o", str(page)) == (0, "")
    text = page.read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert text.count("≤ 15 mm") == 2
    assert not re.search(r"(?:src|href)=\"https?:", text)


def test_what_is_not_there_is_usage_and_what_is_ill_formed_is_said(
    stricter: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capfd, "lader", "ladder")
    assert (code, "did you mean 'ladder'?" in said) == (64, True)
    stricter.write_text(stricter.read_text("utf-8").replace("<= 15 mm", "<= 50 mm"), "utf-8")
    code, said = run(capfd, str(stricter), "ladder")
    assert (code, "looser-than-mandatory" in said) == (65, True)


def test_the_document_says_what_each_kind_means() -> None:
    told = (ROOT / "docs" / "differences.md").read_text(encoding="utf-8")
    assert list(MEANINGS) == list(KINDS)
    for kind, (_, en) in KINDS.items():
        assert f"| {en} | {MEANINGS[kind][1]} |" in told


def test_a_page_has_titles_conditions_in_words_and_the_meaning_of_each_kind(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(LIBRARY, tmp_path, dirs_exist_ok=True)
    spec = tmp_path / "specs" / "ladder" / "spec.yaml"
    text = spec.read_text(encoding="utf-8")
    name = next(each.id for each in ladder().requirements if each.asks[0].clause is None)
    spec.write_text(text.replace(f"  {name}:", f"  {name}-2:", 1), encoding="utf-8")
    assert main(["diff", str(LADDER), str(spec.parent), "--format", "html", "--lang", "en"]) == 0
    page = capfd.readouterr().out
    title = next(each.title.en for each in ladder().requirements if each.id == name)
    assert title in page
    assert MEANINGS["removed"][1] in page
    assert '<table class="wide differences"' in page
