"""Compiling: the passes in their order, and the plan that comes out when none found a problem."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import msgspec

from conformance.compiler.asks import read_ask
from conformance.compiler.catalogues import check_clauses
from conformance.compiler.draft import Draft, Place, Taken
from conformance.compiler.editions import in_all_editions
from conformance.compiler.exceptions import check_exceptions
from conformance.compiler.facts import declare, fix_included, merge_included
from conformance.compiler.floor import Laxer, NotProven, no_laxer
from conformance.compiler.own import read_own
from conformance.compiler.policies import check_policies
from conformance.compiler.resolve import LEGAL, resolve
from conformance.compiler.transitions import check_transitions
from conformance.diagnostics import Diagnostic, Span, Text
from conformance.library.authored import Source
from conformance.library.library import Library
from conformance.model.catalogue import Asked, Catalogue
from conformance.model.plan import (
    Ask,
    Edition,
    FamilyPlan,
    Plan,
    PolicyAsked,
    Requirement,
    Title,
    UsePlan,
)
from conformance.model.spec import CategorySpec, Include, Tightened


@dataclass(frozen=True, slots=True)
class Compiled:
    """The plan, None where there are problems; and the problems, in the order of the files.

    `advice` is what `lint` says beside: it keeps no spec from compiling.
    """

    plan: Plan | None
    problems: tuple[Diagnostic, ...]
    advice: tuple[Diagnostic, ...] = ()


def compile_spec(
    library: Library,
    source: Source[CategorySpec],
    *,
    including: tuple[str, ...] = (),
    within: Draft | None = None,
) -> Compiled:
    """Return the plan of a category spec, or every problem found in it.

    `including` are the specs that include this one, from the outermost on; `within` is
    the draft that takes its requirements in, and with it the last day that holds.
    """
    period = source.model.in_force
    until = within.until if within is not None else period.until if period else None
    draft = Draft(library, source, including=(*including, source.model.spec), until=until)
    for run in PASSES:
        run(draft)
    problems = _in_order(draft.problems)
    plan = None if problems else _plan(draft)
    return Compiled(plan, problems, _in_order(_unused(draft)))


def _in_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda each: each.span))


def _unused(draft: Draft) -> Iterator[Diagnostic]:
    """Yield the spec's own attributes that no requirement uses; a standard may have more terms."""
    spec = draft.source.model
    for name in spec.attributes:
        if name not in draft.used:
            yield Diagnostic(
                "attribute-unused",
                Text(f"没有要求用到属性 {name!r}", f"no requirement uses the attribute {name!r}"),
                draft.source.span("attributes", name, key=True),
                Text(
                    "删除,或在 applies、limit、uses 中使用",
                    "remove it, or use it in applies, limit or uses",
                ),
            )


def take_clauses(draft: Draft) -> None:
    """The pass `clauses`: one requirement for each line of the standards that the spec takes."""
    for source in draft.catalogues:
        numbers = [taken.number for taken in draft.taken if taken.source is source]
        check_clauses(draft, source, numbers)
    for editions in in_all_editions(draft.taken):
        line = editions[0].line
        asks = [ask for taken in editions if (ask := _clause_ask(draft, taken)) is not None]
        if len(asks) < len(editions):
            continue
        first = editions[-1]
        block = first.selection
        at = Place(draft.source, ("builds_on", first.index))
        ways = _ways(draft, block.evidence, at)
        if not ways and first.clause.phrase is None:
            draft.report(
                Diagnostic(
                    "no-evidence",
                    Text(
                        f"没有任何证据途径能证明条款 {first.id}",
                        f"no evidence could ever show clause {first.id}",
                    ),
                    at.span,
                    Text("写 evidence: 证据要求名", "write evidence: the name of a policy"),
                )
            )
        _check_alike(draft, editions)
        draft.requirements.append(
            Requirement(
                id=next((t.clause.name for t in editions if t.clause.name), None) or line,
                title=Title(first.clause.title.zh, first.clause.title.en),
                section=_section(draft, block.section, at),
                asks=tuple(asks),
                mandatory=block.level == "mandatory",
                core=any(t.number in t.selection.core for t in editions),
                family=first.family,
                each=first.clause.each,
                ways=ways,
            )
        )


