"""The pass `facts`: what a submission declares, typed, from the standards' terms and the spec's."""

from collections.abc import Iterator, Mapping

import msgspec

from conformance.compiler.draft import Draft, Place
from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.authored import Source
from conformance.model.catalogue import PartKind, Term
from conformance.model.plan import Attribute, PartPlan, Plan
from conformance.model.spec import CategorySpec, Include
from conformance.quantities.conditions import DAYS, FactType, sample_amounts
from conformance.quantities.scales import SCALES, scale_named
from conformance.quantities.units import KINDS, every_unit


def declare(draft: Draft) -> None:
    """Gather every attribute and kind of part; a word that two places type differently is named."""
    _gather(draft)
    draft.types = {
        **{name: _type(attribute) for name, attribute in draft.attributes.items()},
        **draft.part_facts,
        **{day: FactType() for day in DAYS},
    }
    draft.samples = sample_amounts(draft.types)


def every_type(draft: Draft) -> dict[str, FactType]:
    """Return the type of every fact, those that included specs declare among them."""
    return {
        **{name: _type(attribute) for name, attribute in draft.attributes.items()},
        **{
            f"{kind}.{name}": _type(fact)
            for kind, part in draft.parts.items()
            for name, fact in part.facts.items()
        },
        **draft.types,
    }


def _gather(draft: Draft) -> None:
    places: dict[str, Place] = {}
    for at, terms, parts in _declarations(draft):
        for name, term in terms.items():
            _add(draft, places, name, term, at.below("terms", name))
        for kind, part in parts.items():
            _add_part(draft, places, kind, part, at.below("parts", kind))
    spec = draft.source.model
    includes = any(isinstance(block, Include) for block in spec.builds_on)
    for name in spec.fixed:
        if name in draft.attributes or not includes:
            _fix(draft, name)
    for index, name in enumerate(spec.evidenced):
        if name not in draft.attributes:
            draft.report(_unknown(name, draft, Place(draft.source, ("evidenced", index))))


def _declarations(
    draft: Draft,
) -> Iterator[tuple[Place, Mapping[str, Term], Mapping[str, PartKind]]]:
    for source in draft.catalogues:
        yield Place(source, ()), source.model.terms, source.model.parts
    spec = draft.source.model
    yield Place(draft.source, (), {"terms": "attributes"}), spec.attributes, spec.parts


def _add(draft: Draft, places: dict[str, Place], name: str, term: Term, at: Place) -> None:
    read = _read_term(draft, term, at)
    if read is None:
        return
    if name in DAYS:
        draft.report(
            Diagnostic(
                "reserved-name",
                Text(f"{name} 是日期,不能作属性名", f"{name} names a date"),
                at.span,
            )
        )
        return
    known = draft.attributes.get(name)
    if known is not None and _type(known) != _type(read):
        draft.report(_typed_twice(name, at, places[name]))
        return
    evidenced = name in draft.source.model.evidenced
    draft.attributes[name] = Attribute(
        read.zh, read.en, read.choices, read.kind, read.scale, evidenced
    )
    places[name] = at


def _read_term(draft: Draft, term: Term, at: Place) -> Attribute | None:
    if bool(term.one_of) == bool(term.a):
        draft.report(
            Diagnostic(
                "attribute-without-type",
                Text("属性须恰好给出 one_of 或 a 之一", "an attribute has either one_of or a"),
                at.span,
                Text(
                    "例如 one_of: [yes, no] 或 a: power", "such as one_of: [yes, no] or a: length"
                ),
            )
        )
        return None
    if term.a is None:
        return Attribute(term.zh, term.en, term.one_of)
    if term.a == "date":
        return Attribute(term.zh, term.en)
    if term.a in KINDS:
        return Attribute(term.zh, term.en, kind=term.a)
    if scale := scale_named(term.a):
        return Attribute(term.zh, term.en, scale=scale)
    draft.report(unknown_kind(term.a, at.below("a")))
    return None


_MEANT = {
    "noise": "sound level", "temperature rise": "temperature difference", "weight": "mass",
    "visual": "inspection", "appearance": "inspection", "look": "inspection",
    "electric strength": "withstand", "dielectric strength": "withstand",
}  # fmt: skip
_MOST_MEANT = 4


def kinds_meant(word: str) -> list[str]:
    """Return the kinds and scales that a word may mean: its Chinese name, a part of one, a unit.

    >>> kinds_meant("power")[:3], kinds_meant("percent"), kinds_meant("长度"), kinds_meant("noise")
    (['active power', 'apparent power', 'reactive power'], ['ratio', 'mass fraction', \
'volume fraction'], ['length'], ['sound level'])
    """
    from difflib import get_close_matches

    asked = word.strip().casefold()
    if asked in _MEANT:
        return [_MEANT[asked]]
    known = {
        **{name: kind.zh for name, kind in KINDS.items()},
        **{s.name: s.zh for s in SCALES.values()},
    }
    found = [name for name, zh in known.items() if zh == asked]
    found = found or [name for name in known if asked in name.casefold().split()]
    found = found or _kinds_of_unit(asked)
    return found[:_MOST_MEANT] or get_close_matches(asked, known, n=1)


