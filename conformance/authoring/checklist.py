"""The checklist of a spec: what has to be tested and sent, before anything is."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from conformance.authoring.policies import kind_said, policy_said
from conformance.checking.decode import decode
from conformance.checking.editions import uses_of
from conformance.checking.gate import Gate
from conformance.checking.prepared import NoCriterion
from conformance.checking.subject import NOBODY, Facts, fact_type, gather
from conformance.checking.values import criterion_of
from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.library.nodes import plain, read_json, read_yaml
from conformance.model.plan import Ask, ConditionAsked, GroupAsked, Plan, PolicyAsked, Requirement
from conformance.model.submission import Submission
from conformance.quantities.conditions import parse_condition, truth
from conformance.quantities.identifiers import GRAMMARS
from conformance.wording.pages import WORDS

Words = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the checklist: one requirement under one edition.

    Attributes:
        limit: In symbols where the attributes settle it, else as the clause writes it.
        rows: Where they do not settle it, the limits that are left, each with its condition.
        conditions: Test conditions that the report has to state, and what each may be.
        open_attributes: Attributes without which limit or applicability is not known.
        applies: Whether it applies; None where that is not known.
    """

    requirement: str
    section: str
    title: Words
    mandatory: bool
    clause: str | None
    applies: bool | None
    condition: str | None
    limit: str | None
    rows: tuple[tuple[str, str | None], ...]
    open_attributes: tuple[str, ...]
    specimens: int | None
    statistic: str
    each: str | None
    method: tuple[str, ...]
    evidence: Words
    open: str | None
    provenance: str | None
    conditions: tuple[tuple[str, str], ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the line as plain data; what is not stated is left out."""
        data = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in data.items()
            if value is not None and value != ()
        }


_SUBJECT = ("manufactured", "imported", "sold", "parts", "kind", "model", "brand")


def read_attributes(data: bytes, file: str) -> Submission:
    """Return a submission of nothing but attributes: of a submission, or of a file of them alone.

    Raises `IllFormed`.
    """
    read = read_json if file.endswith(".json") else read_yaml
    root, problems = read(data, file)
    written = None if root is None else plain(root)
    if problems:
        raise IllFormed(problems)
    if not isinstance(written, dict):
        message = Text("应为属性名和值", "this is no mapping of attributes")
        raise IllFormed([Diagnostic("wrong-shape", message, Span(file, 1))])
    subject = written.get("subject")
    if subject is None:
        own = {name: written.pop(name) for name in _SUBJECT if name in written}
        subject = {**own, "attributes": written.get("attributes", written)}
    return decode({"subject": subject}, file=file)


def checklist(plan: Plan, as_of: date, subject: Submission | None = None) -> tuple[Item, ...]:
    """Return what has to be shown, in the plan's order, under each edition that is accepted."""
    facts = gather(plan, subject or Submission(), as_of, NOBODY)
    of_parts = {
        f"{kind}.{name}": fact_type(fact)
        for kind, part in plan.parts.items()
        for name, fact in part.facts.items()
    }
    facts = replace(facts, types={**facts.types, **of_parts})
    gate = Gate(plan, facts, NOBODY, {})
    accepted = {family.id: uses_of(gate, family)[0] for family in plan.families}
    return tuple(
        _item(plan, requirement, ask, facts)
        for requirement in plan.requirements
        for ask in requirement.asks
        if requirement.family is None or ask.use in accepted[requirement.family]
    )


def _item(plan: Plan, requirement: Requirement, ask: Ask, facts: Facts) -> Item:
    limit, unknown = _limit(ask, facts)
    condition = None if ask.applies is None else parse_condition(ask.applies)
    return Item(
        requirement=requirement.id,
        section=requirement.section,
        title={"zh": requirement.title.zh, "en": requirement.title.en},
        mandatory=requirement.mandatory,
        clause=ask.clause,
        applies=truth(condition, facts.known, facts.types),
        condition=ask.applies,
        limit=limit,
        rows=_left(ask, facts) if unknown else (),
        open_attributes=unknown,
        specimens=ask.specimens,
        statistic=ask.statistic,
        each=requirement.each,
        method=ask.method,
        conditions=tuple((each.name, _condition(each)) for each in ask.conditions),
        evidence=evidence_wanted(plan, requirement, ask),
        open=ask.open,
        provenance=ask.provenance,
    )


def _condition(asked: ConditionAsked) -> str:
    """Return what a test condition may be; where that goes by the product, with the condition."""
    rows = [(" / ".join(row.any), row.when) for row in asked.rows]
    return "; ".join(f"{text} ({when})" if when else text for text, when in rows)


def _limit(ask: Ask, facts: Facts) -> tuple[str | None, tuple[str, ...]]:
    """Return the limit of this product and the attributes that are still wanted for it."""
    if ask.phrase is not None:
        words = " / ".join(ask.phrase.any or ask.phrase.exactly_one)
        banned = "".join(f" ≠ {word}" for word in ask.phrase.forbidden)
        return f"{', '.join(ask.phrase.on)}: {words}{banned}", ()
    if not ask.rows:
        return None, ()
    try:
        found = criterion_of(ask, facts)
    except IllFormed:  # nothing satisfies a computed limit for this product
        return "∅", ()
    if not isinstance(found, NoCriterion):
        return str(found.accepted), ()
    written = [f"{row.limit} ({row.when})" if row.when else row.limit for row in ask.rows]
    return "; ".join(written), tuple(sorted(found.attributes))


def _left(ask: Ask, facts: Facts) -> tuple[tuple[str, str | None], ...]:
    """Return the rows of a table of limits that what is declared does not rule out."""
    conditions = [(row, None if row.when is None else parse_condition(row.when))
                  for row in ask.rows]  # fmt: skip
    return tuple(
        (row.limit, row.when)
        for row, condition in conditions
        if truth(condition, facts.known, facts.types) is not False
    )


_VALID = {
    "manufactured": {"zh": " · 生产之日有效", "en": " · in force on the day of manufacture"},
    "as-of": {"zh": " · 判定基准日有效", "en": " · in force on the as-of date"},
}


def evidence_wanted(plan: Plan, requirement: Requirement, ask: Ask) -> Words:
    """Return in words what shows the requirement; the ways are alternatives."""
    if requirement.document is not None:
        asked = requirement.document
        more = [asked.scheme, ", ".join(asked.standards), asked.category]
        text = "".join(f" · {part}" for part in more if part)
        day = _VALID[asked.on if asked.kind == "certificate" else "as-of"]
        return {lang: kind_said(asked.kind, lang) + text + day[lang] for lang in ("zh", "en")}
    if requirement.group is not None:
        return {lang: _combined(plan, requirement.group, lang) for lang in ("zh", "en")}
    if requirement.chain is not None:
        text = f"authorization: {requirement.chain.start} → {requirement.chain.end}"
        return {"zh": f"授权链:{requirement.chain.start} → {requirement.chain.end}", "en": text}
    if requirement.identifier is not None:
        text = f"{requirement.identifier.of}: {requirement.identifier.grammar}"
        zh = GRAMMARS[requirement.identifier.grammar].zh
        return {"zh": f"{requirement.identifier.of}:{zh}", "en": text}
    if requirement.days is not None:
        text = f"{requirement.days.start} → {requirement.days.end}"
        return {"zh": f"申报日期:{text}", "en": f"declared days: {text}"}
    if requirement.linked is not None:
        text = f"{requirement.linked.role}: {requirement.linked.spec}"
        return {"zh": f"关联提交,{text}", "en": f"linked submission, {text}"}
    if requirement.sampling is not None:
        classes = ", ".join(f"{name} AQL {aql}" for name, aql in requirement.sampling.accept)
        text = f"GB/T 2828.1 {requirement.sampling.level}: {classes}"
        return {"zh": f"检验批,{text}", "en": f"inspection of the lot, {text}"}
    if ask.phrase is not None:
        return {"zh": "标志的照片或检查记录", "en": "photograph or inspection of the marking"}
    ways = [plan.policies[way] for way in requirement.ways]
    return {
        "zh": " 或 ".join(_policy(way, "zh") for way in ways),
        "en": " or ".join(_policy(way, "en") for way in ways),
    }


def _combined(plan: Plan, group: GroupAsked, lang: str) -> str:
    """Return how the members of a group are combined, each by its title."""
    titles = {each.id: each.title.zh if lang == "zh" else each.title.en
              for each in plan.requirements}  # fmt: skip
    said = WORDS[lang][group.combination].format(count=group.at_least, text=group.threshold)
    members = WORDS[lang]["comma"].join(titles.get(name, name) for name in group.members)
    return f"{said}{WORDS[lang]['colon']}{members}"


def _policy(policy: PolicyAsked, lang: str) -> str:
    kind, asked = kind_said(policy.kind, lang), list(policy_said(policy, lang))
    opening, comma, closing = ("(", ";", ")") if lang == "zh" else (" (", "; ", ")")
    return f"{kind}{opening}{comma.join(asked)}{closing}" if asked else kind


def read_attributes_file(name: str) -> Submission:
    """Return the attributes of a file; raises `IllFormed` where it cannot be read."""
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        said = error.strerror or str(error)
        message = Text(f"无法读取:{said}", f"it cannot be read: {said}")
        raise IllFormed([Diagnostic("file-unreadable", message, Span(name, 0))]) from None
    return read_attributes(data, name)
