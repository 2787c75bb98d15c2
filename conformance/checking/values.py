"""The value gate: the admitted rows of one requirement, held against its limit."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec.structs import replace

from conformance.checking.admissibility import says
from conformance.checking.prepared import NoCriterion, Prepared, prepared
from conformance.checking.rows import Row
from conformance.checking.subject import Facts
from conformance.judging import (
    Criterion,
    Determination,
    Rounding,
    Rule,
    Statistic,
    Uncertainty,
    determine,
)
from conformance.judging.criterion import read_rule
from conformance.model.plan import Ask
from conformance.model.submission import Audit, Result
from conformance.quantities.conditions import names_in, truth
from conformance.quantities.expressions import Unknown, conversion
from conformance.quantities.limit import (
    Accepted,
    amount,
    parse_limit,
    resolve,
)
from conformance.quantities.patterns import pattern
from conformance.quantities.reading import (
    Expects,
    Form,
    Graded,
    Measured,
    NotDetected,
    Reading,
    Said,
    Several,
    Unreadable,
    Word,
    read_reading,
)
from conformance.quantities.text import fold_width
from conformance.quantities.units import Unit, find_units, qualify
from conformance.verdicts import Verdict, all_of


def criterion_of(ask: Ask, facts: Facts) -> Criterion | NoCriterion:
    """Return what the requirement asks of this product, its limit resolved.

    The same object for the same ask and facts, which the judging builds on.
    """
    ready = prepared(ask)
    key = ready.key(facts.known, facts.types)
    criterion = ready.criteria.get(key)
    if criterion is None:
        criterion = _criterion_of(ready, facts)
        ready.keep(key, criterion)
    return criterion


def _criterion_of(ready: Prepared, facts: Facts) -> Criterion | NoCriterion:
    ask = ready.ask
    if ask.expects == "inspection":
        return Criterion(accepted=None, text="", specimens=ask.specimens)
    chosen = _row_of(ready, facts)
    if isinstance(chosen, NoCriterion):
        return chosen
    accepted = resolve(parse_limit(chosen, ask.scale), facts.amounts)
    if isinstance(accepted, Unknown):
        return NoCriterion(accepted.attributes)
    if isinstance(accepted, Accepted) and ask.kind is not None:
        units = tuple(unit for unit in accepted.units if unit.kind == ask.kind)
        accepted = replace(accepted, units=units or accepted.units)
    reference = facts.amounts.get(ask.relative_to or "")
    if ask.relative_to is not None and reference is None:
        return NoCriterion(frozenset({ask.relative_to}))
    largest = amount(ask.max_uncertainty) if ask.max_uncertainty else None
    return Criterion(
        accepted=accepted,
        text=chosen,
        statistic=Statistic(ask.statistic),
        specimens=ask.specimens,
        at_least=ask.at_least,
        rounding=Rounding(ask.rounding),
        interval=_in_unit(ask.interval, accepted),
        rule=read_rule(ask.rule) or Rule(),
        correction=None if ask.correction is None else Fraction(ask.correction),
        scale=ask.scale,
        relative_to=reference,
        max_uncertainty=None if largest is None else _in_unit(str(largest), accepted),
        accepts_judgement=ask.judgement,
    )


def _row_of(ready: Prepared, facts: Facts) -> str | NoCriterion:
    """Return the limit of the one row that holds for the product."""
    unknown: set[str] = set()
    for limit, condition in ready.rows:
        holds = truth(condition, facts.known, facts.types)
        if holds:
            return limit
        if holds is None and condition is not None:
            unknown |= {name for name in names_in(condition) if name not in facts.known}
    return NoCriterion(frozenset(unknown))


def _in_unit(text: str | None, accepted: object) -> Fraction | None:
    if text is None:
        return None
    value = amount(text)
    if not isinstance(accepted, Accepted) or not value.units:
        return value.value
    change = conversion(value.units, accepted.units)
    return value.value * change[0] if change else value.value


def judge_rows(criterion: Criterion, ask: Ask, rows: Sequence[Row]) -> Determination:
    """Return what the rows of one document, which are one sample set, say.

    Rows with another U or correction than the first are judged by themselves
    where each counts; nothing is known of a figure computed from such rows.
    """
    rows = rows if len(rows) == 1 else _distinct(rows)
    results = [row.result for row in rows]
    first = results[0]
    alike = all(
        (r.uncertainty, r.unit, r.corrected) == (first.uncertainty, first.unit, first.corrected)
        for r in results[1:]
    )
    if alike or criterion.statistic is not Statistic.EACH:
        readings = [reading for row in rows for reading in _readings(criterion, ask, row)]
        found = determine(
            criterion, readings,
            uncertainty=_uncertainty(results[0]) if alike else None,
            corrected=_corrected(results[0]) if alike else None,
        )  # fmt: skip
    else:
        found = _worst([judge_rows(replace(criterion, specimens=None), ask, [r]) for r in rows])
        found = replace(found, criterion=criterion)
    found = _enough_specimens(found, criterion, rows)
    return _with_column_verdicts(found, rows)


def _distinct(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without exact copies: a row that is there twice is one row."""
    seen: list[Row] = []
    for row in rows:
        if all(row.result != other.result for other in seen):
            seen.append(row)
    return seen


