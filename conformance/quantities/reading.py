"""Reported results: what a laboratory wrote, read as the set of values it leaves possible.

A reading is text.  It is read exactly or it is unreadable, with the reason and
the words quoted; nothing is guessed.  This is the one parser of readings.  The
kind of requirement that a reading answers decides how it is read: `4-5` is a
range of numbers or a grade, `N` is newton behind a number and not-applicable by
itself.  Every row of the table in "What a verdict means", section 4, is one of
the small classes below.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from conformance.quantities.intervals import Values, interval
from conformance.quantities.number import NUMBER, POWER, NumberTooLong, last_digit, read_number
from conformance.quantities.patterns import pattern
from conformance.quantities.scales import Grade, read_grade
from conformance.quantities.text import fold_width
from conformance.quantities.units import Unit, find_units, nearest_spelling


class Expects(StrEnum):
    """What kind of reading the requirement asks for."""

    NUMBER = "number"
    GRADE = "grade"
    STRESS = "stress"
    INSPECTION = "inspection"


class Said(StrEnum):
    """What the laboratory itself says of a result."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    NOT_TESTED = "not-tested"


class Form(StrEnum):
    """How a number was written; a reading that repeats the limit is told by form and bounds."""

    POINT = "point"
    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="
    RANGE = "range"
    MARKED = "marked"
    PLUS_MINUS = "plus-minus"


class PlusMinus(Struct, frozen=True):
    """The figure behind `±`: in the reading's unit, or a fraction of the value if `relative`.

    `coverage_factor` is None where the text states none: nothing then says that
    the figure is an expanded uncertainty.
    """

    half_width: Fraction
    relative: bool
    coverage_factor: Fraction | None


class Measured(Struct, frozen=True):
    """A number, or a set of numbers, in a unit.

    Attributes:
        text: The reading as written.
        form: How it was written.
        values: The possible values, in the written unit; a half-line written
            with `<` is unbounded below, for zero is a matter of the quantity.
        digits: One unit in the last written place of the low and of the high
            end; None where the text itself states its bounds (half-lines and
            marks), so that no half digit is in doubt.
        units: Every unit that the spelling may mean; empty where none is stated.
        signed: Whether a sign was written.
        plus_minus: The figure behind `±`.
        other: The same result in a second unit.
        said: The laboratory's word in the same cell.
    """

    text: str
    form: Form
    values: Values
    digits: tuple[Fraction, Fraction] | None
    units: tuple[Unit, ...] = ()
    signed: bool = False
    plus_minus: PlusMinus | None = None
    other: "Measured | None" = None
    said: Said | None = None


class NotDetected(Struct, frozen=True):
    """Below a detection or quantification limit; `limit` is None where the text gives none."""

    text: str
    limit: Measured | None
    quantification: bool = False
    said: Said | None = None


class Graded(Struct, frozen=True):
    """A grade on a scale; `operator` is `=`, or one of `< <= > >=` in `>4级`."""

    text: str
    grade: Grade
    operator: str = "="
    said: Said | None = None


class Stressed(Struct, frozen=True):
    """An observation under an applied stress; None where a part is not stated.

    `withstood` is None where the text does not say what was observed.
    """

    text: str
    level: Measured
    duration: Measured | None
    cycles: int | None
    withstood: bool | None
    said: Said | None = None


class Word(Struct, frozen=True):
    """The laboratory's word alone: pass, fail, does not apply, not tested."""

    text: str
    said: Said


class Several(Struct, frozen=True):
    """One reading per specimen, in the order written."""

    text: str
    items: "tuple[Reading, ...]"
    said: Said | None = None


class Unreadable(Struct, frozen=True):
    """A text that settles nothing; `reason` is a reason code, `detail` the part at fault."""

    text: str
    reason: str = "reading-unreadable"
    detail: str = ""


Reading = Measured | NotDetected | Graded | Stressed | Word | Several | Unreadable

