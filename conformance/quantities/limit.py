"""Limits as text, and the set of results that a limit accepts.

A limit keeps the digits it was written with, for they are its rounding interval
(GB/T 8170-2008, 4.3.3) and tell whether a reading is too coarse for it.  This
is the one parser of limits.  Equality belongs to the closed side, exactly.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from conformance.diagnostics import IllFormed, Span
from conformance.quantities.expressions import (
    Amount,
    Literal,
    Parser,
    Term,
    Unknown,
    attributes_of,
    evaluate,
    in_units_of,
    own_digit,
    problem,
    written,
)
from conformance.quantities.intervals import ALL, Interval, Values, interval
from conformance.quantities.patterns import pattern
from conformance.quantities.scales import Grade, read_grade, scale_named
from conformance.quantities.text import fold_width
from conformance.quantities.units import Unit

HERE = Span("limit", 1)


class Comparison(Struct, frozen=True):
    """`≤ 1.5 mg/L`: one bound; `operator` is one of `< <= > >= =`."""

    operator: str
    bound: Term


class Between(Struct, frozen=True):
    """`35 ℃ .. 42 ℃`: both ends included."""

    low: Term
    high: Term


class Around(Struct, frozen=True):
    """`10.0 ± 0.1 mm`; an end named in `(excl. …)` is left out."""

    centre: Term
    half_width: Term
    low_closed: bool = True
    high_closed: bool = True


class Undetected(Struct, frozen=True):
    """`not detected (DL 0.01 mg/kg)`: accepts exactly what is known to be below."""

    bound: Term


class Joined(Struct, frozen=True):
    """Limits joined by `and` or `or`."""

    operator: str
    parts: "tuple[NumberLimit, ...]"


NumberLimit = Comparison | Between | Around | Undetected | Joined


class GradeLimit(Struct, frozen=True):
    """`>= IPX4`: alternatives, of which one must be satisfied; `>=` is at least as good."""

    alternatives: tuple[tuple[str, Grade], ...]


class StressLimit(Struct, frozen=True):
    """`withstands 1000 V for 1 min`: no breakdown under a stress of at least this."""

    level: Term
    duration: Term | None = None
    cycles: int | None = None


class Limit(Struct, frozen=True):
    """A limit as written, read; `text` keeps the words."""

    text: str
    body: NumberLimit | GradeLimit | StressLimit

    @property
    def attributes(self) -> frozenset[str]:
        """The declared attributes that the limit is computed from."""
        return _attributes_in(self.body)

    def __str__(self) -> str:
        """Return the limit as written."""
        return self.text


class Accepted(Struct, frozen=True):
    """What a limit accepts, once its attributes are known.

    Attributes:
        values: The accepted numbers, in `units`.
        units: The unit in which the limit is written, every kind it may mean.
        digits: For each bound, one unit in its last written place; None where
            it is computed and has no last place.
        unrounded: Whether the values stay as they are under every comparison
            method, as what is not detected does.
    """

    values: Values
    units: tuple[Unit, ...]
    digits: Mapping[Fraction, Fraction | None]
    unrounded: bool = False

    @property
    def digit(self) -> Fraction | None:
        """The finest last digit among the bounds; None where one has none."""
        digits = list(self.digits.values())
        if not digits or None in digits:
            return None
        return min(digit for digit in digits if digit is not None)

    def rounded(self, step: Fraction | None = None) -> Values:
        """Return the unrounded results that conform once rounded to each bound's last digit.

        `step` is a rounding interval stated beside the limit (1, 0.5, 0.2 …
        times a power of ten).  GB/T 8170-2008, 3.2 and 4.3.3: for a closed upper
        bound L and interval δ these are the values up to L + δ/2, the tie only
        if L/δ is even.
        """
        if self.unrounded:
            return self.values
        return Values.of(self._rounded_piece(piece, step) for piece in self.values)

    def _rounded_piece(self, piece: Interval, step: Fraction | None) -> Interval | None:
        low, low_closed = piece.low, piece.low_closed
        high, high_closed = piece.high, piece.high_closed
        if high is not None and (delta := step or self.digits.get(high)):
            count = _floor(high / delta, closed=high_closed)
            high, high_closed = (count + Fraction(1, 2)) * delta, count % 2 == 0
        if low is not None and (delta := step or self.digits.get(low)):
            count = -_floor(-low / delta, closed=low_closed)
            low, low_closed = (count - Fraction(1, 2)) * delta, count % 2 == 0
        return interval(low, high, low_closed, high_closed)

    def __str__(self) -> str:
        """Return the limit in symbols, with the written digits: `≤ 1.14 mA`."""
        return " or ".join(self._piece_text(piece) for piece in self.values) or "∅"

    def _piece_text(self, piece: Interval) -> str:
        def amount(bound: Fraction) -> str:
            return str(Amount(bound, self.units, digit=self.digits.get(bound)))

        if piece.low is not None and piece.low == piece.high:
            return f"= {amount(piece.low)}"
        if piece.low is None:
            return (
                "any"
                if piece.high is None
                else (f"{'≤' if piece.high_closed else '<'} {amount(piece.high)}")
            )
        if piece.high is None:
            return f"{'≥' if piece.low_closed else '>'} {amount(piece.low)}"
        if piece.low_closed and piece.high_closed:
            return f"{amount(piece.low)} .. {amount(piece.high)}"
        left, right = "≥" if piece.low_closed else ">", "≤" if piece.high_closed else "<"
        return f"{left} {amount(piece.low)} and {right} {amount(piece.high)}"


def _floor(count: Fraction, *, closed: bool) -> int:
    """Return the largest whole number up to `count`, below it where equality is excluded."""
    whole = count.numerator // count.denominator
    return whole - 1 if not closed and whole == count else whole


class AcceptedGrades(Struct, frozen=True):
    """The grades that a limit accepts."""

    alternatives: tuple[tuple[str, Grade], ...]

    def __str__(self) -> str:
        """Return `≥ IPX4`."""
        signs = {">=": "≥", "<=": "≤"}
        return " or ".join(f"{signs.get(op, op)} {grade.code}" for op, grade in self.alternatives)


class AcceptedStress(Struct, frozen=True):
    """The least stress that must be withstood."""

    level: Amount
    duration: Amount | None
    cycles: int | None

    def __str__(self) -> str:
        """Return `withstands 1000 V for 1 min`."""
        text = f"withstands {self.level}"
        if self.duration is not None:
            text += f" for {self.duration}"
        return text if self.cycles is None else f"{text} for {self.cycles} cycles"


Acceptance = Accepted | AcceptedGrades | AcceptedStress


@lru_cache(maxsize=4096)
def parse_limit(text: str, scale: str | None = None, span: Span = HERE) -> Limit:
    """Return the limit that `text` writes; raises `IllFormed` with place and help.

    `scale` names the scale of the grades, where the kind of requirement gives
    it; in the text it may stand behind `on`: `>= 4-5 on colour fastness`.

    >>> str(resolve(parse_limit("<= max(0.75 mA, 0.75 mA/kW * rated_power)"),
    ...             {"rated_power": amount("1520 W")}))
    '≤ 1.14 mA'
    """
    folded = fold_width(text)
    if not folded.strip():
        raise problem("limit-empty-text", span, "未写限值", "there is no limit",
                      "例如 '<= 1.5 mg/L'", "write one, such as '<= 1.5 mg/L'")  # fmt: skip
    if grades := _grades(folded, scale, span):
        return Limit(text, grades)
    parser = Parser(text, span)
    body = _stress(parser) if parser.take("withstands", "withstand") else _or(parser)
    parser.end()
    limit = Limit(text, body)
    if not limit.attributes:
        resolve(limit, {}, span)  # kinds and emptiness are known already; say so at once
    return limit


def amount(text: str, span: Span = HERE) -> Amount:
    """Return the quantity that `text` writes: `1520 W`; raises `IllFormed`."""
    parser = Parser(text, span)
    term = parser.term()
    parser.end()
    value = evaluate(term, {})
    if isinstance(value, Unknown):
        raise problem("not-a-quantity", span, f"{text!r} 不是数值", f"{text!r} is not a quantity",
                      "例如 '1520 W'", "write a number and a unit, such as '1520 W'")  # fmt: skip
    return value


_GRADE_PART = pattern(
    r"\s*(?P<operator><=|>=|=<|=>|[<>=≤≥]|不低于|优于或等于|is\b)?\s*(?P<grade>[^<>=≤≥]+?)"
    r"(?P<better>\s+or\s+better)?\s*"
)
_GRADE_OPERATORS = {
    "≤": "<=", "=<": "<=", "≥": ">=", "=>": ">=", "不低于": ">=", "优于或等于": ">=", "is": "=",
}  # fmt: skip


def _grades(text: str, scale: str | None, span: Span) -> GradeLimit | None:
    """Return the limit on grades that `text` writes, None where it is about numbers."""
    body, on, named = text.rpartition(" on ")
    if on:
        found = scale_named(named.strip())
        if found is None:
            raise problem("unknown-scale", span, f"没有名为 {named.strip()!r} 的等级标度",
                          f"no scale is named {named.strip()!r}", "见 docs/scales.md",
                          "docs/scales.md lists the scales")  # fmt: skip
        scale, text = found, body
    alternatives: list[tuple[str, Grade]] = []
    for part in re.split(r"\s+or\s+(?!better)|\s*或\s*", text):
        match = _GRADE_PART.fullmatch(part)
        grade = read_grade(match["grade"].strip(), scale) if match else None
        if match is None or grade is None:
            if on or alternatives:
                raise problem("unknown-grade", span, f"{part.strip()!r} 不是该标度的等级",
                              f"{part.strip()!r} is no grade of {scale or 'any scale'}",
                              "见 docs/scales.md", "docs/scales.md lists the grades")  # fmt: skip
            return None
        operator = match["operator"] or (">=" if match["better"] else None)
        if operator is None:
            raise problem(
                "operator-missing", span, f"{grade.code} 之前没有比较符号",
                f"there is no comparison before {grade.code}",
                f"写作 '>= {grade.code}'(至少同等)或 '= {grade.code}'",
                f"write '>= {grade.code}' (at least as good) or '= {grade.code}'",
            )  # fmt: skip
        alternatives.append((_GRADE_OPERATORS.get(operator, operator), grade))
    return GradeLimit(tuple(alternatives))


def _or(parser: Parser) -> NumberLimit:
    return _joined(parser, "or", lambda inner: _joined(inner, "and", _single))


def _joined(parser: Parser, word: str, part: Callable[[Parser], NumberLimit]) -> NumberLimit:
    parts = [part(parser)]
    while parser.take(word):
        parts.append(part(parser))
    return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))


def _single(parser: Parser) -> NumberLimit:
    if parser.here.text in ("not", "undetected"):
        return _undetected(parser)
    if sign := parser.take("<", "≤", ">", "≥", "="):
        operator = {"≤": "<=", "≥": ">="}.get(sign.text, sign.text)
        return Comparison(operator, parser.term())
    bracket = parser.take("(") if _range_in_brackets(parser) else None
    low = parser.term()
    if parser.take(".."):
        return _between(parser, low, closing=bracket is not None)
    if parser.take("±"):
        half = parser.term()
        if bracket:
            parser.expect(")")
        return _around(parser, low, half)
    if parser.here.kind == "sign" and parser.here.text == "-":
        raise parser.unexpected("'..'(范围写作 '35 ℃ .. 42 ℃')", "'..' (a range is '35 ℃ .. 42 ℃')")
    here = parser.here.span
    raise problem(
        "operator-missing", here, "限值缺少比较符号", "the limit has no comparison",
        "写作 '<= 1.5 mg/L'、'>= 20 MΩ'、'35 ℃ .. 42 ℃' 或 '10.0 ± 0.1 mm'",
        "write '<= 1.5 mg/L', '>= 20 MΩ', '35 ℃ .. 42 ℃' or '10.0 ± 0.1 mm'",
    )  # fmt: skip


def _range_in_brackets(parser: Parser) -> bool:
    """Return whether a bracket here encloses a whole range, as in `(35 .. 42) ℃`."""
    depth = 0
    for token in parser.tokens[parser.at :]:
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "sign" else 0
        if token.text in ("..", "±") and token.kind == "sign" and depth == 1:
            return parser.here.text == "("
        if depth <= 0:
            return False
    return False


def _between(parser: Parser, low: Term, *, closing: bool) -> NumberLimit:
    high = parser.term()
    if closing:
        parser.expect(")")
    return Between(low, high)


def _around(parser: Parser, centre: Term, half: Term) -> Around:
    """Return `centre ± half` without the ends that `(excl. …)` leaves out.

    The figure there must be the half width itself, with the sign of the end.
    """
    low_closed = high_closed = True
    if parser.take("(excl."):
        sign = parser.take("+", "-", "±")
        token = parser.here
        end = parser.term()
        parser.expect(")")
        if not _same_figure(end, half):
            raise problem(
                "excluded-end-unknown", token.span, f"{token.text!r} 不是该范围的端点",
                f"{token.text!r} is no end of this range",
                "写作 '10.0 ± 0.1 mm (excl. +0.1)'", "write '10.0 ± 0.1 mm (excl. +0.1)'",
            )  # fmt: skip
        # without a sign both ends are left out: GB/T 8170-2008, table 3
        low_closed = sign is not None and sign.text == "+"
        high_closed = sign is not None and sign.text == "-"
    return Around(centre, half, low_closed, high_closed)


def _same_figure(end: Term, half: Term) -> bool:
    """Return whether `(excl. +0.1)` names the half width, whose unit it may leave out."""
    if not isinstance(end, Literal) or not isinstance(half, Literal):
        return False
    same_unit = not end.amount.units or end.amount.units == half.amount.units
    return same_unit and end.amount.value == half.amount.value


def _undetected(parser: Parser) -> Undetected:
    start = parser.next()
    if start.text == "not":
        parser.expect("detected")
    if not parser.take("("):
        raise problem(
            "detection-limit-not-stated", start.span, "未给出检出限",
            "the detection limit is not given",
            "写作 'not detected (DL 0.01 mg/kg)'", "write 'not detected (DL 0.01 mg/kg)'",
        )  # fmt: skip
    parser.take("DL", "LOD", "LOQ")
    parser.take(":", "=")
    bound = parser.term()
    parser.expect(")")
    return Undetected(bound)


def _stress(parser: Parser) -> StressLimit:
    level, duration, cycles = parser.term(), None, None
    while parser.take("for", ","):
        token = parser.here
        if token.amount and any(unit.kind == "cycle count" for unit in token.amount.units):
            cycles = int(token.amount.value)
            parser.next()
        else:
            duration = parser.term()
    return StressLimit(level, duration, cycles)


def _attributes_in(body: NumberLimit | GradeLimit | StressLimit) -> frozenset[str]:
    match body:
        case Comparison(bound=bound) | Undetected(bound=bound):
            return attributes_of(bound)
        case Between(low=one, high=two) | Around(centre=one, half_width=two):
            return attributes_of(one) | attributes_of(two)
        case Joined(parts=parts):
            return frozenset().union(*map(_attributes_in, parts))
        case StressLimit(level=level, duration=duration):
            return attributes_of(level) | (attributes_of(duration) if duration else frozenset())
        case GradeLimit():
            return frozenset()


def terms_of(body: NumberLimit | GradeLimit | StressLimit) -> tuple[Term, ...]:
    """Return the terms that a limit is written with, in their order."""
    match body:
        case Comparison(bound=bound) | Undetected(bound=bound):
            return (bound,)
        case Between(low=one, high=two) | Around(centre=one, half_width=two):
            return one, two
        case Joined(parts=parts):
            return tuple(term for part in parts for term in terms_of(part))
        case StressLimit(level=level, duration=duration):
            return (level,) if duration is None else (level, duration)
        case GradeLimit():
            return ()


_NOTHING_KNOWN: Mapping[str, Amount] = {}


def resolve(
    limit: Limit, known: Mapping[str, Amount] = _NOTHING_KNOWN, span: Span = HERE
) -> Acceptance | Unknown:
    """Return what `limit` accepts under the `known` attributes, or which are missing.

    Raises `IllFormed` where kinds of quantity do not fit, or nothing is accepted.
    """
    if missing := limit.attributes - known.keys():
        return Unknown(missing)
    match limit.body:
        case GradeLimit(alternatives=alternatives):
            return AcceptedGrades(alternatives)
        case StressLimit(level=level, duration=duration, cycles=cycles):
            held = None if duration is None else _value(duration, known)
            return AcceptedStress(_value(level, known), held, cycles)
        case body:
            return _accepted(body, known, span)


def _value(term: Term, known: Mapping[str, Amount]) -> Amount:
    value = evaluate(term, known)
    if isinstance(value, Unknown):  # pragma: no cover - `resolve` has seen that all are known
        raise TypeError(term)
    return value


def _accepted(body: NumberLimit, known: Mapping[str, Amount], span: Span) -> Accepted:
    """Return the accepted numbers, in the unit of the first bound that states one."""
    bounds = list(_bounds(body, known))
    reference = next((bound for bound in bounds if bound.units), bounds[0])
    units = in_units_of(reference, reference, span).units
    digits: dict[Fraction, Fraction | None] = {}

    def place(bound: Amount, digit: Fraction | None = None) -> Fraction:
        # `35 .. 42 ℃`: a bound without a unit has that of the other end
        if not bound.units and reference.units:
            bound = Amount(bound.value, reference.units, digit=bound.digit)
        same = in_units_of(bound, reference, span)
        own = same.digit if digit is None else digit
        seen = digits.get(same.value, own)
        digits[same.value] = None if own is None or seen is None else min(own, seen)
        return same.value

    values = _values(body, known, place)
    if not values:
        raise problem(
            "limit-empty", span, "没有任何数值能满足该限值", "no value satisfies this limit",
            "范围从小到大写,如 '1.0 L/min .. 3.0 L/min';检查符号和数字",
            "write a range from its lower end, such as '1.0 L/min .. 3.0 L/min'; look at the signs",
        )  # fmt: skip
    unrounded = isinstance(body, Undetected)
    return Accepted(values, units, digits, unrounded)


def _bounds(body: NumberLimit, known: Mapping[str, Amount]) -> list[Amount]:
    match body:
        case Comparison(bound=bound) | Undetected(bound=bound):
            return [_value(bound, known)]
        case Between(low=one, high=two) | Around(centre=one, half_width=two):
            return [_value(one, known), _value(two, known)]
        case Joined(parts=parts):
            return [bound for part in parts for bound in _bounds(part, known)]


def _values(
    body: NumberLimit, known: Mapping[str, Amount], place: Callable[..., Fraction]
) -> Values:
    match body:
        case Comparison(operator=operator, bound=term):
            bound = place(_value(term, known))
            return Values.of([_half_line(operator, bound)])
        case Between(low=one, high=two):
            return Values.of([interval(place(_value(one, known)), place(_value(two, known)))])
        case Around():
            return _around_values(body, known, place)
        case Undetected(bound=term):
            bound = place(_value(term, known))
            return Values.of([interval(None, bound, high_closed=False)])
        case Joined(operator="or", parts=parts):
            union = Values(())
            for part in parts:
                union = union | _values(part, known, place)
            return union
        case Joined(parts=parts):
            common = ALL
            for part in parts:
                common = common & _values(part, known, place)
            return common


def _half_line(operator: str, bound: Fraction) -> Interval | None:
    match operator:
        case "<" | "<=":
            return interval(None, bound, high_closed=operator == "<=")
        case ">" | ">=":
            return interval(bound, None, low_closed=operator == ">=")
        case _:
            return interval(bound, bound)


def _around_values(
    body: Around, known: Mapping[str, Amount], place: Callable[..., Fraction]
) -> Values:
    """Return centre ± half; both bounds have the finer of the two written digits."""
    centre, half = _value(body.centre, known), _value(body.half_width, known)
    if not centre.units and half.units:
        centre = Amount(centre.value, half.units, digit=centre.digit)
    width = Amount(half.value, half.units or centre.units, digit=half.digit)
    step = _difference_in(width, centre)
    digit = None
    if centre.digit is not None and step.digit is not None:
        digit = min(centre.digit, step.digit)
    low, high = (
        place(Amount(centre.value + sign * step.value, centre.units, digit=digit), digit)
        for sign in (-1, 1)
    )
    return Values.of([interval(low, high, body.low_closed, body.high_closed)])


def _difference_in(width: Amount, centre: Amount) -> Amount:
    """Return a half width in the centre's unit; `± 2 %` of a dimensioned centre is refused."""
    for one in width.units:
        for two in centre.units:
            difference = (one.kind, two.kind) == ("temperature difference", "temperature")
            if one.kind == two.kind or difference:
                factor = one.factor / two.factor  # a difference knows no offset
                digit = None if width.digit is None else width.digit * factor
                return Amount(width.value * factor, centre.units, digit=digit)
    ratio = next((unit for unit in width.units if unit.kind == "ratio"), None)
    if ratio is not None and centre.units:  # `220 V ± 10 %`
        value = abs(centre.value) * width.value * ratio.factor
        return Amount(value, centre.units, digit=own_digit(value))
    return in_units_of(width, centre, HERE)


__all__ = [
    "HERE", "Acceptance", "Accepted", "AcceptedGrades", "AcceptedStress", "Amount", "IllFormed",
    "Limit", "amount", "parse_limit", "resolve", "terms_of", "written",
]  # fmt: skip