def _check_alike(draft: Draft, editions: Sequence[Taken]) -> None:
    """Report a clause of which one edition wants a result for each part and another does not."""
    for taken in editions[:-1]:
        if taken.clause.each != editions[-1].clause.each:
            draft.report(
                Diagnostic(
                    "editions-differ-in-each",
                    Text(
                        f"条款 {taken.number} 的各版本 each 不同",
                        f"editions of clause {taken.number} differ in `each`",
                    ),
                    taken.place.span,
                    Text(
                        "给其中一个版本的条款另一个编号,例如 4.5/coating",
                        "give the clause of one edition a number of its own, such as 4.5/coating",
                    ),
                    ((Text("另一版本", "the other edition"), editions[-1].place.span),),
                )
            )


def _clause_ask(draft: Draft, taken: Taken) -> Ask | None:
    """Return what the clause asks, tightened where the spec does, and prove that it is stricter."""
    spec, catalogue, clause = draft.source.model, taken.source.model, taken.clause
    rule, rounding = spec.default.rule, spec.default.rounding
    lawful = read_ask(draft, clause, taken.place, "simple", "full-value")
    if lawful is None:
        return None
    block = taken.selection
    tightened = block.tighten.get(taken.number)
    asked: Asked = clause
    at = taken.place
    if tightened is not None:
        at = Place(draft.source, ("builds_on", taken.index, "tighten", taken.number))
        asked = _tighten(clause, tightened)
    ours = (
        read_ask(draft, asked, at, rule, rounding)
        if (tightened is not None or (rule, rounding) != ("simple", "full-value"))
        else lawful
    )
    if ours is None:
        return None
    force = clause.force or catalogue.force
    scope = clause.scope or catalogue.scope  # outside of it a clause is taken of free will
    if tightened is not None or force in LEGAL:
        _prove(draft, ours, lawful, taken, at)
    return msgspec.structs.replace(
        ours,
        clause=taken.id,
        standard=catalogue.standard,
        use=taken.use,
        implied_by=clause.implied_by,
        law=force in LEGAL and (not scope or spec.spec in scope),
        force=force,
        in_force=clause.in_force,
        withdrawn=clause.withdrawn,
        provenance=clause.provenance or catalogue.provenance,
        tightened=None if tightened is None else tightened.why,
    )


def _tighten(asked: Asked, by: Tightened) -> Asked:
    changes = {
        name: value
        for name in ("limit", "specimens", "rule", "rounding", "interval", "applies")
        if (value := getattr(by, name)) is not None
    }
    return asked.model_copy(update=changes)


def _prove(draft: Draft, ours: Ask, lawful: Ask, taken: Taken, at: Place) -> None:
    match no_laxer(ours, lawful, draft.types, draft.fixed):
        case None:
            return
        case Laxer(product=product, result=result, zh=zh, en=en):
            through_zh = "、".join(part for part in (product, result) if part and part != "—")
            through_en = ", ".join(part for part in (product, result) if part and part != "—")
            words = Text(
                f"比条款 {taken.id} 宽:{zh}" + (f";例如 {through_zh} 会通过" if through_zh else ""),
                f"laxer than {taken.id}: {en}"
                + (f"; {through_en} would pass" if through_en else ""),
            )
        case NotProven(zh=zh, en=en):
            words = Text(
                f"无法证明不比条款 {taken.id} 宽:{zh}",
                f"not proven to be no laxer than {taken.id}: {en}",
            )
    draft.report(
        Diagnostic(
            "looser-than-mandatory",
            words,
            at.span,
            Text("按条款的限值写,或加严", "write the limit of the clause, or a stricter one"),
            ((Text("条款", "the clause"), taken.place.span),),
        )
    )


