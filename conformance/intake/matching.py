"""Which requirement of a plan a row is about: by clause, by item and its aliases, by quantity.

A row is matched only where everything it says leads to one requirement.  What leads to none or to
several stays as it was read, and is listed for a person.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from conformance.intake.results import ReadRow
from conformance.model.plan import Ask, Plan, Requirement
from conformance.quantities.text import fold_width
from conformance.quantities.units import find_units, qualify

_HANZI_RUN = re.compile("[\u3400-\u9fff][\u3400-\u9fff\uff00-\uffef()（）、,,/\\-~A-Za-z0-9 ]*")
_DESIGNATION = re.compile(
    r"\b(?:GB(?:/T|/Z)?|QB/T|QB|SJ/T|JG/T|JC/T|T/[A-Z]+|CQC|ISO|IEC|EN|ASTM|CBMF|HJ|YY/T|YY|SN/T)"
    r"\s?[A-Z]?\d[\d.]*(?:-\d{2,4})?(?:\+A\d:\d{4})?(?::\d{4})?"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*[a-z]?|[A-Z](?:\.\d+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A row with the clause or the requirement it is about; `doubt` says why there is none."""

    row: ReadRow
    clause: str | None = None
    requirement: str | None = None
    doubt: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matcher:
    """Matches the rows of one document with the requirements of one plan."""

    plan: Plan
    cited: tuple[str, ...] = ()

    @cached_property
    def _clauses(self) -> Mapping[str, tuple[tuple[str, Requirement], ...]]:
        """Requirements by the number of a clause, with the clause as the plan writes it."""
        found: dict[str, tuple[tuple[str, Requirement], ...]] = {}
        for requirement, ask in _asks(self.plan):
            for clause in (ask.clause, *ask.implied_by):
                if clause:
                    number = clause.partition("#")[2]
                    pair = (clause, requirement)
                    if pair not in found.get(number, ()):
                        found[number] = (*found.get(number, ()), pair)
        return found

    @cached_property
    def _items(self) -> Mapping[str, tuple[Requirement, ...]]:
        found: dict[str, tuple[Requirement, ...]] = {}
        for requirement in self.plan.requirements:
            names = {requirement.title.zh, requirement.title.en}
            names |= {item for ask in requirement.asks for item in ask.items}
            for name in {_item_key(name) for name in names}:
                if requirement not in found.get(name, ()):
                    found[name] = (*found.get(name, ()), requirement)
        return found

    def match(self, row: ReadRow) -> Match:
        """Return the row with what it is about."""
        by_item = self._named(row)
        if row.clause:
            return self._by_clause(row, by_item)
        chosen = _of_quantity(by_item, row)
        if len(chosen) == 1:
            return self._written(row, chosen[0])
        doubt = "ambiguous" if chosen else "no-requirement"
        return Match(row=row, doubt=doubt, candidates=tuple(each.id for each in chosen))

    def _by_clause(self, row: ReadRow, by_item: Sequence[Requirement]) -> Match:
        text = fold_width(row.clause or "").strip()
        named = _DESIGNATION.search(text)
        rest = text if named is None else text.replace(named[0], " ")
        number = rest.strip().lstrip("#").strip(" .,;:、条款第")
        if named is not None and "#" in text:
            return Match(row=row, clause=text.replace(" #", "#").replace("# ", "#"))
        standards = [named[0]] if named is not None else list(self.cited)
        known = [
            (clause, requirement)
            for clause, requirement in self._clauses.get(number, ())
            if any(_same_standard(clause.partition("#")[0], each) for each in standards)
        ]
        clauses = {clause for clause, _ in known}
        if len(clauses) > 1:
            # one number in several standards: the item says which is meant
            known = [(clause, each) for clause, each in known if each in by_item]
            clauses = {clause for clause, _ in known}
        if len(clauses) == 1:
            return Match(row=row, clause=clauses.pop())
        if named is not None:
            return Match(row=row, clause=f"{named[0]}#{number}")
        if len(clauses) > 1:
            return Match(row=row, doubt="ambiguous", candidates=tuple(sorted(clauses)))
        chosen = _of_quantity(by_item, row)
        if len(chosen) == 1 and not _NUMBER.fullmatch(number):
            return self._written(row, chosen[0])
        doubt = "no-requirement" if self.cited else "standard-not-named"
        return Match(row=row, doubt=doubt, candidates=tuple(each.id for each in chosen))

    def _written(self, row: ReadRow, requirement: Requirement) -> Match:
        """Return a row that its item alone has led to a requirement."""
        clauses = {
            ask.clause
            for ask in requirement.asks
            if ask.clause and self._is_cited(ask.clause.partition("#")[0])
        }
        if len(clauses) == 1:
            return Match(row=row, clause=clauses.pop())
        return Match(row=row, requirement=requirement.id)

    def _is_cited(self, standard: str) -> bool:
        return any(_same_standard(standard, each) for each in self.cited)

    def _named(self, row: ReadRow) -> tuple[Requirement, ...]:
        """Return the requirements that the item names, in either language."""
        for name in _spellings(row):
            found = self._items.get(_item_key(name), ())
            if found:
                return found
        return ()


def _asks(plan: Plan) -> Iterator[tuple[Requirement, Ask]]:
    for requirement in plan.requirements:
        for ask in requirement.asks:
            yield requirement, ask


def _item_key(text: str) -> str:
    return re.sub(r"[\s_\-–—]+", "", fold_width(text)).casefold()


def _spellings(row: ReadRow) -> Iterator[str]:
    """Yield an item as it stands, then its Chinese and its other part, then the other name."""
    yield row.item
    chinese = _HANZI_RUN.match(row.item)
    if chinese is not None:
        first = re.match("[^A-Za-z]*", row.item)
        if first is not None and first[0].strip():
            yield first[0].strip()
        yield re.sub("[\u3400-\u9fff]+", " ", row.item).strip()
    if row.also:
        yield row.also


def _of_quantity(candidates: Sequence[Requirement], row: ReadRow) -> list[Requirement]:
    """Return those of several requirements whose quantity the unit of the row can have."""
    if len(candidates) < 2 or not row.unit:
        return list(candidates)
    kinds = {qualify(unit, row.item).kind for unit in find_units(row.unit)}
    fitting = [each for each in candidates if {ask.kind for ask in each.asks} & kinds]
    return fitting or list(candidates)


def _same_standard(one: str, other: str) -> bool:
    """Return whether two designations are of one edition; spaces and width make no difference.

    A designation without a year names no edition.
    """
    return _standard_key(one) == _standard_key(other)


def _standard_key(text: str) -> str:
    return re.sub(r"[\s_]", "", fold_width(text)).upper()


def standards_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the editions of standards that texts name, each once.

    >>> standards_in(["依据 GB/T 4706.1-2024、GB 38448-2019《…》"])
    ('GB/T 4706.1-2024', 'GB 38448-2019')
    """
    found: dict[str, None] = {}
    for text in texts:
        for name in _DESIGNATION.finditer(fold_width(text)):
            found.setdefault(name[0].strip(" .:"))
    return tuple(found)