def _kinds_of_unit(word: str) -> list[str]:
    """Return the kinds that have a unit of this spelling: `percent` is of three."""
    kinds = [unit.kind for unit, spellings in every_unit() if word in spellings]
    return list(dict.fromkeys(kinds))


def unknown_kind(word: str, at: Place) -> Diagnostic:
    """Return the problem that `word` names no quantity kind and no scale."""
    near = [f"'{name}'" for name in kinds_meant(word)]
    return Diagnostic(
        "unknown-kind",
        Text(f"没有名为 {word!r} 的量或等级标度", f"no quantity kind or scale is named {word!r}"),
        at.span,
        Text(f"是否为 {'、'.join(near)}?", f"did you mean {' or '.join(near)}?")
        if near
        else Text("见 docs/units.md 与 docs/scales.md", "see docs/units.md and docs/scales.md"),
    )


def _typed_twice(name: str, at: Place, other: Place) -> Diagnostic:
    return Diagnostic(
        "attribute-typed-twice",
        Text(f"属性 {name} 在两处的类型不同", f"the attribute {name} is typed differently"),
        at.span,
        Text("两处写成同样的取值或同样的量", "give both the same choices or the same quantity"),
        ((Text("另一处", "the other place"), other.span),),
    )


def _type(attribute: Attribute) -> FactType:
    return FactType(attribute.choices, attribute.kind, attribute.scale)


def _add_part(draft: Draft, places: dict[str, Place], kind: str, part: PartKind, at: Place) -> None:
    facts = {}
    known = draft.parts.get(kind)
    for name, term in part.facts.items():
        place = at.below("facts", name)
        read = _read_term(draft, term, place)
        if read is None:
            continue
        before = known.facts.get(name) if known else None
        if before is not None and _type(before) != _type(read):
            draft.report(_typed_twice(f"{kind}.{name}", place, places[kind].below("facts", name)))
            continue
        facts[name] = read
        draft.part_facts[f"{kind}.{name}"] = _type(read)
    least = max(part.at_least, known.at_least if known else 0)
    merged = {**(known.facts if known else {}), **facts}
    draft.parts[kind] = PartPlan(part.zh, part.en, merged, least)
    places[kind] = at


def fix_included(draft: Draft) -> None:
    """Fix what only an included spec declares; `declare` ran before that was known."""
    for name in draft.source.model.fixed:
        if name not in draft.fixed and draft.included_plans:
            _fix(draft, name)


def _fix(draft: Draft, name: str) -> None:
    text = draft.source.model.fixed[name]
    at = Place(draft.source, ("fixed", name))
    if name not in draft.attributes:
        draft.report(_unknown(name, draft, at))
        return
    fact = _type(draft.attributes[name]).read(text)
    if fact is None:
        choices = ", ".join(draft.attributes[name].choices)
        draft.report(
            Diagnostic(
                "unknown-choice",
                Text(f"{name} 不能是 {text!r}", f"{name} cannot be {text!r}"),
                at.span,
                Text(f"可取:{choices}", f"its choices are: {choices}") if choices else Text("", ""),
            )
        )
        return
    draft.fixed[name] = fact


def merge_included(draft: Draft, plan: Plan, source: Source[CategorySpec], at: Place) -> None:
    """Take in what an included spec declares; a word that both type differently is named."""
    other = source.span("attributes")
    for name, attribute in plan.attributes.items():
        known = draft.attributes.get(name)
        if known is not None and _type(known) != _type(attribute):
            draft.report(_conflict(f"属性 {name}", f"the attribute {name}", at, other))
        kept = known or attribute
        evidenced = kept.evidenced or attribute.evidenced
        draft.attributes[name] = msgspec.structs.replace(kept, evidenced=evidenced)
    for kind, part in plan.parts.items():
        ours = draft.parts.get(kind)
        if ours is None:
            draft.parts[kind] = part
            continue
        for name, fact in part.facts.items():
            if name in ours.facts and _type(ours.facts[name]) != _type(fact):
                draft.report(_conflict(f"属性 {kind}.{name}", f"the fact {kind}.{name}", at, other))
        facts = {**part.facts, **ours.facts}
        least = max(ours.at_least, part.at_least)
        draft.parts[kind] = msgspec.structs.replace(ours, facts=facts, at_least=least)
    for name, text in plan.fixed.items():
        if draft.source.model.fixed.get(name, text) != text:
            draft.report(
                _conflict(
                    f"固定属性 {name}",
                    f"the fixed attribute {name}",
                    at,
                    source.span("fixed", name),
                )
            )


def _conflict(zh: str, en: str, at: Place, other: Span) -> Diagnostic:
    return Diagnostic(
        "attribute-typed-twice",
        Text(f"{zh}在所含规范中不同", f"{en} differs in the included spec"),
        at.below("include").span,
        Text("两处写成一样", "write both alike"),
        ((Text("所含规范", "the included spec"), other),),
    )


def _unknown(name: str, draft: Draft, at: Place) -> Diagnostic:
    known = ", ".join(sorted(draft.attributes)) or "—"
    return Diagnostic(
        "undeclared-attribute",
        Text(f"没有声明属性 {name!r}", f"no attribute {name!r} is declared"),
        at.span,
        Text(f"已声明:{known}", f"declared are: {known}"),
    )
