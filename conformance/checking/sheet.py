"""What a plan asks of the products that declare the same facts, made ready once for all of them.

A sheet has one line for each requirement that such a product has a finding on: which edition is
asked, whether it applies, the limit resolved, and the answer as long as nothing was sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import astuple, replace

from conformance.checking.admissibility import edition_cited, row_refusal, says
from conformance.checking.editions import on_a_claim, uses_of
from conformance.checking.gate import Refusal
from conformance.checking.prepared import NoCriterion, prepared
from conformance.checking.rows import Row, ask_of
from conformance.checking.subject import Facts
from conformance.checking.thresholds import MOST_DECIMALS, MOST_DIGITS, Scaled, thresholds
from conformance.checking.validator import Check, Validator
from conformance.checking.values import criterion_of, judge_rows
from conformance.judging import Criterion, Statistic
from conformance.model.plan import Ask, Edition, FamilyPlan, PolicyAsked, Requirement
from conformance.model.submission import Result, Sample, Specimen, Subject, Submission, TestReport
from conformance.quantities.conditions import truth
from conformance.quantities.reading import Expects
from conformance.verdicts import Verdict

if TYPE_CHECKING:
    from msgspec import Raw

    from conformance.checking.templates import Filled, Template
    from conformance.checking.written import Piece

PASS, FAIL, MISSING, NA = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.MISSING_EVIDENCE,
    Verdict.NOT_APPLICABLE,
)
Outcome = tuple[Verdict, str]
"""A verdict and the reason for it."""
_ONE: dict[Outcome, Outcome] = {}
Key = tuple[object, ...]
_MOST_KEPT = 4096
# Of a row as a tuple: uncertainty, value and values.
_WHAT_COUNTS = slice(15, 18)


Kept = TypeVar("Kept")


def keep(kept: dict[Any, Kept], key: object, found: Kept) -> Kept:
    """Keep what was found under what it depends on, within bounds, and return it."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = found
    return found


def one(outcome: Outcome) -> Outcome:
    """Return the one tuple that stands for an outcome: equal ones are then the same one."""
    return _ONE.setdefault(outcome, outcome)


class Answers(Enum):
    """What a requirement is answered by, as far as the quick way knows it."""

    ROWS = "one row of a report"
    WORDS = "markings"
    CERTIFICATE = "a certificate that is itself the requirement"
    STATEMENT = "a statement of a declaration"
    NOTHING = "nothing: the answer is the same whatever rows are sent"
    OTHER = "what only the full way knows"


@dataclass(eq=False, slots=True)
class Gateway:
    """What the head of a report has to let its rows through to: one for all that ask the same.

    `shut` where no such row counts, whatever its report.
    """

    policy: PolicyAsked | None
    edition: Edition | None
    shut: bool