def take_own(draft: Draft) -> None:
    """The pass `own`: the requirements that the spec adds."""
    for name, own in draft.source.model.requirements.items():
        at = Place(draft.source, ("requirements", name))
        section = _section(draft, own.section, at)
        ways = _ways(draft, own.evidence, at)
        requirement = read_own(draft, name, own, at, section, ways)
        if requirement is not None:
            draft.requirements.append(requirement)


def include(draft: Draft) -> None:
    """The pass `include`: what other specs ask, of the product or of each part of a kind."""
    for index, block in enumerate(draft.source.model.builds_on):
        if not isinstance(block, Include):
            continue
        at = Place(draft.source, ("builds_on", index))
        source = draft.library.spec(block.include)
        if source is None:
            known = ", ".join(draft.library.known_specs()) or "—"
            draft.report(
                Diagnostic(
                    "unknown-spec",
                    Text(f"没有规范 {block.include!r}", f"no spec is named {block.include!r}"),
                    at.below("include").span,
                    Text(f"已有:{known}", f"known are: {known}"),
                )
            )
            continue
        if _in_a_cycle(draft, source, at.below("include")):
            continue
        if block.section is not None:
            _section(draft, block.section, at)
        if block.for_ is not None and block.for_ not in draft.parts:
            known = ", ".join(draft.parts) or "—"
            draft.report(
                Diagnostic(
                    "unknown-part",
                    Text(
                        f"没有声明部件 {block.for_!r}", f"no kind of part is named {block.for_!r}"
                    ),
                    at.below("for").span,
                    Text(f"已声明:{known}", f"declared are: {known}"),
                )
            )
        compiled = compile_spec(draft.library, source, including=draft.including, within=draft)
        draft.report(*compiled.problems)
        if compiled.plan is None:
            continue
        draft.included_plans.append((index, block, compiled.plan))
        if block.for_ is not None:
            _check_parts_of_parts(draft, compiled.plan, source, at)
        merge_included(draft, compiled.plan, source, at)
    fix_included(draft)


def link(draft: Draft) -> None:
    """The pass `link`: the plans of the specs that linked submissions have to meet."""
    for name, own in draft.source.model.requirements.items():
        if own.linked is None or own.linked.spec in draft.linked_plans:
            continue
        at = Place(draft.source, ("requirements", name, "linked", "spec"))
        source = draft.library.spec(own.linked.spec)
        if source is None:
            known = draft.library.known_specs()
            draft.report(
                Diagnostic(
                    "unknown-spec",
                    Text(f"没有规范 {own.linked.spec!r}", f"no spec is named {own.linked.spec!r}"),
                    at.span,
                    _nearest(own.linked.spec, known),
                )
            )
            continue
        if _in_a_cycle(draft, source, at):
            continue
        compiled = compile_spec(draft.library, source, including=draft.including)
        draft.report(*compiled.problems)
        if compiled.plan is not None:
            draft.linked_plans[own.linked.spec] = compiled.plan


def _in_a_cycle(draft: Draft, source: Source[CategorySpec], at: Place) -> bool:
    """Report a spec that, by way of others, includes or links to itself."""
    if source.model.spec not in draft.including:
        return False
    path = " → ".join((*draft.including, source.model.spec))
    draft.report(
        Diagnostic(
            "include-cycle",
            Text(f"规范互相包含:{path}", f"the specs include one another: {path}"),
            at.span,
            Text("去掉其中一处", "remove one of the includes or links"),
        )
    )
    return True


