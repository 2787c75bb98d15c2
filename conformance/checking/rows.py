"""Rows of documents, each led to the one requirement that it answers.

One row, one requirement: what selects none or several is listed as unused with
its reason, and is evidence for nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from conformance.checking.subject import folded
from conformance.model.assessment import Remark
from conformance.model.plan import Ask, Plan, Requirement
from conformance.model.submission import (
    Audit,
    Document,
    Inspection,
    Part,
    Result,
    Submission,
    TestReport,
)
from conformance.quantities.text import fold_width

Tabled = TestReport | Audit | Inspection


@dataclass(frozen=True, slots=True)
class Row:
    """One result row, with the requirement, the clause and the part that it is about."""

    document: Tabled
    result: Result
    index: int
    clause: str | None
    part: str | None

    @property
    def locator(self) -> str:
        """Where the row stands, in the document's words or by its number."""
        return self.result.locator or f"results/{self.index}"


def clause_key(text: str) -> str:
    """Return a clause for comparison: width, spaces and case of the designation folded."""
    standard, _, number = fold_width(text).partition("#")
    designation = re.sub(r"[\s_]", "", standard).upper()
    return f"{designation}#{number.strip()}"


@dataclass(frozen=True)
class Index:
    """The plan's requirements by clause and by item."""

    by_id: Mapping[str, Requirement]
    by_clause: Mapping[str, tuple[Requirement, ...]]
    by_item: Mapping[str, tuple[Requirement, ...]]
    editions: Mapping[str, str]


def index_of(plan: Plan) -> Index:
    """Return the index of a plan; clauses that imply another's are found under it too."""
    by_clause: dict[str, tuple[Requirement, ...]] = {}
    by_item: dict[str, tuple[Requirement, ...]] = {}
    for requirement in plan.requirements:
        for ask in requirement.asks:
            clauses = [*([ask.clause] if ask.clause else []), *ask.implied_by]
            for key in {clause_key(clause) for clause in clauses}:
                _add(by_clause, key, requirement)
            for item in {folded(item).casefold() for item in (*ask.items, *_titles(requirement))}:
                _add(by_item, item, requirement)
    editions = {clause_key(edition): edition for edition in plan.editions}
    return Index({each.id: each for each in plan.requirements}, by_clause, by_item, editions)


def _titles(requirement: Requirement) -> Iterator[str]:
    yield requirement.title.zh
    yield requirement.title.en


def _add(found: dict[str, tuple[Requirement, ...]], key: str, requirement: Requirement) -> None:
    known = found.get(key, ())
    if requirement not in known:
        found[key] = (*known, requirement)


Matched = dict[str, list[Row]]


def match_rows(index: Index, submission: Submission) -> tuple[Matched, list[Remark]]:
    """Return the rows of every requirement, and those that are evidence for nothing."""
    matched: Matched = {}
    unused: list[Remark] = []
    parts = submission.subject.parts if submission.subject else ()
    for document in submission.evidence:
        if not isinstance(document, Tabled):
            continue
        for number, result in enumerate(document.results):
            found = _match(index, document, result, number, parts)
            if isinstance(found, tuple):
                requirement, row = found
                matched.setdefault(requirement.id, []).append(row)
            else:
                unused.append(found)
    return matched, unused


def _match(
    index: Index, document: Tabled, result: Result, number: int, parts: Sequence[Part]
) -> tuple[Requirement, Row] | Remark:
    def unused(reason: str, **facts: str) -> Remark:
        locator = result.locator or f"results/{number}"
        facts = {"item": result.item or result.clause or result.requirement or "", **facts}
        return Remark(reason, facts, document.id, locator)

    candidates: Sequence[Requirement]
    if result.requirement is not None:
        named = index.by_id.get(result.requirement)
        if named is None:
            near = get_close_matches(result.requirement, index.by_id, n=1)
            return unused("no-such-requirement", near=near[0] if near else "")
        candidates = (named,)
    elif result.clause is not None:
        candidates = index.by_clause.get(clause_key(result.clause), ())
        if not candidates:
            return _unknown_clause(index, result.clause, unused)
    else:
        candidates = index.by_item.get(folded(result.item).casefold(), ()) if result.item else ()
    chosen = _select(candidates, result, parts)
    if len(chosen) != 1:
        return unused("ambiguous-row" if chosen else "no-requirement")
    (requirement,) = chosen
    part = _part(requirement, document, result, parts)
    if part is None and requirement.each is not None:
        return unused("part-not-named", part=result.part or "", kind=requirement.each)
    return requirement, Row(document, result, number, result.clause, part or None)


def _unknown_clause(index: Index, clause: str, unused: object) -> Remark:
    """Return why a clause leads nowhere: the edition is unknown, or the plan does not ask it."""
    edition = clause.partition("#")[0]
    known = index.editions.get(clause_key(edition))
    if known is not None:
        return unused("no-requirement")  # type: ignore[operator, no-any-return]
    near = get_close_matches(edition, index.editions.values(), n=1)
    return unused(  # type: ignore[operator, no-any-return]
        "edition-unknown", edition=edition, near=near[0] if near else ""
    )


def _select(
    candidates: Sequence[Requirement], result: Result, parts: Sequence[Part]
) -> list[Requirement]:
    """Return those of several requirements on one clause that item or part select."""
    if len(candidates) < 2:
        return list(candidates)
    item = folded(result.item).casefold()
    by_item = [each for each in candidates if item and item in _items(each)]
    if by_item:
        candidates = by_item
    kinds = {part.kind for part in parts if part.id == result.part}
    if len(candidates) > 1 and kinds:
        candidates = [each for each in candidates if each.each in kinds]
    return list(candidates)


def _items(requirement: Requirement) -> set[str]:
    names = [item for ask in requirement.asks for item in ask.items]
    return {folded(name).casefold() for name in (*names, *_titles(requirement))}


def _part(
    requirement: Requirement, document: Document, result: Result, parts: Sequence[Part]
) -> str | None:
    """Return the part that a row is about; the only one of its kind need not be named."""
    named = result.part or document.part
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
