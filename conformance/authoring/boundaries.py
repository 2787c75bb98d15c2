"""Tests that a spec's limits write by themselves: on the line, either side of it, and not shown.

For every requirement a submission that shows it is changed: the reading is put on each end
of the limit, one last digit and a tenth of it either side, written in another unit, "not
detected"; the evidence is taken away, moved to an edition nobody knows and to another
model.  What must come of it is worked out here from the text of the limit
(`second_reading`) and from the law of evidence, and never by the validator.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import Any

from conformance.authoring.changes import ABSENT
from conformance.authoring.lot_edges import (
    ACCEPTED,
    REJECTED,
    lots_beside,
    plan_of,
    severity_after,
)
from conformance.authoring.scenes import Scene, products, read_all, scene_of
from conformance.authoring.second_reading import (
    Bound,
    NotRead,
    Reread,
    amount_of,
    exact,
    holds,
    reread,
)
from conformance.authoring.standings import Alone, CannotChange, Change, Outcome, Standing
from conformance.diagnostics import IllFormed
from conformance.model.plan import Plan, SamplingAsked
from conformance.quantities.scales import SCALES
from conformance.quantities.unit_table import GROUPS
from conformance.quantities.units import KINDS, Unit, find_units

PASS, FAIL, MISSING, NA = "pass", "fail", "missing-evidence", "not-applicable"


@dataclass(frozen=True)
class Probe:
    """A change of a submission, what it is about, and the verdict that must come of it."""

    about: str
    scene: Scene
    change: Change
    expected: str


@dataclass(frozen=True)
class Surprise:
    """A probe of which something else came."""

    probe: Probe
    got: Outcome


@dataclass(frozen=True)
class Probed:
    """What came of the boundaries of a spec; `untried` says of what none could be made, and why."""

    tried: int
    surprises: tuple[Surprise, ...]
    untried: tuple[tuple[str, str], ...]


def try_boundaries(plan: Plan, standings: Sequence[Standing]) -> Probed:
    """Return what came of the boundaries of every requirement under every edition.

    What is included is tried where it is written.
    """
    tried, surprises, untried = 0, [], []
    for requirement in plan.requirements:
        for ask in requirement.asks if not plan.is_included(requirement.id) else ():
            scene = scene_of(plan, requirement, ask, standings)
            name = f"{requirement.id} ({ask.clause})" if ask.clause else requirement.id
            if scene is None:
                untried.append((name, "no-scene"))
                continue
            alone = Alone.of(plan, requirement, ask.use, scene.standing.base)
            here = list(probes(scene))
            for probe in here:
                got = result(alone, probe.scene.standing, probe.change)
                if got[0] != "cannot-change":
                    tried += 1
                    if got[0] != probe.expected:
                        surprises.append(Surprise(probe, got))
            if not any(probe.expected == FAIL for probe in here):
                untried += [(name, why) for why in (_why_no_fail(scene),) if why]
    return Probed(tried, tuple(surprises), tuple(untried))


def result(alone: Alone, standing: Standing, change: Change) -> Outcome:
    """Return what comes of a change; `ill-formed` or `cannot-change` where nothing can."""
    try:
        return alone.check(alone.submission(standing, change), standing)
    except IllFormed as error:
        return "ill-formed", error.diagnostics[0].code
    except CannotChange:
        return "cannot-change", None


def _why_no_fail(scene: Scene) -> str | None:
    """Return why no boundary was found at which a requirement fails; None where none can be."""
    requirement, ask = scene.requirement, scene.ask
    if ask.open is not None or requirement.chain or requirement.group or requirement.document:
        return None
    if requirement.sampling is not None and len(requirement.sampling.accept) > 1:
        return "sampling"
    return "not-read" if scene.rows else "no-reading"


def probes(scene: Scene) -> Iterator[Probe]:
    """Yield the boundaries of one requirement."""
    if scene.ask.open is None and scene.requirement.sampling is None:
        for variant in _each_row(scene):
            yield from _of_value(variant)
    if scene.requirement.sampling is not None:
        yield from _of_lot(scene, scene.requirement.sampling)
    yield from _of_evidence(scene)


def _each_row(scene: Scene) -> Iterator[Scene]:
    """Yield the scene as it is, and once for every other row of the table of limits."""
    rows = [row.when for row in scene.ask.rows]
    seen = _row_of(scene)
    yield scene
    if len(rows) < 2:
        return
    for wanted, when in enumerate(rows):
        if wanted == seen:
            continue
        for _, change in products(scene, read_all(scene.ask.applies, *rows)):
            other = scene.after(change)
            try:
                fits = holds(scene.ask.applies, other.declared) and _row_of(other) == wanted
            except (NotRead, CannotChange):
                break
            if fits and when is not None:
                yield other
                break


def _row_of(scene: Scene) -> int | None:
    """Return the one row of the limits that holds; None where it is not known."""
    try:
        true = [i for i, row in enumerate(scene.ask.rows) if holds(row.when, scene.declared)]
    except NotRead:
        return None
    return true[0] if len(true) == 1 else None


def _of_value(scene: Scene) -> Iterator[Probe]:
    match scene.ask.expects:
        case "number":
            yield from _of_number(scene)
        case "grade":
            yield from _of_grade(scene)
        case "stress":
            yield from _of_stress(scene)
        case "phrase":
            yield from _of_words(scene)
        case "inspection" if scene.rows:
            yield Probe("laboratory's pass", scene, scene.reading("符合"), PASS)
            yield Probe("laboratory's fail", scene, scene.reading("不符合"), FAIL)
            gone = {**scene.reading("未测"), **scene.without_certificates()}
            yield Probe("not tested", scene, gone, MISSING)
        case _:
            return


# ---- lots


def _of_lot(scene: Scene, asked: SamplingAsked) -> Iterator[Probe]:
    """Yield lots either side of what accepts them: defects, sample, size of the lot, history."""
    subject = scene.tree.get("subject") or {}
    if len(asked.accept) != 1 or len(scene.rows) != 1 or "quantity" not in subject:
        return
    inspection = scene.reports[0]
    history = list(inspection.get("history") or ())
    own = int(subject["quantity"])
    # six lots before, of which two of five were rejected, and five more that were accepted
    worse = [ACCEPTED] * 2 + [REJECTED, ACCEPTED, REJECTED]
    runs = [history, worse, [*worse, *[ACCEPTED] * 5], [REJECTED] * 7]
    for run in runs if asked.state == "by-history" else [history]:
        yield from _of_one_lot(scene, asked, own, run)
    for lot in lots_beside(own, asked.level):
        yield from _of_one_lot(scene, asked, lot, history)


def _of_one_lot(
    scene: Scene, asked: SamplingAsked, lot: int, history: list[str]
) -> Iterator[Probe]:
    state = severity_after(history) if asked.state == "by-history" else asked.state
    aql = asked.accept[0][1].split()[-1]
    plan = None if state == "discontinued" else plan_of(lot, asked.level, aql, state)
    size, accept, reject = plan or (lot, 0, 1)

    def of(found: int, inspected: int | None) -> Change:
        count: object = ABSENT if inspected is None else str(inspected)
        paper = {"quantity": str(lot), "history": history, "sample": {"count": count}}
        papers = {"subject": {"quantity": str(lot)}, scene.reports[0]["id"]: paper}
        return {**papers, **scene.reading(str(found))}

    about = f"lot of {lot}, {state}"
    known = plan is not None
    yield Probe(
        f"{about}, as many as accept it", scene, of(accept, size), PASS if known else MISSING
    )
    yield Probe(f"{about}, one more", scene, of(reject, size), FAIL if known else MISSING)
    if known:
        yield Probe(f"{about}, one inspected less", scene, of(0, size - 1), MISSING)
        yield Probe(f"{about}, too many inspected", scene, of(reject, size + 1), MISSING)
        yield Probe(f"{about}, sample not stated", scene, of(0, None), MISSING)


# ---- numbers


def limit_of(scene: Scene) -> Reread | None:
    """Return the limit that holds for the product of a scene; None where it is not read."""
    row = _row_of(scene)
    if row is None:
        return None
    try:
        limit = reread(scene.ask.rows[row].limit, scene.ask.kind, scene.declared.amounts())
    except NotRead:
        return None
    if scene.ask.interval is None:
        return limit
    digit = amount_of(scene.ask.interval, scene.ask.kind)
    return limit.with_digit(digit) if digit else None


def _of_number(scene: Scene) -> Iterator[Probe]:
    limit, ask = limit_of(scene), scene.ask
    if limit is None:
        return
    if ask.statistic in ("range", "sum") or ask.rule.startswith("probability"):
        plain = ask.rule == "simple" and ask.rounding == "full-value" and ask.correction is None
        if ask.rule.startswith("probability") and ask.statistic == "each":
            yield from _of_probability(scene, limit)
        elif plain and scene.rows and ask.statistic in ("range", "sum"):
            yield from _of_several(scene, limit)
        return
    rounded = ask.rounding == "rounded-value" and not limit.unrounded
    if rounded and any(b.digit is None for b in limit.bounds):
        return
    unit = limit.unit or _plain_unit(ask.kind)
    extra = _settled(scene, unit, limit)
    inward = _ratio(scene) * _guard(scene, limit)
    for about, value, digit in _points(limit, unit, ask.kind):
        text = written(value, unit, digit)
        if text is None:
            continue
        if ask.rule == "non-binary":
            inside = limit.accepts(value, inward=inward)
            outside = not limit.accepts(value, inward=-inward)
            expected = PASS if inside else FAIL if outside else MISSING
        else:
            conforms = limit.accepts(value, rounded=rounded, inward=inward)
            expected = PASS if conforms else FAIL
        yield _probe(about, scene, scene.reading(text, extra), expected)
        if about in ("on the limit", "beyond by the last digit") and not rounded:
            other = converted(value, unit, ask.kind, digit)
            if other is not None:
                yield _probe("in another unit", scene, scene.reading(other, extra), expected)
    if inward == 0 and ask.rule == "simple":
        yield from _undetected(scene, limit, unit, extra)


def _of_several(scene: Scene, limit: Reread) -> Iterator[Probe]:
    """Yield sets of readings whose range or sum lies on each end of the limit and beside it."""
    count = max(scene.ask.specimens or 2, 2)
    unit = limit.unit or _plain_unit(scene.ask.kind)
    for about, value, digit in _points(limit, unit, scene.ask.kind):
        least = Fraction(0) if scene.ask.statistic == "sum" else digit
        text, other = written(least + value, unit, digit), written(least, unit, digit)
        if text is None or other is None or value < 0:
            continue
        expected = PASS if limit.accepts(value) else FAIL
        yield Probe(about, scene, scene.readings([text, *[other] * (count - 1)]), expected)
    alone = written(limit.bounds[0].value, unit, limit.bounds[0].digit or Fraction(1))
    if alone is not None:
        yield _probe("one alone", scene, scene.readings([alone]), MISSING)


def _of_probability(scene: Scene, limit: Reread) -> Iterator[Probe]:
    """Yield values a hundredth of u either side of where the probability is asked for.

    For a limit with one end: the quantile is that of the normal distribution (JCGM 106).
    """
    if len(limit.bounds) != 1 or not scene.rows:
        return
    (bound,), unit = limit.bounds, limit.unit or _plain_unit(scene.ask.kind)
    u = (bound.digit or (unit.factor if unit else Fraction(1))) * 100
    asked = Fraction(scene.ask.rule.partition("=")[2])
    quantile = Fraction(NormalDist().inv_cdf(float(asked))).limit_denominator(1000)
    inward = -1 if limit.accepts(bound.value - u) else 1
    uncertainty = {"uncertainty": {"value": written(2 * u, unit, u), "k": "2"}}
    step = Fraction(1, 100)
    for about, z, expected in (
        ("probable enough", quantile + step, PASS),
        ("not quite probable enough", quantile - step, MISSING),
        ("on the limit", Fraction(0), MISSING),
        ("not quite improbable enough", -quantile + step, MISSING),
        ("improbable enough", -quantile - step, FAIL),
    ):
        value = bound.value + inward * z * u
        text = written(round(value / (u / 10000)) * (u / 10000), unit, u / 10000)
        if text is not None and value >= 0:
            yield _probe(about, scene, scene.reading(text, uncertainty), expected)


def _probe(about: str, scene: Scene, change: Change, expected: str) -> Probe:
    """Return a probe; where it is to be missing, other evidence must not show the requirement."""
    if expected == MISSING:
        change = {**change, **scene.without_certificates()}
    return Probe(about, scene, change, expected)


def _points(
    limit: Reread, unit: Unit | None, kind: str | None
) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Yield values on and around each end of a limit, with the digit to write them with."""
    known = KINDS.get(kind or "")
    factor = unit.factor if unit else Fraction(1)
    # written as finely as the other end, or a reading on a computed end would be too coarse
    finest = min((computed_digit(each, factor) for each in limit.bounds), default=factor)
    for bound in limit.bounds:
        digit = bound.digit or finest
        at = bound.value if exact(bound.value / factor) else _cut(bound.value, digit)
        steps = [("on the limit", Fraction(0))]
        steps += [("by the last digit", digit), ("by the last digit", -digit)]
        if known is None or not known.exact:
            steps += [("by a tenth of it", digit / 10), ("by a tenth of it", -digit / 10)]
        for about, step in steps:
            value = at + step
            if value < 0 and not (known and known.signed):
                continue
            side = "within " if limit.accepts(value) else "beyond "
            yield about if step == 0 else side + about, value, digit if step in (0,) else abs(step)


