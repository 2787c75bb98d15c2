"""The pass `floor`: a spec is nowhere laxer than a clause with legal force.

Standardization Law of the PRC, article 21: an enterprise standard may add and
tighten, and not relax.  The proof is on acceptance sets of the *reported
result*: every result that the spec passes, the clause passes too, for every
product that the clause applies to.  What cannot be decided is not proven, and
a spec that is not proven does not compile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from conformance.compiler.asks import described
from conformance.judging.criterion import Rounding, RuleName, read_rule
from conformance.model.plan import Ask
from conformance.quantities.conditions import (
    Condition,
    Fact,
    FactType,
    NotDecidable,
    base_units,
    cells,
    holds,
    parse_condition,
)
from conformance.quantities.expressions import Amount, Unknown, conversion
from conformance.quantities.intervals import Values
from conformance.quantities.limit import (
    Accepted,
    AcceptedGrades,
    AcceptedStress,
    Limit,
    parse_limit,
    resolve,
)
from conformance.quantities.scales import SCALES, satisfies
from conformance.quantities.units import KINDS


@dataclass(frozen=True, slots=True)
class Laxer:
    """A way through: a product, and where known a result, that the spec passes and the law not."""

    product: str
    result: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class NotProven:
    """No proof either way; it counts as laxer."""

    zh: str
    en: str


Flaw = Laxer | NotProven


def no_laxer(
    spec: Ask, law: Ask, types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> Flaw | None:
    """Return None where `spec` is proved to be no laxer than `law`, else the flaw."""
    return (
        _same_question(spec, law)
        or _figures(spec, law)
        or _rules(spec, law)
        or _products(spec, law, types, fixed)
    )


def _same_question(spec: Ask, law: Ask) -> Flaw | None:
    """Both must ask for the same kind, by the same method, conditions and correction."""
    for name in ("expects", "kind", "scale", "correction", "relative_to", "phrase"):
        if getattr(spec, name) != getattr(law, name):
            return NotProven(f"{name} 与条款不同", f"{name} differs from the clause")
    if law.method and not set(spec.method) <= set(law.method):
        return NotProven("方法与条款不同", "the method differs from the clause")
    if law.method and not spec.method:
        return NotProven("未要求条款的方法", "the method of the clause is not demanded")
    if not set(law.conditions) <= set(spec.conditions):
        return NotProven("试验条件与条款不同", "test conditions differ from the clause")
    if spec.judgement and not law.judgement:
        return Laxer("", "P", "规范接受实验室判定而条款要求数值",
                     "the spec accepts the laboratory's pass where the clause wants a figure")  # fmt: skip
    return None


def _figures(spec: Ask, law: Ask) -> Flaw | None:
    """Specimens at least as many, and a statistic that implies the clause's."""
    if (spec.specimens or 1) < (law.specimens or 1):
        return Laxer("", "", f"试样数 {spec.specimens or 1} 少于 {law.specimens}",
                     f"{spec.specimens or 1} specimens are fewer than {law.specimens}")  # fmt: skip
    if spec.statistic == law.statistic == "k of n":
        if _allowance(spec) > _allowance(law):
            return Laxer("", "", "允许不符合的试样更多", "more specimens may fail")
        return None
    if spec.statistic == law.statistic:
        same_count = spec.specimens == law.specimens
        if spec.statistic in ("mean", "sum") and not same_count:
            return NotProven("平均值或总和的试样数不同", "the mean or sum is over another number")
        return None
    if spec.statistic == "each" and law.statistic in ("min", "max", "k of n"):
        return None
    if spec.statistic == "each" and law.statistic == "mean" and spec.specimens == law.specimens:
        return None  # needs an acceptance set without holes; `_inside` looks at that
    return NotProven(f"统计量 {spec.statistic} 与 {law.statistic} 不可比较",
                     f"the statistic {spec.statistic} is not known to imply {law.statistic}")  # fmt: skip


def _allowance(ask: Ask) -> int:
    return (ask.specimens or 0) - (ask.at_least or 0)