class Cell:
    """Rows alike in all but their value: how they are read, and what was found of them before.

    Attributes:
        place: That of their requirement in the plan.
        gate: What the head of their report has to be.
        fails: Whether the laboratory says that they fail.
        plain: Whether decimals may be compared with the ends of the limit, each by itself.
        ends: The ends of the limit by unit, for plain decimals.
        certain: Whether an uncertainty has no say in what is found.
        by_text: Whether nothing but the value has.
        texts: What was found of values, in that case.
        written: The same, by the JSON of the values; a row without a value is not among them.
        lists: What was found of lists of values, by them and the number of specimens.
        kept: What was found of other values, by what it depends on.
        pieces: What was written of values.
    """

    __slots__ = (
        "beyond", "by_text", "certain", "ends", "fails", "gate", "kept", "line", "lists",
        "pieces", "place", "plain", "texts", "within", "written",
    )  # fmt: skip

    def __init__(self, validator: Validator, line: "Line", place: int, result: Result) -> None:
        ask, criterion = line.ask, line.held_against
        # no report is looked at but its sample, and that is part of what is kept
        row = Row(TestReport(id=""), result, 0, result.clause, None)
        edition = edition_cited(validator.plan, row, ask)
        shut = isinstance(edition, Refusal) or row_refusal(row, ask) is not None
        self.gate = _gateway(line.policy, edition if isinstance(edition, Edition) else None, shut)
        self.line, self.place = line, place
        self.fails = says(result.verdict) == "fail"
        self.ends: dict[bytes, Scaled | None] = {}
        self.texts: dict[object, Outcome] = {}
        self.written: dict[bytes | None, Outcome] = {}
        self.kept: dict[Key, Outcome] = {}
        self.within = line.verified((PASS, "within-limit"))
        self.beyond = line.verified((FAIL, "beyond-limit"))
        self.lists: dict[Key, Outcome] = {}
        self.pieces: dict[object, Piece] = {}
        self.certain = not criterion.rule.needs_uncertainty
        self.by_text = self.certain and criterion.specimens is None
        self.plain = (
            criterion.expects is Expects.NUMBER
            and criterion.statistic is Statistic.EACH
            and (result.verdict is None or says(result.verdict) == "pass")
        )

    def ends_in(self, result: Result, unit: bytes) -> Scaled | None:
        """Return the ends of the limit in front of a unit; None where plain decimals have none."""
        if unit in self.ends:
            return self.ends[unit]
        line = self.line
        try:
            ends = thresholds(line.held_against, line.ask, result, unit.decode())
        except UnicodeDecodeError:
            return None
        return keep(self.ends, unit, ends)

    def of_filled(self, filled: "Filled", number: int, count: str | None) -> Outcome | None:
        """Return what a row of a template with values says, and keep it by these as written.

        `count` is how many specimens the sample of the report has.  None where the row has to be
        read to know what is wrong with it.
        """
        value, listed = filled.values[number], filled.lists[number]
        if self.plain and self.by_text and value is not None:
            mark = self._mark(filled.row(number), value)
            if mark is not None:
                return keep(self.written, value, self.within if mark else self.beyond)
        texts = filled.texts(number)
        if texts is None:
            return None
        outcome = None
        if self.plain and listed is not None:
            outcome = self.compared(filled.row(number), texts, count)
        if outcome is None:
            result = filled.with_texts(number, texts)
            outcome = self.outcome(astuple(result), result, count)
        if listed is not None and self.certain:
            keep(self.lists, (listed, count), outcome)
        elif value is not None and self.by_text:
            keep(self.written, value, outcome)
        return outcome

    def outcome(self, row: Key, result: Result, count: str | None) -> Outcome:
        """Return what a row, which `row` is as a tuple, says; it is kept to be looked up again.

        `count` is how many specimens the sample of the report has.
        """
        value, values = result.value, result.values
        if self.plain:
            compared = self.compared(result, (value,) if values is None else values, count)
            if compared is not None:
                return self._kept(result, count, compared)
        line = self.line
        key = (*row[_WHAT_COUNTS], count if line.held_against.specimens else None)
        outcome = self.kept.get(key)
        if outcome is None:
            # no report is looked at but its sample
            report = TestReport(id="", sample=Sample(count=count))
            rows = [Row(report, result, 0, result.clause, None)]
            said = judge_rows(line.held_against, line.ask, rows)
            outcome = keep(self.kept, key, line.verified((said.verdict, said.reason)))
        return self._kept(result, count, outcome)

    def _kept(self, result: Result, count: str | None, outcome: Outcome) -> Outcome:
        """Keep what was found, where nothing else of the row has a say in it, and return it."""
        if self.certain and result.values is not None:
            keep(self.lists, (result.values, count), outcome)
        elif self.by_text and result.value is not None:
            keep(self.texts, result.value, outcome)
        return outcome

    def compared(
        self, result: Result, texts: Sequence[Specimen], count: str | None
    ) -> Outcome | None:
        """Return what plain decimals of one specimen each say; None where it is not that plain."""
        conforms = bool(texts)
        for text in texts:
            if not isinstance(text, str):
                return None
            mark = self._mark(result, text.encode(errors="replace"))
            if mark is None:
                return None
            conforms = conforms and mark
        if not texts or (conforms and not self.enough(len(texts), count)):
            return None
        return self.within if conforms else self.beyond

    def enough(self, values: int, count: str | None) -> bool:
        """Return whether there are specimens enough, and no more values than specimens."""
        wanted = self.line.held_against.specimens
        if wanted is None:
            return True
        return values >= wanted and (count is None or not count.isdigit() or values <= int(count))

    def _mark(self, result: Result, text: bytes) -> bool | None:
        """Return whether a plain decimal conforms; None where it is none."""
        number, _, unit = text.partition(b" ")
        whole, point, decimals = number.partition(b".")
        digits = whole + decimals
        places = len(decimals)
        if not (digits.isdigit() and whole and (places or not point)):
            return None
        if len(digits) > MOST_DIGITS or places > MOST_DECIMALS:
            return None
        ends = self.ends.get(unit) or self.ends_in(result, unit)
        end = None if ends is None else ends[places]
        return None if end is None else end[0] <= int(digits) <= end[1]


