"""Determination: what the readings of one requirement say about its criterion."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from conformance.judging.criterion import Criterion, Rounding, Rule, RuleName, Statistic
from conformance.judging.plain import compare_plainly
from conformance.judging.results import (
    Figure,
    Uncertainty,
    corrected_figure,
    figure,
    flattened,
    in_unit_of_limit,
    limits_of,
    possible_at_all,
    said_of,
)
from conformance.judging.rules import decide
from conformance.judging.statistics import combine
from conformance.quantities.expressions import conversion, own_digit
from conformance.quantities.intervals import Values
from conformance.quantities.limit import Accepted, AcceptedGrades, AcceptedStress, Amount
from conformance.quantities.number import round_to
from conformance.quantities.reading import (
    Expects,
    Graded,
    Measured,
    Reading,
    Said,
    Stressed,
    Unreadable,
    Word,
)
from conformance.quantities.scales import Grade, grades_of, satisfies
from conformance.quantities.units import Unit
from conformance.verdicts import Verdict, all_of

PASS, FAIL, MISSING = Verdict.PASS, Verdict.FAIL, Verdict.MISSING_EVIDENCE


class Determination(Struct, frozen=True):
    """The verdict on one requirement, with what a reader needs to check it.

    Attributes:
        verdict: pass, fail or missing-evidence.
        reason: The reason code.
        criterion: What was asked.
        measured: The readings, verbatim, one per specimen.
        margin: How far inside (positive) or beyond (negative) the nearest end of
            the limit the worst specimen is, in the limit's unit; None for grades
            and where nothing was compared.
        at_fault: The reading that decided.
        detail: The part of it that cannot be read, where one can be named.
        uncertainty: U in the limit's unit (k = 2), where it was used.
        compared: The values compared, in the limit's unit, after the statistic.
        disagreement: Whether the laboratory's word says otherwise.
    """

    verdict: Verdict
    reason: str
    criterion: Criterion
    measured: tuple[str, ...] = ()
    margin: Amount | None = None
    at_fault: str = ""
    uncertainty: Amount | None = None
    compared: Values | None = None
    disagreement: bool = False
    detail: str = ""


class _Outcome(Struct, frozen=True):
    """One specimen or statistic, decided."""

    verdict: Verdict
    reason: str
    at_fault: str
    figure: Figure | None = None
    uncertainty: Fraction | None = None
    detail: str = ""


def determine(
    criterion: Criterion,
    readings: Sequence[Reading],
    *,
    uncertainty: Uncertainty | None = None,
    corrected: bool | None = None,
) -> Determination:
    """Return what `readings`, one per specimen of one sample set, say about `criterion`.

    `uncertainty` is of the figure that is compared.  `corrected` says whether
    the laboratory has applied the analytical correction, None that it does not
    say.  Never raises.
    """
    if len(readings) == 1 and (plain := _determine_plainly(criterion, readings[0])) is not None:
        return plain
    return determine_in_full(criterion, readings, uncertainty=uncertainty, corrected=corrected)


def _determine_plainly(criterion: Criterion, reading: Reading) -> Determination | None:
    """Return what the only `reading` says, None where that takes more than one comparison.

    U has no say here, for the rule is simple, and no correction is asked for.
    """
    found = compare_plainly(criterion, reading)
    if found is None:
        return None
    margin = found.margin
    amount = None
    if margin is not None and isinstance(criterion.accepted, Accepted):
        amount = Amount(margin, criterion.accepted.units, digit=own_digit(margin))
    return Determination(
        PASS if found.accepted else FAIL,
        "within-limit" if found.accepted else "beyond-limit",
        criterion,
        (reading.text,),
        amount,
        reading.text,
        compared=None if amount is None else found.value,
    )


def determine_in_full(
    criterion: Criterion,
    readings: Sequence[Reading],
    *,
    uncertainty: Uncertainty | None = None,
    corrected: bool | None = None,
) -> Determination:
    """Return what `determine` returns, by way of sets of possible values in every case."""
    specimens = flattened(readings)
    words = [said_of(reading) for reading in specimens]
    measured = tuple(reading.text for reading in specimens)
    decided = _DETERMINERS[criterion.expects](criterion, specimens, uncertainty, corrected)
    if Said.FAIL in words:
        failing = next(r.text for r in specimens if said_of(r) is Said.FAIL)
        beyond = decided.verdict is FAIL
        reason = decided.reason if beyond else "laboratory-failed"
        decided = replace(
            decided, verdict=FAIL, reason=reason, at_fault=failing,
            disagreement=decided.verdict is PASS,
        )  # fmt: skip
    elif decided.verdict is FAIL and Said.PASS in words:
        decided = replace(decided, disagreement=True)
    return replace(decided, measured=measured)


def _determine_inspection(
    criterion: Criterion,
    readings: Sequence[Reading],
    _uncertainty: Uncertainty | None,
    _corrected: bool | None,
) -> Determination:
    outcomes = [_inspected(reading) for reading in readings]
    return _each(criterion, outcomes)


def _inspected(reading: Reading) -> _Outcome:
    match reading:
        case Word(said=Said.PASS, text=text):
            return _Outcome(PASS, "inspected", text)
        case Word(said=Said.FAIL, text=text):
            return _Outcome(FAIL, "laboratory-failed", text)
        case Word(said=said, text=text):
            na = said is Said.NOT_APPLICABLE
            return _Outcome(MISSING, "laboratory-says-not-applicable" if na else "not-tested", text)
        case Unreadable(reason=reason, text=text, detail=detail):
            return _Outcome(MISSING, reason, text, detail=detail)
        case _:
            return _Outcome(MISSING, "reading-unreadable", reading.text)


def _determine_grade(
    criterion: Criterion,
    readings: Sequence[Reading],
    _uncertainty: Uncertainty | None,
    _corrected: bool | None,
) -> Determination:
    return _each(criterion, [_graded(reading, criterion) for reading in readings])


def _graded(reading: Reading, criterion: Criterion) -> _Outcome:
    """Return whether a reported grade is accepted; a partial order may leave that open."""
    if not isinstance(reading, Graded):
        if isinstance(reading, Word) and reading.said is Said.PASS:
            return _judged_by_laboratory(criterion, reading.text)
        return _inspected(reading)
    if not isinstance(criterion.accepted, AcceptedGrades):  # pragma: no cover - by expects
        raise TypeError(criterion)
    answers = [
        _grade_answer(reading, operator, grade)
        for operator, grade in criterion.accepted.alternatives
    ]
    if True in answers:
        return _Outcome(PASS, "grade-met", reading.text)
    if None in answers:
        return _Outcome(MISSING, "grade-not-comparable", reading.text)
    return _Outcome(FAIL, "grade-not-met", reading.text)


def _grade_answer(reading: Graded, operator: str, required: Grade) -> bool | None:
    """Return whether every grade that `>4级` leaves possible satisfies the limit."""
    if reading.grade.scale != required.scale:
        return None
    if reading.operator == "=":
        return satisfies(reading.grade, operator, required)
    possible = [
        g for g in grades_of(reading.grade.scale) if satisfies(g, reading.operator, reading.grade)
    ]
    answers = {satisfies(grade, operator, required) for grade in possible}
    return answers.pop() if len(answers) == 1 else None


def _judged_by_laboratory(criterion: Criterion, text: str) -> _Outcome:
    if criterion.accepts_judgement:
        return _Outcome(PASS, "laboratory-judgement-accepted", text)
    return _Outcome(MISSING, "value-not-stated", text)


def _determine_stress(
    criterion: Criterion,
    readings: Sequence[Reading],
    _uncertainty: Uncertainty | None,
    _corrected: bool | None,
) -> Determination:
    return _each(criterion, [_stressed(reading, criterion) for reading in readings])


def _stressed(reading: Reading, criterion: Criterion) -> _Outcome:
    """Return whether a stress of at least the required level, time and cycles was withstood.

    A breakdown at any stress up to the required fails; one above it settles
    nothing, for the required stress was not shown to be withstood either.
    """
    if not isinstance(reading, Stressed):
        if isinstance(reading, Word) and reading.said is Said.PASS:
            if criterion.accepts_judgement:
                return _judged_by_laboratory(criterion, reading.text)
            return _Outcome(MISSING, "conditions-not-stated", reading.text)
        return _inspected(reading)
    required = criterion.accepted
    if not isinstance(required, AcceptedStress):  # pragma: no cover - by expects
        raise TypeError(criterion)
    level = _compare_stress(reading.level, required.level)
    if isinstance(level, str):
        return _Outcome(MISSING, level, reading.text)
    if reading.withstood is False:
        if level <= 0:
            return _Outcome(FAIL, "broke-down", reading.text)
        return _Outcome(MISSING, "broke-down-above-required", reading.text)
    if reading.withstood is None:
        return _Outcome(MISSING, "observation-not-stated", reading.text)
    if level < 0:
        return _Outcome(MISSING, "stress-too-low", reading.text)
    if required.duration is not None:
        if reading.duration is None:
            return _Outcome(MISSING, "conditions-not-stated", reading.text)
        held = _compare_stress(reading.duration, required.duration)
        if isinstance(held, str) or held < 0:
            return _Outcome(
                MISSING, held if isinstance(held, str) else "stress-too-low", reading.text
            )
    if required.cycles is not None:
        if reading.cycles is None:
            return _Outcome(MISSING, "conditions-not-stated", reading.text)
        if reading.cycles < required.cycles:
            return _Outcome(MISSING, "stress-too-low", reading.text)
    return _Outcome(PASS, "withstood", reading.text)


def _compare_stress(applied: Measured, required: Amount) -> Fraction | str:
    """Return the applied level less the required one, or why they cannot be compared."""
    line = in_unit_of_limit(applied, Accepted(Values(()), required.units, {}))
    if isinstance(line, str):
        return line
    value = line.hull().low
    return "reading-unreadable" if value is None else value - required.value


def _determine_number(
    criterion: Criterion,
    readings: Sequence[Reading],
    uncertainty: Uncertainty | None,
    corrected: bool | None,
) -> Determination:
    accepted = criterion.accepted
    if not isinstance(accepted, Accepted):  # pragma: no cover - by expects
        raise TypeError(criterion)
    if readings and all(isinstance(r, Word) and r.said is Said.PASS for r in readings):
        outcome = _judged_by_laboratory(criterion, readings[0].text)
        return _each(criterion, [outcome] * len(readings))
    figures = [figure(reading, criterion, accepted) for reading in readings]
    if criterion.correction is not None:
        figures = [corrected_figure(one, criterion.correction, corrected) for one in figures]
    if criterion.statistic in (Statistic.EACH, Statistic.K_OF_N):
        outcomes = [_decided(one, criterion, accepted, uncertainty) for one in figures]
        together = _k_of_n if criterion.statistic is Statistic.K_OF_N else _each
        return _with_margin(together(criterion, outcomes), outcomes, accepted)
    return _determine_statistic(criterion, accepted, figures, uncertainty)


def _determine_statistic(
    criterion: Criterion,
    accepted: Accepted,
    figures: Sequence[Figure],
    uncertainty: Uncertainty | None,
) -> Determination:
    """Decide one figure computed from all specimens; gaps may have any value."""
    # one specimen has no range: a single result would always be in order
    least = 2 if criterion.statistic is Statistic.RANGE else 1
    wanted = max(criterion.specimens or len(figures), least)
    exact = criterion.statistic in (Statistic.MEAN, Statistic.SUM)
    if not figures:
        return Determination(MISSING, "not-tested", criterion)
    if exact and len(figures) > wanted:
        return Determination(MISSING, "too-many-specimens", criterion)
    missing = wanted - len(figures)
    gap = possible_at_all(accepted)
    gaps = [gap] * max(missing, 0)
    merged = combine(criterion.statistic, [f.values for f in figures] + gaps)
    plain = combine(criterion.statistic, [f.written or f.values for f in figures] + gaps)
    faulty = next((one for one in figures if one.problem), None)
    doubts = tuple(dict.fromkeys(doubt for one in figures for doubt in one.doubts))
    spread = (
        2
        if criterion.statistic is Statistic.RANGE
        else (len(figures) if criterion.statistic is Statistic.SUM else 1)
    )
    one = Figure(
        "; ".join(f.text for f in figures),
        merged, written=plain, doubts=doubts,
        uncertainty=next((f.uncertainty for f in figures if f.uncertainty), None),
    )  # fmt: skip
    outcome = _decided(one, criterion, accepted, uncertainty, spread)
    if outcome.verdict is MISSING and faulty is not None:
        outcome = replace(
            outcome, reason=faulty.problem or "", at_fault=faulty.text, detail=faulty.detail
        )
    elif outcome.verdict is MISSING and missing > 0:
        short = "sum-incomplete" if criterion.statistic is Statistic.SUM else "too-few-specimens"
        outcome = replace(outcome, reason=short)
    decided = Determination(
        outcome.verdict, outcome.reason, criterion, at_fault=outcome.at_fault, detail=outcome.detail
    )
    return _with_margin(decided, [outcome], accepted)


def _decided(
    one: Figure,
    criterion: Criterion,
    accepted: Accepted,
    uncertainty: Uncertainty | None,
    spread: int = 1,
) -> _Outcome:
    """Decide one figure under the criterion's rounding and decision rule."""
    if one.problem is not None:
        verdict = FAIL if one.problem == "laboratory-failed" else MISSING
        return _Outcome(verdict, one.problem, one.text, one, detail=one.detail)
    limits = limits_of(criterion, accepted)
    stated = uncertainty or one.uncertainty
    half, trouble = (
        _expanded(stated, one, accepted, spread)
        if (criterion.rule.needs_uncertainty)
        else (None, None)
    )
    allowed = criterion.max_uncertainty
    verdict, reason = decide(
        criterion.rule, one.values, limits, half, allowed, possible_at_all(accepted)
    )
    if verdict is MISSING:
        if reason == "uncertainty-not-stated":
            reason = trouble or reason
        elif reason == "reading-straddles-limit":
            reason = _why_open(one, criterion, limits, half)
    return _Outcome(verdict, reason, one.text, one, half)