def _rules(spec: Ask, law: Ask) -> Flaw | None:
    """A pass under the spec's decision rule must be a pass under the clause's, at every U ≥ 0."""
    ours, theirs = read_rule(spec.rule), read_rule(law.rule)
    if ours is None or theirs is None or ours == theirs or theirs.name is RuleName.SIMPLE:
        return None
    full = (RuleName.GUARDED, RuleName.NON_BINARY)
    ratio = {r.name: r.ratio for r in (ours, theirs)}
    if ours.name in full and theirs.name in full:
        band = ratio[ours.name] if ours.name is RuleName.GUARDED else Fraction(1)
        wanted = ratio[theirs.name] if theirs.name is RuleName.GUARDED else Fraction(1)
        if band >= wanted:
            return None
    if ours.name is theirs.name is RuleName.PROBABILITY:
        if (ours.threshold or 0) >= (theirs.threshold or 0):
            return None
    return Laxer(
        "", "", f"判定规则 {spec.rule} 比 {law.rule} 宽", f"{spec.rule} is laxer than {law.rule}"
    )


def _products(
    spec: Ask, law: Ask, types: Mapping[str, FactType], fixed: Mapping[str, Fact]
) -> Flaw | None:
    """Compare condition and limit for every product that the clause applies to."""
    conditions = [parse_condition(text) for text in _condition_texts(spec, law)]
    if spec.rows == law.rows and spec.applies == law.applies and _compares_alike(spec, law):
        return None
    try:
        found = list(cells(conditions, types, fixed))
    except NotDecidable:
        return NotProven("条件中有属性之间的比较", "conditions compare facts with one another")
    for cell in found:
        if law.applies is not None and holds(parse_condition(law.applies), cell) is not True:
            continue
        if spec.applies is not None and holds(parse_condition(spec.applies), cell) is not True:
            return Laxer(described(cell), "", "条款适用而规范不适用",
                         "the clause applies and the spec's requirement does not")  # fmt: skip
        flaw = _limits_in(spec, law, cell, types)
        if flaw is not None:
            return flaw
    return None


def _compares_alike(spec: Ask, law: Ask) -> bool:
    return (spec.rounding, spec.interval) == (law.rounding, law.interval)


def _condition_texts(*asks: Ask) -> Iterator[str]:
    for ask in asks:
        if ask.applies is not None:
            yield ask.applies
        yield from (row.when for row in ask.rows if row.when is not None)


def _row(ask: Ask, cell: Mapping[str, Fact]) -> Limit | None:
    """Return the limit of the one row that holds in a cell."""
    for row in ask.rows:
        if row.when is None or holds(_parsed(row.when), cell):
            return parse_limit(row.limit, ask.scale)
    return None


def _parsed(text: str) -> Condition:
    return parse_condition(text)


def _limits_in(
    spec: Ask, law: Ask, cell: Mapping[str, Fact], types: Mapping[str, FactType]
) -> Flaw | None:
    ours, theirs = _row(spec, cell), _row(law, cell)
    if theirs is None:
        return None
    if ours is None:
        return NotProven("规范没有限值", "the spec has no limit")
    if ours == theirs and _compares_alike(spec, law):
        return None
    for facts in _values_that_decide(ours, theirs, cell, types):
        if facts is None:
            return NotProven(f"{ours.text} 与 {theirs.text} 取决于多个属性",
                             f"{ours.text} and {theirs.text} depend on several attributes")  # fmt: skip
        flaw = _inside(spec, law, ours, theirs, facts, {**cell, **facts})
        if flaw is not None:
            return flaw
    return None


def _values_that_decide(
    ours: Limit, theirs: Limit, cell: Mapping[str, Fact], types: Mapping[str, FactType]
) -> Iterator[dict[str, Amount] | None]:
    """Yield values of the attribute that computed limits depend on, which settle all its values.

    Computed limits are made of sums, products with numbers, `max` and `min`: as
    functions of one attribute they are straight lines joined at kinks, so an
    inequality that holds at every kink and beyond the outermost ones holds
    everywhere.  None where there are several attributes.
    """
    fixed = {name: fact for name, fact in cell.items() if isinstance(fact, Amount)}
    names = sorted(ours.attributes | theirs.attributes)
    if not names:
        yield {}
        return
    if len(names) > 1:
        yield None
        return
    (name,) = names
    kind = types[name].kind or "number"
    units = base_units(kind)
    lowest = None if kind not in KINDS or KINDS[kind].signed else Fraction(0)
    points = _kinks([ours, theirs], name, units)
    if points is None:
        yield None
        return
    ends = sorted({*points, *([lowest] if lowest is not None else [])})
    span = (ends[-1] - ends[0] if len(ends) > 1 else Fraction(1)) + 1
    every = {*ends, ends[-1] + span, ends[-1] + 2 * span}
    if lowest is None:
        every |= {ends[0] - span, ends[0] - 2 * span}
    every |= {(low + high) / 2 for low, high in zip(ends, ends[1:], strict=False)}
    if name in fixed:  # the cell itself stands for a stretch of values
        every |= {fixed[name].value}
    for value in sorted(every):
        if lowest is None or value >= lowest:
            yield {name: Amount(value, units)}