def _worst(found: Sequence[Determination]) -> Determination:
    verdict = all_of(each.verdict for each in found)
    worst = next(each for each in found if each.verdict is verdict)
    return replace(worst, measured=tuple(text for each in found for text in each.measured))


def _enough_specimens(
    found: Determination, criterion: Criterion, rows: Sequence[Row]
) -> Determination:
    """Take back a pass that points of one specimen, or values of no specimen, would give."""
    specimens = [specimen for row in rows for specimen in row.specimens]
    reason = None
    count = len(specimens)
    if any(len(points) > 1 for points in specimens):
        if criterion.statistic not in (Statistic.EACH, Statistic.MIN, Statistic.MAX):
            return replace(found, verdict=Verdict.MISSING_EVIDENCE, reason="points-of-one-specimen")
        if count < (criterion.specimens or 1):
            reason = "too-few-specimens"
    sample = rows[0].document.sample if not isinstance(rows[0].document, Audit) else None
    stated = str(sample.count) if sample and sample.count is not None else ""
    if criterion.specimens and stated.isdigit() and count > int(stated):
        reason = "more-values-than-specimens"
    if reason is None or found.verdict is not Verdict.PASS:
        return found
    return replace(found, verdict=Verdict.MISSING_EVIDENCE, reason=reason, detail=stated)


def _readings(criterion: Criterion, ask: Ask, row: Row) -> list[Reading]:
    if not row.texts:
        return [read_reading(row.result.verdict or "", Expects.INSPECTION)]
    return [read_as(criterion, ask, row.result, text) for text in row.texts]


def read_as(criterion: Criterion, ask: Ask, result: Result, text: str) -> Reading:
    """Return what a cell of a row says, with what the columns of the row add to it."""
    reading = read_reading(text, criterion.expects, unit=result.unit, scale=criterion.scale)
    if _repeats_requirement(result, text, reading):
        return Unreadable(text, "reading-repeats-limit", text)
    return _qualified(_with_detection_limit(reading, ask, result), result)


def _repeats_requirement(result: Result, text: str, reading: Reading) -> bool:
    """Return whether the cell only copies the document's own requirement column."""
    if result.requirement_text is None:
        return False
    plain = (isinstance(reading, Measured) and reading.form is Form.POINT) or (
        isinstance(reading, Graded) and reading.operator == "="
    )
    same = _bare(text) == _bare(result.requirement_text)
    return same and not plain and not isinstance(reading, Word)


def _bare(text: str) -> str:
    return "".join(fold_width(text).replace("<=", "≤").replace(">=", "≥").split()).lower()


