"""Products and readings that a spec would pass and a clause would not, found by judging them.

Where a proof does not succeed, readings are tried: those at, just inside and just
outside the ends of both limits, written with the digits and units of either.  What
is returned has been judged by both sides and is true; that nothing is found
proves nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import product as pairs_of

from msgspec.structs import replace

from conformance.compiler.inclusion import (
    SAME,
    change_between,
    needs_uncertainty,
    of_kind,
    pieces_of,
    reported,
    step_of,
)
from conformance.diagnostics import IllFormed
from conformance.judging import Criterion, Rounding, Rule, Statistic, Uncertainty, determine
from conformance.judging.criterion import read_rule
from conformance.judging.results import possible_at_all
from conformance.model.plan import Ask
from conformance.quantities.conditions import (
    Fact,
    FactType,
    base_units,
    every_grade,
    holds,
    parse_condition,
)
from conformance.quantities.expressions import Amount, Unknown, conversion
from conformance.quantities.intervals import Interval, Values
from conformance.quantities.limit import (
    Accepted,
    AcceptedGrades,
    AcceptedStress,
    amount,
    parse_limit,
    resolve,
)
from conformance.quantities.number import exact_text, round_to
from conformance.quantities.reading import Reading, read_reading
from conformance.verdicts import Verdict

Product = Mapping[str, Fact]
_MOST_TEXTS = 60
_MOST_TRIES = 3_000


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A product and its readings, judged.

    Attributes:
        product: What is declared about it.
        readings: One a specimen.
        uncertainty: U (k = 2) of each; None where none is stated.
    """

    product: Product
    readings: tuple[str, ...]
    uncertainty: str | None = None

    @property
    def result(self) -> str:
        """The readings as a person reads them: `3 × 300.5 mm, U = 1 mm`."""
        first = self.readings[0] if self.readings else ""
        several = len(self.readings) > 1
        alike = several and set(self.readings) == {first}
        text = f"{len(self.readings)} × {first}" if alike else "; ".join(self.readings)
        return text if self.uncertainty is None else f"{text}, U = {self.uncertainty}"


def find_result(spec: Ask, law: Ask, product: Product) -> Counterexample | None:
    """Return readings of this product that pass the spec and not the clause."""
    mine, legal = criterion_for(spec, product), criterion_for(law, product)
    if mine is None or legal is None:
        return None
    tries = 0
    for u in _uncertainties(spec, law, mine, legal):
        stated = None if u is None else _uncertainty(u)
        texts = [*_near_ends(legal, u), *_texts(spec, law, mine, legal)][:_MOST_TEXTS]
        read = {text: read_reading(text, mine.expects, scale=mine.scale) for text in texts}
        for chosen in _samples(spec, law, texts):
            tries += 1
            if tries > _MOST_TRIES:
                return None
            readings = [read[text] for text in chosen]
            if _passes(mine, readings, stated) and not _passes(legal, readings, stated):
                return Counterexample(product, tuple(chosen), u)
    return None


def find_beyond(law: Ask, product: Product) -> Counterexample:
    """Return this product with a reading that the clause does not pass, where one is found."""
    legal = criterion_for(law, product)
    if law.phrase is not None or legal is None:
        return Counterexample(product, ())
    for text in _texts(law, law, legal, legal):
        reading = read_reading(text, legal.expects, scale=legal.scale)
        readings = [reading] * max(law.specimens or 1, 1)
        if determine(legal, readings).verdict is Verdict.FAIL:
            return Counterexample(product, (text,))
    return Counterexample(product, ())


def _passes(criterion: Criterion, readings: Sequence[Reading], u: Uncertainty | None) -> bool:
    corrected = None if criterion.correction is None else True
    found = determine(criterion, readings, uncertainty=u, corrected=corrected)
    return found.verdict is Verdict.PASS


def criterion_for(ask: Ask, product: Product) -> Criterion | None:
    """Return what a requirement asks of a product; None where that is not known.

    A limit that nothing satisfies gives none either.
    """
    if ask.expects == "inspection":
        return Criterion(accepted=None, text="", specimens=ask.specimens)
    amounts = {name: fact for name, fact in product.items() if isinstance(fact, Amount)}
    row = next((r for r in ask.rows if r.when is None or _holds(r.when, product)), None)
    reference = amounts.get(ask.relative_to or "")
    if row is None or (ask.relative_to is not None and reference is None):
        return None
    try:
        accepted = resolve(parse_limit(row.limit, ask.scale), amounts)
    except IllFormed:
        return None
    if isinstance(accepted, Unknown):
        return None
    largest = None
    if isinstance(accepted, Accepted):
        accepted = of_kind(accepted, ask.kind)
        largest = _in_unit(ask.max_uncertainty, accepted)
    return Criterion(
        accepted=accepted,
        text=row.limit,
        statistic=Statistic(ask.statistic),
        specimens=ask.specimens,
        at_least=ask.at_least,
        rounding=Rounding(ask.rounding),
        interval=step_of(ask, accepted) if isinstance(accepted, Accepted) else None,
        rule=read_rule(ask.rule) or Rule(),
        correction=None if ask.correction is None else Fraction(ask.correction),
        scale=ask.scale,
        relative_to=reference,
        max_uncertainty=largest,
        accepts_judgement=ask.judgement,
    )