def _kinks(limits: list[Limit], name: str, units: tuple[object, ...]) -> set[Fraction] | None:
    """Return every value of the attribute where any two of the lines may cross."""
    lines: set[tuple[Fraction, Fraction]] = set()
    for limit in limits:
        for term in _terms(limit.body):
            found = _lines(term, name, units)
            if found is None:
                return None
            lines |= found
    crossings = {
        (b2 - b1) / (a1 - a2) for (a1, b1), (a2, b2) in combinations(sorted(lines), 2) if a1 != a2
    }
    return crossings or {Fraction(0)}


def _terms(body: object) -> Iterator[object]:
    from conformance.quantities.limit import Around, Between, Comparison, Joined, Undetected

    match body:
        case Comparison(bound=bound) | Undetected(bound=bound):
            yield bound
        case Between(low=low, high=high):
            yield low
            yield high
        case Around(centre=centre, half_width=half):
            from conformance.quantities.expressions import Operation
            from conformance.quantities.limit import HERE

            yield Operation("-", (centre, half), HERE)
            yield Operation("+", (centre, half), HERE)
        case Joined(parts=parts):
            for part in parts:
                yield from _terms(part)
        case _:
            return


def _lines(
    term: object, name: str, units: tuple[object, ...]
) -> set[tuple[Fraction, Fraction]] | None:
    """Return slope and height of every straight line that a term is pieced together from."""
    from conformance.quantities.expressions import Attribute, Literal, Operation, Term, evaluate

    samples = [Amount(Fraction(value), units) for value in (1, 2)]  # type: ignore[arg-type]

    def expand(each: Term) -> list[Term] | None:
        """Return the term with every `max` and `min` replaced by each of its choices."""
        match each:
            case Literal() | Attribute():
                return [each]
            case Operation(operator="max" | "min", terms=terms):
                options: list[Term] = []
                for inner in terms:
                    found = expand(inner)
                    if found is None:
                        return None
                    options += found
                return options
            case Operation(operator=operator, terms=terms, span=span):
                left, right = (expand(inner) for inner in terms)
                if left is None or right is None or len(left) * len(right) > 64:
                    return None
                return [Operation(operator, (a, b), span) for a in left for b in right]

    if not isinstance(term, Literal | Attribute | Operation):
        return None
    options = expand(term)
    if options is None:
        return None
    lines = set()
    for option in options:
        if _degree(option) > 1:
            return None
        values = [evaluate(option, {name: sample}) for sample in samples]
        one, two = values
        if isinstance(one, Unknown) or isinstance(two, Unknown):
            return None
        change = conversion(one.units, one.units[:1]) if one.units else (Fraction(1), Fraction(0))
        if change is None:
            return None
        scale = one.units[0].factor if one.units else Fraction(1)
        offset = one.units[0].offset if one.units else Fraction(0)
        first, second = one.value * scale + offset, two.value * scale + offset
        lines.add((second - first, first - (second - first)))
    return lines


def _degree(term: object) -> int:
    """Return how often the attribute is multiplied with itself; a divisor counts as too often."""
    from conformance.quantities.expressions import Attribute, Operation, attributes_of

    match term:
        case Attribute():
            return 1
        case Operation(operator="*", terms=terms):
            return sum(_degree(each) for each in terms)
        case Operation(operator="/", terms=(above, below)):
            return 2 if attributes_of(below) else _degree(above)
        case Operation(terms=terms):
            return max(_degree(each) for each in terms)
        case _:
            return 0


