"""The generated pages are those of the library as it lies here, and say what a reader needs."""

import re
from functools import cache
from pathlib import Path

import msgspec
import pytest

from conformance import OpenLibrary
from conformance.authoring.pages import library_pages, write_pages
from conformance.authoring.pages.asked import choices
from conformance.authoring.pages.folder import MARK, stale_pages
from conformance.authoring.pages.markup import table
from conformance.authoring.pages.said import Titles, condition_said
from conformance.authoring.pages.spec import spec_page
from conformance.cli import main
from conformance.model.catalogue import Term
from conformance.model.plan import (
    Attribute,
    ChainAsked,
    ConditionAsked,
    ConditionRow,
    DaysAsked,
    DocumentAsked,
    GroupAsked,
    IdentifierAsked,
    Left,
    LinkedAsked,
    PartPlan,
    Phrases,
    PolicyAsked,
    SamplingAsked,
)
from conformance.wording.pages import BECAUSE, FORCE, KINDS, POLICY, PROVENANCE, WORDS

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "library"
COMMAND = "python -m conformance pages -o docs/library"


@cache
def pages(folder: Path = ROOT) -> dict[str, str]:
    opened = OpenLibrary((folder,))
    found = opened.library
    return library_pages(found, [opened.plan(name) for name in found.known_specs()])


LADDER = pages(ROOT / "tests" / "library")