def _holds(text: str, product: Product) -> bool:
    return holds(parse_condition(text), product) is True


def _in_unit(text: str | None, accepted: Accepted) -> Fraction | None:
    if text is None:
        return None
    value = amount(text)
    change = conversion(value.units, accepted.units) if value.units else None
    return value.value * change[0] if change else value.value


def completions(
    product: Product, names: Iterable[str], types: Mapping[str, FactType]
) -> Iterator[dict[str, Fact]]:
    """Yield the product with amounts for the quantities that it leaves open."""
    open_names = [name for name in sorted(set(names)) if name not in product and name in types]
    sizes = [Fraction(1), Fraction(10), Fraction(1, 10), Fraction(1000)]
    for chosen in pairs_of(sizes, repeat=len(open_names)):
        more = {
            name: Amount(size, base_units(types[name].kind or "number"))
            for name, size in zip(open_names, chosen, strict=True)
        }
        yield {**product, **more}


def as_declared(product: Product) -> Iterator[Product]:
    """Yield the product, or those near it, with amounts that can be written in digits."""
    endless = {
        name: fact
        for name, fact in product.items()
        if isinstance(fact, Amount) and exact_text(fact.value).startswith("≈")
    }
    for places in (3, 6) if endless else (0,):
        near = {
            name: replace(fact, value=_to_places(fact.value, places))
            for name, fact in endless.items()
        }
        yield {**product, **near}


def _to_places(value: Fraction, places: int) -> Fraction:
    """Return `value` to so many significant places."""
    size = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(Context(prec=places).create_decimal(size))


# ---- what is tried


def _uncertainties(spec: Ask, law: Ask, mine: Criterion, legal: Criterion) -> Iterator[str | None]:
    """Yield values of U that may tell the decision rules apart."""
    yield None
    if not (needs_uncertainty(spec) or needs_uncertainty(law)):
        return
    ours, theirs = mine.accepted, legal.accepted
    if not isinstance(ours, Accepted) or not isinstance(theirs, Accepted):
        return
    ends = sorted({abs(end) for end in pieces_of(theirs.values) if end}) or [Fraction(1)]
    sizes = [Fraction(0), *(ends[0] * share for share in (Fraction(1, 50), Fraction(1, 5)))]
    largest = [each for each in (mine.max_uncertainty, legal.max_uncertainty) if each is not None]
    sizes += [each * share for each in largest for share in (Fraction(1), Fraction(11, 10))]
    for size in dict.fromkeys(sizes):
        yield _text_of(size, theirs, None)


_SHARES = tuple(Fraction(share, 20) for share in (1, 6, 10, 13, 15, 16, 18, 19, 21, 25))


def _near_ends(legal: Criterion, u: str | None) -> Iterator[str]:
    """Yield values a share of U inside the clause's limit, where decision rules disagree."""
    if u is None or not isinstance(legal.accepted, Accepted):
        return
    half = _in_unit(u, legal.accepted) or Fraction(0)
    for piece in legal.accepted.values:
        for share in _SHARES:
            if piece.high is not None:
                yield _text_of(piece.high - share * half, legal.accepted, None)
            if piece.low is not None:
                yield _text_of(piece.low + share * half, legal.accepted, None)


def _uncertainty(text: str) -> Uncertainty:
    value = amount(text)
    return Uncertainty(value.value, value.units, coverage_factor=Fraction(2))


def _texts(spec: Ask, law: Ask, mine: Criterion, legal: Criterion) -> Iterator[str]:
    """Yield readings worth trying, the plainest first."""
    match mine.accepted, legal.accepted:
        case Accepted() as ours, Accepted() as theirs:
            yield from dict.fromkeys(_numbers(spec, law, ours, theirs))
            yield "P"
        case AcceptedGrades(), AcceptedGrades():
            yield from (grade.code for grade in every_grade(spec.scale or ""))
            yield "P"
        case AcceptedStress() as ours, AcceptedStress() as theirs:
            yield from (_withstood(each) for each in (ours, theirs))
            yield f"{_withstood(theirs).partition(' ')[0]} 击穿"
            yield "P"
        case _:
            yield from ("P", "F")


