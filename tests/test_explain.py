"""What is explained is what is judged: every example, sent in, gets the verdict that it shows."""

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest
import yaml

from conformance.authoring.changes import ABSENT, Base, Beside, change, dropped
from conformance.authoring.edges import Edge
from conformance.authoring.explain import Explained, explain
from conformance.authoring.explain_words import explained_in_words
from conformance.checking.decode import decode
from conformance.checking.validator import Validator
from conformance.cli import main
from conformance.engine import OpenLibrary
from conformance.model.submission import Result
from conformance.wording.explain import WORDS
from tests.golden import compare

ROOT = Path(__file__).parents[1]
LADDERS = ROOT / "tests" / "library"
HOMES = {"ladder": LADDERS, "smart-toilet-seat": ROOT, "balance-board": ROOT,
         "childrens-furniture": ROOT}  # fmt: skip
COLUMNS = ("value", "values", "unit", "detection_limit", "quantification_limit", "verdict",
           "requirement_text", "corrected", "uncertainty")  # fmt: skip


def base_of(name: str) -> Base:
    """Return the passing example of a spec, checked on its day."""
    home = HOMES[name]
    folder = home / "specs" / name / "examples"
    index = yaml.safe_load((folder / "index.yaml").read_text(encoding="utf-8"))
    day = date.fromisoformat(str(index["pass.yaml"]["as_of"]))
    validator = Validator.of(OpenLibrary((home,)).plan(name), day, "test")
    return Base.read(folder / "pass.yaml", validator, Beside())


def row_of(edge: Edge) -> dict[str, object]:
    """Return the change that makes a row of the submission what the example says."""
    said: dict[str, object] = dict.fromkeys(COLUMNS, ABSENT)
    written = msgspec.to_builtins(edge.result)
    plain = Result()
    said |= {k: v for k, v in written.items() if getattr(plain, k, None) != v and v is not None}
    return said


@pytest.mark.parametrize("name", HOMES)
def test_every_example_is_judged_as_it_says(name: str) -> None:
    base = base_of(name)
    library = OpenLibrary((HOMES[name],)).library
    plan, day = base.validator.plan, base.validator.as_of
    submission = decode(dropped(base.tree()), file="pass.yaml")
    findings = {finding.requirement: finding for finding in base.assessment.findings}
    wrong, tried = [], 0
    # a whole check for each example: of the shipped specs some requirements will do
    for requirement in plan.requirements[:: 1 if name == "ladder" else 4]:
        finding = findings.get(requirement.id)
        rows = base.rows.get(requirement.id, ())
        certified = any(plan.policies[way].kind == "certificate" for way in requirement.ways)
        if finding is None or len(rows) != 1 or requirement.statement or certified:
            continue
        found = explain(library, plan, requirement.id, day, submission)
        used = next(each for each in found.editions if each.ask.clause == finding.clause)
        for judged in (j for w in used.worked if not w.assumed for j in w.examples):
            if requirement.asks[0].phrase is not None:
                continue
            tree = base.tree()
            assert change(base, tree, requirement.id, row_of(judged.edge)) is None
            answer = base.validator.check(decode(dropped(tree), file="changed"), "")
            got = next(f for f in answer.findings if f.requirement == requirement.id)
            tried += 1
            if (got.verdict, got.reason) != (judged.verdict, judged.reason):
                wrong.append((requirement.id, judged.edge.texts, judged.reason, got.reason))
    assert wrong == []
    assert tried >= 10


@pytest.mark.parametrize("name", HOMES)
def test_every_requirement_can_be_explained(name: str) -> None:
    opened = OpenLibrary((HOMES[name],))
    plan = opened.plan(name)
    shows = set()
    for requirement in plan.requirements:
        found = explain(opened.library, plan, requirement.id, date(2026, 11, 23))
        assert len(found.editions) == len(requirement.asks)
        for lang in ("zh", "en"):
            assert requirement.id in explained_in_words(found, lang)
        for edition in found.editions:
            assert edition.worked or not _has_an_edge(edition, requirement.id)
            shows |= {each.edge.shows for worked in edition.worked for each in worked.examples}
    assert shows <= WORDS["zh"].keys()
    assert WORDS["zh"].keys() == WORDS["en"].keys()


