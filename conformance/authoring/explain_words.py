"""An explanation in words for the terminal, and as data."""

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.authoring.edges import Judged
from conformance.authoring.explain import Explained, Explanation, Worked
from conformance.authoring.pages.said import days
from conformance.model.catalogue import Clause
from conformance.model.plan import Ask
from conformance.quantities.conditions import Fact
from conformance.quantities.scales import Grade
from conformance.rendering.page_words import VERDICTS
from conformance.wording import term
from conformance.wording.explain import WORDS
from conformance.wording.pages import DATES, FORCE, PROVENANCE, STATISTICS

FORMAT = "conformance-explanation/1"


def explained_in_words(found: Explanation, lang: str) -> str:
    """Return the explanation, edition by edition, the latest first."""
    return "\n".join(_lines(found, lang))


def _lines(found: Explanation, lang: str) -> Iterator[str]:
    words, requirement = WORDS[lang], found.requirement
    title = requirement.title.zh if lang == "zh" else requirement.title.en
    marks = [words["shall"] if requirement.mandatory else words["should"]]
    marks += [words["core"]] if requirement.core else []
    section = dict(found.plan.sections).get(requirement.section)
    if section is not None:
        marks.append(f"{words['section']} {section.zh if lang == 'zh' else section.en}")
    yield f"{requirement.id}  {title} · {' · '.join(marks)}"
    for edition in found.editions:
        yield ""
        for heading, lines in (
            ("from", _origin(edition, found, lang)), ("why", _reason(edition, found, lang)),
            ("evidence", iter([edition.evidence[lang]])), ("edge", _edge(edition, lang)),
        ):  # fmt: skip
            yield words[heading]
            yield from (f"  {line}" for line in lines)


def _origin(edition: Explained, found: Explanation, lang: str) -> Iterator[str]:
    words, ask = WORDS[lang], edition.ask
    if edition.catalogue is None:
        basis = edition.own.basis if edition.own is not None else found.requirement.basis
        regulation = edition.own.regulation if edition.own is not None else None
        text = {"regulation": words["regulation"].format(text=regulation or "—")}
        yield text.get(basis, words["own" if basis == "enterprise" else "contract"])
    else:
        title = edition.catalogue.title
        named = words["title"].format(text=title.zh if lang == "zh" else title.en)
        yield f"{ask.clause} {named}"
        force, figures = ask.force or "", ask.provenance or ""
        parts = [
            words["force"].format(text=FORCE[lang].get(force, force)),
            words["provenance"].format(text=PROVENANCE[lang].get(figures, figures)),
        ]
        day = ask.in_force or edition.catalogue.in_force
        parts += [words["in force"].format(day=day)] if day else []
        yield " · ".join(parts)
    if edition.family is not None and ask.use is not None:
        use = edition.family.uses[ask.use]
        date = DATES[lang][edition.family.decided_by]
        yield words["family"].format(date=date, days=days(use.start, use.end, lang))


def _reason(edition: Explained, found: Explanation, lang: str) -> Iterator[str]:
    words, ask = WORDS[lang], edition.ask
    if ask.open is not None:
        yield words["open"].format(text=ask.open)
    for row in ask.rows:
        limit = term("limit", row.limit, lang)
        yield f"{limit} ({row.when})" if row.when else limit
    if ask.phrase is not None:
        told = " / ".join((*ask.phrase.any, *ask.phrase.exactly_one))
        banned = " ".join(f"≠ {word}" for word in ask.phrase.forbidden)
        yield f"{', '.join(ask.phrase.on)}: {told} {banned}".strip()
    if found.requirement.group is not None:
        group = found.requirement.group
        yield words["members"].format(text=f"{group.combination}: {', '.join(group.members)}")
    if ask.tightened is not None and edition.clause is not None:
        rows = _limits_of(edition.clause)
        ours = "; ".join(row.limit for row in ask.rows)
        limits = {"clause": "; ".join(rows) or "—", "ours": ours or "—"}
        yield words["tightened"].format(**limits, why=ask.tightened)
    elif edition.catalogue is not None and ask.rows:
        yield words["as clause"]
    yield from _manner(ask, found, lang)
    notes = (
        edition.own.note if edition.own else None,
        edition.clause.note if edition.clause else None,
    )
    yield from (words["note"].format(text=text) for text in notes if text)