def _check_parts_of_parts(
    draft: Draft, plan: Plan, source: Source[CategorySpec], at: Place
) -> None:
    for requirement in plan.requirements:
        if requirement.each is not None:
            draft.report(
                Diagnostic(
                    "part-of-part",
                    Text(
                        f"{requirement.id!r} 已要求每个 {requirement.each},不能再对每个部件包含",
                        f"{requirement.id!r} wants each {requirement.each} already, "
                        "and cannot be for each part of another kind",
                    ),
                    at.below("for").span,
                    Text("去掉 for", "leave `for` out"),
                    ((Text("所含规范", "the included spec"), source.span()),),
                )
            )


def check_demands(draft: Draft) -> None:
    """The pass `demands`: names that must be there and must be there once."""
    seen: dict[str, Span] = {}
    for name, span in _with_places(draft):
        if name in seen:
            draft.report(
                Diagnostic(
                    "requirement-twice",
                    Text(
                        f"要求 {name!r} 出现两次",
                        f"the requirement {name!r} is there twice",
                    ),
                    span,
                    Text("更名其中之一", "rename one of them"),
                    ((Text("另一处", "the other place"), seen[name]),),
                )
            )
        seen.setdefault(name, span)
    known = {requirement.id for requirement in draft.all_requirements()}
    for requirement in draft.requirements:
        for member in requirement.group.members if requirement.group else ():
            if member not in known or member == requirement.id:
                draft.report(
                    Diagnostic(
                        "unknown-requirement",
                        Text(f"没有要求 {member!r}", f"no requirement is named {member!r}"),
                        draft.source.span("requirements", requirement.id, "group"),
                        _nearest(member, known),
                    )
                )
    _check_group_cycles(draft)
    for left in draft.left_out:
        if left.because == "evidenced-by-other-route" and left.route not in known:
            draft.report(
                Diagnostic(
                    "unknown-requirement",
                    Text(
                        f"其他途径 {left.route!r} 不是本规范的要求",
                        f"the other route {left.route!r} is no requirement of this spec",
                    ),
                    draft.source.span("builds_on"),
                    Text("写 route: 要求名", "write route: the requirement"),
                )
            )
    if not draft.requirements and not draft.included_plans and not draft.problems:
        draft.report(
            Diagnostic(
                "spec-empty",
                Text("规范没有任何要求", "the spec has no requirement"),
                draft.source.span(),
            )
        )


def _in_scope(draft: Draft, source: Source[Catalogue], number: str) -> bool:
    """Return whether a clause is law for the category; one that names no category, for all."""
    scope = source.model.clauses[number].scope or source.model.scope
    return draft.source.model.spec in scope if scope else source in draft.catalogues


def check_law(draft: Draft) -> None:
    """The pass `law`: every clause with legal force in scope is taken or left out with a reason."""
    spec = draft.source.model
    covered = {taken.id for taken in draft.taken} | {left.clause for left in draft.left_out}
    for _, _, plan in draft.included_plans:
        covered |= {ask.clause for each in plan.requirements for ask in each.asks if ask.clause}
        covered |= {left.clause for left in plan.left_out}
    for source in draft.library.catalogues.values():
        missing = [
            number
            for number, clause in source.model.clauses.items()
            if (clause.force or source.model.force) in LEGAL
            and _in_scope(draft, source, number)
            and f"{source.model.standard}#{number}" not in covered
        ]
        if missing and _in_force_together(source.model, spec):
            numbers = ", ".join(missing)
            draft.report(
                Diagnostic(
                    "law-not-covered",
                    Text(
                        f"未处理 {source.model.standard} 的强制条款 {numbers}",
                        f"clauses of {source.model.standard} with legal force are not dealt with: "
                        f"{numbers}",
                    ),
                    draft.source.span("builds_on"),
                    _how_to_cover(draft, source.model),
                    ((Text("该标准", "the standard"), source.span()),),
                )
            )