def _why_open(one: Figure, criterion: Criterion, limits: Values, half: Fraction | None) -> str:
    """Return the reason why a figure lies neither inside nor outside."""
    if "reading-too-coarse" in one.doubts:
        verdict, _ = decide(criterion.rule, one.written, limits, half)
        if verdict is not MISSING:
            return "reading-too-coarse"
    if "range-across-limit" in one.doubts:
        ends = one.written.hull()
        inside = [end in limits for end in (ends.low, ends.high) if end is not None]
        return "range-spans-forbidden" if all(inside) else "range-across-limit"
    return one.doubts[0] if one.doubts else "reading-straddles-limit"


def _expanded(
    stated: Uncertainty | None, one: Figure, accepted: Accepted, spread: int
) -> tuple[Fraction | None, str | None]:
    """Return U for k = 2 in the limit's unit, or why there is none.

    U of a single result counts for each addend of a sum and both ends of a
    range, added up, as for results that err together.
    """
    if stated is None:
        return None, None
    if not stated.coverage_factor:  # k = 0 is as good as none
        explained = one.uncertainty is not stated
        return None, "coverage-factor-not-stated" if explained else "uncertainty-not-explained"
    half = stated.half_width
    if stated.relative:
        ends = [abs(end) for p in one.values for end in (p.low, p.high) if end is not None]
        half *= max(ends, default=Fraction(0))
    else:
        change = conversion(stated.units, accepted.units) or _difference(stated.units, accepted)
        if stated.units and change is None:
            return None, "uncertainty-in-another-unit"
        if not stated.units and accepted.units:
            return None, "uncertainty-in-another-unit"
        half *= change[0] if change else 1
    return half * spread * 2 / stated.coverage_factor, None


