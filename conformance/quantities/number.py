"""Exact numbers with their written digits, and rounding after GB/T 8170-2008.

A number is a `Decimal`, whose exponent is the place of the last digit that was
written: `0.10` keeps its zero, and `14×100` (1400 to the nearest hundred) is
`Decimal("14E+2")`.  Arithmetic on values is done in `Fraction`, which never
rounds; only `round_to` rounds, and only where a rule says so.
"""

from decimal import Context, Decimal
from fractions import Fraction

from conformance.quantities.patterns import pattern

MOST_DIGITS = 40
LARGEST_EXPONENT = 30

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
# `\d` would also be the digits of other scripts, which no laboratory mixes with these.
GROUPED = r"[0-9]{1,3}(?:\u202f[0-9]{3})+"
_MANTISSA = rf"[+-]?(?:(?:{GROUPED}|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)"
_TO_THE = r"(?:\^\(?[+-]?[0-9]+\)?|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
POWER = rf"10{_TO_THE}"
"""A bare power of ten, as in `10⁵ CFU/g`; `105` is not one."""
NUMBER = rf"{_MANTISSA}(?:[eE][+-]?[0-9]+|\s*[×xX*·]\s*{POWER})?"
"""A number in half width; behind it may stand an exponent or a power of ten."""
NUMBER_OF_A_LIMIT = (
    rf"{_MANTISSA}(?:[eE][+-]?[0-9]+|\s*[×xX*·]\s*(?:{POWER}|10+(?![\d.^⁰-⁹⁻⁺¹²³])))?"
)
"""As `NUMBER`; `14×100` also stands for 1400 to the hundred (GB/T 8170-2008, 4.3.3, table 2).

In a report `14×100` is as likely a width and a height, so no reading is written so.
"""

_PARTS = pattern(
    r"(?P<mantissa>[+-]?[\d.\u202f]+)"
    r"(?:[eE](?P<e>[+-]?\d+)"
    r"|\s*[×xX*·]\s*10(?:\^\(?(?P<caret>[+-]?\d+)\)?|(?P<super>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<zeros>0*)))?"
)
_BARE_POWER = pattern(POWER)
_EXACT = Context(prec=400)


class NumberTooLong(ValueError):
    """Raised for more than 40 digits or an exponent beyond ±30: no laboratory writes those."""


def read_number(text: str) -> Decimal:
    """Return the number that `text`, which matches `NUMBER` or `POWER`, writes.

    >>> read_number("1.2×10³"), read_number("14x100").as_tuple().exponent, read_number("10⁵")
    (Decimal('1.2E+3'), 2, Decimal('1E+5'))

    Raises `NumberTooLong`.
    """
    if _BARE_POWER.fullmatch(text):
        text = "1×" + text
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise ValueError(text)
    mantissa = parts["mantissa"].replace("\u202f", "")
    exponent = parts["e"] or parts["caret"]
    if parts["super"]:
        exponent = parts["super"].translate(_SUPERSCRIPTS)
    elif parts["zeros"] is not None:
        exponent = str(len(parts["zeros"]) + 1)
    too_wide = exponent is not None and abs(int(exponent[:8])) > LARGEST_EXPONENT
    if too_wide or sum(map(str.isdigit, mantissa)) > MOST_DIGITS:
        raise NumberTooLong(text)
    return _EXACT.create_decimal(f"{mantissa}E{exponent}" if exponent else mantissa)


def last_digit(number: Decimal) -> Fraction:
    """Return the value of one unit in the last written place: 0.01 for `1.20`, 1 for `35`.

    This is the rounding interval (修约间隔) that GB/T 8170-2008, 4.3.3, takes
    from a limit as written.
    """
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise TypeError(number)  # no reader yields NaN or infinity
    return Fraction(10) ** exponent


def round_to(value: Fraction, interval: Fraction) -> Fraction:
    """Return the multiple of `interval` nearest to `value`; a tie goes to the even multiple.

    GB/T 8170-2008, 3.2: the absolute value is rounded and the sign restored,
    which for even multiples is the same as rounding the value itself.  Rounding
    is done once, from the unrounded value (3.3).

    >>> round_to(Fraction("0.25"), Fraction("0.1"))
    Fraction(1, 5)
    >>> round_to(Fraction("-60.75"), Fraction("0.5"))
    Fraction(-61, 1)
    """
    return round(value / interval) * interval


def exact_text(value: Fraction) -> str:
    """Return `value` in decimal digits, exactly; `≈` and 12 digits where it has no end.

    >>> exact_text(Fraction(-17, 100)), exact_text(Fraction(1, 3))
    ('-0.17', '≈0.333333333333')
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        quotient = Context(prec=12).divide(Decimal(value.numerator), Decimal(value.denominator))
        return f"≈{quotient:f}"
    places = max(twos, fives)
    digits = value.numerator * 10**places // value.denominator
    return f"{Decimal(digits).scaleb(-places, _EXACT):f}"
