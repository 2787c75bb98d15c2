"""What the verdict rests on and what it is not, in words: claims, and clauses it does not cover."""

from collections.abc import Iterable, Iterator

from conformance.model.assessment import Assessment
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
    "en": "against the spec, NOT a statement of conformity with {standards}",
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
    """Yield each way in which clauses are left out, with the clauses that share a reason, and it.

    Editions of one standard often leave the same clause out: they stand together.
    """
    ways: dict[str, dict[str, list[str]]] = {because: {} for because in _BECAUSE[lang]}
    for each in assessment.left_out:
        why = spoken(each.why, lang)
        ways.setdefault(each.because, {}).setdefault(why, []).append(each.clause)
    comma = "、" if lang == "zh" else ", "
    for because, reasons in ways.items():
        if reasons:
            told = [(comma.join(clauses), why) for why, clauses in reasons.items()]
            yield _BECAUSE[lang].get(because, because), told


def claim_name(assessment: Assessment, name: str, lang: str) -> str:
    """Return what a claim is called; its own name where nobody titled it."""
    title = assessment.terms.get(name, {})
    return title.get(lang) or next(iter(title.values()), name)


def claim_names(assessment: Assessment, names: Iterable[str], lang: str) -> str:
    """Return claims by title, each with the word that a submission has for it."""
    said = []
    for name in names:
        title = claim_name(assessment, name, lang)
        opening, closing = ("(", ")") if lang == "zh" else (" (", ")")
        said.append(name if title == name else f"{title}{opening}{name}{closing}")
    return ("、" if lang == "zh" else ", ").join(said)


def claims(assessment: Assessment) -> list[str]:
    """Return the names of all claims on which findings rest."""
    return sorted({name for finding in assessment.findings for name in finding.rests_on})