@dataclass(eq=False, slots=True)
class Line:
    """One requirement under one edition, of the products with the same facts.

    Attributes:
        unsent: The answer as long as nothing was sent.
        answers: What it is answered by.
        policy: The one policy that reports are admitted under.
        ways: The policies of certificates that may show it instead.
        criterion: What rows are held against; None where they are not.
        rests: A deciding date that all of it rests on.
        head: What every finding on it has.
        always: Whether the full way answers it whatever was sent.
        strict: Whether a figure that is not verified gives no verdict.
        nothing_sent: What is written as long as nothing was sent.
        pieces: What was written of documents.
    """

    requirement: Requirement
    ask: Ask
    unsent: Outcome
    answers: Answers
    strict: bool
    policy: PolicyAsked | None = None
    ways: tuple[PolicyAsked, ...] = ()
    criterion: Criterion | None = None
    rests: str | None = None
    head: Mapping[str, object] = field(default_factory=dict)
    always: bool = False
    cells: dict[object, Cell] = field(default_factory=dict)
    kept: dict[Key, Outcome] = field(default_factory=dict)
    nothing_sent: "Piece | None" = None
    pieces: "dict[Key, Piece]" = field(default_factory=dict)

    @property
    def held_against(self) -> Criterion:
        """What rows are held against, of a line that rows answer."""
        if self.criterion is None:
            raise AssertionError(self.requirement.id)
        return self.criterion

    def cell(self, which: object, place: int, validator: Validator, result: Result) -> Cell:
        """Return how rows like this one are read, and keep it."""
        return keep(self.cells, which, Cell(validator, self, place, result))

    def verified(self, outcome: Outcome) -> Outcome:
        """Return an outcome as strict mode has it: figures must have been read in the standard."""
        if self.strict and outcome[0] in (Verdict.PASS, Verdict.FAIL):
            return one((Verdict.MISSING_EVIDENCE, "clause-unverified"))
        return one(outcome)

    def keep(self, key: Key, outcome: Outcome) -> Outcome:
        """Keep an outcome under what it depends on, and return it."""
        return keep(self.kept, key, self.verified(outcome))


class Table:
    """Rows as a laboratory prints them every time, each about another requirement.

    Attributes:
        shapes: The rows but for their values.
        cells: How they are read.
        places: Those of their requirements in the plan.
        gates: What the head of their report has to be.
        fails: Whether the laboratory says of a row that it fails.
        known: For each row, what looks up a value as it is written.
        filled: The places once more, for finding what two reports are about.
    """

    __slots__ = ("cells", "fails", "filled", "gates", "known", "places", "shapes")

    def __init__(self, shapes: list[Key], cells: list[Cell], places: list[int]) -> None:
        self.shapes, self.cells, self.places = shapes, cells, places
        self.gates = list({id(cell.gate): cell.gate for cell in cells}.values())
        self.fails = any(cell.fails for cell in cells)
        self.known = [cell.written.get for cell in cells]
        self.filled = frozenset(places)


Placed = tuple[tuple[int, Line], ...]


@dataclass(eq=False, slots=True, kw_only=True)
class Sheet:
    """What is asked of the products with the same facts.

    Attributes:
        lines: One for each requirement of the plan; None where there is no finding on it.
        unsent: The answers as long as nothing was sent, in the same order.
        cells: How rows are read, by all of a row but its value.
        tables: The tables of reports that were read before, by their first and last row.
        filled: The tables of templates; None where a template is no plain table.
        passed: The verdict where every line passes that applies; None before it was asked.
        groups: The places of the groups, whose members answer them.
        several: Families of which several editions may be used, to be weighed up the full way.
        barred: Why the verdict does not follow from the findings; None where it does.
        with_ways: Lines with their places that a certificate may show instead of a test.
        of_words, of_certificates, of_statements: Lines by what answers them.
        always: Places that only the full way knows to answer, whatever was sent.
        of_parts: Places that it answers where parts are declared.
        or_certified: Places that it answers where certificates were sent.
        upcoming: The requirements whose first day is to come, written; None before that.
    """

    lines: list[Line | None]
    unsent: list[Outcome | None]
    groups: tuple[int, ...]
    several: tuple[FamilyPlan, ...]
    barred: str | None
    with_ways: Placed
    of_words: Placed
    of_certificates: Placed
    of_statements: Placed
    always: tuple[int, ...]
    of_parts: tuple[int, ...]
    or_certified: tuple[int, ...]
    cells: dict[Key, Cell] = field(default_factory=dict)
    tables: dict[Key, Table] = field(default_factory=dict)
    filled: "dict[Template, Table | None]" = field(default_factory=dict)
    passed: tuple[Verdict, str | None] | None = None
    upcoming: "Raw | None" = None