def computed_digit(bound: Bound, factor: Fraction) -> Fraction:
    """Return a last digit for a computed limit: that of its own decimal, or a thousandth."""
    text = exact(bound.value / factor)
    places = len(text.partition(".")[2]) if text else 3
    return factor / Fraction(10) ** max(places, 1)


def _cut(value: Fraction, digit: Fraction) -> Fraction:
    return (value // digit) * digit


def written(value: Fraction, unit: Unit | None, digit: Fraction) -> str | None:
    """Return a value as a laboratory writes it, None where it has no decimal."""
    factor = unit.factor if unit else Fraction(1)
    number = exact(value / factor, digit / factor)
    if number is None:
        return None
    return f"{number} {unit.symbol}" if unit and unit.symbol != "1" else number


def _plain_unit(kind: str | None) -> Unit | None:
    return None if kind in (None, "number", "count") else _units(kind or "")[0]


def _units(kind: str) -> list[Unit]:
    """Return the units of a kind whose symbols can mean nothing else."""
    found = []
    for name, *_, rows in GROUPS:
        for line in rows.strip().splitlines() if name == kind else ():
            symbol = line.split("|")[0].strip()
            units = find_units(symbol)
            if [unit.kind for unit in units] == [kind] and not units[0].offset:
                found.append(units[0])
    return found


_MOST_DIGITS = 10


def converted(value: Fraction, unit: Unit | None, kind: str | None, digit: Fraction) -> str | None:
    """Return the same value in another unit of the kind, None where there is none that is short."""
    for other in _units(kind or "") if unit else ():
        if unit is None or other.factor == unit.factor:
            continue
        number = exact(value / other.factor, digit / other.factor)
        if number is not None and len(number) <= _MOST_DIGITS and value:
            return f"{number} {other.symbol}"
    return None


def _settled(scene: Scene, unit: Unit | None, limit: Reread) -> dict[str, object]:
    """Return the fields that leave nothing else open: already corrected, U stated."""
    fields: dict[str, object] = {}
    if scene.ask.correction is not None:
        fields["corrected"] = "yes"
    if inward := _guard(scene, limit):
        text = written(inward, unit, inward)
        fields["uncertainty"] = {"value": text, "k": "2"}
    return fields


def _guard(scene: Scene, limit: Reread) -> Fraction:
    """Return by how much a limit is drawn in: two last digits under a rule that needs U."""
    if scene.ask.rule == "simple":
        return Fraction(0)
    unit = limit.unit.factor if limit.unit else Fraction(1)
    return 2 * (limit.bounds[0].digit or unit)


def _ratio(scene: Scene) -> Fraction:
    """Return r of `guarded=r`, one where none is written."""
    return Fraction(scene.ask.rule.partition("=")[2] or 1)


def _undetected(
    scene: Scene, limit: Reread, unit: Unit | None, extra: dict[str, object]
) -> Iterator[Probe]:
    known = KINDS.get(scene.ask.kind or "")
    if known is None or known.signed or known.exact or not scene.rows or scene.ask.relative_to:
        return
    rounded = scene.ask.rounding == "rounded-value" and not limit.unrounded
    for bound in limit.bounds:
        digit = bound.digit or computed_digit(bound, unit.factor if unit else Fraction(1))
        for about, end in (("up to the limit", bound.value), ("beyond it", bound.value + digit)):
            text = written(end, unit, digit)
            if text is None or end <= 0:
                continue
            expected = limit.verdict(Fraction(0), end, high_closed=False, rounded=rounded)
            change = scene.reading(f"ND (<{text})", extra)
            yield _probe(f"not detected {about}", scene, change, expected)


# ---- grades, stresses and words


_GRADE = re.compile(r"(>=|<=|=|≥|≤|>|<)\s*(.+)")


def _of_grade(scene: Scene) -> Iterator[Probe]:
    row = _row_of(scene)
    match = None if row is None else _GRADE.fullmatch(scene.ask.rows[row].limit.strip())
    if match is None or " or " in match[2]:
        return
    operator, code = {"≥": ">=", "≤": "<="}.get(match[1], match[1]), match[2].split(" on ")[0]
    for about, grade, better in _grades_beside(scene.ask.scale or "", code.strip()):
        met = {">=": better >= 0, "=": better == 0, "<=": better <= 0, ">": better > 0}
        if operator in met:
            change = scene.reading(grade)
            yield _probe(about, scene, change, PASS if met[operator] else FAIL)


def _grades_beside(scale: str, code: str) -> Iterator[tuple[str, str, int]]:
    """Yield the grade itself and those next to it, with whether they are better."""
    yield "on the limit", code, 0
    if ip := re.fullmatch(r"IP([X0-6])([X0-8])", code):
        yield from _codes_beside(ip[1], ip[2])
        return
    for chain in SCALES[scale].chains if scale in SCALES else ():
        if code in chain:
            at = chain.index(code)
            if at + 1 < len(chain):
                yield "a grade worse", chain[at + 1], -1
            if at > 0:
                yield "a grade better", chain[at - 1], 1


def _codes_beside(first: str, second: str) -> Iterator[tuple[str, str, int]]:
    """Yield IP codes with one numeral lower or higher, where IEC 60529 puts them in an order.

    The first numeral rises from 0 to 6, the second from 0 to 6; of what lies under water, 8
    includes 7, and neither says anything about jets (5 and 6).
    """
    if first in "123456":
        yield "a grade worse", f"IP{int(first) - 1}{second}", -1
    if first in "012345":
        yield "a grade better", f"IP{int(first) + 1}{second}", 1
    if second in "1234568":
        yield "a grade worse", f"IP{first}{int(second) - 1}", -1
    if second in "012345":
        yield "a grade better", f"IP{first}{int(second) + 1}", 1


_STRESS = re.compile(
    r"withstands\s+(?P<level>.+?)(?:\s+for\s+(?P<time>(?:(?!cycles?)[^,])+?))?"
    r"(?:\s*(?:for|,)\s*(?P<cycles>\d+)\s+cycles?)?"
)


def stress_text(level: str, time: str | None, cycles: int | None, end: str) -> str:
    """Return an observation under a stress as a laboratory writes it."""
    parts = [level, *([time] if time else []), *([f"{cycles}次"] if cycles else [])]
    return f"{'/'.join(parts)} {end}"


def _of_stress(scene: Scene) -> Iterator[Probe]:
    row = _row_of(scene)
    match = None if row is None else _STRESS.fullmatch(scene.ask.rows[row].limit.strip())
    if match is None:
        return
    level = _stressed(match["level"], scene)
    time = None if match["time"] is None else _stressed(match["time"], scene)
    cycles = int(match["cycles"]) if match["cycles"] else None
    if level is None or (match["time"] and time is None):
        return
    held = time[1] if time else None
    yield _probe("on the limit", scene, _observed(scene, level[1], held, cycles), PASS)
    yield _probe("more than asked", scene, _observed(scene, level[2], held, cycles), PASS)
    yield _probe(
        "broke on the limit", scene, _observed(scene, level[1], held, cycles, "损坏"), FAIL
    )
    yield _probe("less than asked", scene, _observed(scene, level[0], held, cycles), MISSING)
    if time:
        yield _probe("too short", scene, _observed(scene, level[1], time[0], cycles), MISSING)
    if cycles and cycles > 1:
        yield _probe("too few times", scene, _observed(scene, level[1], held, cycles - 1), MISSING)


def _observed(
    scene: Scene, level: str, time: str | None, cycles: int | None, end: str = "无损坏"
) -> Change:
    return scene.reading(stress_text(level, time, cycles, end))


def _stressed(text: str, scene: Scene) -> tuple[str, str, str] | None:
    """Return a level just below the one that is written or computed, the level, and one above."""
    facts = scene.declared.amounts()
    kinds = [unit.kind for unit in _units_in(text)] or [
        kind.kind for name, kind in scene.types.items() if name in text and kind.kind
    ]
    try:
        found = reread(f"≤ {text}", kinds[0] if kinds else None, facts)
    except NotRead:
        return None
    bound = found.bounds[0]
    unit = found.unit or _plain_unit(kinds[0] if kinds else None)
    factor = unit.factor if unit else Fraction(1)
    digit = bound.digit or computed_digit(bound, factor)
    three = [written(bound.value + step, unit, digit) for step in (-digit, Fraction(0), digit)]
    if three[0] is None or three[1] is None or three[2] is None:
        return None
    return three[0], three[1], three[2]


def _units_in(text: str) -> list[Unit]:
    number = re.search(r"\d(?:\.\d+)?\s*(\S+)\s*$", text)
    return list(find_units(number[1])) if number else []


def _of_words(scene: Scene) -> Iterator[Probe]:
    phrase = scene.ask.phrase
    if phrase is None or not scene.documents:
        return
    more = " ".join(phrase.exactly_one[:1])
    for words in phrase.any or ([""] if phrase.exactly_one else []):
        yield Probe("the words alone", scene, _said(scene, f"{words} {more}".strip()), PASS)
    if phrase.any:
        short = _one_letter_less(phrase.any)
        if short is not None:
            yield Probe("a letter less", scene, _said(scene, f"{short} {more}".strip()), FAIL)
    base = " ".join([*phrase.any[:1], *phrase.exactly_one[:1]])
    for words in phrase.forbidden:
        yield Probe("forbidden words", scene, _said(scene, f"{base} {words}".strip()), FAIL)
    if len(phrase.exactly_one) > 1:
        both = " ".join([*phrase.any[:1], *phrase.exactly_one[:2]])
        yield Probe("two of the words", scene, _said(scene, both), FAIL)


def _said(scene: Scene, text: str) -> Change:
    return {scene.requirement.id: text}


def _one_letter_less(words: Sequence[str]) -> str | None:
    """Return the first of the words without its last letter, unless that still shows another."""
    letters = [c for c in words[0] if c.isalnum()]
    short = "".join(letters[:-1])
    plain = ["".join(c for c in word if c.isalnum()) for word in words]
    return None if not short or any(word in short for word in plain) else short


# ---- evidence


def _of_evidence(scene: Scene) -> Iterator[Probe]:
    """Yield what must be missing evidence: taken away, an unknown edition, another model."""
    requirement = scene.requirement
    if requirement.group is not None:
        gone: dict[str, object] = dict.fromkeys(requirement.group.members, ABSENT)
        yield Probe("no member shown", scene, gone, MISSING)
        return
    if requirement.statement is None and (scene.rows or scene.documents):
        without = {requirement.id: ABSENT} | scene.without_certificates()
        yield Probe("no evidence", scene, without, MISSING)
    if requirement.statement is not None:
        yield Probe("no evidence", scene, {requirement.id: ABSENT}, MISSING)
    if scene.ask.clause is not None and scene.rows:
        unknown = re.sub(r"-\d{4}", "-1899", scene.ask.clause, count=1)
        if unknown != scene.ask.clause:
            moved: dict[str, object] = {requirement.id: {"clause": unknown}}
            yield Probe("unknown edition", scene, moved | scene.without_certificates(), MISSING)
    other: dict[str, object] = dict(scene.without_certificates()) if scene.rows else {}
    for document in [*scene.reports, *(scene.documents if not scene.rows else [])]:
        fields = _about_another(document)
        if fields is not None:
            other[document["id"]] = fields
    if other and any(value != ABSENT for value in other.values()):
        yield Probe("another model", scene, other, MISSING)


def _about_another(document: dict[str, Any]) -> dict[str, object] | None:
    """Return the fields that make a document one about something else."""
    match document.get("kind"):
        case "test-report" | "inspection":
            return {"tested_model": "another-model", "covers": ABSENT}
        case "audit":
            return {"site": "another-site"}
        case "certificate":
            return {"models": ["another-model"]}
        case "declaration":
            return {"by": "another-party"}
        case "licence":
            return {"holder": "another-party"}
        case "marking":
            return {"model": "another-model"}
        case _:
            return None
