"""What is asked of each submission: one sheet for all whose facts change nothing in it.

Which facts a question looks at is known from the plan.  So a question is asked once for each
different combination of just these facts, and answers that are the same make the same sheet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock

import numpy as np

from conformance.bulk.store.distinct import Numbers, distinct, joined
from conformance.bulk.store.layout import ATTRIBUTE
from conformance.bulk.store.opened import Opened
from conformance.bulk.store.steps import Unordered, lots, turns_of
from conformance.checking.editions import on_a_claim, uses_of
from conformance.checking.prepared import prepared
from conformance.checking.quick import Quick
from conformance.checking.sheet import Sheet, depends_on, sheet_of
from conformance.checking.subject import fact_type
from conformance.checking.validator import Check
from conformance.checking.values import criterion_of
from conformance.model.plan import Ask, FamilyPlan, Requirement
from conformance.model.submission import Subject, Submission
from conformance.quantities.conditions import Compared

Values = tuple[str | None, ...]
_KIND = "kind"
_DAYS = ("manufactured", "imported", "sold")
_FEW = 8


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
        self._turns = dict(_turns(quick, self.questions))
        self._answers: dict[tuple[str, ...], dict[Values, int]] = {}
        self._numbers: dict[object, int] = {}
        self._by_answers: dict[tuple[int, ...], int] = {}
        # criteria are told apart by where they are: none may go while the answers are kept
        self._held: list[object] = []
        self._lock = Lock()

    def of(self, opened: Opened) -> Numbers:
        """Return the number of the sheet of each submission of a partition."""
        with self._lock:
            return self._of(opened)

    def turns(self, name: str) -> bool:
        """Return whether one value of a fact speaks for all to the next that is named."""
        return (name,) in self._turns

    def told(self, name: str, values: Sequence[str | None]) -> Numbers:
        """Return for values of a fact the numbers of what all questions about it are answered."""
        with self._lock:
            return self._said((name,), [(value,) for value in values])

    def _of(self, opened: Opened) -> Numbers:
        columns = {name: _coded(opened, name) for name in self.names}
        answers: list[tuple[Numbers, int]] = []
        for names in self.questions:
            coded = [columns[name] for name in names]
            if len(names) == 1:
                ((codes, values),) = coded
                said = self._said(names, [(value,) for value in values])
                answers.append((said.take(codes), int(said.max(initial=0)) + 1))
                continue
            first, which = joined([(codes, len(each)) for codes, each in coded], opened.count)
            asked = [tuple([_at(each, row) for each in coded]) for row in first.tolist()]
            said = self._said(names, asked)
            answers.append((said[which], int(said.max(initial=0)) + 1))
        first, which = joined(answers, opened.count)
        sheets = np.array([
            self._sheet(tuple([int(codes[row]) for codes, _ in answers]),
                        {name: _at(columns[name], row) for name in self.names})
            for row in first
        ], np.int64)  # fmt: skip
        return sheets.take(which)

    def _said(self, names: tuple[str, ...], values: Sequence[Values]) -> Numbers:
        """Return the numbers of all answers to the questions about these facts."""
        known = self._answers.setdefault(names, {})
        new = [each for each in values if each not in known]
        for lot in self._lots(names, new):
            said = self._ask(self.questions[names], dict(zip(names, lot[0], strict=True)))
            number = self._numbers.setdefault((names, said), len(self._numbers))
            known.update(dict.fromkeys(lot, number))
        return np.array([known[each] for each in values], np.int64)

    def _lots(self, names: tuple[str, ...], new: Sequence[Values]) -> Iterable[Sequence[Values]]:
        """Return facts in lots of which one speaks for all."""
        if len(new) > _FEW and names in self._turns:
            (name,) = names
            kind = fact_type(self.quick.validator.plan.attributes[name])
            stated = [value for (value,) in new if value is not None]
            yield from ([each] for each in new if each[0] is None)
            for lot in lots(stated, name, kind, self._turns[names]):
                yield [(value,) for value in lot]
        else:
            yield from ([each] for each in new)

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
            sheet = sheet_of(quick.validator, subject, quick.lines, quick.by_lines, quick.settled)
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


def _turns(
    quick: Quick, questions: Mapping[tuple[str, ...], _Questions]
) -> Iterator[tuple[tuple[str, ...], list[Compared]]]:
    """Yield where the answers turn, for quantities that are compared with constants alone."""
    plan = quick.validator.plan
    for names, each in questions.items():
        if len(names) != 1 or each.families or each.barred:
            continue
        (name,) = names
        attribute = plan.attributes.get(name)
        asked = [prepared(ask) for _, ask in each.asks]
        plain = attribute is not None and attribute.kind is not None and name not in plan.fixed
        if plain and not any(ready.depends for ready in asked):
            with suppress(Unordered):
                yield names, turns_of(name, (ready.condition for ready in asked))


def _subject(facts: dict[str, str | None]) -> Subject:
    stated = {name: value for name, value in facts.items() if value is not None}
    own = {name: stated.pop(name) for name in (_KIND, *_DAYS) if name in stated}
    return Subject(**own, attributes=stated)  # type: ignore[arg-type]


_Coded = tuple[Numbers, list[str | None]]


def _coded(opened: Opened, name: str) -> _Coded:
    """Return the numbers and the values of a fact; a day is written as in submissions."""
    if name in _DAYS:
        days = opened.days(name)
        # counted from the day before the first: then there are few enough to be counted off
        before = int(days.min(initial=1 << 30, where=days > 0)) - 1
        near = np.maximum(days, before) - before
        found, which = distinct(near, int(near.max(initial=0)) + 1)
        return which, [_day(int(each) + before if each else 0) for each in found]
    codes, values = opened.coded(name if name == _KIND else ATTRIBUTE + name)
    return codes, values


def _day(number: int) -> str | None:
    from datetime import date

    return date.fromordinal(number).isoformat() if number else None


def _at(column: _Coded, row: int) -> str | None:
    codes, values = column
    return values[int(codes[row])]