def _difference(units: Sequence[Unit], accepted: Accepted) -> tuple[Fraction, Fraction] | None:
    """Return the scale of an uncertainty in kelvin on a temperature in degrees."""
    for one in units:
        for two in accepted.units:
            if {one.kind, two.kind} == {
                "temperature difference",
                "temperature",
            }:
                return one.factor / two.factor, Fraction(0)
    return None


def _each(criterion: Criterion, outcomes: Sequence[_Outcome]) -> Determination:
    """Every specimen must conform; one that does not settles it, and gaps leave it open."""
    if not outcomes:
        return Determination(MISSING, "not-tested", criterion)
    verdict = all_of(outcome.verdict for outcome in outcomes)
    decisive = next(outcome for outcome in outcomes if outcome.verdict is verdict)
    if verdict is PASS and criterion.specimens and len(outcomes) < criterion.specimens:
        return Determination(MISSING, "too-few-specimens", criterion)
    fault = decisive.at_fault
    return Determination(
        verdict, decisive.reason, criterion, at_fault=fault, detail=decisive.detail
    )


def _k_of_n(criterion: Criterion, outcomes: Sequence[_Outcome]) -> Determination:
    """At least k of the prescribed n conform; testing more never raises the allowance n − k."""
    wanted = criterion.specimens or len(outcomes)
    allowance = wanted - (criterion.at_least or wanted)
    failures = sum(outcome.verdict is FAIL for outcome in outcomes)
    passes = sum(outcome.verdict is PASS for outcome in outcomes)
    open_ = max(wanted, len(outcomes)) - failures - passes
    worst = next((o for o in outcomes if o.verdict is FAIL), None)
    fault = worst.at_fault if worst else ""
    if failures > allowance:
        return Determination(FAIL, "too-many-failures", criterion, at_fault=fault)
    if failures + open_ <= allowance:
        return Determination(PASS, "enough-conform", criterion, at_fault=fault)
    if not outcomes:
        return Determination(MISSING, "not-tested", criterion)
    missing = next((o for o in outcomes if o.verdict is MISSING), None)
    if missing is None:
        return Determination(MISSING, "too-few-specimens", criterion)
    fault = missing.at_fault
    return Determination(MISSING, missing.reason, criterion, at_fault=fault, detail=missing.detail)