def _inside(
    spec: Ask,
    law: Ask,
    ours: Limit,
    theirs: Limit,
    known: Mapping[str, Amount],
    product: Mapping[str, Fact],
) -> Flaw | None:
    """Return the flaw where some result is accepted by the spec and not by the clause."""
    mine, legal = resolve(ours, known), resolve(theirs, known)
    match mine, legal:
        case Accepted(), Accepted():
            return _numbers_inside(spec, law, mine, legal, product)
        case AcceptedGrades(), AcceptedGrades():
            return _grades_inside(mine, legal, law.scale, product)
        case AcceptedStress(), AcceptedStress():
            return _stress_inside(mine, legal, product)
        case _:
            return NotProven("限值不可比较", "the limits cannot be compared")


def _numbers_inside(
    spec: Ask, law: Ask, mine: Accepted, legal: Accepted, product: Mapping[str, Fact]
) -> Flaw | None:
    change = conversion(mine.units, legal.units) if mine.units or legal.units else (
        Fraction(1), Fraction(0)
    )  # fmt: skip
    if change is None:
        return NotProven("限值不是同一种量", "the limits are of different quantities")
    accepted, lawful = _reported(spec, mine).mapped(*change), _reported(law, legal)
    digit = None if mine.digit is None else mine.digit * abs(change[0])
    # a reading no coarser than the spec's limit may be too coarse for the clause's
    if legal.digit is not None and (digit is None or digit > legal.digit):
        if digit is None:
            return NotProven("规范的限值没有末位", "the spec's limit has no last digit")
        accepted = _grown_coarse(accepted, digit / 2)
    if law.statistic == "mean" != spec.statistic and len(lawful.pieces) > 1:
        return NotProven("平均值的限值有间断", "the mean has a limit with a gap")
    if accepted <= lawful:
        return None
    outside = accepted & lawful.complement()
    sample = _sample(outside)
    return Laxer(
        described(product), str(Amount(sample, legal.units)),
        f"规范接受 {mine},条款只接受 {legal}", f"the spec accepts {mine}, the clause only {legal}",
    )  # fmt: skip


def _grown_coarse(accepted: Values, by: Fraction) -> Values:
    return accepted.grown(by)


def _reported(ask: Ask, accepted: Accepted) -> Values:
    """Return the reported results that pass, rounding included."""
    if ask.rounding != Rounding.ROUNDED_VALUE.value:
        return accepted.values
    step = None
    if ask.interval is not None:
        from conformance.quantities.limit import amount

        stated = amount(ask.interval)
        change = conversion(stated.units, accepted.units) if stated.units else (Fraction(1),)
        step = stated.value * change[0] if change else None
    return accepted.rounded(step)


def _sample(values: Values) -> Fraction:
    """Return one value of the set."""
    piece = values.pieces[0]
    if piece.low is None:
        return (piece.high or Fraction(0)) - 1
    if piece.high is None:
        return piece.low + 1
    return (piece.low + piece.high) / 2


def _grades_inside(
    mine: AcceptedGrades, legal: AcceptedGrades, scale: str | None, product: Mapping[str, Fact]
) -> Flaw | None:
    from conformance.quantities.conditions import every_grade

    if scale is None or scale not in SCALES:
        return NotProven("等级标度不明", "the scale is not known")
    for grade in every_grade(scale):
        passes = any(satisfies(grade, op, wanted) for op, wanted in mine.alternatives)
        lawful = any(satisfies(grade, op, wanted) for op, wanted in legal.alternatives)
        if passes and not lawful:
            return Laxer(described(product), grade.code, f"规范接受 {grade.code}",
                         f"the spec accepts {grade.code}, the clause {legal}")  # fmt: skip
    return None


def _stress_inside(
    mine: AcceptedStress, legal: AcceptedStress, product: Mapping[str, Fact]
) -> Flaw | None:
    level = conversion(mine.level.units, legal.level.units)
    weaker = level is None or mine.level.value * level[0] + level[1] < legal.level.value
    if legal.duration is not None:
        held = mine.duration and conversion(mine.duration.units, legal.duration.units)
        weaker = (
            weaker
            or not held
            or mine.duration is None
            or (mine.duration.value * held[0] < legal.duration.value)
        )
    weaker = weaker or (legal.cycles or 0) > (mine.cycles or 0)
    if weaker:
        return Laxer(described(product), str(mine), f"规范只要求 {mine}",
                     f"the spec demands {mine}, the clause {legal}")  # fmt: skip
    return None
