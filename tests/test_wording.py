"""The table of reasons: complete, used, in two languages, and in the words of the vocabulary.

`python -m tests.test_wording` writes docs/reasons.md.
"""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from conformance.wording import REASONS, Wording, term, worded

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reasons.md"
PLACEHOLDERS = {
    *("value", "limit", "margin", "uncertainty", "rule", "need", "count", "detail", "found"),
    *("wanted", "number", "condition", "status", "day", "issued", "expires", "checked", "item"),
    *("near", "kind", "why", "place", "members", "start", "end", "document", "attribute"),
    *("choices", "combination", "difference", "first", "second", "edition", "provenance"),
}
JUDGING = ("judging", "quantities/reading.py")
GIVERS = (
    "judging",
    "checking",
    "intake/contradictions.py",
    "authoring",
    "cli",
    "engine.py",
    "quantities/reading.py",
)
# Values of other vocabularies that stand beside reasons in the same modules.
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+|inconclusive|inspected|withstood")
NO_REASON = {
    "full-value",
    "rounded-value",
    "non-binary",
    "missing-evidence",
    "not-applicable",
    "not-tested",
    "plus-minus",
}
# "not" of the vocabulary; 合格概率 and the like are terms of their own, 有效值 is r.m.s.
FORBIDDEN = re.compile(
    r"决策规则|覆盖因子|读数|建议|发现|目录|合格(?!概率|评定)|有效(?!值|期|日)|无效"
)


def modules(givers: tuple[str, ...]) -> list[ast.Module]:
    """Return the modules that give reasons, parsed."""
    package = ROOT / "conformance"
    paths = [
        path
        for giver in givers
        for path in ([package / giver] if giver.endswith(".py") else (package / giver).glob("*.py"))
    ]
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)]


def literals(givers: tuple[str, ...] = GIVERS) -> set[str]:
    """Return the string literals of the modules that give reasons, doc comments left out."""
    return {
        node.value
        for module in modules(givers)
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def reasons_of_calls() -> set[str]:
    """Return the codes that stand as arguments where refusals, answers and remarks are made."""
    makers = {"refuse", "unused", "answer", "Answer", "Shown", "Remark", "Rejected"}
    return {
        argument.value
        for module in modules(("checking",))
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in makers
        for argument in node.args[:2]
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and CODE.fullmatch(argument.value)
    }


def diagnostic_codes() -> set[str]:
    """Return the codes of problems with limits and options, which are no verdict's reason."""
    return {
        "unknown-rule",
        "unknown-rounding",
        "unknown-statistic",
        "rounding-needs-simple",
        "interval-not-stated",
        "bad-uncertainty",
    }


def page() -> str:
    """Return docs/reasons.md as the table of wording makes it."""
    lines = [
        "# Reasons of verdicts",
        "",
        "This page is written by `python -m tests.test_wording`.",
        "",
        "A reason code is permanent. In the sentences a word in braces stands for a fact of the",
        "case; what stands in square brackets is said where its facts are there, and what stands",
        "behind a bar in them where they are not. What to do is empty for a pass.",
        "",
        "| code | 中文 | English | 下一步 | what to do |",
        "|---|---|---|---|---|",
    ]
    for code, wording in REASONS.items():
        cells = [text.replace("|", r"\|") for text in wording]
        lines.append(" | ".join((f"| `{code}`", *cells)).rstrip() + " |")
    return "\n".join(lines) + "\n"


def test_page_shows_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_reason_of_the_table_is_given_somewhere() -> None:
    assert set(REASONS) - literals() == set()


def test_every_reason_that_is_given_is_in_the_table() -> None:
    given = {text for text in literals(JUDGING) if CODE.fullmatch(text)}
    words = {text for text in given if text not in NO_REASON}
    laboratory = {"non-conforming", "non-compliant"}
    assert words - set(REASONS) - diagnostic_codes() - laboratory == set()
    assert reasons_of_calls() - set(REASONS) == set()


@pytest.mark.parametrize(("code", "wording"), REASONS.items(), ids=list(REASONS))
class TestWording:
    """Each reason is said in both languages, of known facts, in the words of the vocabulary."""

    def test_both_languages_say_it(self, code: str, wording: Wording) -> None:
        assert wording.zh
        assert wording.en
        assert bool(wording.zh_need) == bool(wording.en_need), code

    def test_both_languages_name_known_facts_only(self, code: str, wording: Wording) -> None:
        names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in wording]
        assert set().union(*names) <= PLACEHOLDERS, code
        assert names[0] == names[1], code
        assert names[2] == names[3], code

    def test_no_word_is_one_that_means_something_else(self, code: str, wording: Wording) -> None:
        assert not [text for text in wording if FORBIDDEN.search(text)], code

    def test_chinese_is_chinese_and_english_is_english(self, code: str, wording: Wording) -> None:
        assert all(re.search("[一-鿿]", text) for text in (wording.zh, wording.zh_need) if text)
        assert not any(re.search("[一-鿿]", text) for text in (wording.en, wording.en_need)), code

    def test_it_is_a_sentence_without_a_full_stop(self, code: str, wording: Wording) -> None:
        assert not [text for text in wording if text.endswith((".", "。"))], code