_WORDS = {
    Said.PASS: "p pass passed passes 符合 合格 通过 符合要求 合格通过 conform conforms conforming "
    "conformity complies compliant comply",
    Said.FAIL: "f fail failed fails 不符合 不合格 不通过 未通过 不符合要求 nonconforming "
    "non-conforming nonconformity noncompliant non-compliant",
    Said.NOT_APPLICABLE: "n n/a na n.a. n.a 不适用 notapplicable",
    Said.NOT_TESTED: "- -- --- — —— – ― / // \\ nt n.t. n.t 未测 未检 未测试 未检测 未试验 未做 "
    "nottested notmeasured notperformed",
}
_SAID = {word: said for said, words in _WORDS.items() for word in words.split()} | {
    "": Said.NOT_TESTED
}
_OPERATORS = {
    "<": Form.BELOW, ">": Form.ABOVE, "≤": Form.AT_MOST, "<=": Form.AT_MOST, "=<": Form.AT_MOST,
    "≥": Form.AT_LEAST, ">=": Form.AT_LEAST, "=>": Form.AT_LEAST, "≮": Form.AT_LEAST,
    "≯": Form.AT_MOST, "小于等于": Form.AT_MOST, "大于等于": Form.AT_LEAST, "不大于": Form.AT_MOST,
    "不超过": Form.AT_MOST, "不高于": Form.AT_MOST, "不小于": Form.AT_LEAST,
    "不低于": Form.AT_LEAST, "不少于": Form.AT_LEAST, "小于": Form.BELOW,
    "低于": Form.BELOW, "少于": Form.BELOW,
    "大于": Form.ABOVE, "高于": Form.ABOVE, "超过": Form.ABOVE, "less than": Form.BELOW,
    "more than": Form.ABOVE, "greater than": Form.ABOVE, "at most": Form.AT_MOST,
    "at least": Form.AT_LEAST,
}  # fmt: skip
OPERATOR = "|".join(sorted(map(re.escape, _OPERATORS), key=len, reverse=True))

