"""Verdicts, and how verdicts on parts combine into a verdict on the whole.

Three of the four values come from evaluation.  Missing evidence is the third
truth value of Kleene's strong logic: it yields to a definite verdict whenever
the missing part could not change the answer, and stands otherwise.  A
requirement that does not apply has no say in the whole.

Every combination is by name; no verdict has a rank, and none is ever a number.
The words follow ISO/IEC 9646-1 (pass, fail, inconclusive); docs/vocabulary.md
gives the Chinese.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    """What the evidence says about one requirement, or about a whole.

    >>> Verdict.MISSING_EVIDENCE == "missing-evidence"
    True
    """

    PASS = "pass"
    FAIL = "fail"
    MISSING_EVIDENCE = "missing-evidence"
    NOT_APPLICABLE = "not-applicable"


PASS = Verdict.PASS
FAIL = Verdict.FAIL
MISSING_EVIDENCE = Verdict.MISSING_EVIDENCE
NOT_APPLICABLE = Verdict.NOT_APPLICABLE


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on a whole that requires every part.

    One failure settles it, whatever is still missing; over nothing applicable
    the whole does not apply, for nothing has been demonstrated.

    >>> all_of([MISSING_EVIDENCE, FAIL]).value, all_of([]).value
    ('fail', 'not-applicable')
    """
    return _first_seen(verdicts, (FAIL, MISSING_EVIDENCE, PASS))


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on alternatives that the standard itself offers.

    One alternative that passes settles it; alternatives that do not apply are
    no alternatives.

    >>> any_of([MISSING_EVIDENCE, FAIL]).value, any_of([FAIL, PASS]).value
    ('missing-evidence', 'pass')
    """
    return _first_seen(verdicts, (PASS, MISSING_EVIDENCE, FAIL))


def at_least(count: int, verdicts: Iterable[Verdict], *, or_all: bool = False) -> Verdict:
    """Return the verdict on "at least `count` parts shall pass" (`count` ≥ 1).

    Missing parts count as passes to see whether the count is still in reach.
    Fewer than `count` applicable parts leave the group unsatisfiable by any
    evidence, which is missing evidence (`group-unsatisfiable`) unless the
    requirement is written "`count` or all" (`or_all`).

    >>> parts = [PASS, MISSING_EVIDENCE, FAIL]
    >>> [at_least(count, parts).value for count in (1, 2, 3, 4)]
    ['pass', 'missing-evidence', 'fail', 'missing-evidence']
    """
    applicable = [verdict for verdict in verdicts if verdict is not NOT_APPLICABLE]
    if not applicable:
        return NOT_APPLICABLE
    if count > len(applicable):
        if not or_all:
            return MISSING_EVIDENCE
        count = len(applicable)
    passed = applicable.count(PASS)
    if passed >= count:
        return PASS
    return MISSING_EVIDENCE if passed + applicable.count(MISSING_EVIDENCE) >= count else FAIL


def score(threshold: Decimal, parts: Iterable[tuple[Decimal, Verdict]]) -> Verdict:
    """Return the verdict on "the weighted share of passes is at least `threshold`" (0 to 1).

    Weights are at least zero.  A part that does not apply leaves numerator and
    denominator; a missing part may count either way.  Equality passes.  Parts
    that weigh nothing altogether demonstrate nothing.

    >>> half = Decimal("0.5")
    >>> one = Decimal(1)
    >>> score(half, [(one, PASS), (one, FAIL)]).value
    'pass'
    >>> score(half, [(one, MISSING_EVIDENCE), (one, FAIL)]).value
    'missing-evidence'
    """
    applicable = [(weight, verdict) for weight, verdict in parts if verdict is not NOT_APPLICABLE]
    if not applicable:
        return NOT_APPLICABLE
    total = sum((weight for weight, _ in applicable), Decimal(0))
    if total == 0:
        return MISSING_EVIDENCE
    passed = sum((weight for weight, verdict in applicable if verdict is PASS), Decimal(0))
    missing = sum(
        (weight for weight, verdict in applicable if verdict is MISSING_EVIDENCE), Decimal(0)
    )
    if passed >= threshold * total:
        return PASS
    return MISSING_EVIDENCE if passed + missing >= threshold * total else FAIL


def whole(mandatory: Sequence[Verdict], *, demonstrated: bool) -> Verdict:
    """Return the verdict on a whole assessment from its mandatory requirements.

    `demonstrated` says that something was evaluated in every section that has
    mandatory requirements, the core requirements among it; without it the whole
    is at best missing evidence (`nothing-evaluated`).  Never not-applicable.

    >>> whole([PASS, NOT_APPLICABLE], demonstrated=True).value
    'pass'
    >>> whole([NOT_APPLICABLE], demonstrated=True).value
    'missing-evidence'
    """
    verdict = all_of(mandatory)
    if verdict is PASS and demonstrated:
        return PASS
    return FAIL if verdict is FAIL else MISSING_EVIDENCE


def _first_seen(verdicts: Iterable[Verdict], order: Sequence[Verdict]) -> Verdict:
    seen = set(verdicts)
    return next((verdict for verdict in order if verdict in seen), NOT_APPLICABLE)