_SAYS_RMS = pattern(r"r\.?\s?m\.?\s?s|有效值", re.IGNORECASE)


def _qualified(reading: Reading, result: Result) -> Reading:
    """Return the reading with the kind of quantity that the item names: `℃` under 温升."""
    title = result.item or ""
    if _SAYS_RMS.search(reading.text):
        return reading  # a title does not make a peak value of one that says it is r.m.s.
    match reading:
        case Measured(units=units) if units and title:
            qualified = _qualify_all(units, title)
            return reading if qualified is units else replace(reading, units=qualified)
        case NotDetected(limit=Measured(units=units) as limit) if units and title:
            return replace(reading, limit=replace(limit, units=_qualify_all(units, title)))
        case Several(items=items):
            return replace(reading, items=tuple(_qualified(item, result) for item in items))
        case _:
            return reading


# By the identity of the units, which come out of one table and are compared by identity further
# on.  An entry holds on to them, so that no others can come to have their id.
_QUALIFIED: dict[tuple[int, str], tuple[tuple[Unit, ...], tuple[Unit, ...]]] = {}
_MOST_QUALIFIED = 4096


def _qualify_all(units: tuple[Unit, ...], title: str) -> tuple[Unit, ...]:
    """Return the units under a title: `units` itself where the title changes none."""
    entry = _QUALIFIED.get((id(units), title))
    if entry is None:
        qualified = tuple(dict.fromkeys(qualify(unit, title) for unit in units))
        entry = (units, units if qualified == units else qualified)
        if len(_QUALIFIED) >= _MOST_QUALIFIED:
            _QUALIFIED.clear()
        _QUALIFIED[id(units), title] = entry
    return entry[1]


def _with_detection_limit(reading: Reading, ask: Ask, result: Result) -> Reading:
    """Return "not detected" with the limit that the document's column gives for it.

    Below a detection limit is below the quantification limit too, so the latter
    serves where only it is given; the clause's own method only where the result
    names it.
    """
    if isinstance(reading, Several):
        items = tuple(_with_detection_limit(item, ask, result) for item in reading.items)
        return replace(reading, items=items)
    if not isinstance(reading, NotDetected) or reading.limit is not None:
        return reading
    stated = result.quantification_limit
    if not reading.quantification and result.detection_limit is not None:
        stated = result.detection_limit
    if stated is None and ask.detection_limit is not None and result.method in ask.method:
        stated = ask.detection_limit
    if stated is None:
        return reading
    read = read_reading(stated.lstrip("<≤ "), Expects.NUMBER, unit=result.unit)
    point = isinstance(read, Measured) and read.form is Form.POINT
    return replace(reading, limit=read) if isinstance(read, Measured) and point else reading


def _uncertainty(result: Result) -> Uncertainty | None:
    stated = result.uncertainty
    if stated is None:
        return None
    read = read_reading(stated.value.lstrip("±U= "), Expects.NUMBER, unit=None)
    value = read.values.hull().low if isinstance(read, Measured) else None
    if not isinstance(read, Measured) or value is None or value < 0:
        return None
    factor = _coverage(stated.k, stated.coverage)
    ratio = next((unit for unit in read.units if unit.kind == "ratio"), None)
    own = find_units(result.unit or "")
    if ratio is not None and not any(unit.kind == "ratio" for unit in own):
        return Uncertainty(value * ratio.factor, relative=True, coverage_factor=factor)
    units = read.units or own
    return Uncertainty(value, units, coverage_factor=factor)


def _coverage(k: str | None, coverage: str | None) -> Fraction | None:
    """Return the coverage factor; 95 % stands for k = 2 (JCGM 100:2008, 6.3.3)."""
    if k is not None:
        try:
            factor = Fraction(k)
        except (ValueError, ZeroDivisionError):
            return None
        # Student's t for 95 % is 12.7 with one degree of freedom, and never more
        return factor if 1 <= factor <= 13 else None
    if coverage is not None and fold_width(coverage).replace(" ", "") in ("95%", "0.95", "95"):
        return Fraction(2)
    return None