class Settled:
    """Lines that depend on nothing but the editions chosen, in the order of the requirements.

    Attributes:
        lines: These; None where there is none, or it is not settled.
        unsettled: The place, requirement, edition and deciding date of the others.
    """

    __slots__ = ("lines", "unsettled")

    def __init__(
        self,
        lines: list[Line | None],
        unsettled: tuple[tuple[int, Requirement, int | None, str | None], ...],
    ) -> None:
        self.lines, self.unsettled = lines, unsettled


@lru_cache(maxsize=1024)
def _gateway(policy: PolicyAsked | None, edition: Edition | None, shut: bool) -> Gateway:
    return Gateway(policy, edition, shut)


def sheet_of(
    validator: Validator,
    subject: Subject,
    kept: dict[Key, Line | None],
    sheets: dict[Key, Sheet],
    settled: dict[Key, Settled] | None = None,
) -> Sheet:
    """Return the sheet of a subject.

    `kept` has the lines made before, by what they depend on, and `sheets` the sheets by
    their lines: most facts differ between products and change nothing in what is asked.
    `settled` has the lines that depend on nothing but the editions.
    """
    check = Check(validator, Submission(subject=_without_parts(subject)), "")
    chosen: dict[str, int] = {}
    rests: dict[str, str] = {}
    several: list[FamilyPlan] = []
    for family in validator.plan.families:
        uses, _ = uses_of(check.gate, family)
        if len(uses) != 1:
            several.append(family)
            continue
        chosen[family.id] = uses[0]
        if on_a_claim(family, uses[0], check.facts.claimed):
            rests[family.id] = family.decided_by
    settled = {} if settled is None else settled
    weighed_up = tuple([family.id for family in several])
    key: Key = (*chosen.items(), weighed_up, *rests)
    same_editions = settled.get(key) or keep(
        settled, key, _settled(check, chosen, rests, weighed_up)
    )
    lines = same_editions.lines.copy()
    truths: dict[str | None, bool | None] = {}
    for place, requirement, use, rest in same_editions.unsettled:
        key = depends_on(requirement, use, check.facts, rest, truths)
        if key not in kept:
            keep(kept, key, _line(check, requirement, use, rest))
        lines[place] = kept[key]
    barred = validator.barred(check.facts)
    same = (barred, *weighed_up, *lines)
    return sheets.get(same) or keep(sheets, same, _sheet(lines, several, barred))


def _settled(
    check: Check, chosen: Mapping[str, int], rests: Mapping[str, str], weighed_up: Sequence[str]
) -> Settled:
    """Return the lines that depend on nothing but the editions chosen, and where others stand."""
    lines: list[Line | None] = []
    unsettled: list[tuple[int, Requirement, int | None, str | None]] = []
    for place, requirement in enumerate(check.plan.requirements):
        lines.append(None)
        if requirement.family in weighed_up:
            continue
        family = requirement.family or ""
        use, rest = chosen.get(family), rests.get(family)
        ask = ask_of(requirement, use)
        if ask is None:
            continue
        if prepared(ask).names:
            unsettled.append((place, requirement, use, rest))
        else:
            lines[place] = _line(check, requirement, use, rest)
    return Settled(lines, tuple(unsettled))


def _sheet(lines: list[Line | None], several: Sequence[FamilyPlan], barred: str | None) -> Sheet:
    placed = [(n, line) for n, line in enumerate(lines) if line is not None]

    def answered(by: Answers) -> Placed:
        return tuple((n, line) for n, line in placed if line.answers is by)

    others = answered(Answers.OTHER)
    return Sheet(
        barred=barred,
        with_ways=tuple((n, e) for n, e in answered(Answers.ROWS) if e.ways),
        of_words=answered(Answers.WORDS),
        of_certificates=answered(Answers.CERTIFICATE),
        of_statements=answered(Answers.STATEMENT),
        always=tuple(n for n, line in others if line.always),
        of_parts=tuple(n for n, line in others if line.requirement.each is not None),
        or_certified=tuple(n for n, line in others if line.ways),
        lines=lines,
        unsent=[None if line is None else line.unsent for line in lines],
        groups=tuple(n for n, line in placed if line.requirement.group),
        several=tuple(several),
    )


