"""The quick way to findings: what is plain is decided by comparing, all else goes the full way.

The full way (`validator.Check`) is the reference.  The quick way knows the shape that most
submissions have: reports whose head is in order, one row for a requirement, decimals in a known
unit, a certificate, a marking.  For these it looks up what the full way said of the same thing
before, or compares digits with the ends of a limit.  A requirement about which anything is out of
the ordinary is answered by the full way, requirement by requirement; a submission whose editions
would have to be weighed up, as a whole.  What is found either way is the same, finding by finding.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from msgspec.structs import astuple, replace

from conformance.checking.answers import determined, resting
from conformance.checking.decode import look_through
from conformance.checking.documents import certificate_value, cited, standards_missing
from conformance.checking.editions import also_resting
from conformance.checking.gate import Gate
from conformance.checking.groups import answer_group
from conformance.checking.in_order import (
    alive,
    certificate_in_order,
    declaration_in_order,
    marking_in_order,
    names_standard,
    oldest_day,
    report_in_order,
    scheme_key,
)
from conformance.checking.phrases import words_shown
from conformance.checking.prepared import prepared
from conformance.checking.relations import Proven
from conformance.checking.rows import Matched, Row, leads_to
from conformance.checking.sheet import (
    FAIL,
    MISSING,
    PASS,
    Answers,
    Cell,
    Gateway,
    Key,
    Line,
    Outcome,
    Settled,
    Sheet,
    Table,
    keep,
    one,
    sheet_of,
)
from conformance.checking.shut_out import REFUSED, shut_out
from conformance.checking.subject import Facts
from conformance.checking.templates import Filled, NotRows, Templates, in_full
from conformance.checking.validator import Check, Validator, whole_of
from conformance.checking.values import judge_rows
from conformance.checking.written import Pieces, written
from conformance.judging import determine
from conformance.model.assessment import Assessment, Finding, Remark, why_none
from conformance.model.dates import read_date
from conformance.model.submission import (
    Certificate,
    Declaration,
    Document,
    Head,
    Marking,
    ReportHead,
    Result,
    Subject,
    Submission,
    TestReport,
    UnreadReport,
    UnreadSubmission,
)
from conformance.quantities.reading import read_reading
from conformance.verdicts import Verdict

Sent = tuple[Certificate, bool]
"""A certificate, and whether its head is in order."""
NOBODY_KNOWN = Subject()
NOTHING_GIVEN = Submission()
_MOST_KEPT = 4096
# Of a row as a tuple: what it is about and how it is read, and where its value stands.
_SHAPE, _VALUE, _VALUES = 14, 16, 17


class Shape:
    """What rows that are alike in all but their value are about.

    `place` is that of their requirement in the plan; -1 where they may be about
    those at the places in `doubtful`, or are about none; None where that takes
    a look at the parts of the product.
    """

    __slots__ = ("doubtful", "place")

    def __init__(self, place: int | None, doubtful: tuple[int, ...] = ()) -> None:
        self.place, self.doubtful = place, doubtful


class Quick:
    """A validator with what was made ready for, and learnt from, the submissions so far.

    What is kept is bounded, and depends on nothing but its key: any number of
    threads may share it, and at worst do a thing twice.
    """

    def __init__(self, validator: Validator) -> None:
        self.validator = validator
        plan = validator.plan
        self.as_of = validator.as_of.isoformat()
        self.places = {each.id: place for place, each in enumerate(plan.requirements)}
        self.mandatory = tuple(
            place for place, each in enumerate(plan.requirements) if each.mandatory
        )
        self.all_mandatory = len(self.mandatory) == len(plan.requirements)
        self.oldest = {
            policy.age: oldest_day(policy.age, validator.as_of) for policy in plan.policies.values()
        }
        self.sheets: dict[Key, Sheet] = {}
        self.lines: dict[Key, Line | None] = {}
        self.by_lines: dict[Key, Sheet] = {}
        self.settled: dict[Key, Settled] = {}
        self.shapes: dict[Key, Shape] = {}
        self.certificates: dict[Key, Outcome] = {}
        self.pieces = Pieces(validator)
        self.templates = Templates()

    def check(self, submission: Submission, digest: Callable[[], str]) -> Assessment:
        """Return the assessment of a submission, as `Validator.check` does for no assessor."""
        return self.found(submission, digest).assessment()

    def found_in(
        self, data: bytes, digest: Callable[[], str], read: Callable[[], Submission]
    ) -> "Found":
        """Return what was found in JSON; `read` reads it in full, or raises what is wrong with it.

        Rows that are printed as they were before are only looked through.
        """
        templates = self.templates
        unread = look_through(data) if templates.worth_a_look() else None
        if unread is None:
            return self.found(read(), digest)
        reports = {
            at: templates.filled(each)
            for at, each in enumerate(unread.evidence)
            if isinstance(each, UnreadReport)
        }
        filled = {at: each for at, each in reports.items() if each is not None}
        known = len(filled) == len(reports)
        templates.looked(well=known)
        if known:
            try:
                return self._found(unread, digest, filled)
            except NotRows:
                return self.found(read(), digest)
        submission = read()
        for each, report in zip(unread.evidence, submission.evidence, strict=True):
            if isinstance(each, UnreadReport) and isinstance(report, TestReport):
                templates.learn(each, report)
        return self.found(submission, digest)

    def found(self, submission: Submission, digest: Callable[[], str]) -> "Found":
        """Return what was found for each requirement, before it becomes an assessment."""
        return self._found(submission, digest)

    def _found(
        self,
        submission: Submission | UnreadSubmission,
        digest: Callable[[], str],
        filled: Mapping[int, Filled] = MappingProxyType({}),
    ) -> "Found":
        subject = submission.subject or NOBODY_KNOWN
        key = (
            subject.kind, subject.manufactured, subject.imported, subject.sold,
            *subject.attributes.items(),
        )  # fmt: skip
        sheet = self.sheets.get(key)
        if sheet is None:
            kept = (self.lines, self.by_lines, self.settled)
            sheet = keep(self.sheets, key, sheet_of(self.validator, subject, *kept))
        return Found(self, submission, digest, sheet, subject, key, filled)

    def shape(self, key: Key, result: Result) -> Shape:
        """Return what rows like this one are about, and keep it."""
        if result.part is not None:
            shape = Shape(None)
        else:
            candidates, sure = leads_to(self.validator.index, result, ())
            places = tuple(self.places[each.id] for each in candidates)
            plain = sure and result.subcontractor is None and result.confidence is None
            plain = plain and candidates[0].each is None
            shape = Shape(places[0]) if plain else Shape(-1, places)
        if len(self.shapes) >= 4 * _MOST_KEPT:
            self.shapes.clear()
        self.shapes[key] = shape
        return shape

    def certificate(self, document: Certificate, day: str | None, *, on_the_day: bool) -> Outcome:
        """Return whether a certificate was in force on a day, which None leaves unknown."""
        key = (
            document.status, document.issued, document.expires, document.status_checked, day,
            on_the_day,
        )  # fmt: skip
        outcome = self.certificates.get(key)
        if outcome is None:
            if len(self.certificates) >= _MOST_KEPT:
                self.certificates.clear()
            gate = Check(self.validator, Submission(), "").gate
            shown = certificate_value(gate, document, read_date(day or ""), on_the_day=on_the_day)
            outcome = self.certificates[key] = (shown.verdict, shown.reason)
        return outcome


class Found(Check):
    """A submission checked the quick way; whatever else is read is worked out the full way."""

    def __init__(
        self,
        quick: Quick,
        submission: Submission | UnreadSubmission,
        digest: Callable[[], str],
        sheet: Sheet,
        subject: Subject,
        key: Key,
        filled: Mapping[int, Filled] = MappingProxyType({}),
    ) -> None:
        super().__init__(quick.validator, NOTHING_GIVEN, "")
        # what was sent; reports whose rows were only looked through are in `filled` by number
        self.sent, self.filled = submission, filled
        self.read: dict[int, TestReport] = {}
        self.quick, self.sheet, self.about = quick, sheet, subject
        self.digest_of, self.key = digest, key
        self.found: list[Outcome | None] = sheet.unsent.copy()
        self.full: dict[int, Finding] = {}
        self.touched: set[int] = set()
        self.taken: frozenset[int] = frozenset()
        # reports that were read as tables, by number, and how many have their rows noted above
        self.printed: list[tuple[int, Table]] = []
        self.noted = 0
        self.several: set[int] = set()
        self.slow: set[int] = set()
        self.odd_rows = False
        # places where only reports that are refused as a whole have rows, and why they are
        self.refused: dict[int, frozenset[str]] = {}
        self._look_at_documents()

    # the row that was judged of each requirement: which report, which row, how it is read

    @cached_property
    def report_of(self) -> list[int | None]:
        """The number of the report of each requirement."""
        return [None] * len(self.found)

    @cached_property
    def row_of(self) -> list[int]:
        """The number of the row in it."""
        return [0] * len(self.found)

    @cached_property
    def cell_of(self) -> list[Cell | None]:
        """How that is read."""
        return [None] * len(self.found)

    @cached_property
    def given(self) -> Submission:
        """The submission; rows that were only looked through are read when somebody asks."""
        sent = self.sent
        if isinstance(sent, Submission):
            return sent
        return Submission(
            submission=sent.submission, spec=sent.spec, subject=sent.subject, linked=sent.linked,
            evidence=tuple(
                self._report(at, each) if isinstance(each, UnreadReport) else each
                for at, each in enumerate(sent.evidence)
            ),
        )  # fmt: skip

    def report(self, at: int) -> TestReport:
        """Return a report that was sent, with its rows."""
        document = self.sent.evidence[at]
        if isinstance(document, UnreadReport):
            return self._report(at, document)
        if not isinstance(document, TestReport):
            raise AssertionError(at)
        return document

    def _report(self, at: int, unread: UnreadReport) -> TestReport:
        """Return a report with its rows, the same whenever it is asked for."""
        if at not in self.read:
            self.read[at] = in_full(unread)
        return self.read[at]

    def assessment(self) -> Assessment:
        """Return the assessment, which is worked out as it is read."""
        return Assessment.of(*self.whole, _Answer(self))

    @property
    def whole(self) -> tuple[Verdict, str | None]:
        """The verdict of the whole, and the reason where it follows from no finding."""
        found, sheet = self.found, self.sheet
        if sheet.barred is not None:
            return MISSING, sheet.barred
        counted = found if self.quick.all_mandatory else [found[n] for n in self.quick.mandatory]
        verdicts = {each[0] for each in set(counted) if each is not None}
        if FAIL in verdicts:
            return FAIL, None
        if MISSING in verdicts:
            return MISSING, None
        # all of it is a pass or does not apply: was enough of it demonstrated?
        if not self.full:
            # and what does not apply is said by the sheet alone
            if sheet.passed is None:
                sheet.passed = self._demonstrated()
            return sheet.passed
        return self._demonstrated()

    def _demonstrated(self) -> tuple[Verdict, str | None]:
        asked = ((self.plan.requirements[n], self.found[n]) for n in self.quick.mandatory)
        return whole_of([(each.section, each.core, said[0]) for each, said in asked if said])

    def said(self, place: int) -> Finding:
        """Return the finding at a place, worked out the full way."""
        line = self.sheet.lines[place]
        if line is None:
            raise AssertionError(place)
        if line.requirement.group is not None:
            verdicts = {
                name: outcome[0]
                for name, at in self.quick.places.items()
                if (outcome := self.found[at]) is not None
            }
            return self.group(line.requirement, verdicts)
        return self._in_full(place, line)

    def why(self, place: int) -> frozenset[str]:
        """Return why none of the evidence at a place is admissible, where that is so."""
        if place in self.refused:
            return self.refused[place]
        return why_none(self.full.get(place) or self.said(place))

    def _in_full(self, place: int, line: Line) -> Finding:
        if place not in self.full:
            self.full[place] = self._by_row(place, line) or _asked(self, line)
        return self.full[place]

    def _by_row(self, place: int, line: Line) -> Finding | None:
        """Return the finding on the one row that was judged; None where there is no such row."""
        self.note_rows()
        at = self.report_of[place]
        if at is None or line.ways or place in self.slow or place in self.several:
            return None
        report = self.report(at)
        return self.by_row(line, report, report.results[self.row_of[place]])

    def on(self, line: Line, documents: Sequence[Document]) -> Finding:
        """Return the finding on a line, as if nothing but these documents had been sent."""
        given = replace(self.given, evidence=tuple(documents))
        return _asked(Check(self.validator, given, ""), line)

    def by_row(self, line: Line, report: TestReport, result: Result) -> Finding:
        """Return the finding on a line, by nothing but this row of a report that is admitted."""
        number = 0 if result.locator else report.results.index(result)
        row = Row(report, result, number, result.clause, None)
        answer = determined(
            judge_rows(line.held_against, line.ask, [row]), (cited(report, row.locator),)
        )
        claims = self.facts.claimed
        names = (name for name in (*line.ask.uses, *prepared(line.ask).used) if name in claims)
        finding = self.verified(line.requirement, line.ask, resting(answer, frozenset(names)))
        return also_resting(finding, line.rests) if line.rests else finding

    # ---- documents

    def _look_at_documents(self) -> None:
        subject, lines = self.about, self.sheet.lines
        slow = self.slow
        markings: list[Marking] = []
        certificates: list[Certificate] = []
        declarations: list[Declaration] = []
        for at, document in enumerate(self.sent.evidence):
            if isinstance(document, UnreadReport):
                if not self._weigh_filled(at, document):
                    self._weigh_rows(at, self._report(at, document), slow)
            elif isinstance(document, TestReport):
                self._weigh_rows(at, document, slow)
            elif isinstance(document, Marking):
                markings.append(document)
            elif isinstance(document, Certificate):
                certificates.append(document)
            elif isinstance(document, Declaration):
                declarations.append(document)
            else:
                slow.update(self._about(document))
                self.odd_rows = True
        sheet = self.sheet
        if sheet.always:
            slow.update(sheet.always)
        if sheet.of_parts and subject.parts:
            slow.update(sheet.of_parts)
        if sheet.or_certified and certificates:
            slow.update(sheet.or_certified)
        if markings:
            shown = self._shown(markings)
            for place, line in self.sheet.of_words:
                self._settle(place, self._words(line, shown), slow)
        if certificates:
            as_of = self.quick.as_of
            sent = [(each, certificate_in_order(each, subject, as_of)) for each in certificates]
            schemes: dict[str, list[Sent]] = {}
            for pair in sent:
                schemes.setdefault(scheme_key(pair[0].scheme), []).append(pair)
            for place, line in self.sheet.of_certificates:
                self._settle(place, self._certificate(line, sent, schemes), slow)
        for place, line in self.sheet.of_statements if declarations else ():
            self._settle(place, self._stated(line, declarations), slow)
        if certificates:
            covered: dict[Key, bool | None] = {}
            for place, line in self.sheet.with_ways:
                key = (id(line.ways), line.ask.standard)
                if key not in covered:
                    covered[key] = self._covers(line, sent)
                self._add_certificate(place, line, covered[key], slow)
        if slow and not self.odd_rows:
            self.refused = shut_out(self.gate, self.given.evidence, slow, self._cell_of)
        for place in slow:
            asked = lines[place]
            if place in self.refused:
                self.found[place] = REFUSED
            elif asked is not None and asked.answers is not Answers.NOTHING:
                finding = self._in_full(place, asked)
                self.found[place] = one((finding.verdict, finding.reason))
        for family in self.sheet.several:
            for finding in self.of_family(family):
                place = self.quick.places[finding.requirement]
                self.full[place] = finding
                self.found[place] = one((finding.verdict, finding.reason))
        for place in self.sheet.groups:
            self._group(place)

    def _settle(self, place: int, outcome: Outcome | None, slow: set[int]) -> None:
        if outcome is None or place in self.touched:
            slow.add(place)
        else:
            self.found[place] = outcome

    def _about(self, document: Document) -> Iterator[int]:
        """Yield the places of all requirements that rows of a document may be about."""
        for result in getattr(document, "results", ()):
            candidates, _ = leads_to(self.validator.index, result, self.about.parts)
            for each in candidates:
                yield self.quick.places[each.id]

    # ---- rows of reports

    def _weigh_filled(self, at: int, report: UnreadReport) -> bool:
        """Judge rows that were only looked through; return False where they have to be read.

        This is what most of the time goes into.
        """
        filled = self.filled[at]
        table = self._table_of(filled)
        if table is None or not self._all_admitted(report, table):
            return False
        sample = report.sample
        count = None if sample is None or sample.count is None else str(sample.count)
        cells, lists = table.cells, filled.lists
        outcomes = [get(value) for get, value in zip(table.known, filled.values, strict=True)]
        for number in filled.template.several:
            outcomes[number] = cells[number].lists.get((lists[number], count))
        if None in outcomes:
            for number, outcome in enumerate(outcomes):
                if outcome is None:
                    outcome = cells[number].of_filled(filled, number, count)
                    if outcome is None:
                        return False
                    outcomes[number] = outcome
        self._enter(at, table, outcomes)
        return True

    def _table_of(self, filled: Filled) -> Table | None:
        """Return how the rows of a template are read; None where they are no plain table."""
        template, rows = filled.template, filled.rows
        if rows is not None:
            return self._table([astuple(row)[:_SHAPE] for row in rows], rows)
        kept = self.sheet.filled
        if template not in kept:
            rows = template.rows
            keep(kept, template, self._table([astuple(row)[:_SHAPE] for row in rows], rows))
        return kept[template]

    def _enter(self, at: int, table: Table, outcomes: Sequence[Outcome | None]) -> None:
        """Enter what the rows of a report say, each of another requirement."""
        found, places = self.found, table.places
        taken = self.taken & table.filled
        self.taken |= table.filled
        self.printed.append((at, table))
        if not taken:
            for place, outcome in zip(places, outcomes, strict=True):
                found[place] = outcome
            return
        for place, outcome in zip(places, outcomes, strict=True):
            if outcome is not None:
                found[place] = self._both(place, outcome) if place in taken else outcome

    def _weigh_rows(self, at: int, report: TestReport, slow: set[int]) -> None:
        """Judge the rows of a report; note where the full way has to."""
        results = report.results
        rows: list[Key] = list(map(astuple, results))
        shapes = [row[:_SHAPE] for row in rows]
        sample = report.sample
        count = None if sample is None or sample.count is None else str(sample.count)
        table = self._table(shapes, results)
        if table is None or not self._all_admitted(report, table):
            self._weigh_each(at, report, rows, count, slow)
            return
        outcomes = [
            (cell.lists.get((row[_VALUES], count)) if row[_VALUE] is None
             else cell.texts.get(row[_VALUE])) or cell.outcome(row, result, count)
            for row, result, cell in zip(rows, results, table.cells, strict=True)
        ]  # fmt: skip
        self._enter(at, table, outcomes)

    def note_rows(self) -> None:
        """Note of each requirement the row that was judged, as far as that has not been done."""
        report_of, row_of, cell_of = self.report_of, self.row_of, self.cell_of
        for at, table in self.printed[self.noted :]:
            for number, (cell, place) in enumerate(zip(table.cells, table.places, strict=True)):
                report_of[place], row_of[place], cell_of[place] = at, number, cell
        self.noted = len(self.printed)

    def _table(self, shapes: list[Key], results: Sequence[Result]) -> Table | None:
        """Return how the rows of a report are read; None where they are no plain table."""
        if not shapes:
            return None
        tables, key = self.sheet.tables, (shapes[0], shapes[-1], len(shapes))
        table = tables.get(key)
        if table is not None and table.shapes == shapes:
            return table
        cells: list[Cell] = []
        for shape, result in zip(shapes, results, strict=True):
            cell = self.sheet.cells.get(shape) or self._cell(shape, result, set())
            if cell is None:
                return None
            cells.append(cell)
        places = [cell.place for cell in cells]
        if len(set(places)) < len(places):
            return None  # rows of one report are one sample set
        return keep(tables, key, Table(shapes, cells, places))

    def _all_admitted(self, report: ReportHead, table: Table) -> bool:
        """Return whether the head of a report lets all its rows through."""
        return _plain_head(report) and all(self._admitted(report, gate) for gate in table.gates)

    def _weigh_each(
        self, at: int, report: TestReport, rows: list[Key], count: str | None, slow: set[int]
    ) -> None:
        """Judge the rows one by one."""
        self.note_rows()
        cells, found, report_of = self.sheet.cells, self.found, self.report_of
        gate: Gateway | None = None
        admitted = False
        for number, (row, result) in enumerate(zip(rows, report.results, strict=True)):
            shape = row[:_SHAPE]
            cell = cells.get(shape) or self._cell(shape, result, slow)
            if cell is None:
                continue
            if cell.gate is not gate:
                gate = cell.gate
                admitted = _plain_head(report) and self._admitted(report, gate)
            place = cell.place
            before = report_of[place]
            report_of[place], self.row_of[place], self.cell_of[place] = at, number, cell
            self.taken |= {place}
            if not admitted or before == at:
                slow.add(place)  # rows of one report are one sample set
                continue
            value = row[_VALUE]
            outcome = (
                cell.lists.get((row[_VALUES], count)) if value is None else cell.texts.get(value)
            ) or cell.outcome(row, result, count)
            found[place] = outcome if before is None else self._both(place, outcome)

    def _both(self, place: int, outcome: Outcome) -> Outcome:
        """Return what two reports show together: any that fails, fails; else one pass passes."""
        self.several.add(place)
        before = self.found[place] or outcome
        for verdict in (FAIL, PASS):
            if before[0] is verdict:
                return before
            if outcome[0] is verdict:
                return outcome
        return before

    def _cell(self, key: Key, result: Result, slow: set[int]) -> Cell | None:
        """Return how a row is read; None where it is no row for the quick way."""
        shape = self.quick.shapes.get(key) or self.quick.shape(key, result)
        place = shape.place
        if place is None or place < 0:
            self.odd_rows = True
            slow.update(shape.doubtful if place else self._places_by_part(result))
            return None
        line = self.sheet.lines[place]
        if line is None:
            return None
        if line.answers is not Answers.ROWS:
            self.touched.add(place)
            slow.add(place)
            return None
        cell = line.cells.get(shape) or line.cell(shape, place, self.validator, result)
        return keep(self.sheet.cells, key, cell)

    def _cell_of(self, result: Result) -> Cell | None:
        """Return how a row is read that was looked at before."""
        shape = astuple(result)[:_SHAPE]
        return self.sheet.cells.get(shape) or self._cell(shape, result, set())

    def _admitted(self, report: ReportHead, gate: Gateway) -> bool:
        """Return whether the head of a report lets its rows through to some requirements."""
        policy, edition = gate.policy, gate.edition
        return (
            not gate.shut
            and policy is not None
            and report_in_order(
                report, self.about, policy, self.quick.as_of, self.quick.oldest[policy.age]
            )
            and (edition is None or alive(report, edition))
        )

    def _places_by_part(self, result: Result) -> Iterator[int]:
        candidates, _ = leads_to(self.validator.index, result, self.about.parts)
        for each in candidates:
            yield self.quick.places[each.id]

    # ---- other documents

    def _shown(self, markings: Sequence[Marking]) -> dict[str | None, tuple[str, ...] | None]:
        """Return the texts at each place; None where one of them is not in order."""
        shown: dict[str | None, tuple[str, ...] | None] = {}
        subject = self.about
        for each in markings:
            where = each.where
            before = shown.get(where, ())
            if before is not None:
                good = marking_in_order(each, subject)
                shown[where] = (*before, each.text or "") if good else None
        return shown

    def _words(
        self, line: Line, shown: Mapping[str | None, tuple[str, ...] | None]
    ) -> Outcome | None:
        """Return what markings show; None where one of them is not in order."""
        phrase = line.ask.phrase
        if phrase is None:
            raise AssertionError(line.requirement.id)
        texts = tuple([shown.get(where, ()) for where in phrase.on])
        outcome = line.kept.get(texts)
        if outcome is not None:
            return outcome
        believed = [each for each in texts if each is not None]
        if len(believed) < len(texts):
            return None
        return line.keep(texts, words_shown(phrase, believed)) if any(texts) else line.unsent

    def _certificate(
        self, line: Line, sent: Sequence[Sent], schemes: Mapping[str, Sequence[Sent]]
    ) -> Outcome | None:
        """Return what the only certificate asked for shows; None where it takes more to say."""
        asked = line.requirement.document
        if asked is None:
            raise AssertionError(line.requirement.id)
        named = sent if asked.scheme is None else schemes.get(scheme_key(asked.scheme))
        if not named:
            return line.unsent
        first, in_order = named[0]
        if not in_order or len(named) > 1:
            return None
        on_the_day = asked.on == "as-of"
        day = self.quick.as_of if on_the_day else self.release
        key = (
            first.standards, first.status, first.issued, first.expires, first.status_checked, day,
        )  # fmt: skip
        outcome = line.kept.get(key)
        if outcome is not None:
            return outcome
        gate = Check(self.validator, Submission(), "").gate
        if standards_missing(gate, asked, first) is not None:
            return None
        return line.keep(key, self.quick.certificate(first, day, on_the_day=on_the_day))

    @cached_property
    def release(self) -> str | None:
        """The day the goods were made, else imported, as far as it has come."""
        as_of = self.quick.as_of
        for day in (self.about.manufactured, self.about.imported):
            if day is not None and day <= as_of:
                return day
        return None

    def _covers(self, line: Line, sent: Sequence[Sent]) -> bool | None:
        """Return whether a certificate shows what could be tested; None where the full way says."""
        for policy in line.ways:
            for each, in_order in sent:
                if policy.scheme and scheme_key(each.scheme) != scheme_key(policy.scheme):
                    continue
                if not in_order:
                    return None
                if policy.covers == "standard" and not names_standard(
                    line.ask.standard, each.standards or ()
                ):
                    continue
                on_the_day = policy.on == "as-of"
                day = self.quick.as_of if on_the_day else self.release
                shown, _ = self.quick.certificate(each, day, on_the_day=on_the_day)
                if shown is PASS and policy.source != "register":
                    return True
        return False

    def _add_certificate(self, place: int, line: Line, covers: bool | None, slow: set[int]) -> None:
        """Take in what certificates show, beside the row if there is one."""
        if covers is None:
            slow.add(place)
            return
        outcome = self.found[place]
        if outcome is None or place in slow:
            return
        if outcome is line.unsent:
            sent = (PASS, "certificate-covers") if covers else (MISSING, "evidence-not-admissible")
            self.found[place] = line.verified(sent)
        elif covers and outcome[0] is MISSING:
            slow.add(place)

    def _stated(self, line: Line, declarations: Sequence[Declaration]) -> Outcome | None:
        """Return what the only declaration that states something says of it."""
        name, criterion = line.requirement.statement, line.criterion
        if name is None or criterion is None:
            raise AssertionError(line.requirement.id)
        stating = [each for each in declarations if each.statements.get(name) is not None]
        if not stating:
            return line.unsent
        if len(stating) > 1 or not declaration_in_order(stating[0], self.about, self.quick.as_of):
            return None
        stated = stating[0].statements[name]
        key = (stated.__class__, stated)
        if key not in line.kept:
            text = ("符合" if stated else "不符合") if isinstance(stated, bool) else stated
            reading = read_reading(text, criterion.expects, scale=criterion.scale)
            said = determine(criterion, [reading])
            line.keep(key, (said.verdict, said.reason))
        return line.kept[key]

    def _group(self, place: int) -> None:
        """Combine the members of a group."""
        line = self.sheet.lines[place]
        if line is None or line.requirement.group is None:
            raise AssertionError(place)
        if line.unsent[1] in ("condition-false", "applicability-unknown"):
            return
        members = {
            name: self.found[at] for name in line.requirement.group.members
            if (at := self.quick.places.get(name)) is not None
        }  # fmt: skip
        said = answer_group(
            line.requirement.group, {name: each[0] for name, each in members.items() if each}
        )
        self.found[place] = line.verified((said.verdict, said.reason))


def _plain_head(report: ReportHead) -> bool:
    return report.part is None and report.confidence is None and not report.relations


def _asked(check: Check, line: Line) -> Finding:
    """Return the finding on a line, the full way."""
    finding = check.finding(line.requirement, line.ask.use)
    if finding is None:
        raise AssertionError(line.requirement.id)
    return also_resting(finding, line.rests) if line.rests else finding


class _Answer(Check):
    """What was found the quick way, by the names of the assessment.

    Findings refer to what was found, and this to the findings: nothing refers
    back, so that it is freed at once and not by the garbage collector.
    """

    def __init__(self, found: Found) -> None:
        super().__init__(found.validator, NOTHING_GIVEN, "")
        self.found = found

    @cached_property
    def given(self) -> Submission:
        """The submission, with every row of its documents."""
        return self.found.given

    @property
    def head(self) -> Head:
        """What the submission says beside its evidence."""
        return self.found.sent

    @property
    def submission(self) -> dict[str, str]:
        """The submitter's own id, and the digest of what was read."""
        return {"id": self.head.submission or "", "digest": self.found.digest_of()}

    @cached_property
    def judged(self) -> tuple[tuple[Finding, ...], list[Remark]]:
        """The findings; nobody is there to make concessions."""
        found = self.found
        return tuple(
            found.full[place] if line is None else Finding.of(line.head, *outcome, found, place)
            for place, (line, outcome) in enumerate(
                zip(found.sheet.lines, found.found, strict=True)
            )
            if outcome is not None
        ), []

    def written(self) -> dict[str, object]:
        """Return the parts of the answer that are quicker written than worked out."""
        return written(self.found, self)

    # what the full way has looked at is not looked at again

    @cached_property
    def facts(self) -> Facts:
        """What is known of the subject."""
        return self.found.facts

    @cached_property
    def gate(self) -> Gate:
        """What the checks of evidence look at."""
        return self.found.gate

    @cached_property
    def rows(self) -> tuple[Matched, list[Remark]]:
        """The rows of every requirement, and those that are evidence for nothing."""
        return self.found.rows

    @cached_property
    def relations(self) -> tuple[list[Proven], list[Remark]]:
        """The relations between documents that are proven, and what is said of the others."""
        return self.found.relations
