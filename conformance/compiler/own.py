"""A spec's own requirements: tests, inspections, documents, statements, lots, links and groups."""

from conformance.compiler.asks import read_ask
from conformance.compiler.draft import Draft, Place
from conformance.compiler.links import check_links
from conformance.diagnostics import Diagnostic, IllFormed, Text
from conformance.model.plan import (
    Ask,
    ChainAsked,
    DaysAsked,
    DigitsAsked,
    DocumentAsked,
    GroupAsked,
    IdentifierAsked,
    LinkedAsked,
    Requirement,
    SamplingAsked,
    Title,
)
from conformance.model.spec import Digits, Group, Own
from conformance.quantities.limit import Accepted, parse_limit, resolve
from conformance.quantities.number import exact_text

_TABLE_2A = (  # GB/T 2828.1-2012
    "0.010 0.015 0.025 0.040 0.065 0.10 0.15 0.25 0.40 0.65 1.0 1.5 2.5 4.0 6.5 10 15 25 40 65 "
    "100 150 250 400 650 1000"
)
AQLS = tuple(_TABLE_2A.split())
_WITHOUT_LIMIT = ("document", "chain", "sampling", "identifier", "linked", "group")


def read_own(
    draft: Draft, name: str, own: Own, at: Place, section: str, ways: tuple[str, ...]
) -> Requirement | None:
    """Return one of the spec's own requirements, None where a problem was reported."""
    kinds = [key for key in (*_WITHOUT_LIMIT, "days") if getattr(own, key)]
    if len(kinds) > 1:
        draft.report(
            Diagnostic(
                "two-kinds",
                Text(
                    f"一项要求不能同时是 {' 和 '.join(kinds)}",
                    f"a requirement cannot be both {' and '.join(kinds)}",
                ),
                at.span,
                Text("分成两项", "make two of it"),
            )
        )
        return None
    before = len(draft.problems)
    spec = draft.source.model
    kind = kinds[0] if kinds else "statement" if own.statement else None
    asked = own
    if kind in _WITHOUT_LIMIT:
        asked = own.model_copy(update={"measures": None})
    ask = read_ask(draft, asked, at, spec.default.rule, spec.default.rounding)
    _check_sense(draft, own, kind, at, ways)
    check_links(draft, own, at)
    group = _group(draft, own.group, at) if own.group else None
    if ask is None or len(draft.problems) > before:
        return None
    if kind in _WITHOUT_LIMIT:
        ask = Ask(expects=kind or "", applies=ask.applies, items=ask.items)
    return Requirement(
        id=name,
        title=Title(own.title.zh, own.title.en),
        section=section,
        asks=(ask,),
        mandatory=own.level == "mandatory",
        core=own.core,
        each=own.each,
        ways=() if kind in (*_WITHOUT_LIMIT, "days") else ways,
        statement=own.statement,
        document=None
        if own.document is None
        else DocumentAsked(
            own.document.kind,
            own.document.scheme,
            own.document.standards,
            own.document.category,
            own.document.category_of,
            own.document.on,
            own.document.source,
        ),
        chain=None
        if own.chain is None
        else ChainAsked(
            own.chain.from_,
            own.chain.to,
            own.chain.category,
            own.chain.category_of,
            own.chain.territory,
            own.chain.rooted_in,
            own.chain.dated == "required",
        ),
        sampling=None
        if own.sampling is None
        else SamplingAsked(
            own.sampling.level, own.sampling.state, tuple(sorted(own.sampling.accept.items()))
        ),
        identifier=None
        if own.identifier is None
        else IdentifierAsked(
            own.identifier.of,
            own.identifier.grammar,
            own.identifier.scheme,
            own.identifier.same_as,
            _digits(own.identifier.digits),
        ),
        days=None if own.days is None else DaysAsked(own.days.from_, own.days.to, own.days.out_of),
        linked=None if own.linked is None else LinkedAsked(own.linked.spec, own.linked.as_),
        group=group,
        basis=own.basis,
    )


def _digits(digits: Digits | None) -> DigitsAsked | None:
    """Return which characters of an identifier agree with which fact, choices in order."""
    if digits is None:
        return None
    return DigitsAsked(digits.from_, digits.fact, tuple(sorted(digits.values.items())))


