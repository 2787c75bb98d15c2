"""Rows of documents, each led to the one requirement that it answers.

One row, one requirement: what selects none or several is listed as unused with
its reason, and is evidence for nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

from msgspec import Struct

from conformance.checking.subject import folded
from conformance.model.assessment import Remark
from conformance.model.plan import Ask, Plan, Requirement
from conformance.model.submission import (
    Audit,
    Document,
    Inspection,
    Part,
    Reading,
    Result,
    Submission,
    TestReport,
)
from conformance.quantities.text import fold_width

Tabled = TestReport | Audit | Inspection


class Row(Struct, frozen=True):
    """One result row, with the requirement, the clause and the part that it is about."""

    document: Tabled
    result: Result
    index: int
    clause: str | None
    part: str | None
    doubt: str | None = None
    """Why it is evidence for nothing; kept, for bad news in it is not thrown away."""
    told: tuple[tuple[str, str], ...] = ()
    """What the sentence of the doubt names."""

    @property
    def texts(self) -> list[str]:
        """The readings as text, one per specimen; points of one specimen by themselves."""
        return [text for specimen in self.specimens for text in specimen]

    @property
    def specimens(self) -> list[list[str]]:
        """The readings of each specimen, as text: one, or the points where it was read."""
        values = self.result.values
        if values is None:
            return [] if self.result.value is None else [[_text(self.result.value)]]
        return [
            [_text(point) for point in each] if isinstance(each, tuple) else [_text(each)]
            for each in values
        ]

    @property
    def locator(self) -> str:
        """Where the row stands, in the document's words or by its number."""
        return self.result.locator or f"results/{self.index}"


def _text(reading: str | Reading | None) -> str:
    """Return a typed reading as the text that means the same."""
    if reading is None:
        return ""
    if isinstance(reading, str):
        return reading
    high = f" ~ {reading.high}" if reading.high else ""
    return f"{reading.qualifier or ''}{reading.number}{high} {reading.unit or ''}".strip()


def _line_key(text: str) -> str:
    """Return a clause without the year of its edition."""
    standard, _, number = clause_key(text).partition("#")
    return f"{re.sub(r'-[0-9]{4}.*$', '', standard)}#{number}"


@lru_cache(maxsize=4096)
def clause_key(text: str) -> str:
    """Return a clause for comparison: width, spaces and case of the designation folded."""
    standard, _, number = fold_width(text).partition("#")
    designation = re.sub(r"[\s_]", "", standard).upper()
    return f"{designation}#{number.strip()}"


class Index(Struct, frozen=True, eq=False):
    """The plan's requirements by clause and by item."""

    by_id: Mapping[str, Requirement]
    by_clause: Mapping[str, tuple[Requirement, ...]]
    by_line: Mapping[str, tuple[Requirement, ...]]
    by_item: Mapping[str, tuple[Requirement, ...]]
    editions: Mapping[str, str]
    kept: dict[tuple[str | None, ...], "Candidates"] = {}


def index_of(plan: Plan) -> Index:
    """Return the index of a plan; clauses that imply another's are found under it too."""
    by_clause: dict[str, tuple[Requirement, ...]] = {}
    by_line: dict[str, tuple[Requirement, ...]] = {}
    by_item: dict[str, tuple[Requirement, ...]] = {}
    for requirement in plan.requirements:
        for ask in requirement.asks:
            clauses = [*([ask.clause] if ask.clause else []), *ask.implied_by]
            for key in {clause_key(clause) for clause in clauses}:
                _add(by_clause, key, requirement)
            for key in {_line_key(clause) for clause in clauses}:
                _add(by_line, key, requirement)
        for item in _items(requirement):
            _add(by_item, item, requirement)
    editions = {clause_key(edition): edition for edition in plan.editions}
    by_id = {each.id: each for each in plan.requirements}
    return Index(by_id, by_clause, by_line, by_item, editions)


def _titles(requirement: Requirement) -> Iterator[str]:
    yield requirement.title.zh
    yield requirement.title.en


def _add(found: dict[str, tuple[Requirement, ...]], key: str, requirement: Requirement) -> None:
    known = found.get(key, ())
    if requirement not in known:
        found[key] = (*known, requirement)


Matched = dict[str, list[Row]]