def _how_to_cover(draft: Draft, catalogue: Catalogue) -> Text:
    """Return what to write; of two editions of one standard, that they are a family."""
    other = next((s for s in draft.catalogues if s.model.line == catalogue.line), None)
    if other is not None and other.model.standard != catalogue.standard:
        both = f"{catalogue.standard}, {other.model.standard}"
        return Text(
            f"把 {both} 写成一个版本族(families),或写入 except 并说明理由",
            f"make {both} one family under families, or except them with a reason",
        )
    return Text(
        "在 builds_on 中选用,或写入 except 并说明理由",
        "take them in builds_on, or except them with a reason",
    )


def _in_force_together(catalogue: Catalogue, spec: CategorySpec) -> bool:
    start = spec.in_force.from_ if spec.in_force else None
    end = spec.in_force.until if spec.in_force else None
    if catalogue.withdrawn is not None and (start is None or catalogue.withdrawn < start):
        return False
    return end is None or catalogue.in_force is None or catalogue.in_force <= end


Pass = Callable[[Draft], None]
PASSES: tuple[Pass, ...] = (
    resolve,
    check_transitions,
    check_policies,
    declare,
    include,
    link,
    take_clauses,
    take_own,
    check_demands,
    check_exceptions,
    check_law,
)


def _section(draft: Draft, name: str | None, at: Place) -> str:
    sections = draft.source.model.sections
    chosen = name or draft.source.model.default.section or next(iter(sections))
    if chosen not in sections:
        known = ", ".join(sections)
        draft.report(
            Diagnostic(
                "unknown-section",
                Text(f"没有章节 {chosen!r}", f"no section is named {chosen!r}"),
                at.below("section").span,
                Text(f"已有:{known}", f"known are: {known}"),
            )
        )
    return chosen


def _ways(draft: Draft, named: tuple[str, ...], at: Place) -> tuple[str, ...]:
    ways = named or draft.source.model.default.evidence
    policies = draft.source.model.policies
    for name in ways:
        if name not in policies:
            known = ", ".join(policies) or "—"
            draft.report(
                Diagnostic(
                    "unknown-policy",
                    Text(f"没有证据要求 {name!r}", f"no evidence policy is named {name!r}"),
                    at.below("evidence").span,
                    Text(f"已有:{known}", f"known are: {known}"),
                )
            )
    return ways


def _with_places(draft: Draft) -> Iterator[tuple[str, Span]]:
    """Yield every requirement's name with the place that gives it."""
    places = {t.clause.name or t.line: t.place for t in draft.taken}
    for requirement in draft.requirements:
        own = requirement.asks[0].clause is None
        place = Place(draft.source, ("requirements", requirement.id))
        yield requirement.id, (place if own else places.get(requirement.id, place)).span
    for index, _, plan in draft.included_plans:
        span = draft.source.span("builds_on", index)
        yield from ((f"{plan.spec}/{each.id}", span) for each in plan.requirements)


def _nearest(name: str, known: Iterable[str]) -> Text:
    near = get_close_matches(name, known, n=1)
    return Text(f"是否为 {near[0]!r}?", f"did you mean {near[0]!r}?") if near else Text("", "")


def _check_group_cycles(draft: Draft) -> None:
    """Report a group that is, through other groups, a member of itself."""
    members = {r.id: r.group.members for r in draft.requirements if r.group is not None}
    for name in members:
        reached, ahead = set[str](), list(members[name])
        while ahead:
            member = ahead.pop()
            if member not in reached:
                reached.add(member)
                ahead += members.get(member, ())
        if name in reached and name not in members[name]:
            draft.report(
                Diagnostic(
                    "group-cycle",
                    Text(
                        f"组合 {name!r} 间接包含自身", f"the group {name!r} is a member of itself"
                    ),
                    draft.source.span("requirements", name, "group"),
                    Text("去掉其中一个成员", "remove one of the members"),
                )
            )


