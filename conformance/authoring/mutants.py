"""Mutants: plans that ask something slightly else, each with one change that is easily made.

A mutant stands for a slip of whoever wrote the spec or its catalogue: the wrong sign, a
digit, a unit, a condition left out, a day too late.  What the compiler would refuse (a
limit that accepts nothing, a table of which two rows hold) is no mutant.  The plan is
data, so it is changed itself; nothing is compiled again.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

import msgspec

from conformance.authoring.link_slips import link_slips
from conformance.authoring.texts import condition_slips, limit_slips, shifted_number
from conformance.checking.subject import fact_type
from conformance.diagnostics import IllFormed
from conformance.judging.criterion import read_rule
from conformance.model.dates import read_date
from conformance.model.plan import (
    Ask,
    GroupAsked,
    LimitRow,
    Plan,
    PolicyAsked,
    Requirement,
    UsePlan,
)
from conformance.quantities.conditions import (
    DAYS,
    FactType,
    NotDecidable,
    cells,
    check_condition,
    holds,
    parse_condition,
    sample_amounts,
)
from conformance.quantities.limit import parse_limit, resolve
from conformance.quantities.units import KINDS


@dataclass(frozen=True)
class Mutant:
    """A changed plan, what was changed in it, and where.

    `requirement` is None where the change is not in one requirement; `day` is the old and
    the new day of a date that was moved.
    """

    slip: str
    plan: Plan
    before: str
    after: str
    requirement: str | None = None
    use: int | None = None
    clause: str | None = None
    policy: str | None = None
    days: tuple[str, str] | None = None


def mutants(plan: Plan) -> Iterator[Mutant]:
    """Yield every mutant of a plan, in its order."""
    types: dict[str, FactType] = {name: fact_type(a) for name, a in plan.attributes.items()}
    for kind, part in plan.parts.items():
        types |= {f"{kind}.{name}": fact_type(a) for name, a in part.facts.items()}
    types |= {day: FactType() for day in DAYS}
    own = [each for each in plan.requirements if not plan.is_included(each.id)]
    for requirement in own:
        yield from _of_requirement(plan, requirement)
        for ask in requirement.asks:
            yield from _of_ask(plan, requirement, ask, types)
    yield from _of_policies(plan, own)
    yield from _of_dates(plan, own)
    yield from _of_category(plan, own)


Slip = tuple[str, str, str, Mapping[str, Any]]
"""What kind of slip it is, what was written, what is written now, and the changed fields."""


def _of_ask(
    plan: Plan, requirement: Requirement, ask: Ask, types: Mapping[str, FactType]
) -> Iterator[Mutant]:
    seen = {ask}
    unread = _unread(requirement)
    for slip, before, after, fields in _slips(ask, types):
        if slip in unread:
            continue
        changed = msgspec.structs.replace(ask, **fields)
        if changed in seen or not _compiles(plan, changed, types):
            continue
        seen.add(changed)
        asks = tuple(changed if each is ask else each for each in requirement.asks)
        yield Mutant(
            slip, _with(plan, msgspec.structs.replace(requirement, asks=asks)), before, after,
            requirement.id, ask.use, ask.clause,
        )  # fmt: skip


def _unread(requirement: Requirement) -> frozenset[str]:
    """Return the slips that mean nothing where no laboratory reports a reading."""
    if requirement.days is not None:
        whole = {"rounding"} if requirement.days.out_of is None else set()
        return frozenset({"statistic", "specimens", "judgement", *whole})
    if requirement.statement is not None:
        return frozenset({"statistic", "specimens"})
    others = (requirement.document, requirement.chain, requirement.identifier, requirement.linked)
    if any(each is not None for each in (*others, requirement.group)):
        return frozenset({"specimens"})
    return frozenset()


def _with(plan: Plan, requirement: Requirement) -> Plan:
    """Return the plan with one requirement changed."""
    changed = tuple(r if r.id != requirement.id else requirement for r in plan.requirements)
    return msgspec.structs.replace(plan, requirements=changed)


def _slips(ask: Ask, types: Mapping[str, FactType]) -> Iterator[Slip]:
    yield from _limit_slips(ask)
    yield from _condition_slips(ask, types)
    yield from _figure_slips(ask)
    yield from _evidence_slips(ask)
    yield from _phrase_slips(ask)
    if ask.in_force is not None and read_date(ask.in_force):
        for day in _beside(ask.in_force):
            yield "date", ask.in_force, day, {"in_force": day}


def _limit_slips(ask: Ask) -> Iterator[Slip]:
    for number, row in enumerate(ask.rows):
        for slip, text in limit_slips(row.limit, ask.kind, ask.scale):
            yield slip, row.limit, text, {"rows": _replaced(ask, number, text)}
    for number in range(len(ask.rows) - 1):
        one, other = ask.rows[number], ask.rows[number + 1]
        if one.limit != other.limit:
            swapped = list(ask.rows)
            swapped[number] = LimitRow(other.limit, one.when)
            swapped[number + 1] = LimitRow(one.limit, other.when)
            yield "rows-swapped", one.limit, other.limit, {"rows": tuple(swapped)}


def _replaced(ask: Ask, number: int, text: str) -> tuple[LimitRow, ...]:
    rows = list(ask.rows)
    rows[number] = LimitRow(text, rows[number].when)
    return tuple(rows)


def _condition_slips(ask: Ask, types: Mapping[str, FactType]) -> Iterator[Slip]:
    if ask.applies is not None:
        yield "condition-dropped", ask.applies, "—", {"applies": None}
        for slip, text in condition_slips(ask.applies, types):
            yield slip, ask.applies, text, {"applies": text}
    # of a table every row is changed alike, or the compiler would see that two rows hold
    texts = [row.when for row in ask.rows if row.when is not None]
    for number, pair in _numbers_of(texts):
        for new in shifted_number(number):
            rows = tuple(LimitRow(r.limit, r.when and pair.sub(new, r.when)) for r in ask.rows)
            yield "condition-digit", number, new, {"rows": rows}
    signs = str.maketrans({"≤": "<", "<": "≤", "≥": ">", ">": "≥"})
    rows = tuple(LimitRow(r.limit, r.when and r.when.translate(signs)) for r in ask.rows)
    if rows != ask.rows:
        yield "condition-operator", " / ".join(texts), "≤ ⇄ <", {"rows": rows}


def _numbers_of(texts: Sequence[str]) -> list[tuple[str, re.Pattern[str]]]:
    found: dict[str, re.Pattern[str]] = {}
    for text in texts:
        for match in re.finditer(r"(?<=[≤<≥>] )\d+(?:\.\d+)?", text):
            found[match[0]] = re.compile(rf"(?<=[≤<≥>] ){re.escape(match[0])}(?![\d.])")
    return list(found.items())


def _figure_slips(ask: Ask) -> Iterator[Slip]:
    """Yield slips in what is compared, over how many specimens, under which rule."""
    if ask.expects == "number":
        for statistic in _other_statistics(ask):
            yield "statistic", ask.statistic, statistic, {"statistic": statistic}
        other = "full-value" if ask.rounding == "rounded-value" else "rounded-value"
        rule = read_rule(ask.rule)
        if rule is not None and not rule.needs_uncertainty and _rounds(ask):
            yield "rounding", ask.rounding, other, {"rounding": other}
        name = "guarded" if ask.rule == "simple" else "simple"
        if ask.rounding == "full-value":
            yield "rule", ask.rule, name, {"rule": name}
        yield "judgement", str(ask.judgement), str(not ask.judgement), {
            "judgement": not ask.judgement
        }  # fmt: skip
    if ask.expects in ("number", "grade", "stress", "inspection") and ask.statistic != "k of n":
        counts = (2,) if ask.specimens is None else (ask.specimens - 1, ask.specimens + 1)
        for count in counts:
            if count > 0:
                yield "specimens", str(ask.specimens or 1), str(count), {"specimens": count}
    if ask.at_least is not None:
        for count in (ask.at_least - 1, ask.at_least + 1):
            if 0 < count <= (ask.specimens or 0):
                yield "specimens", f"k = {ask.at_least}", f"k = {count}", {"at_least": count}
    for name in ("interval", "max_uncertainty"):
        text = getattr(ask, name)
        for new in _with_number(text):
            yield "digit", text, new, {name: new}
    if ask.correction is not None:
        yield "correction", ask.correction, "—", {"correction": None}


def _other_statistics(ask: Ask) -> list[str]:
    """Return statistics that a slip may put; `k of n` and `range` are not mistaken for others."""
    upper = any(sign in row.limit for row in ask.rows for sign in "≤<")
    match ask.statistic:
        case "each":
            # the greatest of all is below a limit exactly where each is
            return ["mean", "min" if upper else "max"]
        case "k of n":
            return []
        case "mean":
            return ["each", "min" if upper else "max"]
        case "min" | "max":
            return ["mean", "min" if ask.statistic == "max" else "max"]
        case _:
            return ["mean"]


def _rounds(ask: Ask) -> bool:
    """Return whether the compiler knows to which digit every limit would be rounded."""
    for row in ask.rows:
        limit = parse_limit(row.limit, ask.scale)
        if ask.interval is None and (limit.attributes or "not detected" in row.limit):
            return False
        places = {len(n.partition(".")[2]) for n in re.findall(r"\d+(?:\.\d+)?", row.limit)}
        if ask.interval is None and len(places) > 1:
            return False
    return bool(ask.rows) and not KINDS[ask.kind or "number"].exact


def _with_number(text: str | None) -> Iterator[str]:
    match = re.search(r"\d+(?:\.\d+)?", text or "")
    for new in shifted_number(match[0]) if match and text else ():
        yield f"{(text or '')[: match.start()]}{new}{(text or '')[match.end() :]}" if match else ""


def _evidence_slips(ask: Ask) -> Iterator[Slip]:
    """Yield slips in what a result must say: method, conditions, detection limit, editions."""
    if ask.method:
        yield "method", ", ".join(ask.method), "—", {"method": ()}
    for number, asked in enumerate(ask.conditions):
        rest = ask.conditions[:number] + ask.conditions[number + 1 :]
        yield "test-condition", asked.name, "—", {"conditions": rest}
        for at, row in enumerate(asked.rows):
            for text, new in ((each, new) for each in row.any for new in _with_number(each)):
                said = tuple(new if each == text else each for each in row.any)
                rows = list(asked.rows)
                rows[at] = msgspec.structs.replace(row, any=said)
                changed = msgspec.structs.replace(asked, rows=tuple(rows))
                conditions = (*ask.conditions[:number], changed, *ask.conditions[number + 1 :])
                before, after = f"{asked.name}: {text}", f"{asked.name}: {new}"
                yield "test-condition", before, after, {"conditions": conditions}
    if ask.detection_limit is not None:
        yield "detection-limit", ask.detection_limit, "—", {"detection_limit": None}
    for clause in ask.implied_by:
        kept = tuple(each for each in ask.implied_by if each != clause)
        yield "edition", clause, "—", {"implied_by": kept}


def _phrase_slips(ask: Ask) -> Iterator[Slip]:
    phrase = ask.phrase
    if phrase is None:
        return
    for name in ("on", "any", "exactly_one", "forbidden"):
        words: tuple[str, ...] = getattr(phrase, name)
        least = 0 if name == "forbidden" else 1
        for word in words if len(words) > least else ():
            left = tuple(each for each in words if each != word)
            changed = msgspec.structs.replace(phrase, **{name: left})
            if changed.any or changed.exactly_one or changed.forbidden:
                yield "words", word, "—", {"phrase": changed}


def _compiles(plan: Plan, ask: Ask, types: Mapping[str, FactType]) -> bool:
    """Return whether the compiler would take what is asked: texts are read, one row holds."""
    try:
        conditions = [parse_condition(row.when) for row in ask.rows if row.when is not None]
        applies = None if ask.applies is None else parse_condition(ask.applies)
        for condition in [*conditions, *([applies] if applies else [])]:
            check_condition(condition, types)
        limits = [parse_limit(row.limit, ask.scale) for row in ask.rows]
    except IllFormed:
        return False
    try:
        for limit in limits:
            resolve(limit, sample_amounts(types))
    except IllFormed as error:  # empty for the sample, and perhaps not for another product
        return all(problem.code == "limit-empty" for problem in error.diagnostics) and any(
            limit.attributes for limit in limits
        )
    if not conditions:
        return True
    fixed = {n: f for n, t in plan.fixed.items() if (f := types[n].read(t)) is not None}
    try:
        for cell in cells([*conditions, *([applies] if applies else [])], types, fixed):
            if applies is not None and holds(applies, cell) is not True:
                continue
            if sum(holds(condition, cell) is True for condition in conditions) != 1:
                return False
    except NotDecidable:
        return False
    return True


# ---- requirements


def _of_requirement(plan: Plan, requirement: Requirement) -> Iterator[Mutant]:
    for slip, before, after, fields in _requirement_slips(requirement):
        changed = msgspec.structs.replace(requirement, **fields)
        yield Mutant(slip, _with(plan, changed), before, after, requirement.id)


def _requirement_slips(requirement: Requirement) -> Iterator[Slip]:
    words = ("mandatory", "recommended")
    before, after = words if requirement.mandatory else words[::-1]
    yield "level", before, after, {"mandatory": not requirement.mandatory}
    for way in requirement.ways if len(requirement.ways) > 1 else ():
        left = tuple(each for each in requirement.ways if each != way)
        yield "evidence", way, "—", {"ways": left}
    asked = requirement.document
    if asked is not None:
        if asked.scheme is not None:
            other = msgspec.structs.replace(asked, scheme=None)
            yield "document", asked.scheme, "—", {"document": other}
        for standard in asked.standards:
            kept = tuple(each for each in asked.standards if each != standard)
            other = msgspec.structs.replace(asked, standards=kept)
            yield "document", standard, "—", {"document": other}
        if asked.category is not None:
            other = msgspec.structs.replace(asked, category=None)
            yield "document", asked.category, "—", {"document": other}
    yield from link_slips(requirement)
    if requirement.group is not None:
        for before, after, group in _groups(requirement.group):
            yield "combination", before, after, {"group": group}


def _groups(group: GroupAsked) -> Iterator[tuple[str, str, GroupAsked]]:
    change = msgspec.structs.replace
    match group.combination:
        case "all_of":
            yield "all_of", "any_of", change(group, combination="any_of")
        case "any_of":
            yield "any_of", "all_of", change(group, combination="all_of")
        case "at_least":
            least = group.at_least or 0
            for count in (least - 1, least + 1):
                if 0 < count <= len(group.members):
                    yield f"at_least {least}", f"at_least {count}", change(group, at_least=count)
        case _:
            for new in _with_number(group.threshold):
                yield f"score {group.threshold}", f"score {new}", change(group, threshold=new)
    if len(group.members) > 2 and not group.weights:
        for member in group.members:
            left = tuple(each for each in group.members if each != member)
            yield member, "—", change(group, members=left)


# ---- what holds for all requirements


def _of_policies(plan: Plan, own: Sequence[Requirement]) -> Iterator[Mutant]:
    used = {way for requirement in own for way in requirement.ways}
    for name, policy in plan.policies.items():
        for before, after, fields in _policy_slips(policy) if name in used else ():
            changed = msgspec.structs.replace(policy, **fields)
            policies = {**plan.policies, name: changed}
            mutated = msgspec.structs.replace(plan, policies=policies)
            yield Mutant("policy", mutated, f"{name}: {before}", after, policy=name)


def _policy_slips(policy: PolicyAsked) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    if policy.laboratory != "any":
        yield policy.laboratory, "any", {"laboratory": "any"}
    if " or " in policy.laboratory:
        both = policy.laboratory.replace(" or ", " and ")
        yield policy.laboratory, both, {"laboratory": both}
    for new in _with_number(policy.age):
        yield str(policy.age), new, {"age": new}
    if policy.complete:
        yield "complete", "—", {"complete": False}
    if policy.sample_by is not None:
        yield f"sample by {policy.sample_by}", "—", {"sample_by": None}
    for new in _with_number(policy.confidence):
        if Fraction(new) <= 1:
            yield f"confidence {policy.confidence}", new, {"confidence": new}
    if policy.source == "register":
        yield "register", "any", {"source": "any"}
    if policy.kind == "certificate":
        if policy.scheme is not None:
            yield policy.scheme, "—", {"scheme": None}
        other = "as-of" if policy.on != "as-of" else "manufactured"
        yield f"on {policy.on}", f"on {other}", {"on": other}


def _beside(text: str) -> Iterator[str]:
    """Yield the day before and the day after."""
    day = read_date(text)
    for step in (-1, 1) if day is not None else ():
        if day is not None:
            yield (day + timedelta(days=step)).isoformat()


def _of_dates(plan: Plan, own: Sequence[Requirement]) -> Iterator[Mutant]:
    """Yield days moved by one: of choices of editions, of editions, of the spec itself."""
    change = msgspec.structs.replace
    for at, family in enumerate(plan.families):
        for number, use in enumerate(family.uses if not plan.is_included(family.id) else ()):
            for name in ("start", "end"):
                for before, after in _moved(getattr(use, name)):
                    moved: UsePlan = change(use, **{name: after})
                    uses = (*family.uses[:number], moved, *family.uses[number + 1 :])
                    families = list(plan.families)
                    families[at] = change(family, uses=uses)
                    mutated = change(plan, families=tuple(families))
                    label = f"{', '.join(use.editions)} {name} {before}"
                    yield Mutant("date", mutated, label, after, days=(before, after))
    cited = {ask.standard for requirement in own for ask in requirement.asks}
    for edition in plan.editions.values():
        if plan.includes and edition.id not in cited:
            continue
        for name in ("issued", "withdrawn"):
            for before, after in _moved(getattr(edition, name)):
                editions = {**plan.editions, edition.id: change(edition, **{name: after})}
                yield Mutant(
                    "date", change(plan, editions=editions), f"{edition.id} {name} {before}",
                    after, days=(before, after),
                )  # fmt: skip
    for name in ("start", "end"):
        for before, after in _moved(getattr(plan, name)):
            mutated = change(plan, **{name: after})
            yield Mutant("date", mutated, f"{name} {before}", after, days=(before, after))


def _moved(text: str | None) -> Iterator[tuple[str, str]]:
    for after in _beside(text or ""):
        yield text or "", after


def _of_category(plan: Plan, own: Sequence[Requirement]) -> Iterator[Mutant]:
    """Yield slips in what is fixed for the category, and in how many parts there must be."""
    change: Callable[..., Plan] = msgspec.structs.replace
    for name, text in plan.fixed.items():
        for other in plan.attributes[name].choices:
            if other != text:
                mutated = change(plan, fixed={**plan.fixed, name: other})
                yield Mutant("fixed", mutated, f"{name}: {text}", other)
                break
    kinds = {requirement.each for requirement in own}
    for kind, part in plan.parts.items():
        if plan.includes and kind not in kinds:
            continue
        least = max(part.at_least, 1)
        for count in (least - 1, least + 1):
            if count > 0:
                parts = {**plan.parts, kind: msgspec.structs.replace(part, at_least=count)}
                mutated = change(plan, parts=parts)
                yield Mutant("parts", mutated, f"{kind} ≥ {least}", f"≥ {count}", policy=f"@{kind}")