def match_rows(index: Index, submission: Submission) -> tuple[Matched, list[Remark]]:
    """Return the rows of every requirement, and those that are evidence for nothing.

    A row that may belong to several requirements, or whose part or edition is not
    known, stands in doubt under each of them: it can show none, yet may hold bad news.
    """
    matched: Matched = {}
    unused: list[Remark] = []
    parts = submission.subject.parts if submission.subject else ()
    for document in submission.evidence:
        if not isinstance(document, Tabled):
            continue
        for number, result in enumerate(document.results):
            candidates, doubt, facts = _candidates(index, result, parts)
            part: str | None = None
            if doubt is None:
                part = _part(candidates[0], document, result, parts)
                kind = candidates[0].each
                if part is None and kind is not None:
                    doubt, facts = "part-not-named", {"part": result.part or "", "kind": kind}
            row = Row(document, result, number, result.clause, part, doubt, tuple(facts.items()))
            for requirement in candidates:
                matched.setdefault(requirement.id, []).append(row)
            if doubt is not None:
                item = result.item or result.clause or result.requirement or ""
                unused.append(Remark(doubt, {"item": item, **facts}, document.id, row.locator))
    return matched, unused


def leads_to(
    index: Index, result: Result, parts: Sequence[Part]
) -> tuple[Sequence[Requirement], bool]:
    """Return the requirements that a row may answer, and whether it is exactly this one."""
    candidates, doubt, _ = _candidates(index, result, parts)
    return candidates, doubt is None


Candidates = tuple[Sequence[Requirement], str | None, dict[str, str]]
_MOST_KEPT = 8192


def _candidates(index: Index, result: Result, parts: Sequence[Part]) -> Candidates:
    """Return the requirements that a row may answer, and why it is not exactly one.

    Rows that name no part are led by their own words alone, so these are kept.
    """
    if result.part is not None:
        return _find_candidates(index, result, parts)
    key = (result.requirement, result.clause, result.item)
    found = index.kept.get(key)
    if found is None:
        found = _find_candidates(index, result, ())
        if len(index.kept) >= _MOST_KEPT:
            index.kept.clear()
        index.kept[key] = found
    return found


def _find_candidates(index: Index, result: Result, parts: Sequence[Part]) -> Candidates:
    item = folded(result.item).casefold()
    by_item = index.by_item.get(item, ()) if item else ()
    candidates: Sequence[Requirement]
    if result.requirement is not None:
        named = index.by_id.get(result.requirement)
        if named is None:
            near = get_close_matches(result.requirement, index.by_id, n=1)
            return by_item, "no-such-requirement", {"near": near[0] if near else ""}
        candidates = (named,)
    elif result.clause is not None:
        candidates = index.by_clause.get(clause_key(result.clause), ())
        if not candidates:
            doubt, facts = _unknown_clause(index, result.clause)
            return index.by_line.get(_line_key(result.clause), ()), doubt, facts
    else:
        candidates = by_item
    chosen = _select(candidates, item, result, parts)
    if len(chosen) != 1:
        return chosen, "ambiguous-row" if chosen else "no-requirement", {}
    if by_item and chosen[0] not in by_item:
        return (*chosen, *by_item), "ambiguous-row", {}
    return chosen, None, {}


def _unknown_clause(index: Index, clause: str) -> tuple[str, dict[str, str]]:
    """Return why a clause leads nowhere: the edition is unknown, or the plan does not ask it."""
    edition = clause.partition("#")[0]
    if clause_key(edition) in index.editions:
        return "no-requirement", {}
    near = get_close_matches(edition, index.editions.values(), n=1)
    return "edition-unknown", {"edition": edition, "near": near[0] if near else ""}


def _select(
    candidates: Sequence[Requirement], item: str, result: Result, parts: Sequence[Part]
) -> list[Requirement]:
    """Return those of several requirements on one clause that item or part select."""
    if len(candidates) < 2:
        return list(candidates)
    by_item = [each for each in candidates if item and item in _items(each)]
    if by_item:
        candidates = by_item
    kinds = {part.kind for part in parts if part.id == result.part}
    if len(candidates) > 1 and kinds:
        candidates = [each for each in candidates if each.each in kinds]
    return list(candidates)


def _items(requirement: Requirement) -> set[str]:
    names = [item for ask in requirement.asks for item in ask.items]
    if requirement.sampling is not None:
        names += [defect for defect, _ in requirement.sampling.accept]
    return {folded(name).casefold() for name in (*names, *_titles(requirement))}


def _part(
    requirement: Requirement, document: Document, result: Result, parts: Sequence[Part]
) -> str | None:
    """Return the part that a row is about; the only one of its kind need not be named."""
    named = result.part or document.part
    if document.part is not None and named != document.part:
        return None
    if requirement.each is None:
        return named
    of_kind = [part.id for part in parts if part.kind == requirement.each]
    if named is not None:
        return named if named in of_kind else None
    return of_kind[0] if len(of_kind) == 1 else None


def ask_of(requirement: Requirement, use: int | None) -> Ask | None:
    """Return what the chosen edition asks; None where that edition has no such clause."""
    if requirement.family is None:
        return requirement.asks[0]
    return next((ask for ask in requirement.asks if ask.use == use), None)