def _plan(draft: Draft) -> Plan:
    """Return the finished plan, with what it includes from other specs."""
    spec = draft.source.model
    plan = Plan(
        spec=spec.spec,
        version=spec.version,
        title=Title(spec.title.zh, spec.title.en),
        subject=spec.subject,
        sections=tuple((name, Title(s.zh, s.en)) for name, s in spec.sections.items()),
        requirements=tuple(draft.requirements),
        attributes=draft.attributes,
        fixed=dict(spec.fixed),
        parts=draft.parts,
        families=tuple(
            FamilyPlan(
                name,
                Title(family.zh, family.en),
                family.decided_by,
                tuple(UsePlan(use.editions, use.from_, use.until) for use in family.use),
            )
            for name, family in spec.families.items()
        ),
        policies={name: _policy(policy) for name, policy in spec.policies.items()},
        editions={s.model.standard: _edition(s.model) for s in draft.catalogues},
        left_out=tuple(draft.left_out),
        start=spec.in_force.from_ if spec.in_force else None,
        end=spec.in_force.until if spec.in_force else None,
        linked=dict(draft.linked_plans),
    )
    for _, block, other in draft.included_plans:
        plan = _merged(plan, block, other, draft)
    return plan


def _policy(policy: object) -> PolicyAsked:
    data = policy.model_dump()  # type: ignore[attr-defined]
    data["complete"] = data["complete"] == "required"
    return PolicyAsked(**data)


def _edition(catalogue: Catalogue) -> Edition:
    return Edition(
        id=catalogue.standard,
        line=catalogue.line,
        force=catalogue.force,
        issued=catalogue.issued,
        in_force=catalogue.in_force,
        accepted_from=catalogue.accepted_from,
        withdrawn=catalogue.withdrawn,
        replaced_by=catalogue.replaced_by,
        required=tuple(
            (name, day)
            for row in catalogue.required
            for name, day in row.model_dump(exclude_none=True).items()
        ),
        dates_provenance=catalogue.dates_provenance or catalogue.provenance,
    )


def _merged(plan: Plan, block: Include, other: Plan, draft: Draft) -> Plan:
    """Return `plan` with the requirements of `other`, under its section and for each part."""
    section = block.section or draft.source.model.default.section or plan.sections[0][0]
    prefix = f"{other.spec}/"
    requirements = tuple(
        msgspec.structs.replace(
            each,
            id=prefix + each.id,
            section=section,
            each=block.for_ or each.each,
            asks=tuple(
                msgspec.structs.replace(ask, law=_binds(draft, ask.clause)) for ask in each.asks
            ),
            ways=tuple(prefix + way for way in each.ways),
            family=None if each.family is None else prefix + each.family,
            group=None
            if each.group is None
            else msgspec.structs.replace(
                each.group, members=tuple(prefix + member for member in each.group.members)
            ),
        )
        for each in other.requirements
    )
    families = tuple(msgspec.structs.replace(f, id=prefix + f.id) for f in other.families)
    return msgspec.structs.replace(
        plan,
        requirements=(*plan.requirements, *requirements),
        attributes={**plan.attributes, **draft.attributes},
        fixed={**other.fixed, **plan.fixed},
        parts={**plan.parts, **draft.parts},
        families=(*plan.families, *families),
        policies={**plan.policies, **{prefix + n: p for n, p in other.policies.items()}},
        editions={**other.editions, **plan.editions},
        linked={**other.linked, **plan.linked},
        includes=(*plan.includes, other.spec, *(prefix + name for name in other.includes)),
        left_out=(
            *plan.left_out,
            *(
                msgspec.structs.replace(
                    left, route=left.route and prefix + left.route, law=_binds(draft, left.clause)
                )
                for left in other.left_out
            ),
        ),
    )


def _binds(draft: Draft, clause: str | None) -> bool:
    """Return whether a clause of an included spec has legal force for this spec's category too."""
    edition, _, number = (clause or "").partition("#")
    source = draft.library.catalogues.get(edition)
    if source is None:
        return False
    asked = source.model.clauses[number]
    scope = asked.scope or source.model.scope
    force = asked.force or source.model.force
    return force in LEGAL and (not scope or draft.source.model.spec in scope)
