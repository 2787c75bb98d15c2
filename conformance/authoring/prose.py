"""Plans and standards in words, for people who review them."""

from collections.abc import Iterator

from conformance.authoring.pages.asked import first_of_all, limits, manner, phrases
from conformance.authoring.pages.markup import unmarked
from conformance.authoring.pages.said import Titles, titles_of, titles_of_standard
from conformance.model.catalogue import Catalogue, Clause
from conformance.model.plan import Ask, Plan, Requirement, Title
from conformance.wording import spoken
from conformance.wording.pages import BECAUSE
from conformance.wording.pages import WORDS as PAGE_WORDS


def _said(title: Title, lang: str) -> str:
    return title.zh if lang == "zh" else title.en


def spec_in_words(plan: Plan, lang: str) -> str:
    """Return what a spec asks, section by section, with what it leaves out and why."""
    return "\n".join(_spec_lines(plan, lang))


def _spec_lines(plan: Plan, lang: str) -> Iterator[str]:
    zh, titles = lang == "zh", titles_of(plan, lang)
    yield f"{plan.spec}@{plan.version}  {_said(plan.title, lang)}"
    yield f"{'有效期' if zh else 'in force'}: {plan.start or '—'} .. {plan.end or '—'}"
    for family in plan.families:
        yield f"{_said(family.title, lang)} ({family.decided_by}):"
        for use in family.uses:
            yield f"  {' + '.join(use.editions)}: {use.start or '…'} .. {use.end or '…'}"
    for name, title in plan.sections:
        yield f"\n{_said(title, lang)}"
        for requirement in plan.requirements:
            if requirement.section == name:
                yield from _requirement_lines(requirement, titles)
    if plan.left_out:
        yield "\n" + ("不列入判定的条款" if zh else "clauses left out")
        for left in plan.left_out:
            route = f" → {left.route}" if left.route else ""
            because = BECAUSE[lang][left.because]
            yield f"  {left.clause}  {because}{route}: {spoken(left.why, lang)}"


def _requirement_lines(requirement: Requirement, titles: Titles) -> Iterator[str]:
    lang = titles.lang
    zh = lang == "zh"
    marks = [] if requirement.mandatory else ["推荐" if zh else "recommended"]
    marks += [("核心" if zh else "core")] if requirement.core else []
    note = f" ({', '.join(marks)})" if marks else ""
    yield f"  {requirement.id}  {_said(requirement.title, lang)}{note}"
    for ask in requirement.asks:
        yield f"    {' · '.join(_ask_words(requirement, ask, titles))}"


def _ask_words(requirement: Requirement, ask: Ask, titles: Titles) -> Iterator[str]:
    lang = titles.lang
    zh = lang == "zh"
    yield ask.clause or ("自有要求" if zh else requirement.basis)
    if requirement.each is not None:
        yield f"{'每个' if zh else 'each'} {requirement.each}"
    if ask.open is not None:
        yield f"{'未确定' if zh else 'open'}: {spoken(ask.open, lang)}"
    yield from map(unmarked, limits([(row.limit, row.when) for row in ask.rows], titles))
    yield from map(unmarked, phrases(ask.phrase, lang))
    yield from map(unmarked, manner(ask, titles))
    if ask.tightened is not None:
        yield f"{'加严' if zh else 'tightened'}: {ask.tightened}"
    named = () if ask.phrase is not None else requirement.ways
    ways = requirement.document.kind if requirement.document else " | ".join(named)
    if ways:
        yield f"{'证据' if zh else 'evidence'}: {ways}"
    if ask.provenance not in (None, "text"):
        yield f"{'数据来源' if zh else 'figures'}: {ask.provenance}"


def standard_in_words(standard: Catalogue, lang: str) -> str:
    """Return an edition: its dates, force, provenance and clauses, the open ones marked."""
    return "\n".join(_standard_lines(standard, lang))


_DATES = (
    ("issued", "发布"),
    ("accepted_from", "可采用"),
    ("in_force", "实施"),
    ("withdrawn", "废止"),
)


def _standard_lines(standard: Catalogue, lang: str) -> Iterator[str]:
    zh = lang == "zh"
    title = standard.title.zh if zh else standard.title.en
    yield f"{standard.standard}  {title}"
    yield f"{'强制力' if zh else 'force'}: {standard.force}"
    for name, word in _DATES:
        day = getattr(standard, name)
        if day is not None:
            yield f"{word if zh else name.replace('_', ' ')}: {day}"
    for row in standard.required:
        for name, day in row.model_dump(exclude_none=True).items():
            yield f"{'必须执行' if zh else 'required'}: {name} ≥ {day}"
    for old in standard.replaces:
        yield f"{'代替' if zh else 'replaces'}: {old}"
    if standard.replaced_by is not None:
        yield f"{'被代替' if zh else 'replaced by'}: {standard.replaced_by}"
    yield f"{'数据来源' if zh else 'figures'}: {standard.provenance}"
    for gap in standard.gaps:
        yield f"{'尚缺' if zh else 'gap'}: {spoken(gap, lang)}"
    yield ""
    titles = titles_of_standard(standard, lang)
    for number, clause in standard.clauses.items():
        yield f"  {number}  {' · '.join(_clause_words(standard, clause, titles))}"


def _clause_words(standard: Catalogue, clause: Clause, titles: Titles) -> Iterator[str]:
    lang = titles.lang
    zh = lang == "zh"
    yield clause.title.zh if zh else clause.title.en
    if clause.open is not None:
        yield f"{'未确定' if zh else 'open'}: {spoken(clause.open, lang)}"
    if isinstance(clause.limit, str):
        rows: list[tuple[str, str | None]] = [(clause.limit, None)]
    else:
        rows = [(row.limit, row.when) for row in clause.limit or ()]
    yield from map(unmarked, limits(rows, titles))
    if clause.open is None:
        inspected = not rows and clause.phrase is None
        yield from map(unmarked, first_of_all(clause, titles, inspected=inspected))
    yield from map(unmarked, phrases(clause.phrase, lang))
    if clause.each is not None and clause.each in standard.parts:
        part = standard.parts[clause.each]
        yield PAGE_WORDS[lang]["each"].format(part=part.zh if zh else part.en)
    yield from map(unmarked, manner(clause, titles))
    if clause.force is not None:
        yield clause.force
    if clause.in_force is not None:
        yield f"{'实施' if zh else 'in force'}: {clause.in_force}"
    if clause.provenance is not None:
        yield clause.provenance