def _limits_of(clause: Clause) -> list[str]:
    """Return the limits as the catalogue writes them."""
    if isinstance(clause.limit, str):
        return [clause.limit]
    return [f"{row.limit} ({row.when})" for row in clause.limit or ()]


def _manner(ask: Ask, found: Explanation, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    yield words["applies"].format(text=ask.applies) if ask.applies else words["always"]
    if found.requirement.each is not None:
        part = found.plan.parts[found.requirement.each]
        yield words["each"].format(text=part.zh if lang == "zh" else part.en)
    if ask.specimens is not None:
        statistic = STATISTICS[lang][ask.statistic].format(k=ask.at_least)
        yield words["specimens"].format(count=ask.specimens, statistic=statistic)
    if ask.method:
        yield words["method"].format(text=" / ".join(ask.method))
    if ask.rule != "simple":
        yield words["rule"].format(text=ask.rule)
    if ask.rounding == "rounded-value":
        yield words["rounding"]
    for name in ("interval", "correction"):
        text = getattr(ask, name)
        if text is not None:
            yield words[name].format(text=text)


def _edge(edition: Explained, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    if not edition.worked and edition.ask.open is None:
        yield words["no edge"]
    for worked in edition.worked:
        said = _product(worked, lang)
        if said:
            yield said
        for judged in worked.examples:
            yield _example(judged, lang)


def _product(worked: Worked, lang: str) -> str:
    words = WORDS[lang]
    parts = []
    if worked.product:
        facts = ", ".join(f"{name} = {fact_text(f)}" for name, f in sorted(worked.product.items()))
        parts.append(words["product" if worked.assumed else "declared"].format(text=facts))
    if worked.limit is not None:
        parts.append(words["limit"].format(text=term("limit", worked.limit, lang)))
    return " · ".join(parts)


def fact_text(fact: Fact) -> str:
    """Return a fact as a submission declares it."""
    return fact.code if isinstance(fact, Grade) else str(fact)


def _example(judged: Judged, lang: str) -> str:
    texts = "; ".join(judged.edge.texts) or "—"
    verdict = VERDICTS[lang][judged.verdict]
    shows = WORDS[lang][judged.edge.shows]
    return f"  {texts}  [{shows}] → {verdict} ({judged.reason}): {judged.message[lang]}"


def explained_as_data(found: Explanation) -> dict[str, Any]:
    """Return the explanation as plain data, in both languages; absent values are left out."""
    requirement = found.requirement
    return {
        "format": FORMAT,
        "spec": f"{found.plan.spec}@{found.plan.version}",
        "requirement": requirement.id,
        "title": {"zh": requirement.title.zh, "en": requirement.title.en},
        "mandatory": requirement.mandatory,
        "core": requirement.core,
        "editions": [_edition_data(edition, found) for edition in found.editions],
    }


def _edition_data(edition: Explained, found: Explanation) -> dict[str, Any]:
    ask = edition.ask
    data = {
        "clause": ask.clause,
        "force": ask.force,
        "provenance": ask.provenance,
        "basis": found.requirement.basis if ask.clause is None else None,
        "regulation": edition.own.regulation if edition.own else None,
        "applies": ask.applies,
        "limit": [
            {name: text for name, text in (("is", row.limit), ("when", row.when)) if text}
            for row in ask.rows
        ],
        "tightened": ask.tightened,
        "open": ask.open,
        "evidence": dict(edition.evidence),
        "edge": [_worked_data(worked) for worked in edition.worked],
    }
    return {name: value for name, value in data.items() if value not in (None, [])}


def _worked_data(worked: Worked) -> dict[str, Any]:
    product: Mapping[str, Fact] = worked.product
    data: dict[str, Any] = {
        "limit": worked.limit,
        "product": {name: fact_text(fact) for name, fact in sorted(product.items())} or None,
        "assumed": worked.assumed if product else None,
    }
    examples = [
        {
            "shows": each.edge.shows,
            "readings": list(each.edge.texts),
            "verdict": str(each.verdict),
            "reason": each.reason,
            "message": each.message,
        }
        for each in worked.examples
    ]
    return {**{name: v for name, v in data.items() if v is not None}, "examples": examples}