def _check_sense(
    draft: Draft, own: Own, kind: str | None, at: Place, ways: tuple[str, ...]
) -> None:
    policies = draft.source.model.policies
    if kind in (None, "statement") and not ways and own.phrase is None:
        draft.report(
            Diagnostic(
                "no-evidence",
                Text(
                    "没有任何证据途径能证明该要求", "no evidence could ever show this requirement"
                ),
                at.span,
                Text("写 evidence: 证据要求名", "write evidence: the name of a policy"),
            )
        )
    if kind == "statement" and not any(
        policies[way].kind == "declaration" for way in ways if way in policies
    ):
        draft.report(
            Diagnostic(
                "no-evidence",
                Text("承诺项须由声明证明", "a statement needs a declaration"),
                at.span,
                Text(
                    "evidence 写一项 kind: declaration 的证据要求",
                    "name a policy of kind declaration as evidence",
                ),
            )
        )
    if own.sampling is not None:
        for defect, aql in own.sampling.accept.items():
            if aql.removeprefix("AQL").strip() not in AQLS:
                draft.report(
                    Diagnostic(
                        "unknown-aql",
                        Text(
                            f"{aql!r} 不是 GB/T 2828.1 的 AQL", f"{aql!r} is no AQL of GB/T 2828.1"
                        ),
                        at.below("sampling", "accept", defect).span,
                        Text(f"可取:{'、'.join(AQLS)}", f"one of: {', '.join(AQLS)}"),
                    )
                )
    if own.basis == "regulation" and not own.regulation:
        draft.report(
            Diagnostic(
                "regulation-missing",
                Text("依据为法规,但未写法规名称", "the basis is a regulation that is not named"),
                at.span,
                Text("写 regulation: …", "write regulation: …"),
            )
        )


def _group(draft: Draft, group: Group, at: Place) -> GroupAsked | None:
    ways = [name for name in ("all_of", "any_of", "of") if getattr(group, name)]
    counted = (group.at_least is not None) + (group.score is not None)
    if len(ways) != 1 or (ways == ["of"]) != (counted == 1):
        draft.report(
            Diagnostic(
                "group-unclear",
                Text(
                    "组合须恰好是 all_of、any_of、of+at_least 或 of+score 之一",
                    "a group is one of all_of, any_of, of with at_least, of with score",
                ),
                at.below("group").span,
            )
        )
        return None
    members = group.all_of or group.any_of or group.of
    if group.score is not None:
        return _scored(draft, group, at)
    if group.at_least is not None:
        if group.at_least > len(members) and not group.or_all:
            draft.report(
                Diagnostic(
                    "group-unsatisfiable",
                    Text(
                        f"成员只有 {len(members)} 个,不可能有 {group.at_least} 个符合",
                        f"there are {len(members)} members, so {group.at_least} can never pass",
                    ),
                    at.below("group", "at_least").span,
                )
            )
        return GroupAsked("at_least", members, group.at_least, group.or_all)
    return GroupAsked(ways[0], members)


def _scored(draft: Draft, group: Group, at: Place) -> GroupAsked | None:
    """Return a score group; weights are at least zero and default to one."""
    place = at.below("group", "score")
    try:
        limit = resolve(parse_limit(group.score or "", None, place.span))
    except IllFormed as error:
        draft.report_all(error)
        return None
    piece = limit.values.pieces[0] if isinstance(limit, Accepted) else None
    if piece is None or piece.low is None or piece.high is not None or not 0 < piece.low <= 1:
        draft.report(
            Diagnostic(
                "bad-score", Text("得分写作 '>= 0.8'", "a score is written '>= 0.8'"), place.span
            )
        )
        return None
    weights = []
    for member in group.of:
        text = group.weights.get(member, "1")
        if not text.replace(".", "", 1).isdigit():
            draft.report(
                Diagnostic(
                    "bad-weight",
                    Text(
                        f"权重 {text!r} 不是非负数",
                        f"the weight {text!r} is no number from zero up",
                    ),
                    at.below("group", "weights", member).span,
                )
            )
        weights.append(text)
    return GroupAsked("score", group.of, threshold=exact_text(piece.low), weights=tuple(weights))
