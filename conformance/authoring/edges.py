"""What happens at the edge of a limit: readings on it and on either side, really judged.

Nothing here knows a verdict.  Each reading is put into a row of a report, as a
laboratory writes it, and handed to the judging that `check` uses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from conformance.checking.gate import Gate
from conformance.checking.phrases import show_words
from conformance.checking.rows import Row
from conformance.checking.subject import NOBODY, Facts
from conformance.checking.values import facts_of, judge_rows
from conformance.judging import Criterion
from conformance.judging.criterion import Rounding, Statistic
from conformance.model.plan import Ask, Plan
from conformance.model.submission import Marking, Result, TestReport, Uncertainty
from conformance.quantities.conditions import every_grade
from conformance.quantities.expressions import conversion, own_digit
from conformance.quantities.limit import Accepted, AcceptedGrades, AcceptedStress, Amount
from conformance.quantities.number import exact_text
from conformance.quantities.units import Unit, every_unit
from conformance.verdicts import Verdict
from conformance.wording import worded

_REPORT = TestReport(id="R1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A row as a laboratory may write it; `shows` names the point of it in the table of words.

    `value` is one reading, `values` one for each specimen, as in a submission.
    """

    shows: str
    value: str | None = None
    values: tuple[str, ...] | None = None
    columns: dict[str, object] = field(default_factory=dict)

    @property
    def result(self) -> Result:
        """The row."""
        return Result(value=self.value, values=self.values, **self.columns)  # type: ignore[arg-type]

    @property
    def texts(self) -> tuple[str, ...]:
        """The readings, with what the other columns say."""
        readings = self.values or ((self.value,) if self.value is not None else ())
        stated = self.columns.get("uncertainty")
        if isinstance(stated, Uncertainty):
            readings = tuple(f"{each} (U = {stated.value}, k = {stated.k})" for each in readings)
        if self.columns.get("corrected") == "yes":
            readings = tuple(f"{each} (corrected: yes)" for each in readings)
        verdict = self.columns.get("verdict")
        return (*readings, str(verdict)) if verdict else readings


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with what the judging says of it, in both languages."""

    edge: Edge
    verdict: Verdict
    reason: str
    message: dict[str, str]


def judged_edges(criterion: Criterion, ask: Ask) -> tuple[Judged, ...]:
    """Return the telling rows of a requirement, each with its verdict and the sentence of it."""
    return tuple(_judged(criterion, ask, edge) for edge in edges(criterion, ask))


def _judged(criterion: Criterion, ask: Ask, edge: Edge) -> Judged:
    found = judge_rows(criterion, ask, [Row(_REPORT, edge.result, 0, ask.clause, None)])
    facts = facts_of(found)
    message = {lang: worded(found.reason, lang, facts) for lang in ("zh", "en")}
    return Judged(edge, found.verdict, found.reason, message)


def edges(criterion: Criterion, ask: Ask) -> Iterator[Edge]:
    """Yield the rows that tell how a requirement is judged."""
    match criterion.accepted:
        case Accepted() as accepted:
            yield from _of_number(accepted, criterion, ask)
        case AcceptedGrades() as accepted:
            yield from _of_grade(accepted)
        case AcceptedStress() as accepted:
            yield from _of_stress(accepted)
        case None:
            for word in ("符合", "不符合", "不适用"):
                yield Edge(shows="laboratory", value=word)
    yield Edge(shows="not tested", value="—")


# ---- numbers


def _of_number(accepted: Accepted, criterion: Criterion, ask: Ask) -> Iterator[Edge]:
    bounds = [
        (bound, upper)
        for piece in accepted.values
        for bound, upper in ((piece.low, False), (piece.high, True))
        if bound is not None
    ]
    for bound, upper in dict.fromkeys(bounds):
        yield from _around(accepted, criterion, ask, bound, upper=upper)
    if not bounds:
        return
    bound, upper = bounds[-1]
    yield from _otherwise_written(accepted, criterion, ask, bound)
    if upper and _is_analysed(ask):
        step = _step(accepted, criterion, bound)
        for limit in (bound, bound + step):
            yield _edge(
                "not detected", f"未检出(<{_text(accepted, limit, step)})", criterion, ask, bound
            )
        yield _edge("not detected bare", "未检出", criterion, ask, bound)


_ANALYSED = ("mass ", "volume fraction", "colony ", "activity ", "probable number")


def _is_analysed(ask: Ask) -> bool:
    """Return whether a laboratory may report that nothing was detected."""
    return ask.detection_limit is not None or (ask.kind or "").startswith(_ANALYSED)


def _around(
    accepted: Accepted, criterion: Criterion, ask: Ask, bound: Fraction, *, upper: bool
) -> Iterator[Edge]:
    """Yield the limit itself, one last digit on either side, and what rounding makes of more."""
    step = _step(accepted, criterion, bound)
    outwards = step if upper else -step
    yield _edge("at the limit", _text(accepted, bound, step), criterion, ask, step)
    yield _edge("inside", _text(accepted, bound - outwards, step), criterion, ask, step)
    yield _edge("outside", _text(accepted, bound + outwards, step), criterion, ask, step)
    if criterion.rounding is Rounding.ROUNDED_VALUE:
        for tenths in (4, 5, 6):
            value = bound + outwards * tenths / 10
            yield _edge("rounded", _text(accepted, value, step / 10), criterion, ask, step)
    if criterion.correction is not None:
        more = _edge(
            "correction not said", _text(accepted, bound + outwards, step), criterion, ask, step
        )
        yield Edge(shows=more.shows, value=more.value, values=more.values)
    if criterion.rule.needs_uncertainty:
        bare = _edge(
            "no uncertainty", _text(accepted, bound - outwards, step), criterion, ask, step
        )
        yield Edge(shows=bare.shows, value=bare.value, values=bare.values)
        far = bound - outwards * 4
        yield _edge("inside by more than U", _text(accepted, far, step), criterion, ask, step)


def _otherwise_written(
    accepted: Accepted, criterion: Criterion, ask: Ask, bound: Fraction
) -> Iterator[Edge]:
    """Yield the limit in another unit, without its unit, by a bare verdict and on too few."""
    step = _step(accepted, criterion, bound)
    other = _in_another_unit(accepted, bound, step)
    if other is not None:
        yield _edge("another unit", other, criterion, ask, step)
    if accepted.units:
        bare = _text(accepted, bound, step).partition(" ")[0]
        yield _edge("no unit", bare, criterion, ask, step)
    yield Edge(shows="bare verdict", columns={"verdict": "P"})
    if criterion.specimens is not None and criterion.specimens > 1:
        full = _edge("too few", _text(accepted, bound, step), criterion, ask, step)
        yield Edge(shows=full.shows, values=(full.values or ())[:-1], columns=full.columns)


def _step(accepted: Accepted, criterion: Criterion, bound: Fraction) -> Fraction:
    """Return one unit in the last place of a bound.

    A computed bound has no last digit, and a report that writes no more than its own is too
    coarse for it: there one digit more is written.
    """
    written = criterion.interval or accepted.digits.get(bound)
    own = own_digit(bound)
    digit = written or (None if own is None else own / 10)
    return digit or abs(bound) / 100 or Fraction(1)


def _text(accepted: Accepted, value: Fraction, step: Fraction) -> str:
    return str(Amount(value, accepted.units[:1], digit=step))


def _edge(shows: str, text: str, criterion: Criterion, ask: Ask, step: Fraction) -> Edge:
    """Return the row of a report with that reading, whole in everything that is not the point."""
    columns: dict[str, object] = {}
    if criterion.rule.needs_uncertainty:
        unit = text.partition(" ")[2]
        columns["uncertainty"] = Uncertainty(f"{exact_text(step * 2)} {unit}".strip(), k="2")
    if criterion.correction is not None:
        columns["corrected"] = "yes"
    if ask.method:
        columns["method"] = ask.method[0]
    count = criterion.specimens or (2 if criterion.statistic is Statistic.RANGE else 1)
    if count == 1:
        return Edge(shows=shows, value=text, columns=columns)
    return Edge(shows=shows, values=_spread(text, count, criterion.statistic), columns=columns)


def _spread(text: str, count: int, statistic: Statistic) -> tuple[str, ...]:
    """Return one reading for each specimen, of which the statistic is the reading given."""
    zero = f"0 {text.partition(' ')[2]}".strip()
    if statistic is Statistic.SUM:
        return (text, *[zero] * (count - 1))
    if statistic is Statistic.RANGE:
        return (*[zero] * (count - 1), text)
    return (text,) * count


def _in_another_unit(accepted: Accepted, bound: Fraction, step: Fraction) -> str | None:
    """Return the bound in another unit of its kind, with the same last digit."""
    if not accepted.units:
        return None
    own = accepted.units[0]
    found = []
    for unit in _units_of(own.kind):
        change = conversion((own,), (unit,))
        if unit.symbol == own.symbol or change is None or not _is_power_of_ten(change[0]):
            continue
        value = bound * change[0] + change[1]
        found.append(str(Amount(value, (unit,), digit=step * change[0])))
    return min(found, key=len, default=None)


def _units_of(kind: str) -> Iterator[Unit]:
    return (unit for unit, _ in every_unit() if unit.kind == kind)


def _is_power_of_ten(factor: Fraction) -> bool:
    return set(exact_text(factor).strip("0").replace(".", "").rstrip("0")) == {"1"}


# ---- grades and stresses


def _of_grade(accepted: AcceptedGrades) -> Iterator[Edge]:
    """Yield each grade that is required, and its neighbours on the scale."""
    for _, wanted in accepted.alternatives:
        scale = every_grade(wanted.scale)
        at = scale.index(wanted) if wanted in scale else 0
        yield Edge(shows="at the limit", value=wanted.code)
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(scale):
                yield Edge(shows="beside", value=scale[beside].code)


def _of_stress(accepted: AcceptedStress) -> Iterator[Edge]:
    """Yield the stress itself, one that is less, and a breakdown under it."""
    level = accepted.level
    step = level.digit or own_digit(level.value) or Fraction(1)
    less = Amount(level.value - step, level.units[:1], digit=step)
    held = "" if accepted.duration is None else f" {accepted.duration}"
    held += "" if accepted.cycles is None else f" {accepted.cycles} 次"
    at = Amount(level.value, level.units[:1], digit=step)
    electric = any("voltage" in unit.kind for unit in level.units)
    broken = "击穿" if electric else "损坏"
    yield Edge(shows="withstood", value=f"{at}{held} 无{broken}")
    yield Edge(shows="less stress", value=f"{less}{held} 无{broken}")
    yield Edge(shows="broke down", value=f"{at}{held} {broken}")


# ---- words on a marking


def judged_words(plan: Plan, ask: Ask, facts: Facts) -> tuple[Judged, ...]:
    """Return what is said of the words themselves, of a character less, and of words forbidden."""
    phrase = ask.phrase
    if phrase is None:
        return ()
    wanted = phrase.any or phrase.exactly_one
    right = wanted[0] if wanted else "—"
    shown = [("words" if wanted else "free of them", right, "photo")]
    if wanted:
        shown += [("a character less", right[:-1], "photo"), ("told only", right, "applicant")]
    if len(phrase.exactly_one) > 1:
        shown.append(("two of them", " ".join(phrase.exactly_one[:2]), "photo"))
    if phrase.forbidden:
        shown.append(("forbidden", f"{right} {phrase.forbidden[0]}", "photo"))
    return tuple(_judged_words(plan, ask, facts, *each) for each in shown)


def _judged_words(
    plan: Plan, ask: Ask, facts: Facts, shows: str, text: str, shown_by: str
) -> Judged:
    places = ask.phrase.on if ask.phrase else ()
    markings = tuple(
        Marking(id=f"M{number}", where=place, text=text, shown_by=shown_by)  # type: ignore[arg-type]
        for number, place in enumerate(places)
    )
    answer = show_words(Gate(plan, facts, NOBODY, {}, markings), ask, ())
    if answer is None:
        raise AssertionError(ask)
    message = {lang: worded(answer.reason, lang, answer.facts) for lang in ("zh", "en")}
    return Judged(Edge(shows=shows, value=text), answer.verdict, answer.reason, message)
