"""Groups of requirements, combined by name."""

from collections.abc import Mapping
from decimal import Decimal

from conformance.checking.answers import FAIL, MISSING, NA, PASS, Answer
from conformance.model.plan import GroupAsked
from conformance.verdicts import Verdict, all_of, any_of, at_least, score

_REASONS = {PASS: "group-met", FAIL: "group-not-met", MISSING: "group-open", NA: "group-empty"}


def answer_group(group: GroupAsked, found: Mapping[str, Verdict]) -> Answer:
    """Return the answer of a group whose members were found to have these verdicts."""
    members = [found[name] for name in group.members if name in found]
    count = group.threshold if group.combination == "score" else group.at_least
    combination = f"{group.combination} {count}" if count else group.combination
    facts = {"members": ", ".join(group.members), "combination": combination}
    match group.combination:
        case "all_of":
            verdict = all_of(members)
        case "any_of":
            verdict = any_of(members)
        case "at_least":
            need = group.at_least or 1
            verdict = at_least(need, members, or_all=group.or_all)
            applicable = sum(member is not NA for member in members)
            if 0 < applicable < need and not group.or_all:
                return Answer(verdict, "group-unsatisfiable", {**facts, "need": str(need)})
        case _:
            weights = [
                Decimal(weight)
                for name, weight in zip(group.members, group.weights, strict=True)
                if name in found
            ]
            parts = list(zip(weights, members, strict=True))
            verdict = score(Decimal(group.threshold or "1"), parts)
    return Answer(verdict, _REASONS[verdict], facts)