def test_an_absent_fact_leaves_a_dash() -> None:
    assert worded("within-limit", "en", {"value": "3"}) == "3 is within the limit —"


@pytest.mark.parametrize(
    ("reason", "facts", "said"),
    [
        ("marking-missing", {"place": "product"}, "没有提交产品上的标志照片"),
        ("document-missing", {"kind": "certificate"}, "没有提交所要求的文件(证书)"),
        ("kind-not-accepted", {"found": "audit"}, "此类文件(审核报告)不能证明本项"),
        ("wrong-model", {"found": "audit", "wanted": "L-1"}, "文件的型号 audit,产品型号 L-1"),
        ("against-unverified-figure", {"provenance": "secondary"},
         "此结论依据条款库中未经核对的数值(二手来源)"),
    ],
)  # fmt: skip
def test_chinese_says_words_of_the_formats_in_chinese(
    reason: str, facts: dict[str, str], said: str
) -> None:
    assert worded(reason, "zh", facts) == said


def test_advice_that_would_name_nothing_is_left_out() -> None:
    assert worded("attribute-not-declared", "en", {"attribute": "x", "near": ""}, need=True) == (
        "use a name that the spec has"
    )
    unknown = worded("edition-unknown", "zh", {}, need=True)
    assert unknown == "请核对标准号;不是笔误的,请按适用的版本重新检测"
    assert worded("attribute-not-declared", "en", {"near": "y"}, need=True).endswith(
        "; did you mean y?"
    )


def test_a_declaration_is_to_be_made_anew_and_not_tested_again() -> None:
    facts = {"value": "3 year", "limit": "≥ 5 year", "statement": "warranty"}
    assert "new one that meets ≥ 5 year" in worded("beyond-limit", "en", facts, need=True)
    assert "满足 ≥ 5 年 的新声明" in worded("beyond-limit", "zh", facts, need=True)


@pytest.mark.parametrize(
    ("combination", "chinese", "english"),
    [
        ("any_of", "以下任一项符合即可", "any one of these is enough"),
        ("at_least 2", "以下各项中至少 2 项须符合", "at least 2 of these are needed"),
    ],
)
def test_a_group_says_how_many_of_its_members_are_needed(
    combination: str, chinese: str, english: str
) -> None:
    facts = {"members": "a, b", "combination": combination}
    assert worded("group-open", "zh", facts, need=True) == f"见成员要求,{chinese}:a, b"
    assert worded("group-open", "en", facts, need=True) == f"see its members, {english}: a, b"


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("withstands 100 N for 1 s for 25 cycles", "承受 100 N 历时 1 s 共 25 次"),
        ("withstands 1.0 m for 3 cycles", "承受 1.0 m 共 3 次"),
        ("< 6 mm or ≥ 12 mm", "< 6 mm 或 ≥ 12 mm"),
        ("not detected (DL 0.01 mg/kg)", "未检出(检出限 0.01 mg/kg)"),
        ("≤ 60 dB(A) (sound power)", "≤ 60 dB(A) (声功率级)"),
        ("≥ 180 d", "≥ 180 天"),
        ("≤ 5 mg/dm²", "≤ 5 mg/dm²"),
    ],
)
def test_limits_in_chinese(limit: str, said: str) -> None:
    assert term("limit", limit, "zh") == said
    assert term("limit", limit, "en") == limit


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("given", [{}, {"limit": "<= 5 mA"}])
def test_what_is_in_brackets_fits_what_is_known(lang: str, given: dict[str, str]) -> None:
    """A failing inspection has no limit, and none is spoken of."""
    facts = {"value": "F", **given}
    for need in (False, True):
        said = worded("laboratory-failed", lang, facts, need=need)
        assert ("<= 5 mA" in said) == bool(given)
        assert not set("—[]|{}") & set(said)