def _withstood(stress: AcceptedStress) -> str:
    parts = [_plain(stress.level)]
    parts += [_plain(stress.duration)] if stress.duration is not None else []
    parts += [f"{stress.cycles} 次"] if stress.cycles is not None else []
    return "/".join(parts) + " 无损坏"


def _plain(value: Amount) -> str:
    return f"{exact_text(value.value)} {value.units[0].symbol if value.units else ''}".strip()


def _numbers(spec: Ask, law: Ask, ours: Accepted, theirs: Accepted) -> Iterator[str]:
    change = change_between(ours, theirs)
    if change is None or not change[0]:
        return
    accepted, lawful = reported(spec, ours).mapped(*change), reported(law, theirs)
    back = (1 / change[0], -change[1] / change[0])
    steps = [
        step
        for step in (
            *(each and each * abs(change[0]) for each in (step_of(spec, ours), ours.digit)),
            step_of(law, theirs),
            theirs.digit,
        )
        if step
    ] or [Fraction(1)]
    possible = possible_at_all(theirs) | possible_at_all(ours).mapped(*change)
    values = list(_interesting(accepted, lawful, min(steps)))
    for value in (v for v in values if v in possible):
        yield _text_of(value, theirs, None)
        mine = value * back[0] + back[1]
        if back != SAME:
            yield _text_of(mine, ours, None)
        for digit in (ours.digit, step_of(spec, ours)):
            if digit:
                yield _text_of(round_to(mine, digit), ours, digit)
        if theirs.digit:
            yield _text_of(round_to(value, theirs.digit), theirs, theirs.digit)
    for piece in (*theirs.values, *lawful, *accepted):
        yield from _bounds(piece, theirs)


def _bounds(piece: Interval, written: Accepted) -> Iterator[str]:
    """Yield the readings that say no more than `up to` or `from … to …`."""
    if piece.high is not None:
        high = _text_of(piece.high, written, None)
        yield from (f"≤ {high}", f"< {high}")
        if piece.low is not None and 0 <= piece.low < piece.high:
            yield f"{exact_text(piece.low)}~{high}"
    if piece.low is not None:
        low = _text_of(piece.low, written, None)
        yield from (f"≥ {low}", f"> {low}")


def _interesting(accepted: Values, lawful: Values, step: Fraction) -> Iterator[Fraction]:
    """Yield values inside and around what one side accepts and the other does not."""
    through = accepted & lawful.complement()
    for piece in through:
        low, high = piece.low, piece.high
        if low is not None and high is not None:
            yield (low + high) / 2
            yield from (low, high)
        elif low is not None:
            yield from (low + 1, low + step, low)
        elif high is not None:
            yield from (high - 1, high - step, high)
        else:
            yield Fraction(0)
    for end in pieces_of(accepted, lawful):
        yield from (end, end + step, end - step, end + step / 10, end - step / 10)
        yield from (end * 2, end / 2, -end)
    for piece in accepted:
        if piece.low is not None and piece.high is not None:
            yield (piece.low + piece.high) / 2
    yield Fraction(0)


def _text_of(value: Fraction, accepted: Accepted, digit: Fraction | None) -> str:
    """Return a reading of `value`, with a sign where it is written without one otherwise."""
    text = exact_text(value)
    if text.startswith("≈"):
        text = exact_text(Fraction(round(value * 10**6), 10**6))
    if digit is not None and digit < 1:
        whole, _, rest = text.partition(".")
        text = f"{whole}.{rest.ljust(len(exact_text(digit).partition('.')[2]), '0')}"
    return f"{text} {accepted.units[0].symbol if accepted.units else ''}".strip()


def _samples(spec: Ask, law: Ask, texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield readings of several specimens: all alike, one that differs, two kinds of them."""
    counts = {spec.specimens or 1, law.specimens or 1}
    if spec.statistic != law.statistic or counts != {1}:
        counts |= {max(counts) + 1, 2}
    if law.statistic == "sum" and law.specimens is None:
        counts |= {4, 12}
    for count in sorted(counts):
        for text in texts:
            yield (text,) * count
    few = texts[:25]
    for count in sorted(counts - {1}):
        for one, other in pairs_of(few, repeat=2):
            if one == other:
                continue
            for many in range(1, min(count, 4)):
                yield (one,) * many + (other,) * (count - many)


__all__ = [
    "Counterexample",
    "Product",
    "as_declared",
    "completions",
    "criterion_for",
    "find_beyond",
    "find_result",
]