_NUMBER = rf"(?:{POWER}|{NUMBER})"
_QUANTITY = pattern(rf"(?P<number>{_NUMBER})(?P<unit>.*)", re.DOTALL)
_BOUND = pattern(rf"(?P<operator>{OPERATOR})\s*(?P<rest>.+)", re.DOTALL | re.IGNORECASE)
_MARKED = pattern(rf"(?P<number>{NUMBER})\s*\((?P<mark>[+-])\)(?P<unit>.*)", re.DOTALL)
_PLUS_MINUS = pattern(
    rf"(?P<number>{_NUMBER})(?P<unit1>[^±]*?)(?:±|\+/-|\+-)\s*(?P<half>(?![+-]){_NUMBER})(?P<unit>.*)",
    re.DOTALL,
)
_COVERAGE = pattern(r"\s*[(,;]?\s*k\s*=\s*(?P<k>[0-9]+(?:\.[0-9]+)?)\s*\)?\s*$", re.IGNORECASE)
# Dots want spaces around them: `0..1` is a slip for 0.1 as likely as a range.
_RANGE_SIGN = pattern(r"\s*(?:~|…|⋯|至|到|\bto\b)\s*|\s+\.\.\.?\s+", re.IGNORECASE)
_RANGE_DASH = pattern(
    rf"(?P<low>{_NUMBER})(?P<unit1>[^\d–—-]*)\s*[-–—]\s*(?P<high>\d.*)", re.DOTALL
)
_GROUPED_BY_COMMA = r"\d{1,3}(?:,\d{3})+"
_COMMA = pattern(r"\d,\d|(?<!\d),\d")
_NOT_DETECTED = pattern(
    r"(?:n\.?\s?d\.?|not\s+detected|none\s+detected|未检出|未检测出|<\s*(?:lod|mdl|dl|检出限)|bdl"
    r"|below\s+(?:the\s+)?(?:detection\s+limit|lod|mdl)|低于检出限|小于检出限"
    r"|(?P<loq><\s*(?:l?loq|rl|ql|定量限|报告限)|bql|blq|below\s+(?:the\s+)?(?:quantification\s+limit|loq)"
    r"|低于定量限|小于定量限))"
    r"\s*(?:[(\[](?P<inner>(?:[^()\[\]]|\([^()]*\))*)[)\]]|(?P<behind><.+))?",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_LIMIT_NAME = pattern(
    r"(?:(?P<loq>l?loq|ql|rl|定量限|报告限|quantification\s+limit|reporting\s+limit)"
    r"|lod|mdl|dl|检出限|方法检出限|detection\s+limit)\s*[:=为]?\s*",
    re.IGNORECASE,
)
_LABEL = pattern(
    r"\s*[,;、]?\s*(?:\d+#|#\d+|no\.?\s*\d+|[①-⑳]|(?:试样|样品|样件|specimen|sample)\s*\d+)\s*:?\s*",
    re.IGNORECASE,
)
_SEPARATOR = pattern(r"\s*[;、\n]\s*|,\s+")
_DATE = pattern(
    r"(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?|\d{1,2}/(?:\d{1,2}/)?(?:19|20)\d\d"  # 2026/9/1, 1/9/2026
)
# `1/2` may be two results, a half, or one of two
_FRACTION = pattern(r"\d+\s*/\s*\d+(?![\d.])[^/;,、\n]*")
_SLASH = pattern(r"\s*/\s*(?=[\d<>≤≥+.-]|n\.?d\b|未检出)", re.IGNORECASE)
_TRAILING_WORD = pattern(
    r"(?P<rest>.*?)(?:[\s,;/]+|\s*(?=\())\(?(?P<word>[A-Za-z-]+|[不未]?(?:符合|合格|通过)(?:要求)?)\)?",
    re.DOTALL,
)
_ELSEWHERE = pattern(
    r"\(?(?:详?见|参见|参照|see\b|refer\s+to|as\s+per|cf\.)\s*.+", re.IGNORECASE | re.DOTALL
)
_STRESS_PART = pattern(rf"(?P<number>{_NUMBER})\s*(?P<unit>[^\d\s,;/、(×]*(?:/[^\d\s,;、(×]+)?)")
_HARM_ZH = "击穿|闪络|损坏|断裂|破损|破裂|松动|倾翻|翻倒|开裂|裂纹|脱落|失效|永久变形"
_HARM_EN = (
    r"(?:electrical\s+)?break\s*down|flash\s*over|damaged?|broken|breakage|loosen(?:ed|ing)"
    r"|overturn(?:ed|ing)?|cracks?|cracked|fail(?:ed|ure)?"
)
_WITHSTOOD = pattern(
    rf"(?:无|未|没有|不)(?:见|发生|出现|任何|明显|可见|有)*(?:{_HARM_ZH})"
    rf"(?:\s*[、和及或]\s*(?:无|未)?(?:{_HARM_ZH}))*(?:现象)?"
    rf"|\b(?:no|not|without)\s+(?:any\s+|visible\s+)?(?:{_HARM_EN})(?:\s+or\s+(?:{_HARM_EN}))*"
    r"|withst(?:ood|and|ands)",
    re.IGNORECASE,
)
_BROKE = pattern(rf"{_HARM_ZH}|{_HARM_EN}|broke\b", re.IGNORECASE)


class _NotRead(Exception):
    """A text has the shape looked for, and one of its parts cannot be read."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(reason)


@lru_cache(maxsize=16384)
def read_reading(
    text: str,
    expects: Expects = Expects.NUMBER,
    *,
    unit: str | None = None,
    scale: str | None = None,
    decimal_sign: str | None = None,
) -> Reading:
    """Return what `text` reports.

    `unit` is the unit of the document's column, used where the cell states
    none.  `scale` names the scale where a grade is expected.  `decimal_sign` is
    `.` or `,` where the document fixes it; None makes `0,12` ambiguous.  Never
    raises, whatever the text.

    >>> str(read_reading("＜0.01 mg/kg").values)
    '(-∞, 1/100)'
    >>> read_reading("0,12 mA").reason
    'decimal-sign-ambiguous'
    """
    folded = fold_width(text).strip()
    if len(folded) > 2000:
        return Unreadable(text, detail=folded[:40] + "…")
    try:
        reading = _READERS[expects](folded, scale, unit, decimal_sign)
    except _NotRead as problem:
        return Unreadable(text, problem.reason, problem.detail)
    except NumberTooLong as problem:
        return Unreadable(text, detail=str(problem))
    if reading is None:
        return Unreadable(text, detail=folded)
    return replace(reading, text=text)


def _read_inspection(
    folded: str, _scale: str | None, _unit: str | None, _sign: str | None
) -> Reading | None:
    return _word(folded) or _elsewhere(folded)


def _read_grade(
    folded: str, scale: str | None, _unit: str | None, _sign: str | None
) -> Reading | None:
    grade = read_grade(folded, scale)
    word = _word(folded)
    if grade is not None and word is not None:
        raise _NotRead("reading-ambiguous", folded)  # thermal class F, or the laboratory's fail
    if word is not None:
        return word
    if grade is not None:
        return Graded(folded, grade)
    if bound := _BOUND.fullmatch(folded):
        grade = read_grade(bound["rest"].strip(), scale)
        if grade is not None:
            return Graded(folded, grade, _OPERATORS[bound["operator"].lower()].value)
    if (split := _split_word(folded)) is not None:
        inner = _read_grade(split[0], scale, None, None)
        if isinstance(inner, Graded):
            return replace(inner, said=split[1])
    parts = _SEPARATOR.split(folded)
    items = [_read_grade(part, scale, None, None) for part in parts] if len(parts) > 1 else []
    if items and all(isinstance(item, Graded) for item in items):
        return Several(folded, tuple(item for item in items if item is not None))
    return _elsewhere(folded)


def _read_stress(
    folded: str, _scale: str | None, unit: str | None, sign: str | None
) -> Reading | None:
    """Return the observation that `1250V/1min 无击穿` reports."""
    if settled := _word(folded) or _elsewhere(folded):
        return settled
    withstood: bool | None = None
    rest = folded
    if said := _split_word(folded):
        rest = said[0]
    if _WITHSTOOD.search(rest):
        withstood, rest = True, _WITHSTOOD.sub(" ", rest)
    if _BROKE.search(rest):
        withstood, rest = False, _BROKE.sub(" ", rest)
    if withstood is None and said is not None:
        withstood = {Said.PASS: True, Said.FAIL: False}.get(said[1])
    level = duration = None
    cycles: int | None = None
    for number, spelling in _stress_parts(_one_sign(rest, sign)):
        found = find_units(spelling) if spelling else ()
        part = _point(read_number(number), found, f"{number} {spelling}".strip())
        kinds = {each.kind for each in found}
        if "time" in kinds and duration is None:
            duration = part
        elif "cycle count" in kinds and cycles is None and part.values.hull().low is not None:
            cycles = int(part.values.hull().low or 0)
        elif level is None and found:
            level = part
        elif level is None and unit:
            level = _with_column_unit(part, unit)
        else:
            raise _NotRead("reading-unreadable", f"{number} {spelling}".strip())
    if level is None:
        if said is not None and said[1] is Said.FAIL:
            return Word(folded, Said.FAIL)
        if withstood is not None:
            raise _NotRead("conditions-not-stated", folded)
        return None
    return Stressed(folded, level, duration, cycles, withstood, said[1] if said else None)


def _stress_parts(rest: str) -> Iterator[tuple[str, str]]:
    """Yield number and unit of each quantity; anything else but joining signs is unreadable."""
    end = 0
    for part in _STRESS_PART.finditer(rest):
        if re.sub(r"(?i)\bfor\b|持续|历时|施加|at|[\s,;/、:()×x]", "", rest[end : part.start()]):
            raise _NotRead("reading-unreadable", rest)
        end = part.end()
        spelling = part["unit"]
        if spelling and not find_units(spelling):
            head = spelling.split("/")[0]  # `1250V/min…` is no unit: the slash only separates
            if not find_units(head):
                raise _NotRead("reading-unreadable", spelling)
            end -= len(spelling) - len(head)
            spelling = head
        yield part["number"], spelling
    if re.sub(r"[\s,;/、:()。.]", "", rest[end:]):
        raise _NotRead("reading-unreadable", rest)


def _read_number(
    folded: str, _scale: str | None, unit: str | None, sign: str | None
) -> Reading | None:
    if word := _word(folded):
        return word
    if (reading := _one(folded, sign)) is not None:
        return _given_unit(reading, unit)
    if (split := _split_word(folded)) is not None:
        try:
            inner = _read_number(split[0], None, unit, sign)
        except _NotRead:
            if split[1] is Said.FAIL:  # it fails whatever the number is
                return Word(folded, Said.FAIL)
            raise
        if isinstance(inner, Measured | NotDetected):
            return replace(inner, said=split[1])
        if isinstance(inner, Several) and not _words_per_specimen(inner):
            return _saying(inner, split[1])
    return _several(folded, unit, sign) or _screening(folded) or _elsewhere(folded)


def _one(text: str, sign: str | None) -> Measured | NotDetected | None:
    """Return the one result that `text` writes in any of the forms of a number, or None."""
    for form in _FORMS:
        if (reading := form(text, sign)) is not None:
            return reading
    return None


def _word(folded: str) -> Word | None:
    said = _SAID.get(re.sub(r"\s+|[。!]$", "", folded).lower())
    return None if said is None else Word(folded, said)


def _split_word(folded: str) -> tuple[str, Said] | None:
    """Return the result and the laboratory's pass or fail that stands behind it in the cell."""
    match = _TRAILING_WORD.fullmatch(folded)
    said = match and _SAID.get(match["word"].lower())
    if not match or said not in (Said.PASS, Said.FAIL) or not match["rest"].strip():
        return None
    return match["rest"].strip(), said


# Below and over the limit of the screening range, and between the two: IEC 62321-3-1.
_SCREENING = pattern(r"(?:BL|OL|IN|X|IN\s*\(\s*X\s*\)|INC(?:ONCLUSIVE)?)", re.IGNORECASE)


def _screening(folded: str) -> Unreadable | None:
    """Return that a word of X-ray fluorescence screening stands where a number is expected."""
    if _SCREENING.fullmatch(folded):
        return Unreadable(folded, "reading-is-screening", folded)
    return None


def _elsewhere(folded: str) -> Unreadable | None:
    if _ELSEWHERE.fullmatch(folded):
        return Unreadable(folded, "reading-refers-elsewhere", folded)
    return None


def _one_sign(text: str, sign: str | None) -> str:
    """Return `text` with `.` as its only decimal sign and no group separators.

    A comma that could be either is refused; `1,234.5` and `1,234,567` can only
    be grouped.
    """
    if sign == ",":
        if re.search(r"\d\.\d", text) and not re.search(r"\d{1,3}(?:\.\d{3})+(?:,|\D|$)", text):
            raise _NotRead("decimal-sign-ambiguous", text)
        # a comma behind anything but a figure joins: `1,5 kV,60 s`
        return re.sub(r"(?<=\d),(?=\d)|(?<![^+-]),(?=\d)", ".", text.replace(".", ""))
    if not _COMMA.search(text):
        return text
    certain = (
        rf"(?<![\d,.]){_GROUPED_BY_COMMA}(?:\.\d+)?(?![\d,.])"
        if sign == "."
        else (rf"(?<![\d,.])(?:{_GROUPED_BY_COMMA}\.\d+|\d{{1,3}}(?:,\d{{3}}){{2,}})(?![\d,.])")
    )
    grouped = re.sub(certain, lambda found: found[0].replace(",", ""), text)
    if _COMMA.search(grouped):
        raise _NotRead("decimal-sign-ambiguous", text)
    return grouped


def _units(spelling: str) -> tuple[Unit, ...]:
    """Return what a spelling behind a number may mean; empty for none; raises for an unknown."""
    stripped = spelling.strip()
    if not stripped:
        return ()
    found = find_units(stripped)
    if not found:
        raise _NotRead("unknown-unit", stripped)
    return found


def _point(
    number: Decimal, units: tuple[Unit, ...], text: str, *, signed: bool = False
) -> Measured:
    values = Values.point(Fraction(number))
    digit = last_digit(number)
    return Measured(text, Form.POINT, values, (digit, digit), units, signed)


def _read_point(text: str, sign: str | None) -> Measured | None:
    match = _QUANTITY.fullmatch(_one_sign(text, sign)) if _looks_numeric(text) else None
    if match is None or not _unit_or_nothing(match["unit"]):
        return None
    number = read_number(match["number"])
    return _point(number, _units(match["unit"]), text, signed=match["number"][0] in "+-")


def _looks_numeric(text: str) -> bool:
    """Return whether one comma-free-or-grouped number could begin here, so commas matter."""
    return bool(re.match(r"[+-]?[.,]?\d", text)) and not re.search(r",\s", text)


def _unit_or_nothing(spelling: str) -> bool:
    """Return whether the text behind a number is a unit and not more of the reading.

    A word that is no known unit counts as one here, so that it can be named in
    the problem; digits, operators and Chinese sentences do not.
    """
    stripped = spelling.strip()
    if re.search(r"(?:^|\s)\d+$", stripped):
        return False  # `5 mm 3` is no volume, and `2 1` is not two ones
    if not stripped or find_units(stripped):
        return True
    return bool(re.fullmatch(r"[A-Za-zµΩ°℃℉%‰]{1,12}(?:[/·][A-Za-z0-9²³µ^]{1,8})*", stripped)) and (
        stripped.lower() not in _SAID and nearest_spelling(stripped) is not None
    )


def _read_two_units(text: str, sign: str | None) -> Measured | None:
    match = re.fullmatch(r"(?P<first>[^()]+)\((?P<second>[^()]+)\)", text)
    if match is None:
        return None
    first = _read_point(match["first"].strip(), sign)
    second = _read_point(match["second"].strip(), sign)
    if first is None or second is None or not (first.units and second.units):
        return None
    pairs = [(a, b) for a in first.units for b in second.units if a.kind == b.kind]
    if not pairs:
        raise _NotRead("reading-unreadable", text)
    for a, b in pairs:
        one, two = (
            m.values.mapped(u.factor, u.offset).hull().low or Fraction(0)
            for m, u in ((first, a), (second, b))
        )
        digits = [m.digits[0] * u.factor for m, u in ((first, a), (second, b)) if m.digits]
        if abs(one - two) > max(digits):
            raise _NotRead("values-disagree", text)
    return replace(first, text=text, other=second)


def _read_bound(text: str, sign: str | None) -> Measured | None:
    match = _BOUND.fullmatch(text)
    if match is None:
        return None
    point = _read_point(match["rest"].strip(), sign)
    if point is None:
        return None
    form = _OPERATORS[match["operator"].lower()]
    bound = point.values.hull().low
    below = form in (Form.BELOW, Form.AT_MOST)
    piece = (
        interval(None, bound, high_closed=form is Form.AT_MOST)
        if below
        else interval(bound, None, low_closed=form is Form.AT_LEAST)
    )
    return replace(point, text=text, form=form, values=Values.of([piece]), digits=None)


def _read_marked(text: str, sign: str | None) -> Measured | None:
    """Return the half digit that a GB/T 8170-2008, 3.3.2, mark leaves of the written number."""
    match = _MARKED.fullmatch(_one_sign(text, sign)) if _looks_numeric(text) else None
    if match is None or not _unit_or_nothing(match["unit"]):
        return None
    number = read_number(match["number"])
    value, half = Fraction(number), last_digit(number) / 2
    # the mark tells of the absolute value: 16.50(+) is more than 16.50, -1.5(+) less than -1.5
    up = (match["mark"] == "+") == (not number.is_signed())
    piece = (
        interval(value, value + half, low_closed=False)
        if up
        else interval(value - half, value, high_closed=False)
    )
    units = _units(match["unit"])
    signed = match["number"][0] in "+-"
    return Measured(text, Form.MARKED, Values.of([piece]), None, units, signed)


def _read_plus_minus(text: str, sign: str | None) -> Measured | None:
    if not re.search(r"±|\+/-|\+-", text):
        return None
    body = _one_sign(text, sign)
    factor = _COVERAGE.search(body)
    if factor:
        body = body[: factor.start()]
    outer = re.fullmatch(r"\(([^()]+)\)(?P<unit>.*)", body.strip())
    match = _PLUS_MINUS.fullmatch(outer[1].strip() + outer["unit"] if outer else body.strip())
    if match is None or not (_unit_or_nothing(match["unit1"]) and _unit_or_nothing(match["unit"])):
        return None
    number, half = read_number(match["number"]), Fraction(read_number(match["half"]))
    first, last = _units(match["unit1"]), _units(match["unit"])
    relative = bool(first) and not _same_kind(first, last) and match["unit"].strip() == "%"
    if first and last and not relative and {u.symbol for u in first} != {u.symbol for u in last}:
        raise _NotRead("reading-unreadable", text)
    width = PlusMinus(half / 100 if relative else half, relative, _k(factor))
    point = _point(number, first or last, text, signed=match["number"][0] in "+-")
    return replace(point, form=Form.PLUS_MINUS, plus_minus=width)


def _k(match: re.Match[str] | None) -> Fraction | None:
    return Fraction(match["k"]) if match else None


def _same_kind(one: tuple[Unit, ...], other: tuple[Unit, ...]) -> bool:
    return not other or bool({u.kind for u in one} & {u.kind for u in other})


def _read_range(text: str, sign: str | None) -> Measured | None:
    """Return all values from … to …; a dash joins only unsigned ascending numbers."""
    outer = re.fullmatch(r"\((?P<inner>[^()]+)\)\s*(?P<unit>.*)", text)
    body, behind = (outer["inner"].strip(), outer["unit"]) if outer else (text, "")
    ends = _RANGE_SIGN.split(body)
    if len(ends) != 2:
        dash = _RANGE_DASH.fullmatch(body)
        if dash is None or dash["low"][0] in "+-":
            return None
        ends = [dash["low"] + dash["unit1"], dash["high"]]
    low, high = (_read_point(end.strip(), sign) for end in ends)
    if low is None or high is None:
        return None
    units = high.units or _units(behind)
    if low.units and {u.symbol for u in low.units} != {u.symbol for u in units}:
        raise _NotRead("reading-unreadable", text)
    start, end = low.values.hull().low, high.values.hull().low
    if start is None or end is None or start > end or not low.digits or not high.digits:
        raise _NotRead("reading-unreadable", text)
    digits = (low.digits[0], high.digits[0])
    return Measured(text, Form.RANGE, Values.between(start, end), digits, units, low.signed)


def _read_not_detected(text: str, sign: str | None) -> NotDetected | None:
    match = _NOT_DETECTED.fullmatch(text)
    if match is None:
        return None
    quantification = bool(match["loq"])
    inside = (match["inner"] or match["behind"] or "").strip()
    if not inside:
        return NotDetected(text, None, quantification)
    named = _LIMIT_NAME.match(inside)
    if named:
        quantification = quantification or bool(named["loq"])
        inside = inside[named.end() :]
    inside = re.sub(r"^(?:<|≤|<=)\s*", "", inside)
    limit = _read_point(inside.strip(), sign)
    if limit is None:
        raise _NotRead("reading-unreadable", inside)
    return NotDetected(text, limit, quantification)


_FORMS: tuple[Callable[[str, str | None], Measured | NotDetected | None], ...] = (
    _read_not_detected,
    _read_plus_minus,
    _read_marked,
    _read_range,
    _read_bound,
    _read_two_units,
    _read_point,
)


def _several(folded: str, unit: str | None, sign: str | None) -> Several | None:
    """Return one reading per specimen for a labelled, separated or slash list."""
    labelled = _LABEL.split(folded)
    if len(labelled) > 2 and not labelled[0].strip():
        parts = labelled[1:]
    elif len(parts := _SEPARATOR.split(folded)) < 2:
        parts = _SLASH.split(folded)
    if len(parts) < 2:
        return None
    items = [_item(part.strip(), sign) for part in parts]
    if any(item is None for item in items):
        return None
    read = [item for item in items if item is not None]
    if len(parts) == len(_SLASH.split(folded)) and not _one_form(parts):
        raise _NotRead("list-of-mixed-forms", folded)
    if _FRACTION.fullmatch(folded):
        raise _NotRead("reading-ambiguous", folded)
    return Several(folded, tuple(_last_unit_for_all(read, unit)))


def _saying(found: Several, said: Said) -> Several:
    """Return the list with the word behind it said of every result: an F must not be lost."""
    items = tuple(
        replace(item, said=said) if isinstance(item, Measured | NotDetected) else item
        for item in found.items
    )
    return replace(found, items=items, said=said)


def _words_per_specimen(found: Several) -> bool:
    """Return whether specimens have words of their own; the last word is then of the last."""
    judged = (Said.PASS, Said.FAIL)
    return any(not isinstance(item, Unreadable) and item.said in judged for item in found.items)


def _item(part: str, sign: str | None) -> Reading | None:
    word = _word(part)
    if word is not None:
        return word if word.said in (Said.NOT_TESTED, Said.PASS, Said.FAIL) else None
    reading = _one(part, sign)
    if reading is None and (split := _split_word(part)) is not None:
        inner = _one(split[0], sign)
        return None if inner is None else replace(inner, said=split[1])
    return reading


def _one_form(parts: list[str]) -> bool:
    """Return whether all elements of a slash list are written alike, so that it is no date."""
    if _DATE.fullmatch("/".join(map(str.strip, parts))):
        return False
    shapes = set()
    for part in parts:
        number = re.search(r"\d+(?:\.(\d+))?", part)
        if number is None:
            shapes.add("word")
            continue
        if re.match(r"0\d", number[0]):
            return False
        shapes.add(str(len(number[1] or "")))
    return len(shapes - {"word"}) <= 1


def _last_unit_for_all(items: list[Reading], unit: str | None) -> Iterator[Reading]:
    """Yield the items; where only the last states a unit, it holds for all."""
    stated = [item.units for item in items if isinstance(item, Measured) and item.units]
    last = items[-1]
    shared = last.units if isinstance(last, Measured) and len(stated) == 1 else ()
    for item in items:
        if isinstance(item, Measured) and not item.units and shared:
            yield replace(item, units=shared)
        elif isinstance(item, Measured | NotDetected):
            yield _given_unit(item, unit)
        else:
            yield item


def _with_column_unit(reading: Measured, unit: str) -> Measured:
    found = find_units(fold_width(unit).strip())
    if not found:
        raise _NotRead("unknown-unit", unit)
    return replace(reading, units=found)


def _given_unit(reading: Measured | NotDetected, unit: str | None) -> Measured | NotDetected:
    """Return `reading` in the unit of the document's column where its own cell states none."""
    if not unit:
        return reading
    if isinstance(reading, NotDetected):
        if reading.limit is None or reading.limit.units:
            return reading
        return replace(reading, limit=_with_column_unit(reading.limit, unit))
    return reading if reading.units else _with_column_unit(reading, unit)


_READERS = {
    Expects.NUMBER: _read_number,
    Expects.GRADE: _read_grade,
    Expects.STRESS: _read_stress,
    Expects.INSPECTION: _read_inspection,
}
