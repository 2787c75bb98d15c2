"""Coverage in words: for the terminal, and as a page for all specs of a library."""

from collections.abc import Iterator, Sequence

from conformance.authoring.coverage import (
    Coverage,
    CoveredClause,
    CoveredEdition,
    OwnRequirement,
    Status,
)
from conformance.model.plan import Title
from conformance.wording.coverage import WORDS
from conformance.wording.pages import BECAUSE, PROVENANCE

LISTED = (Status.TIGHTENED, Status.EXCEPTED, Status.NOT_COVERED)
"""What is shown clause by clause; the rest is counted and named."""


def coverage_in_words(found: Coverage, lang: str) -> str:
    """Return what a spec does with its standards, edition by edition, and its own requirements."""
    return "\n".join(_lines(found, lang))


def _lines(found: Coverage, lang: str) -> Iterator[str]:
    yield f"{found.spec}  {_said(found.title, lang)}"
    for edition in found.editions:
        yield ""
        yield f"{edition.standard}  {_said(edition.title, lang)}"
        for law, heading in ((True, "law"), (False, "other")):
            clauses = [each for each in edition.clauses if each.law is law]
            if clauses:
                yield f"  {WORDS[lang][heading]}: {_counted(edition, lang, law=law)}"
                yield from _clause_lines(clauses, lang)
    yield ""
    yield f"{WORDS[lang]['own']}: {len(found.own)}"
    for own in found.own:
        yield f"  {own.name}  {_said(own.title, lang)} · {_basis(own, lang)}"


def _counted(edition: CoveredEdition, lang: str, *, law: bool) -> str:
    counts = edition.counts(law=law)
    parts = [f"{WORDS[lang][each]} {counts[each]}" for each in Status if counts[each]]
    unknown = _open_count(edition, law=law)
    if unknown:
        parts.append(f"{WORDS[lang]['open']} {unknown}")
    return ", ".join(parts)


def _open_count(edition: CoveredEdition, *, law: bool) -> int:
    """Return how many clauses are judged without a figure."""
    judged = (Status.COVERED, Status.TIGHTENED)
    return sum(
        each.open is not None
        for each in edition.clauses
        if each.law is law and each.status in judged
    )


def _clause_lines(clauses: Sequence[CoveredClause], lang: str) -> Iterator[str]:
    for status in Status:
        there = [each for each in clauses if each.status is status]
        if not there:
            continue
        if status not in LISTED:
            numbers = ", ".join(_marked(each, lang) for each in there)
            yield f"    {WORDS[lang][status]}: {numbers}"
            continue
        for each in there:
            told = " · ".join(part for part in _told(each, lang) if part)
            yield f"    {WORDS[lang][status]}: {each.number}  {told}"


def _marked(clause: CoveredClause, lang: str) -> str:
    return f"{clause.number} ({WORDS[lang]['open']})" if clause.open else clause.number


def _told(clause: CoveredClause, lang: str) -> Iterator[str]:
    yield _said(clause.title, lang)
    yield clause.requirement or ""
    yield _way(clause, lang) if clause.because else ""
    yield clause.why or ""


def _way(clause: CoveredClause, lang: str) -> str:
    way = BECAUSE[lang].get(clause.because or "", clause.because or "")
    return f"{way} → {clause.route}" if clause.route else way


def _basis(own: OwnRequirement, lang: str) -> str:
    basis = PROVENANCE[lang].get(own.basis, own.basis)
    return f"{basis} · {own.regulation}" if own.regulation else basis


def coverage_page(found: Sequence[Coverage]) -> str:
    """Return one page in both languages: each spec with its counts, exceptions and own demands."""
    parts = [f"# {_both('heading')}", WORDS["zh"]["explained"], WORDS["en"]["explained"]]
    for each in found:
        parts += _spec_section(each)
    return "\n\n".join(parts) + "\n"


def _spec_section(found: Coverage) -> Iterator[str]:
    yield f"## {found.spec} · {found.title.zh} · {found.title.en}"
    counted = (
        "edition", "law", "covered", "of them tightened", "of them open", "excepted", "not-covered",
    )  # fmt: skip
    yield _table(counted, [_row(edition) for edition in found.editions])
    excepted = [
        (f"{edition.standard}#{each.number}", f"{_way(each, 'zh')} · {_way(each, 'en')}", each.why)
        for edition in found.editions
        for each in edition.clauses
        if each.law and each.status in (Status.EXCEPTED, Status.NOT_COVERED)
    ]
    yield f"### {_both('exceptions')}"
    yield _table(("clause", "way", "why"), excepted) if excepted else _both("none")
    yield f"### {_both('own')}"
    yield _table(("requirement", "title", "basis"), [_own_row(own) for own in found.own])


def _both(word: str) -> str:
    return f"{WORDS['zh'][word]} · {WORDS['en'][word]}"


def _own_row(own: OwnRequirement) -> tuple[str, str, str]:
    english = PROVENANCE["en"].get(own.basis, own.basis)
    return f"`{own.name}`", f"{own.title.zh} · {own.title.en}", f"{_basis(own, 'zh')} · {english}"


def _table(words: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [" | ".join(map(_both, words)), " | ".join("---" for _ in words)]
    lines += [" | ".join(str(cell).replace("|", "\\|") for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def _row(edition: CoveredEdition) -> tuple[object, ...]:
    counts = edition.counts(law=True)
    judged = counts[Status.COVERED] + counts[Status.TIGHTENED]
    total = sum(counts.values()) - counts[Status.OUT_OF_SCOPE]
    return (
        edition.standard, total, judged, counts[Status.TIGHTENED],
        _open_count(edition, law=True), counts[Status.EXCEPTED], counts[Status.NOT_COVERED],
    )  # fmt: skip


def _said(title: Title, lang: str) -> str:
    return title.zh if lang == "zh" else title.en
