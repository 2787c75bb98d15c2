"""Submissions with the same frame: the full way says of one of them what holds for all.

It is asked requirement by requirement.  Those with the same frame and sheet, whose days lie on the
same sides of all days that count and whose declared facts say the same, are of one kind.  Within a
kind a finding depends on nothing but the readings of the rows that are about its requirement, and
of a plain decimal on nothing but the side of the limit.  So each combination of such readings is
judged once, by the quick way on one of the submissions themselves, and looked up for the others.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from msgspec.structs import replace

from conformance.bulk.brief import NOT_ADMITTED
from conformance.bulk.store.codes import Codes
from conformance.bulk.store.distinct import joined
from conformance.bulk.store.families import Families, Meant, Said
from conformance.bulk.store.folding import slots_of, tabled
from conformance.bulk.store.frames import days_of
from conformance.bulk.store.layout import ATTRIBUTE
from conformance.bulk.store.marks import NONE, PLAIN, UNREAD, Marks, marks_of
from conformance.bulk.store.masks import by_pieces
from conformance.bulk.store.opened import Array, Opened, Words
from conformance.bulk.store.sides import Sides
from conformance.bulk.store.subjects import Sheets
from conformance.checking.admissibility import says
from conformance.checking.decode import decode
from conformance.checking.prepared import NoCriterion, prepared
from conformance.checking.quick import Found, Quick
from conformance.checking.rows import Row
from conformance.checking.sheet import Sheet, keep
from conformance.checking.thresholds import thresholds
from conformance.checking.validator import Check
from conformance.checking.values import criterion_of
from conformance.judging import Statistic
from conformance.model.assessment import Finding, why_none
from conformance.model.plan import Ask, ChainAsked, Plan, Requirement
from conformance.model.submission import Certificate, Licence
from conformance.quantities.conditions import truth
from conformance.quantities.reading import Expects

Why = dict[int, frozenset[str]]
Meanings = Callable[[int], Meant]
_FEW = 4
"""So few of a kind are judged one by one, which several processes do."""


@dataclass(slots=True)
class Alike:
    """What was found of the submissions of a partition that have frames.

    Attributes:
        rows: The submissions that were judged so.
        faults: What is wrong with documents where none is admissible, by submission and place.
        left: The others that have frames: too few of a kind.
    """

    rows: list[Array] = field(default_factory=list)
    left: list[Array] = field(default_factory=list)
    faults: dict[int, Why] = field(default_factory=dict)


class Frames:
    """Judges submissions by their frames; what it learns of one partition serves the next."""

    def __init__(self, quick: Quick, codes: Codes, sheets: Sheets) -> None:
        self.quick, self.codes, self.sheets = quick, codes, sheets
        plan = quick.validator.plan
        self.possible = _possible(plan)
        self.requirements = plan.requirements
        self.facts = list(_facts(plan, sheets))
        self.sides = Sides(quick)
        self._kept: dict[object, _Kind] = {}

    def judge(self, opened: Opened, sheet_of: Array, found: Array) -> Alike:
        """Judge the submissions that have frames; outcomes go into `found`."""
        codes, names = opened.frames
        alike = Alike()
        rows = np.flatnonzero(codes)
        if not self.possible:
            alike.left.append(rows)
            return alike
        order = rows[np.argsort(codes[rows], kind="stable")]
        starts = np.flatnonzero(np.diff(codes[order])) + 1
        for members in np.split(order, starts) if len(order) else ():
            if len(members) < _FEW:
                alike.left.append(members)
                continue
            frame = _Frame(self, opened, str(names[codes[members[0]]]), members)
            for key, some in frame.kinds(sheet_of):
                if len(some) < _FEW and key not in self._kept:
                    alike.left.append(some)
                    continue
                kind = self._kept.get(key) or keep(self._kept, key, _Kind())
                sheet = self.sheets.sheets[int(sheet_of[some[0]])]
                frame.judge(kind, sheet, some, found, alike)
                alike.rows.append(some)
        return alike

    def assess(self, kind: "_Kind", families: Families, data: bytes, meant: "Meanings") -> None:
        """Learn what the quick way says of one submission, for all that mean the same."""
        found = self.quick.found(decode(data), lambda: "")
        for place, requirement in enumerate(self.requirements):
            if requirement.group is None:
                uses = families.uses.get(requirement.family or "")
                said = (
                    (self._said(found, place),)
                    if uses is None
                    else tuple([self._noted(found.finding(requirement, use)) for use in uses])
                )
                kind.known[place, meant(place)] = said

    def _said(self, found: Found, place: int) -> Said:
        outcome = found.found[place]
        if outcome is None:
            return Said()
        why = None
        if outcome[1] == NOT_ADMITTED:
            why = found.why(place)
        return Said(self.codes.code(outcome), 0, why)

    def _noted(self, finding: Finding | None) -> Said:
        """Return what counts of a finding under one of several editions."""
        if finding is None:
            return Said()
        why = why_none(finding) if finding.reason == NOT_ADMITTED else None
        code = self.codes.code((finding.verdict, finding.reason))
        return Said(code, len(finding.evidence), why)


@dataclass(slots=True)
class _Kind:
    """What was found of a kind: by place, and by what the readings say that are about it."""

    known: dict[tuple[int, Meant], tuple[Said, ...]] = field(default_factory=dict)


class _Frame:
    """The submissions of a partition that have one frame."""

    def __init__(self, frames: Frames, opened: Opened, name: str, members: Array) -> None:
        self.frames, self.opened, self.name, self.members = frames, opened, name, members
        self.first = decode(opened.data([int(members[0])])[0])
        numbers = opened.framed
        self.words = [opened.columns[numbers[slot]] for slot in slots_of(self.first)]

    # ---- kinds

    def kinds(self, sheet_of: Array) -> Iterator[tuple[object, Array]]:
        """Yield the members of each kind, with what tells it from all others."""
        members = self.members
        columns = [sheet_of[members].astype(np.int64)]
        means: list[Sequence[object] | None] = [None]
        for name, lots in self.frames.facts:
            codes, values = self.opened.coded(ATTRIBUTE + name)
            if lots:
                of_value = self.frames.sheets.told(name, values)
                columns.append(of_value[codes[members]])
                means.append(None)
            else:
                columns.append(codes[members].astype(np.int64))
                means.append(values)
        for column in self._days():
            columns.append(column)
            means.append(None)
        first, which = joined([(each, int(each.max()) + 1) for each in columns], len(members))
        order = np.argsort(which, kind="stable")
        lots_of = np.split(members[order], np.flatnonzero(np.diff(which[order])) + 1)
        for at, some in zip(first.tolist(), lots_of, strict=True):
            key = [
                int(each[at]) if of is None else of[int(each[at])]
                for each, of in zip(columns, means, strict=True)
            ]
            yield (self.name, *key), some

    def _days(self) -> Iterator[Array]:
        """Yield on which sides of each other, and of all days that count, days of members lie."""
        sides, place = self.frames.sides, 0
        own = [self.opened.days(name)[self.members] for name in ("manufactured", "imported")]
        for day in (*own, self.opened.days("sold")[self.members]):
            yield sides.of(day)
        for document in self.first.evidence:
            several = len(days_of(document))
            days = [self._day(place + n) for n in range(several)]
            place += several
            for number, day in enumerate(days):
                yield sides.of(day)
                others = own if isinstance(document, Certificate | Licence) else []
                for other in (*days[:number], *others):
                    yield (day >= other).astype(np.int64) + (day > other)

    def _day(self, place: int) -> Array:
        found = self.opened.heads.get(f"q{place}")
        return np.zeros(len(self.members), np.int32) if found is None else found[self.members]

    # ---- findings

    def judge(self, kind: _Kind, sheet: Sheet, members: Array, found: Array, alike: Alike) -> None:
        """Find out what is not known of a kind yet, and look up what is."""
        frames = self.frames
        (data,) = self.opened.data([int(members[0])])
        check = Check(frames.quick.validator, decode(data), "")
        families = Families(frames.codes, check, sheet)
        readings = _Readings(self, check, families)
        told = [readings.of(place, members) for place in range(len(found))]
        for place, (meant, which) in enumerate(told):
            if frames.requirements[place].group is not None:
                continue  # what its members say is combined later
            for number, means in enumerate(meant):
                if (place, means) not in kind.known:
                    row = int(np.argmax(which == number))
                    (data,) = self.opened.data([int(members[row])])
                    frames.assess(kind, families, data, _of_row(told, row))
            families.add(place, [kind.known[place, means] for means in meant], which)
        for place, codes, whys in families.answers():
            found[place, members] = codes
            for rows, why in whys:
                for row in members[rows].tolist():
                    alike.faults.setdefault(row, {})[place] = why


def _of_row(told: Sequence[tuple[list[Meant], Array]], row: int) -> "Meanings":
    return lambda place: told[place][0][int(told[place][1][row])]


class _Readings:
    """What the readings of members mean, by the rows of one of them."""

    def __init__(self, frame: _Frame, check: Check, families: Families) -> None:
        self.opened, self.check, self.families = frame.opened, check, families
        results = [each for _, document in tabled(check.given) for each in document.results]
        self.words = {id(each): of for each, of in zip(results, frame.words, strict=True)}

    def of(self, place: int, members: Array) -> tuple[list[Meant], Array]:
        """Return what readings about a requirement mean, and which of it those of each member."""
        requirement = self.check.plan.requirements[place]
        rows = self.check.rows[0].get(requirement.id, ())
        asks = self.families.asks(place)
        if requirement.group is not None or not rows or not asks:
            return [()], np.zeros(len(members), np.int64)
        # rows of one document are one sample set, in which what is there twice counts once
        alone = Counter(self._set(requirement, row) for row in rows)
        columns: list[tuple[Array, int]] = []
        words_of: list[Words] = []
        for row in rows:
            words = self.words[id(row.result)]
            plain = row.doubt is None and alone[self._set(requirement, row)] == 1
            most = words.meaning.count
            under = [self._marks(requirement, ask, row, words) for ask in asks if plain]
            for specimen in range(words.width):
                codes = self.opened.cells[f"t{words.number}.{specimen}"][members]
                for marks in under or [marks_of(words, None)]:
                    said = by_pieces(codes, [(0, NONE), *marks], most).astype(np.int64)
                    said = np.where(said == UNREAD, codes.astype(np.int64) + _TEXTS, said)
                    columns.append((said, most + _TEXTS + 1))
                    words_of.append(words)
        first, which = joined(columns, len(members))
        told: list[Meant] = [
            tuple([
                number if (number := int(codes[at])) < _TEXTS
                else (of.specimen(number - _TEXTS - 1),)
                for (codes, _), of in zip(columns, words_of, strict=True)
            ])
            for at in first.tolist()
        ]  # fmt: skip
        return told, which

    @staticmethod
    def _set(requirement: Requirement, row: Row) -> tuple[int, str | None]:
        return id(row.document), None if requirement.each is None else row.part

    def _marks(self, requirement: Requirement, ask: Ask, row: Row, words: Words) -> Marks:
        """Return the marks of the texts of a row, as far as nothing else of them has a say."""
        if ask.phrase is not None or _on_papers(requirement):
            return marks_of(words, None)
        check = self.check
        part = None if requirement.each is None else check.parts.get(row.part or "")
        facts = check.facts if part is None else check.facts.with_part(part, check.plan)
        applies = truth(prepared(ask).condition, facts.known, facts.types)
        criterion = criterion_of(ask, facts) if applies else NoCriterion(frozenset())
        if isinstance(criterion, NoCriterion):
            # nothing is compared: that there is a figure is all
            return _all_plain(words)
        compared = (
            criterion.expects is Expects.NUMBER
            and criterion.statistic is Statistic.EACH
            and (row.result.verdict is None or says(row.result.verdict) == "pass")
        )
        if not compared:
            return marks_of(words, None)
        return marks_of(words, lambda unit: thresholds(criterion, ask, row.result, unit))


_TEXTS = 5
"""Numbers below stand for marks, the others for texts."""


def _all_plain(words: Words) -> Marks:
    """Return the marks where nothing but that there are plain decimals matters."""
    meaning = words.meaning
    marks = [(run.start + 1, PLAIN if _says_nothing(run.unit) else UNREAD) for run in meaning.runs]
    return [*marks, (meaning.plain + 1, UNREAD)] if meaning.others else marks


def _says_nothing(unit: str) -> bool:
    return all(says(f"{number} {unit}".strip()) is None for number in ("1", "23.75"))


def _on_papers(requirement: Requirement) -> bool:
    """Return whether documents and not readings answer a requirement, or all readings together."""
    kinds = (
        requirement.sampling, requirement.chain, requirement.document, requirement.statement,
    )  # fmt: skip
    return any(each is not None for each in kinds)


_WORDS = ("brand", "brand_owner", "manufacturer", "merchant", "subject")


def _possible(plan: Plan) -> bool:
    """Return whether a plan asks nothing that looks at more than frames hold."""
    return not any(
        each.identifier is not None
        or each.days is not None
        or each.linked is not None
        or (each.chain is not None and not _of_subject(each.chain))
        or (each.group is not None and each.family is not None)
        for each in plan.requirements
    )


def _of_subject(chain: ChainAsked) -> bool:
    return all(end.removeprefix("subject.") in _WORDS for end in (chain.start, chain.end))


def _facts(plan: Plan, sheets: Sheets) -> Iterator[tuple[str, bool]]:
    """Yield the declared facts that have a say, and whether one value speaks for others, too."""
    asks = [
        replace(each, asks=tuple([replace(ask, applies=None, uses=()) for ask in each.asks]))
        for each in plan.requirements
    ]
    rest = replace(plan, attributes={}, requirements=tuple(asks)).to_json().decode()
    for name in plan.attributes:
        elsewhere = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest) is not None
        yield name, not elsewhere and sheets.turns(name)
