"""What differs between two specs, by meaning: who could pass that could not, and who no longer.

Two requirements are one where their names are, or else their clauses but for the edition.
Limits, statistics, specimens, rules and rounding are compared by proof: stricter is what
accepts nothing more, for no product; looser what is proved the other way round.  Where
neither is proved the difference is undecided, and counts as looser for whoever must not
let one through.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import msgspec

from conformance.authoring.policy_differences import compare_policies
from conformance.checking.subject import fact_type
from conformance.compiler.asks import described
from conformance.compiler.floor import Flaw, Laxer, no_laxer
from conformance.model.plan import Ask, FamilyPlan, Plan, Requirement
from conformance.quantities.conditions import (
    DAYS,
    Fact,
    FactType,
    NotDecidable,
    cells,
    holds,
    parse_condition,
)
from conformance.wording.differences import KINDS

ORDER = tuple(KINDS)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: a compiled spec, or an edition of a standard."""

    name: str
    requirements: tuple[Requirement, ...]
    types: Mapping[str, FactType]
    fixed: Mapping[str, Fact]
    plan: Plan | None = None
    digest: str = ""

    @classmethod
    def of(cls, plan: Plan) -> "Side":
        """Return a compiled spec as a side."""
        types = {name: fact_type(each) for name, each in plan.attributes.items()}
        for kind, part in plan.parts.items():
            types |= {f"{kind}.{name}": fact_type(fact) for name, fact in part.facts.items()}
        types |= {day: FactType() for day in DAYS}
        fixed = {n: f for n, t in plan.fixed.items() if (f := types[n].read(t)) is not None}
        name = f"{plan.spec}@{plan.version}"
        return cls(name, plan.requirements, types, fixed, plan, plan.digest)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Attributes:
        kind: One of `KINDS`.
        field: What differs; a key of `FIELDS`.
        requirement: Its id in the new spec, in the old one where it is removed; None
            where the difference is not in one requirement.
        through: A product and readings that one side passes and the other does not.
    """

    kind: str
    field: str
    before: str
    after: str
    requirement: str | None = None
    clause: str | None = None
    through: str | None = None


def compare(old: Side, new: Side) -> tuple[Difference, ...]:
    """Return what differs, in the order of the new spec; what is of all requirements last."""
    types = {**old.types, **new.types}
    pairs, removed = _paired(old.requirements, new.requirements)
    found: list[Difference] = []
    for before, after in pairs:
        if before is None:
            found.append(
                Difference("new", "requirement", "—", _asked(after), after.id, _clause(after))
            )
        else:
            found += _requirement(before, after, types, old.fixed, new.fixed)
    found += [
        Difference("removed", "requirement", _asked(each), "—", each.id, _clause(each))
        for each in removed
    ]
    if old.plan is not None and new.plan is not None:
        found += _plans(old.plan, new.plan)
    return tuple(found)


def counts(differences: Sequence[Difference]) -> dict[str, int]:
    """Return how many differences there are of each kind, in the order of kinds."""
    return {kind: n for kind in ORDER if (n := sum(d.kind == kind for d in differences))}


def _paired(
    old: Sequence[Requirement], new: Sequence[Requirement]
) -> tuple[list[tuple[Requirement | None, Requirement]], list[Requirement]]:
    """Return every new requirement with the old one that it is, and the old ones left over."""
    left = {each.id: each for each in old}
    by_line: dict[str, list[Requirement]] = {}
    for each in old:
        for line in _lines(each):
            by_line.setdefault(line, []).append(each)
    chosen: dict[str, Requirement] = {each.id: left.pop(each.id) for each in new if each.id in left}
    for after in new:
        if after.id in chosen:
            continue
        same = [b for line in _lines(after) for b in by_line.get(line, ()) if b.id in left]
        if len({each.id for each in same}) == 1:
            chosen[after.id] = left.pop(same[0].id)
    return [(chosen.get(each.id), each) for each in new], list(left.values())


_YEAR = re.compile(r"-(?:19|20)\d\d(?:\+[^#]*)?(?=#|$)")


def _lines(requirement: Requirement) -> set[str]:
    """Return the clauses of a requirement without the year of their edition."""
    clauses = (ask.clause for ask in requirement.asks if ask.clause is not None)
    return {re.sub(r"^GB/T", "GB", _YEAR.sub("", clause)) for clause in clauses}


def _clause(requirement: Requirement) -> str | None:
    return requirement.asks[-1].clause if requirement.asks else None


def _asked(requirement: Requirement) -> str:
    """Return what a requirement asks, in a few words of the files."""
    ask = requirement.asks[-1]
    limits = "; ".join(row.limit for row in ask.rows)
    return limits or ask.expects


# ---- one requirement


def _requirement(
    before: Requirement,
    after: Requirement,
    types: Mapping[str, FactType],
    old_fixed: Mapping[str, Fact],
    new_fixed: Mapping[str, Fact],
) -> Iterator[Difference]:
    def differs(kind: str, field: str, one: object, two: object) -> Difference:
        return Difference(kind, field, _shown(one), _shown(two), after.id, _clause(after))

    if before.mandatory != after.mandatory:
        words = {True: "mandatory", False: "recommended"}
        kind = "stricter" if after.mandatory else "looser"
        yield differs(kind, "level", words[before.mandatory], words[after.mandatory])
    if set(before.ways) != set(after.ways):
        kind = _by_inclusion(set(before.ways), set(after.ways), more="looser")
        yield differs(kind, "evidence", before.ways, after.ways)
    if before.each != after.each:
        kind = (
            "stricter" if before.each is None else "looser" if after.each is None else "undecided"
        )
        yield differs(kind, "each", before.each, after.each)
    for field in ("document", "chain", "sampling", "identifier", "days", "linked", "group"):
        one, two = getattr(before, field), getattr(after, field)
        if one != two:
            yield differs(_structures(field, one, two), field, one, two)
    if before.statement != after.statement:
        yield differs("undecided", "statement", before.statement, after.statement)
    for one_ask, two_ask in _editions(before, after):
        yield from _asks(one_ask, two_ask, after.id, types, old_fixed, new_fixed)
    wording = [("title", before.title, after.title), ("section", before.section, after.section)]
    for field, one, two in wording:
        if one != two:
            yield differs("wording", field, one, two)


def _editions(before: Requirement, after: Requirement) -> Iterator[tuple[Ask | None, Ask | None]]:
    """Yield what both ask under the same edition, then under editions of one side only.

    An edition that is there on one side only is held against the newest of the other.
    """
    old = {ask.clause: ask for ask in before.asks}
    new = {ask.clause: ask for ask in after.asks}
    common = [clause for clause in new if clause in old]
    for clause in common:
        yield old[clause], new[clause]
    gone = [ask for clause, ask in old.items() if clause not in new]
    come = [ask for clause, ask in new.items() if clause not in old]
    if not common:
        yield gone.pop(), come.pop()
    for ask in come:
        yield None, ask
    for ask in gone:
        yield ask, None


def _by_inclusion(one: set[str], two: set[str], *, more: str) -> str:
    """Return the kind of a change of a set of which a larger one is `more`."""
    less = "stricter" if more == "looser" else "looser"
    return more if one < two else less if two < one else "undecided"


def _structures(field: str, one: object, two: object) -> str:
    """Return the kind of a change of what is asked beside limits."""
    if one is None or two is None:
        return "undecided"
    if field == "document":
        first, second = msgspec.to_builtins(one), msgspec.to_builtins(two)
        same_kind = first["kind"] == second["kind"]
        wanted = [
            {f"{key}:{value}" for key in ("scheme", "category") if (value := each.get(key))}
            | set(each.get("standards", ()))
            for each in (first, second)
        ]
        return _by_inclusion(*wanted, more="stricter") if same_kind else "undecided"
    if field == "group":
        return _groups(msgspec.to_builtins(one), msgspec.to_builtins(two))
    return "undecided"


def _groups(one: Mapping[str, object], two: Mapping[str, object]) -> str:
    """Return the kind of a change of a combination: more of all, or fewer of any, is stricter."""
    old, new = one["combination"], two["combination"]
    members = [set(map(str, each["members"])) for each in (one, two)]  # type: ignore[call-overload]
    if members[0] == members[1]:
        order = ["any_of", "at_least", "all_of"]
        if old == new == "at_least":
            least = [int(str(each.get("at_least") or 0)) for each in (one, two)]
            return "stricter" if least[1] > least[0] else "looser"
        if old in order and new in order:
            return "stricter" if order.index(str(new)) > order.index(str(old)) else "looser"
        return "undecided"
    if old == new == "all_of":
        return _by_inclusion(*members, more="stricter")
    if old == new == "any_of":
        return _by_inclusion(*members, more="looser")
    return "undecided"


# ---- what one edition asks


def _asks(
    one: Ask | None,
    two: Ask | None,
    name: str,
    types: Mapping[str, FactType],
    old_fixed: Mapping[str, Fact],
    new_fixed: Mapping[str, Fact],
) -> Iterator[Difference]:
    if one is None or two is None:
        clause = (one or two or Ask("")).clause
        yield Difference(
            "edition", "edition", "—" if one is None else clause or "—",
            "—" if two is None else clause or "—", name, clause,
        )  # fmt: skip
        return

    def differs(kind: str, field: str, through: str | None = None) -> Difference:
        before, after = (
            _shown(getattr(one, _OF.get(field, field))),
            _shown(getattr(two, _OF.get(field, field))),
        )
        return Difference(kind, field, before, after, name, two.clause, through)

    if one.clause != two.clause:
        yield differs("edition", "clause")
    yield from _condition(one, two, differs, types, old_fixed, new_fixed)
    yield from _accepted(one, two, differs, types, new_fixed)
    for field in ("method", "conditions", "detection_limit"):
        if getattr(one, field) != getattr(two, field):
            yield differs("method", field)
    for field in ("implied_by", "in_force", "withdrawn"):
        if getattr(one, field) != getattr(two, field) and one.clause == two.clause:
            yield differs("edition", field)
    if one.force != two.force:
        kind = (
            "stricter"
            if two.law and not one.law
            else "looser"
            if one.law and not two.law
            else "wording"
        )
        yield differs(kind, "force")
    if one.provenance != two.provenance:
        yield differs("provenance", "provenance")
    if one.items != two.items:
        yield differs("wording", "items")


_OF = {"limit": "rows"}
_Differs = Callable[..., Difference]


def _condition(
    one: Ask,
    two: Ask,
    differs: _Differs,
    types: Mapping[str, FactType],
    old_fixed: Mapping[str, Fact],
    new_fixed: Mapping[str, Fact],
) -> Iterator[Difference]:
    """Yield whether it applies to more products, to fewer, or both; an example of each."""
    if one.applies == two.applies and old_fixed == new_fixed:
        return
    conditions = [parse_condition(each.applies) for each in (one, two) if each.applies is not None]
    fixed = {name: fact for name, fact in new_fixed.items() if old_fixed.get(name) == fact}
    wider = narrower = None
    try:
        for cell in cells(conditions, types, fixed):
            old, new = _holds(one, {**cell, **old_fixed}), _holds(two, {**cell, **new_fixed})
            if new and not old:
                wider = wider or described(cell)
            elif old and not new:
                narrower = narrower or described(cell)
    except NotDecidable:
        yield differs("undecided", "applies")
        return
    if wider is not None:
        yield differs("condition-widened", "applies", wider or None)
    if narrower is not None:
        yield differs("condition-narrowed", "applies", narrower or None)


def _holds(ask: Ask, cell: Mapping[str, Fact]) -> bool:
    return ask.applies is None or holds(parse_condition(ask.applies), cell) is True


_PROVED = (
    "rows", "specimens", "statistic", "at_least", "rule", "rounding", "interval", "judgement",
    "max_uncertainty",
)  # fmt: skip
_ANOTHER = ("expects", "kind", "scale", "correction", "relative_to", "open")


def _accepted(
    one: Ask, two: Ask, differs: _Differs, types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> Iterator[Difference]:
    """Yield whether what is accepted became less, more, or neither, with a way through."""
    if one.phrase != two.phrase:
        yield differs(_phrases(one, two), "phrase")
    another = [field for field in _ANOTHER if getattr(one, field) != getattr(two, field)]
    if another:
        kind = _of_another(one, two, another)
        named = {"kind": "expects", "scale": "expects", "relative_to": "expects"}
        yield differs(kind, named.get(another[0], another[0]))
        if another != ["correction"]:
            return
    changed = [field for field in _PROVED if getattr(one, field) != getattr(two, field)]
    if not changed:
        return
    # the condition is compared by itself: here both apply where both do
    both = _anded(one.applies, two.applies)
    old = msgspec.structs.replace(_bare(one), applies=both)
    new = msgspec.structs.replace(_bare(two), applies=both)
    field = (
        "limit" if changed[0] == "rows" else {"at_least": "specimens"}.get(changed[0], changed[0])
    )
    tighter, laxer = no_laxer(new, old, types, fixed), no_laxer(old, new, types, fixed)
    if _by_other_methods(one, two):
        # figures under different methods are of different things, whatever their units
        yield differs("undecided", field)
    elif tighter is None and laxer is None:
        yield differs("wording", field)
    elif tighter is None:
        yield differs("stricter", field, _through(laxer))
    elif laxer is None:
        yield differs("looser", field, _through(tighter))
    else:
        yield differs("undecided", field, _through(tighter) or _through(laxer))


def _by_other_methods(one: Ask, two: Ask) -> bool:
    """Return whether both name methods, and none in common but for the edition."""
    old, new = ({_YEAR.sub("", text) for text in each.method} for each in (one, two))
    return bool(old and new) and not old & new


def _bare(ask: Ask) -> Ask:
    """Return what is asked without what is compared by itself."""
    return msgspec.structs.replace(
        ask, method=(), conditions=(), detection_limit=None, correction=None
    )


def _anded(one: str | None, two: str | None) -> str | None:
    texts = list(dict.fromkeys(text for text in (one, two) if text is not None))
    return (
        " and ".join(f"( {text} )" for text in texts) if len(texts) > 1 else next(iter(texts), None)
    )


def _through(flaw: Flaw | None) -> str | None:
    """Return the product and the readings of an example, in words."""
    if not isinstance(flaw, Laxer):
        return None
    words = [text for text in (flaw.product, flaw.result) if text and text != "—"]
    return ", ".join(words) or None


def _of_another(one: Ask, two: Ask, another: Sequence[str]) -> str:
    """Return the kind where not the same is asked; an open figure can be compared with none."""
    if another == ["correction"]:
        old, new = (Fraction(each.correction or 0) for each in (one, two))
        return "looser" if new > old else "stricter"
    return "undecided"


def _phrases(one: Ask, two: Ask) -> str:
    """Return the kind of a change of words: more places or forbidden words, fewer choices."""
    if one.phrase is None or two.phrase is None:
        return "undecided"
    old, new = one.phrase, two.phrase
    kinds = {
        _by_inclusion(set(getattr(old, name)), set(getattr(new, name)), more=more)
        for name, more in (("on", "stricter"), ("any", "looser"), ("forbidden", "stricter"))
        if set(getattr(old, name)) != set(getattr(new, name))
    }
    if old.exactly_one != new.exactly_one or (bool(old.any) != bool(new.any)):
        return "undecided"
    return kinds.pop() if len(kinds) == 1 else "undecided"


# ---- what is of all requirements


def _plans(old: Plan, new: Plan) -> Iterator[Difference]:
    for name, kind, before, after in compare_policies(old, new):
        yield Difference(kind, "policy", f"{name}: {before}", f"{name}: {after}")
    yield from _families(old, new)
    for name in sorted(old.editions.keys() & new.editions.keys()):
        one, two = old.editions[name], new.editions[name]
        if one != two:
            fields = [f for f in one.__struct_fields__ if getattr(one, f) != getattr(two, f)]
            before = ", ".join(f"{f} {_shown(getattr(one, f))}" for f in fields)
            after = ", ".join(f"{f} {_shown(getattr(two, f))}" for f in fields)
            kind = "provenance" if fields == ["dates_provenance"] else "edition"
            yield Difference(kind, "edition", f"{name}: {before}", f"{name}: {after}")
    if old.fixed != new.fixed:
        yield Difference("undecided", "fixed", _shown(old.fixed), _shown(new.fixed))
    for kind in sorted(old.parts.keys() & new.parts.keys()):
        least, most = max(old.parts[kind].at_least, 1), max(new.parts[kind].at_least, 1)
        if least != most:
            way = "stricter" if most > least else "looser"
            yield Difference(way, "parts", f"{kind} ≥ {least}", f"{kind} ≥ {most}")
    for field in ("start", "end", "subject"):
        if getattr(old, field) != getattr(new, field):
            kind = "undecided" if field == "subject" else "edition"
            yield Difference(kind, field, _shown(getattr(old, field)), _shown(getattr(new, field)))
    if old.title != new.title:
        yield Difference("wording", "title", _shown(old.title), _shown(new.title))


def _families(old: Plan, new: Plan) -> Iterator[Difference]:
    before = {family.id: family for family in old.families}
    after = {family.id: family for family in new.families}
    for name in list(dict.fromkeys((*before, *after))):
        one, two = _uses(before.get(name)), _uses(after.get(name))
        if one != two:
            yield Difference("edition", "family", f"{name}: {one}", f"{name}: {two}")


def _uses(family: FamilyPlan | None) -> str:
    if family is None:
        return "—"
    uses = (f"{' + '.join(use.editions)} {use.start or ''}..{use.end or ''}" for use in family.uses)
    return f"{'; '.join(uses)} ({family.decided_by})"


_LONGEST = 400


def _shown(value: object) -> str:
    """Return a field of a plan in a line."""
    if value is None or value == () or value == {}:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    data = msgspec.to_builtins(value)
    return _line(data)[:_LONGEST]


def _line(data: object) -> str:
    match data:
        case {"limit": limit, **rest}:
            return f"{limit} ({rest['when']})" if "when" in rest else str(limit)
        case {"zh": zh, "en": en}:
            return f"{zh} · {en}"
        case dict():
            return ", ".join(f"{key} {_line(value)}" for key, value in data.items())
        case list() | tuple():
            return "; ".join(_line(each) for each in islice(data, 40))
        case _:
            return str(data)
