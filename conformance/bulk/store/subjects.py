"""What is asked of each submission: one sheet for all whose facts change nothing in it.

Which facts a question looks at is known from the plan.  So a question is asked once for each
different combination of just these facts, and answers that are the same make the same sheet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

import numpy as np

from conformance.bulk.store.distinct import Numbers, distinct, joined
from conformance.bulk.store.layout import ATTRIBUTE
from conformance.bulk.store.opened import Opened
from conformance.checking.editions import on_a_claim, uses_of
from conformance.checking.prepared import prepared
from conformance.checking.quick import Quick
from conformance.checking.sheet import Sheet, depends_on, sheet_of
from conformance.checking.validator import Check
from conformance.checking.values import criterion_of
from conformance.model.plan import Ask, FamilyPlan, Requirement
from conformance.model.submission import Subject, Submission

Values = tuple[str | None, ...]
_KIND = "kind"
_DAYS = ("manufactured", "imported", "sold")


@dataclass(slots=True)
class _Questions:
    """What looks at the same facts: what is asked, editions, and whether there is a verdict."""

    asks: list[tuple[Requirement, Ask]]
    families: list[FamilyPlan]
    barred: bool = False


class Sheets:
    """The sheets of a validator, by the facts that make a difference."""

    def __init__(self, quick: Quick) -> None:
        self.quick = quick
        self.questions = _questions(quick)
        self.names = sorted({name for names in self.questions for name in names})
        self.sheets: list[Sheet] = []
        self.subjects: list[Subject] = []
        self._known: dict[int, int] = {}
        self._answers: dict[tuple[tuple[str, ...], Values], int] = {}
        self._numbers: dict[object, int] = {}
        self._by_answers: dict[tuple[int, ...], int] = {}
        # criteria are told apart by where they are: none may go while the answers are kept
        self._held: list[object] = []
        self._lock = Lock()

    def of(self, opened: Opened) -> Numbers:
        """Return the number of the sheet of each submission of a partition."""
        with self._lock:
            return self._of(opened)

    def _of(self, opened: Opened) -> Numbers:
        columns = {name: _coded(opened, name) for name in self.names}
        answers: list[tuple[Numbers, int]] = []
        for names in self.questions:
            first, which = joined(
                [(columns[name][0], len(columns[name][1])) for name in names], opened.count
            )
            said = np.array([
                self._answer(names, tuple([_at(columns[name], row) for name in names]))
                for row in first
            ], np.int64)  # fmt: skip
            answers.append((said[which], int(said.max(initial=0)) + 1))
        first, which = joined(answers, opened.count)
        sheets = np.array([
            self._sheet(tuple([int(codes[row]) for codes, _ in answers]),
                        {name: _at(columns[name], row) for name in self.names})
            for row in first
        ], np.int64)  # fmt: skip
        return sheets[which]

    def _answer(self, names: tuple[str, ...], values: Values) -> int:
        """Return the number of all answers to the questions about these facts."""
        key = (names, values)
        if key not in self._answers:
            said = self._ask(self.questions[names], dict(zip(names, values, strict=True)))
            self._answers[key] = self._numbers.setdefault((names, said), len(self._numbers))
        return self._answers[key]

    def _ask(self, questions: _Questions, facts: dict[str, str | None]) -> tuple[object, ...]:
        check = Check(self.quick.validator, Submission(subject=_subject(facts)), "")
        said: list[object] = []
        truths: dict[str | None, bool | None] = {}
        for requirement, ask in questions.asks:
            if prepared(ask).depends:
                self._held.append(criterion_of(ask, check.facts))
            said.append(depends_on(requirement, ask.use, check.facts, None, truths))
        for family in questions.families:
            uses, known = uses_of(check.gate, family)
            claims = tuple(on_a_claim(family, use, check.facts.claimed) for use in uses)
            said.append((tuple(uses), known, claims))
        if questions.barred:
            said.append(self.quick.validator.barred(check.facts))
        return tuple(said)

    def _sheet(self, answers: tuple[int, ...], facts: dict[str, str | None]) -> int:
        if answers not in self._by_answers:
            quick, subject = self.quick, _subject(facts)
            sheet = sheet_of(quick.validator, subject, quick.lines, quick.by_lines)
            number = self._known.setdefault(id(sheet), len(self.sheets))
            if number == len(self.sheets):
                self.sheets.append(sheet)
                self.subjects.append(subject)
            self._by_answers[answers] = number
        return self._by_answers[answers]


def _questions(quick: Quick) -> dict[tuple[str, ...], _Questions]:
    """Return everything that is asked of the facts, by the names that it looks at."""
    plan = quick.validator.plan
    found: dict[tuple[str, ...], _Questions] = {}

    def about(names: Iterable[str]) -> _Questions:
        # the other days are said by documents, and no fact of the subject
        known = {name for name in names if name in _DAYS or name in plan.attributes}
        return found.setdefault(tuple(sorted(known)), _Questions([], []))

    for requirement in plan.requirements:
        for ask in requirement.asks:
            ready = prepared(ask)
            names = {*ready.depends, *ready.used, *ask.uses}
            if names:
                about(names).asks.append((requirement, ask))
    for family in plan.families:
        editions = [plan.editions.get(name) for use in family.uses for name in use.editions]
        required = [which for each in editions if each for which, _ in each.required]
        about([family.decided_by, *required]).families.append(family)
    found[_KIND, *sorted(plan.fixed)] = _Questions([], [], True)
    return found


def _subject(facts: dict[str, str | None]) -> Subject:
    stated = {name: value for name, value in facts.items() if value is not None}
    own = {name: stated.pop(name) for name in (_KIND, *_DAYS) if name in stated}
    return Subject(**own, attributes=stated)  # type: ignore[arg-type]


_Coded = tuple[Numbers, list[str | None]]


def _coded(opened: Opened, name: str) -> _Coded:
    """Return the numbers and the values of a fact; a day is written as in submissions."""
    if name in _DAYS:
        days = opened.days(name).astype(np.int64)
        found, which = distinct(days, int(days.max(initial=0)) + 1)
        return which, [_day(int(each)) for each in found]
    codes, values = opened.coded(name if name == _KIND else ATTRIBUTE + name)
    return codes.astype(np.int64), values


def _day(number: int) -> str | None:
    from datetime import date

    return date.fromordinal(number).isoformat() if number else None


def _at(column: _Coded, row: int) -> str | None:
    codes, values = column
    return values[int(codes[row])]