def _has_an_edge(edition: Explained, name: str) -> bool:
    """Return whether a requirement has a limit that a product can be imagined for."""
    return bool(edition.ask.rows) and edition.ask.open is None and "days" not in name


def test_on_the_edge_is_inside_and_one_digit_more_is_not() -> None:
    opened = OpenLibrary((LADDERS,))
    found = explain(opened.library, opened.plan("ladder"), "rung-spacing", date(2026, 11, 23))
    latest = found.editions[0]
    assert latest.ask.clause == "XS 100-2024#4.1"
    verdicts = {e.edge.shows: str(e.verdict) for e in latest.worked[0].examples}
    assert verdicts["at the limit"] == verdicts["another unit"] == "pass"
    assert verdicts["outside"] == "fail"
    assert verdicts["too few"] == verdicts["no unit"] == "missing-evidence"


RULES = """\
requirements:
  gap:
    title: {zh: 间隙, en: gap}
    basis: enterprise
    measures: length
    limit: %s
    specimens: 2
    %s
"""


@pytest.mark.parametrize(
    ("limit", "more", "shows", "verdict"),
    [
        ("<= 10 mm", "rule: guarded", "at the limit", "fail"),
        ("<= 10 mm", "rule: guarded", "inside by more than U", "pass"),
        ("<= 10 mm", "rule: guarded", "no uncertainty", "missing-evidence"),
        ("<= 10 mm", "rounding: rounded-value", "rounded", "pass"),
        ("<= 10 mm", "statistic: range", "outside", "fail"),
        ("<= 10 mm", "statistic: sum", "at the limit", "pass"),
        ("<= 10 mm", "statistic: max", "inside", "pass"),
        ('">= 10 mm"', "statistic: mean", "outside", "fail"),
        ("2 mm .. 10 mm", "statistic: each", "outside", "fail"),
    ],
)
def test_rules_and_statistics(limit: str, more: str, shows: str, verdict: str) -> None:
    from tests.authored import Written

    written = Written(RULES % (limit, more))
    plan = written.compile().plan
    assert plan is not None
    found = explain(written.library, plan, "gap", date(2026, 11, 23))
    verdicts = [
        str(e.verdict) for e in found.editions[0].worked[0].examples if e.edge.shows == shows
    ]
    assert verdicts[0] == verdict


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words(lang: str, capsys: pytest.CaptureFixture[str], reset: bool) -> None:
    opened = OpenLibrary((LADDERS,))
    plan, day = opened.plan("ladder"), date(2026, 11, 23)
    names = ("sway", "XS 100-2024#4.4", "lead", "slipping-warning", "certification")
    shown = [explained_in_words(explain(opened.library, plan, n, day), lang) for n in names]
    arguments = ["explain", "ladder", "lead", "--library", str(LADDERS), "--lang", lang]
    assert main([*arguments, "--as-of", "2026-11-23"]) == 0
    assert capsys.readouterr().out == f"{shown[2]}\n"
    compare(f"explain_{lang}.txt", "\n\n".join(shown) + "\n", reset=reset)


def test_declared_facts_choose_the_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("height: 6 m\n", encoding="utf-8")
    arguments = ["explain", "ladder", "deflection", "--library", str(LADDERS), "--format", "json"]
    assert main([*arguments, "--attributes", str(facts)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "conformance-explanation/1"
    (edge,) = found["editions"][0]["edge"]
    assert (edge["limit"], edge["product"], edge["assumed"]) == (
        "≤ 30 mm",
        {"height": "6 m"},
        False,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["laddr", "sway"], 64, "did you mean 'ladder'?"),
        (["ladder", "swey"], 64, "did you mean sway"),
        (["ladder", "zzzz"], 64, "conformance specs show ladder lists them"),
        (["ladder", "sway", "--attributes", "nowhere"], 65, "nowhere"),
    ],
)
def test_mistakes(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *arguments, "--library", str(LADDERS), "--lang", "en"]) == code
    assert said in capsys.readouterr().err
