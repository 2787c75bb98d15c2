"""The pass `policies`: what an evidence policy says in words of its own must be readable.

An age that nobody can read would be no age at all, and every report young enough.
"""

import re
from decimal import Decimal, InvalidOperation

from conformance.compiler.draft import Draft, Place
from conformance.diagnostics import Diagnostic, Text
from conformance.model.dates import read_period

_COUNTED = re.compile(
    r"(?:at most |[≤<=\s]*)?(\d{1,4})\s*(years?|年|months?|个?月|days?|d|天|日)?", re.I
)
_MONTHS_A_YEAR = 12


def check_policies(draft: Draft) -> None:
    """Report ages that are no period, and confidences that are no number from 0 to 1."""
    for name, policy in draft.source.model.policies.items():
        at = Place(draft.source, ("policies", name))
        if policy.age is not None and read_period(policy.age.lstrip("≤<= ")) is None:
            draft.report(_age_unreadable(policy.age, at.below("age")))
        if policy.confidence is not None and not _is_share(policy.confidence):
            draft.report(_confidence_unreadable(policy.confidence, at.below("confidence")))


def _age_unreadable(text: str, at: Place) -> Diagnostic:
    write = _as_period(text)
    return Diagnostic(
        "age-unreadable",
        Text(f"{text!r} 不是期间", f"{text!r} is no period"),
        at.span,
        Text(
            f"写 {write}" if write else "写月数或天数,如 24 month、730 d",
            f"write {write}" if write else "write months or days, such as 24 month or 730 d",
        ),
    )


def _as_period(text: str) -> str | None:
    """Return how a period that people write is written here; None where it is not clear."""
    written = _COUNTED.fullmatch(text.strip())
    if written is None or written[2] is None or int(written[1]) == 0:
        return None
    number, unit = int(written[1]), written[2].casefold()
    if unit.startswith("year") or unit == "年":
        return f"{number * _MONTHS_A_YEAR} month"
    return f"{number} month" if unit.startswith("month") or unit.endswith("月") else f"{number} d"


def _is_share(text: str) -> bool:
    try:
        return 0 <= Decimal(text) <= 1
    except InvalidOperation:
        return False


def _confidence_unreadable(text: str, at: Place) -> Diagnostic:
    return Diagnostic(
        "confidence-unreadable",
        Text(f"{text!r} 不是 0 到 1 的数", f"{text!r} is no number from 0 to 1"),
        at.span,
        Text("例如 0.95", "write one, such as 0.95"),
    )