def _without_parts(subject: Subject) -> Subject:
    return replace(subject, parts=())


def depends_on(
    requirement: Requirement,
    use: int | None,
    facts: Facts,
    rests: str | None,
    truths: dict[str | None, bool | None] | None = None,
) -> Key:
    """Return what a line depends on: whether it applies, its limit, and what is only claimed.

    `truths` has the conditions, as they are written, that were asked of these facts before.
    """
    ask = ask_of(requirement, use)
    if ask is None:
        return (requirement.id, use)
    ready = prepared(ask)
    names = ready.names
    if not names:
        return (requirement.id, use, rests)
    truths = {} if truths is None else truths
    if ask.applies not in truths:
        truths[ask.applies] = truth(ready.condition, facts.known, facts.types)
    applies = truths[ask.applies]
    held = criterion_of(ask, facts) if ready.depends else None
    # a line holds on to its criterion, so that no other can come to have its id
    what = frozenset(held.attributes) if isinstance(held, NoCriterion) else id(held)
    claims = tuple([name in facts.claimed for name in names])
    return (requirement.id, use, rests, applies, what, claims)


def _line(
    check: Check, requirement: Requirement, use: int | None, rests: str | None
) -> Line | None:
    ask = ask_of(requirement, use)
    if ask is None:
        return None
    if requirement.group is None:
        finding = check.finding(requirement, use)
        if finding is None:
            return None
    else:
        finding = check.group(requirement, {})
    plan, validator = check.plan, check.validator
    strict = validator.strict and ask.clause is not None and ask.provenance not in (None, "text")
    unsent = one((finding.verdict, finding.reason))
    policies = [plan.policies[way] for way in requirement.ways]
    reports = [policy for policy in policies if policy.kind == "test-report"]
    criterion = None
    answers = _answered_by(requirement, ask, unsent)
    if answers in (Answers.ROWS, Answers.STATEMENT):
        found = criterion_of(ask, check.facts)
        if isinstance(found, NoCriterion):
            answers = Answers.NOTHING
        else:
            criterion = found
    return Line(
        requirement=requirement,
        ask=ask,
        unsent=unsent,
        answers=answers,
        strict=strict,
        policy=reports[0] if len(reports) == 1 else None,
        ways=tuple(policy for policy in policies if policy.kind == "certificate"),
        criterion=criterion,
        rests=rests,
        head=validator.heads[requirement.id, ask.use],
        always=answers is Answers.OTHER and _on_papers(requirement) and not _not_asked(unsent),
    )


def _on_papers(requirement: Requirement) -> bool:
    """Return whether documents or facts answer a requirement in a way only the full way knows."""
    kinds = (
        requirement.sampling, requirement.chain, requirement.document, requirement.identifier,
        requirement.days, requirement.linked,
    )  # fmt: skip
    return any(each is not None for each in kinds)


def _not_asked(unsent: Outcome) -> bool:
    """Return whether a requirement does not apply, or would not if a claim were evidenced."""
    return unsent[0] is NA or unsent[1] == "attribute-unevidenced"


_SETTLED = ("clause-open", "applicability-unknown")


def _answered_by(requirement: Requirement, ask: Ask, unsent: Outcome) -> Answers:
    """Return what a requirement is answered by, where the product itself is asked."""
    reason = unsent[1]
    other = (
        requirement.each, requirement.sampling, requirement.chain, requirement.identifier,
        requirement.days, requirement.linked, requirement.group,
    )  # fmt: skip
    if any(each is not None for each in other) or _not_asked(unsent):
        return Answers.OTHER
    if reason in _SETTLED:
        return Answers.NOTHING
    if ask.phrase is not None:
        return Answers.WORDS
    if ask.conditions:
        return Answers.OTHER
    if requirement.document is not None:
        asked = requirement.document
        plain = (asked.kind, asked.category, asked.category_of) == ("certificate", None, None)
        return Answers.CERTIFICATE if plain and asked.source != "register" else Answers.OTHER
    return Answers.ROWS if requirement.statement is None else Answers.STATEMENT