def _with_margin(
    decided: Determination, outcomes: Sequence[_Outcome], accepted: Accepted
) -> Determination:
    """Add the margin of the worst specimen and the values that were compared."""
    margins = [
        (margin, outcome)
        for outcome in outcomes
        if outcome.figure is not None and outcome.figure.problem is None
        for margin in [_margin(outcome.figure.written, decided.criterion, accepted)]
        if margin is not None
    ]
    if not margins:
        return decided
    worst, outcome = min(margins, key=lambda pair: pair[0])
    used = outcome.uncertainty
    return replace(
        decided,
        margin=Amount(worst, accepted.units, digit=own_digit(worst)),
        compared=None if outcome.figure is None else outcome.figure.written,
        at_fault=outcome.at_fault if decided.verdict is FAIL else decided.at_fault,
        uncertainty=None if used is None else Amount(used, accepted.units, digit=own_digit(used)),
    )


def _margin(values: Values, criterion: Criterion, accepted: Accepted) -> Fraction | None:
    """Return the least distance of a possible value to the nearest end of the limit.

    None where the values run out of the limit without an end: their margin has none either.
    """
    ends = [end for piece in values for end in (piece.low, piece.high) if end is not None]
    if criterion.rounding is Rounding.ROUNDED_VALUE and not accepted.unrounded:
        step = criterion.interval or accepted.digit
        ends = [round_to(end, step) for end in ends] if step else ends
    distances = [accepted.values.distance(end) for end in ends]
    found = [distance for distance in distances if distance is not None]
    least = min(found, default=None)
    mine, limits = values.hull(), accepted.values.hull()
    endless = (mine.low is None and limits.low is not None) or (
        mine.high is None and limits.high is not None
    )
    return None if endless and least is not None and least > 0 else least


