"""The registry of lints, and of the mistakes that the compiler refuses by itself.

One lint a file.  A mistake that does not compile has no lint: it is listed here
with the code that the compiler gives it, so that no mistake is looked for twice.
"""

from dataclasses import dataclass

from conformance.authoring.lint import Lint, Severity
from conformance.authoring.lints import (
    alias_ambiguous,
    allow_unused,
    case_missing,
    clause_open,
    detection_limit_unused,
    evidence_cannot_show,
    figure_without_source,
    limit_always_met,
    limit_never_met,
    limits_contradict,
    name_unused,
    never_applies,
    nothing_mandatory,
    reason_empty,
    scope_misspelt,
    successor_not_taken,
    transition_missing,
    translation_missing,
)
from conformance.diagnostics import Text

LINTS: tuple[Lint, ...] = tuple(
    module.LINT
    for module in (
        alias_ambiguous,
        allow_unused,
        case_missing,
        clause_open,
        detection_limit_unused,
        evidence_cannot_show,
        figure_without_source,
        limit_always_met,
        limit_never_met,
        limits_contradict,
        name_unused,
        never_applies,
        nothing_mandatory,
        reason_empty,
        scope_misspelt,
        successor_not_taken,
        transition_missing,
        translation_missing,
    )
)
"""Every lint, by code."""
BY_CODE = {lint.code: lint for lint in LINTS}
ADVICE_OF_THE_COMPILER = ("attribute-unused",)
"""What the compiler notices on its way and does not refuse."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake of those who write specs, and the codes under which it is found."""

    what: Text
    codes: tuple[str, ...]


MISTAKES = (
    Mistake(
        Text("条件永不成立的要求", "a requirement whose condition is never true"),
        ("never-applies",),
    ),
    Mistake(
        Text("自相矛盾或为空的限值", "a limit that is contradictory or empty"),
        ("limit-empty", "limit-never-met", "limits-contradict", "rows-overlap", "rows-leave-gap"),
    ),
    Mistake(Text("任何值都满足的限值", "a limit that every value meets"), ("limit-always-met",)),
    Mistake(
        Text("单位或量不符", "a unit or quantity that does not fit"),
        ("dimension-mismatch", "unknown-unit", "limit-of-another-kind"),
    ),
    Mistake(
        Text("未声明或未用到的名称", "a name that is not declared, or not used"),
        ("undeclared-attribute", "attribute-unused", "name-unused"),
    ),
    Mistake(Text("含糊的项目名", "an item name with two meanings"), ("alias-ambiguous",)),
    Mistake(
        Text("没有证据能满足的要求", "a requirement that no evidence could satisfy"),
        ("no-evidence", "evidence-cannot-show", "group-unsatisfiable", "detection-limit-unused"),
    ),
    Mistake(
        Text(
            "使一类产品没有任何必须满足的要求的条件",
            "a condition that leaves a class of product with nothing mandatory",
        ),
        ("nothing-mandatory", "law-not-covered", "scope-misspelt"),
    ),
    Mistake(
        Text("没有来源的条款", "a clause without provenance"),
        ("missing-key", "figure-without-source", "regulation-missing"),
    ),
    Mistake(Text("未确定的数值", "an open figure"), ("limit-missing", "clause-open")),
    Mistake(
        Text("被代替而没有过渡的版本", "a superseded edition without transition"),
        (
            "edition-superseded",
            "successor-not-taken",
            "transition-missing",
            "grace-longer-than-law",
        ),
    ),
    Mistake(
        Text("没有理由的例外", "an exception without a reason"),
        ("reason-empty", "exception-not-proven", "allow-unused"),
    ),
    Mistake(Text("缺少译文", "a missing translation"), ("translation-missing",)),
    Mistake(Text("缺少用例", "a missing case"), ("case-missing",)),
)
"""Which mistakes are looked for, and by what; the pages say how each looks."""

__all__ = ["ADVICE_OF_THE_COMPILER", "BY_CODE", "LINTS", "MISTAKES", "Lint", "Mistake", "Severity"]
