"""What the verdict is not: clauses with legal force that it does not cover, in words."""

from collections.abc import Iterator

from conformance.model.assessment import Assessment, LeftOut
from conformance.wording import spoken

OUTSIDE = "outside-claim"
# In the order in which they are listed; what weakens the verdict first.
_BECAUSE = {
    "zh": {
        OUTSIDE: "不在结论范围内", "evidenced-by-other-route": "由其他途径证明",
        "condition-false": "条件对本规范的产品不成立",
    },
    "en": {
        OUTSIDE: "outside the claim", "evidenced-by-other-route": "shown by another route",
        "condition-false": "its condition is false for this spec's products",
    },
}  # fmt: skip
_NO_STATEMENT = {
    "zh": "仅对照本规范判定,不是对 {standards} 的符合性声明",
    "en": "against the spec, not a statement of conformity with {standards}",
}


def no_statement(assessment: Assessment, lang: str) -> str:
    """Return with which standards the answer states no conformity; empty where it may."""
    clauses = [
        *(each.clause or each.requirement for each in assessment.findings
          if each.reason == "clause-open"),
        *(each.clause for each in assessment.left_out if each.because == OUTSIDE),
    ]  # fmt: skip
    standards = dict.fromkeys(clause.partition("#")[0] for clause in clauses)
    if not standards:
        return ""
    return _NO_STATEMENT[lang].format(standards=("、" if lang == "zh" else ", ").join(standards))


def left_out(assessment: Assessment, lang: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each way in which clauses are left out, in words, with its clauses and why each."""
    ways: dict[str, list[LeftOut]] = {because: [] for because in _BECAUSE[lang]}
    for each in assessment.left_out:
        ways.setdefault(each.because, []).append(each)
    for because, some in ways.items():
        if some:
            told = [(each.clause, spoken(each.why, lang)) for each in some]
            yield _BECAUSE[lang].get(because, because), told