def test_pages_are_up_to_date() -> None:
    wrong = [
        name
        for name, text in pages().items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    wrong += stale_pages(pages(), FOLDER)
    assert not wrong, f"run `{COMMAND}`; these differ: {', '.join(wrong)}"


def test_there_is_a_page_for_every_spec_and_edition_in_both_languages() -> None:
    library = OpenLibrary((ROOT,)).library
    for lang in ("zh", "en"):
        named = [name for name in pages() if name.startswith(f"{lang}/")]
        assert len(named) == len(library.known_specs()) + len(library.catalogues) + 2


def test_links_lead_to_pages() -> None:
    for name, text in pages().items():
        for to in re.findall(r"\]\(([^)]+)\)", text):
            path = (FOLDER / name).parent.joinpath(to).resolve()
            assert path.relative_to(FOLDER).as_posix() in pages(), (name, to)


def test_tables_have_as_many_cells_as_heads() -> None:
    for name, text in pages().items():
        for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            rows = [re.split(r"(?<!\\)\|", row)[1:-1] for row in block.splitlines()]
            assert len({len(row) for row in rows}) == 1, (name, block)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_clause_without_a_figure_is_among_the_gaps_and_on_its_page(lang: str) -> None:
    open_clauses = [
        (source.model.id, number)
        for source in OpenLibrary((ROOT,)).library.catalogues.values()
        for number, clause in source.model.clauses.items()
        if clause.open
    ]
    assert open_clauses
    for edition, number in open_clauses:
        section = pages()[f"{lang}/gaps.md"].partition(f"## [{edition}]")[2].partition("\n## ")[0]
        assert f" {number} " in section.replace("\\", ""), (edition, number)


def test_page_of_a_spec_says_limits_conditions_and_what_it_leaves_out() -> None:
    english, chinese = LADDER["en/specs/ladder.md"], LADDER["zh/specs/ladder.md"]
    assert "**≤ 280 mm**" in english
    assert "**≤ 280 mm**" in chinese
    assert "*applies where*" in english
    assert "*适用*" in chinese
    assert "GB/T 2828.1" not in english


KNOWN = {
    "p": Attribute("功率", "power", kind="active power"),
    "c": Attribute("色", "colour", ("a",)),
}


@pytest.mark.parametrize(
    ("condition", "chinese", "english"),
    [
        ("c is yes", "色为 是", "colour is yes"),
        ("not (c in a, b)", "并非(色为 a、b 之一)", "not (colour is one of a, b)"),
        ("p <= 2 * p + 1 W", "功率 ≤ 2 × 功率 + 1 W", "power ≤ 2 × power + 1 W"),
        ("p > max(5 W, p)", "功率 > max(5 W, 功率)", "power > max(5 W, power)"),
        ("c is a and (p > 5 W or p < 3 W)", "色为 a,且(功率 > 5 W,或功率 < 3 W)",
         "colour is a and (power > 5 W or power < 3 W)"),
        ("sold until 2026-07-31", "销售日期至 2026-07-31 止", "day of sale until 2026-07-31"),
        (None, "", ""),
    ],
)  # fmt: skip
def test_conditions_in_words(condition: str | None, chinese: str, english: str) -> None:
    assert condition_said(condition, Titles(KNOWN, "zh")) == chinese
    assert condition_said(condition, Titles(KNOWN, "en")) == english


def test_page_says_everything_that_a_requirement_may_ask() -> None:
    opened = OpenLibrary((ROOT / "tests" / "library",))
    plan = opened.plan("ladder")
    first = plan.requirements[0]
    asked = msgspec.structs.replace(
        first.asks[0], expects="number", open="表3未见 · table 3 not seen", specimens=3,
        statistic="k of n", at_least=2, correction="30 %", max_uncertainty="1 mm",
        rule="guarded", rounding="rounded-value", judgement=True, relative_to="folding",
        tightened="自有 · its own", in_force="2027-01-01",
        conditions=(ConditionAsked("supply", (ConditionRow(("230 V", "220 V"), "sold is yes"),)),),
        phrase=Phrases(("product",), exactly_one=("a|b",), forbidden=("<c>",)),
    )  # fmt: skip
    every = msgspec.structs.replace(
        first, asks=(asked,), mandatory=False, core=True, ways=("accredited report",),
        chain=ChainAsked(
            "brand_owner", "merchant", "ladders", "kind", ("全国",), "商标注册证", dated=True
        ),
        sampling=SamplingAsked("II", "by-history", (("major", "1.0"),)),
        identifier=IdentifierAsked("licence.number", "GTIN-13", same_as="subject.gtin"),
        days=DaysAsked("arrived", "best_before", "manufactured"),
        linked=LinkedAsked("site", "factory"),
        document=DocumentAsked("authorization", category="ladders"),
        group=GroupAsked("score", ("x", "y"), threshold="≥ 0.8"),
    )  # fmt: skip
    policies = {
        f"way {n}": PolicyAsked("test-report", sample_by="third-party", source="register")
        for n in range(27)
    }
    spec = opened.library.specs["ladder@1.0.0"].model
    source = spec.model_copy(update={"policies": {**dict.fromkeys(policies), **spec.policies}})
    whole = msgspec.structs.replace(
        plan, requirements=(every,), policies={**policies, **plan.policies}, families=(),
        fixed={"folding": "no"}, parts={"rung": PartPlan("梯级", "rung", {})},
        left_out=(Left("XS 100-2024#9", "evidenced-by-other-route", "因 · since", route="sway"),),
    )  # fmt: skip
    page = "\n".join(spec_page(whole, source, {}, "en"))
    for said in (
        "**not established**: table 3 not seen", "3 specimens, at least 2 of them",
        "analytical correction 30 %", "expanded uncertainty at most 1 mm",
        "decision rule guarded", "rounded-value comparison", "the laboratory's bare pass",
        "relative to folding", "tightened: its own", "exactly one of: “a\\|b”",
        "`supply` 230 V / 220 V (day of sale is yes)", "none of: “&lt;c&gt;”",
        "chain of authorizations: `brand_owner` → `merchant`",
        "level II, severity as the lots before have it: major AQL 1.0",
        "beginning with the holder of 商标注册证", "category that `kind` declares",
        "each link states its first and last day", "territory 全国", "form and the check digits",
        "and equals `subject.gtin`", "as a share of those since `manufactured`", "meets `site`",
 "category ladders", "weighted score ≥ 0.8 of: `x` `y`",
        "| A1 | test report |", "sample drawn by a third party; looked up in a register",
        "not declared): folding: no", "| rung | `kind: rung` |", "shown by another route: `sway`",
    ):  # fmt: skip
        assert said in page, said
    assert choices(Attribute("日", "day"), "en") == "date"
    assert choices(Term(zh="级", en="grade", one_of=(), a="IP code"), "en") == "grade: IP code"
    bare = msgspec.structs.replace(
        whole, attributes={}, parts={}, policies={}, editions={}, left_out=(), fixed={},
        requirements=(msgspec.structs.replace(every, ways=()),),
    )  # fmt: skip
    assert "What to declare" not in "\n".join(spec_page(bare, source, {}, "en"))


def test_a_table_with_nothing_in_it_is_left_out() -> None:
    assert table(["a", "b"], [["", ""]]) == ""


def test_every_word_is_there_in_both_languages() -> None:
    for words in (WORDS, POLICY, BECAUSE, PROVENANCE):
        assert words["zh"].keys() == words["en"].keys()
    for some in (FORCE, KINDS):
        assert some["en"].keys() <= some["zh"].keys()


def test_writing_twice_changes_nothing_and_takes_away_what_is_gone(tmp_path: Path) -> None:
    written, _ = write_pages(LADDER, tmp_path)
    assert sorted(written) == sorted(LADDER)
    gone = tmp_path / "zh" / "standards" / "gone.md"
    gone.write_text(f"{MARK}\n", encoding="utf-8")
    own = tmp_path / "zh" / "own.md"
    own.write_text("# mine\n", encoding="utf-8")
    assert write_pages(LADDER, tmp_path) == ([], ["zh/standards/gone.md"])
    assert own.is_file()
    assert not gone.exists()


@pytest.mark.parametrize(("lang", "said"), [("zh", "共"), ("en", "pages")])
def test_command(lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pages", "-o", str(tmp_path), "--lang", lang]) == 0
    assert said in capsys.readouterr().out
    assert (tmp_path / "zh" / "index.md").is_file()


def test_command_says_why_it_cannot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert main(["pages", "-o", str(file)]) == 64
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards" / "bad.yaml").write_text("standard: 1\n", encoding="utf-8")
    assert main(["pages", "-o", str(file), "--library", str(tmp_path)]) == 65
    assert "bad.yaml" in capsys.readouterr().err