def _corrected(result: Result) -> bool | None:
    return None if result.corrected is None else result.corrected == "yes"


def _with_column_verdicts(found: Determination, rows: Sequence[Row]) -> Determination:
    """Take in the laboratory's verdict column: F fails, P improves nothing, N/A is a question."""
    words = [says(row.result.verdict) for row in rows]
    if Said.FAIL.value in words:
        if found.verdict is Verdict.FAIL:
            return found
        failing = next(row for row in rows if says(row.result.verdict) == "fail")
        return replace(
            found, verdict=Verdict.FAIL, reason="laboratory-failed",
            at_fault=failing.result.verdict or "", disagreement=found.verdict is Verdict.PASS,
        )  # fmt: skip
    if Said.NOT_APPLICABLE.value in words and found.verdict is not Verdict.FAIL:
        return replace(
            found, verdict=Verdict.MISSING_EVIDENCE, reason="laboratory-says-not-applicable",
            at_fault=next(row.result.verdict or "" for row in rows if row.result.verdict),
        )  # fmt: skip
    if Said.PASS.value in words and found.verdict is Verdict.FAIL:
        return replace(found, disagreement=True)
    untested = [
        row.result.verdict for row in rows
        if says(row.result.verdict) == Said.NOT_TESTED.value and _has_letters(row.result.verdict)
    ]  # fmt: skip
    if untested and found.verdict is Verdict.PASS:
        # a dash may be no verdict at all; words say that there is no result
        return replace(
            found, verdict=Verdict.MISSING_EVIDENCE, reason="laboratory-says-not-tested",
            at_fault=untested[0] or "",
        )  # fmt: skip
    unclear = [
        row.result.verdict for row in rows if row.result.verdict and not says(row.result.verdict)
    ]
    if unclear and found.verdict is Verdict.PASS:
        return replace(
            found, verdict=Verdict.MISSING_EVIDENCE, reason="verdict-not-understood",
            at_fault=unclear[0],
        )  # fmt: skip
    return found


def _has_letters(text: str | None) -> bool:
    return text is not None and any(map(str.isalpha, text))


# By identity, for writing a limit costs more than what is saved by comparing criteria.  An entry
# holds on to its criterion, so that no other can come to have its id.
_LIMIT_TEXTS: dict[int, tuple[Criterion, str | None]] = {}
_MOST_LIMIT_TEXTS = 4096


def limit_text(criterion: Criterion) -> str | None:
    """Return the limit in symbols; None where there is none."""
    entry = _LIMIT_TEXTS.get(id(criterion))
    if entry is None:
        if len(_LIMIT_TEXTS) >= _MOST_LIMIT_TEXTS:
            _LIMIT_TEXTS.clear()
        text = None if criterion.accepted is None else str(criterion.accepted)
        entry = _LIMIT_TEXTS[id(criterion)] = (criterion, text)
    return entry[1]


def facts_of(found: Determination) -> dict[str, str]:
    """Return the facts that the sentence of a determination names."""
    together = "; ".join(found.measured)
    value = found.at_fault or together
    several = len(found.measured) > 1 and (value == together or found.verdict is Verdict.PASS)
    facts: Mapping[str, str] = {
        "value": together if several else value,
        "limit": limit_text(found.criterion) or "",
        "margin": "" if found.margin is None else str(found.margin),
        "rule": str(found.criterion.rule),
        "uncertainty": "" if found.uncertainty is None else str(found.uncertainty),
        "detail": found.detail or found.at_fault,
        "need": str(found.criterion.specimens or ""),
        "count": str(len(found.measured)),
        "statistic": str(found.criterion.statistic) if several else "",
    }
    return {name: text for name, text in facts.items() if text}