_DETERMINERS: dict[
    Expects,
    Callable[
        [Criterion, Sequence[Reading], Uncertainty | None, bool | None],
        Determination,
    ],
] = {
    Expects.NUMBER: _determine_number,
    Expects.GRADE: _determine_grade,
    Expects.STRESS: _determine_stress,
    Expects.INSPECTION: _determine_inspection,
}


def under_every_rule(
    criterion: Criterion,
    readings: Sequence[Reading],
    *,
    uncertainty: Uncertainty | None = None,
    corrected: bool | None = None,
) -> tuple[tuple[str, Verdict], ...]:
    """Return what each other decision rule and comparison method would have said.

    Only those that say otherwise; `rounded-value` is compared under `simple`.
    """
    others = [
        replace(criterion, rule=Rule(name), rounding=Rounding.FULL_VALUE) for name in _FIXED_RULES
    ] + [replace(criterion, rule=Rule(), rounding=Rounding.ROUNDED_VALUE)]
    base = determine(criterion, readings, uncertainty=uncertainty, corrected=corrected).verdict
    answers = []
    for other in others:
        if not isinstance(other.accepted, Accepted) or other == criterion:
            continue
        found = determine(other, readings, uncertainty=uncertainty, corrected=corrected).verdict
        name = str(other.rounding) if other.rounding is Rounding.ROUNDED_VALUE else str(other.rule)
        if found is not base:
            answers.append((name, found))
    return tuple(answers)


_FIXED_RULES = (RuleName.SIMPLE, RuleName.GUARDED, RuleName.NON_BINARY)
