"""An explanation in words for the terminal, and as data."""

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.authoring.edges import Judged
from conformance.authoring.explain import WITHOUT_ROW, Explained, Explanation, Worked
from conformance.authoring.pages.said import Titles, condition_said, days, places, titles_of
from conformance.model.catalogue import Clause
from conformance.model.plan import Ask, Phrases, Plan, Requirement
from conformance.quantities.conditions import Fact
from conformance.quantities.scales import Grade
from conformance.rendering.page_words import VERDICTS
from conformance.wording import spoken, term
from conformance.wording.explain import WORDS
from conformance.wording.pages import DATES, FORCE, PROVENANCE, STATISTICS
from conformance.wording.pages import WORDS as PAGE_WORDS

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
            ("evidence", iter([edition.evidence[lang]])), ("edge", _edge(edition, found, lang)),
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
    titles = titles_of(found.plan, lang)
    if ask.open is not None:
        yield words["open"].format(text=spoken(ask.open, lang))
    for row in ask.rows:
        yield _limit(row.limit, row.when, titles)
    if ask.phrase is not None:
        yield from _phrase(ask.phrase, lang)
    if ask.expects == "inspection" and ask.open is None and not _without_row(found.requirement):
        yield PAGE_WORDS[lang]["inspect"]
    if found.requirement.group is not None:
        group = found.requirement.group
        yield words["members"].format(text=f"{group.combination}: {', '.join(group.members)}")
    if ask.tightened is not None and edition.clause is not None:
        rows = _limits_of(edition.clause, titles)
        ours = "; ".join(_limit(row.limit, row.when, titles) for row in ask.rows)
        limits = {"clause": "; ".join(rows) or "—", "ours": ours or "—"}
        yield words["tightened"].format(**limits, why=spoken(ask.tightened, lang))
    elif edition.catalogue is not None and ask.rows:
        yield words["as clause"]
    yield from _manner(ask, found, lang)
    notes = (
        edition.own.note if edition.own else None,
        edition.clause.note if edition.clause else None,
    )
    yield from (words["note"].format(text=spoken(text, lang)) for text in notes if text)


def _without_row(requirement: Requirement) -> bool:
    """Return whether no row of a report shows the requirement."""
    return any(getattr(requirement, name) for name in WITHOUT_ROW)


def _limit(text: str, when: str | None, titles: Titles) -> str:
    """Return a limit with the products that it holds for."""
    limit = titles.in_text(text)
    return f"{limit} ({condition_said(when, titles)})" if when else limit


def _phrase(phrase: Phrases, lang: str) -> Iterator[str]:
    """Yield where a marking is, and which words it shows, one of them, or none."""
    said = PAGE_WORDS[lang]
    for name, texts in (("any of", phrase.any), ("exactly one", phrase.exactly_one),
                        ("forbidden", phrase.forbidden)):  # fmt: skip
        if texts:
            listed = " / ".join(f"“{text}”" for text in texts)
            where = f"{said['marking on']}{said['colon']}{places(phrase.on, lang)}"
            yield f"{where}{said['semicolon']}{said[name]}{said['colon']}{listed}"


def _limits_of(clause: Clause, titles: Titles) -> list[str]:
    """Return the limits of the clause."""
    if isinstance(clause.limit, str):
        return [titles.in_text(clause.limit)]
    return [_limit(row.limit, row.when, titles) for row in clause.limit or ()]


def _manner(ask: Ask, found: Explanation, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    titles = titles_of(found.plan, lang)
    told = condition_said(ask.applies, titles)
    yield (
        words["applies"].format(text=told) if ask.applies else words[f"always {found.plan.subject}"]
    )
    if found.requirement.each is not None:
        part = found.plan.parts[found.requirement.each]
        yield words["each"].format(text=part.zh if lang == "zh" else part.en)
    if ask.specimens is not None:
        statistic = STATISTICS[lang][ask.statistic].format(k=ask.at_least)
        yield words["specimens"].format(count=ask.specimens, statistic=statistic)
    if ask.method:
        yield words["method"].format(text=" / ".join(ask.method))
    for asked in ask.conditions:
        rows = [
            f"{titles.in_text(' / '.join(row.any))}"
            + (f" ({condition_said(row.when, titles)})" if row.when else "")
            for row in asked.rows
        ]
        yield words["condition"].format(name=asked.name, text="; ".join(rows))
    if ask.relative_to is not None:
        yield words["relative"].format(text=titles(ask.relative_to))
    if ask.rule != "simple":
        yield words["rule"].format(text=ask.rule)
    if ask.rounding == "rounded-value":
        yield words["rounding"]
    for name in ("interval", "correction", "detection_limit", "max_uncertainty"):
        text = getattr(ask, name)
        if text is not None:
            yield words[name].format(text=text)


def _edge(edition: Explained, found: Explanation, lang: str) -> Iterator[str]:
    words, titles = WORDS[lang], titles_of(found.plan, lang)
    if not edition.worked and edition.ask.open is None:
        asked = found.requirement.document
        yield words["no edge of a document" if asked is not None else "no edge"]
    for worked in edition.worked:
        said = _product(worked, found, titles)
        if said:
            yield said
        for judged in worked.examples:
            yield _example(judged, lang)


def _by_whom(worked: Worked, plan: Plan) -> str:
    """Return whether the facts are an example, declared, or true of the whole category."""
    if worked.assumed:
        return "product"
    return "fixed" if set(worked.product) <= set(plan.fixed) else "declared"


def _product(worked: Worked, found: Explanation, titles: Titles) -> str:
    lang = titles.lang
    words = WORDS[lang]
    parts = []
    if worked.product:
        facts = ", ".join(
            f"{titles(name)} = {fact_text(f)}" for name, f in sorted(worked.product.items())
        )
        parts.append(words[_by_whom(worked, found.plan)].format(text=facts))
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
