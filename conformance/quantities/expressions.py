"""Terms of limits and conditions: quantities, named attributes, `+ - * /`, `max` and `min`.

The only expression language there is.  It knows declared attributes and no
other names, computes exactly, and checks kinds of quantity as it goes; it has
no functions but `max` and `min`, no way out to Python, and no state.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from conformance.diagnostics import Diagnostic, IllFormed, Span, Text
from conformance.quantities.number import (
    NUMBER_OF_A_LIMIT,
    NumberTooLong,
    exact_text,
    last_digit,
    read_number,
)
from conformance.quantities.patterns import pattern
from conformance.quantities.text import fold_width
from conformance.quantities.units import KINDS, Unit, find_units, nearest_spelling, ratio_unit


class Amount(Struct, frozen=True):
    """A number in a unit, or in a unit per unit, computed exactly.

    Attributes:
        value: The number in `units`.
        units: Every unit that the spelling may mean; empty for a bare number.
        per: The unit below the line of `mA/kW`; empty otherwise.
        digit: One unit in the last place, written or, for a computed value, its
            own; None where the value has no last place.
    """

    value: Fraction
    units: tuple[Unit, ...] = ()
    per: tuple[Unit, ...] = ()
    digit: Fraction | None = None

    def __str__(self) -> str:
        """Return the number with its written digits and its unit: `0.50 mA`."""
        number = written(self.value, self.digit)
        unit = self.units[0].symbol if self.units else ""
        below = f"/{self.per[0].symbol}" if self.per else ""
        return f"{number} {unit}{below}".strip()


def written(value: Fraction, digit: Fraction | None) -> str:
    """Return `value` with as many places as its last written digit asks for."""
    text = exact_text(value)
    if digit is None or digit >= 1 or text.startswith("≈"):
        return text
    places = len(exact_text(digit).partition(".")[2])
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.ljust(places, '0')}"


class Literal(Struct, frozen=True):
    """A quantity as written."""

    amount: Amount
    span: Span


class Attribute(Struct, frozen=True):
    """A named declared attribute."""

    name: str
    span: Span


class Operation(Struct, frozen=True):
    """`+ - * /` of two terms, or `max min` of any number."""

    operator: str
    terms: "tuple[Term, ...]"
    span: Span


Term = Literal | Attribute | Operation


class Unknown(Struct, frozen=True):
    """A value that is not known, because the named attributes are not declared."""

    attributes: frozenset[str]


class Token(Struct, frozen=True):
    """A word, number with unit, or sign of a limit or condition."""

    kind: str
    text: str
    span: Span
    amount: Amount | None = None


_TOKEN = pattern(
    r"(?P<date>(?<![\w.])\d{4}-\d\d-\d\d(?![\w.-]))"
    rf"|(?P<space>\s+)|(?P<range>\.\.\.?|~|…)"
    rf"|(?P<number>(?<![A-Za-z0-9_.]){NUMBER_OF_A_LIMIT.replace('[+-]?', '', 1)})"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:[-.][A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<excluding>\(\s*(?:excl(?:uding|usive|\.)?|不含)\s*:?)"
    r"|(?P<sign><=|>=|=<|=>|!=|==|≤|≥|≮|≯|[<>=±+*/×·(),:;\[\]-])"
    r"|(?P<quoted>\"[^\"]*\"|'[^']*')"
)
_CHOICE = pattern(r"\s*(?:(?P<sign>[,()])|(?P<quoted>\"[^\"]*\"|'[^']*')|(?P<word>[^\s,()\"']+))")
# `5 mm 3` may be a volume, or a length with a figure left behind by an edit
_GAP_BEFORE_DIGITS = pattern(r"\s\d+$")
_UNIT_END = pattern(r"\.\.|[<>≤≥=±+*,;~…\"]|\b(?:and|or|for|or all)\b|$")
_SYNONYMS = {
    "<=": "≤", "=<": "≤", "≯": "≤", ">=": "≥", "=>": "≥", "≮": "≥", "×": "*", "·": "*", "==": "=",
    "~": "..", "...": "..", "…": "..",
    "不大于": "≤", "不超过": "≤", "不高于": "≤", "至多": "≤", "小于等于": "≤", "小于或等于": "≤",
    "不小于": "≥", "不低于": "≥", "不少于": "≥", "至少": "≥", "大于等于": "≥", "大于或等于": "≥",
    "小于": "<", "低于": "<", "少于": "<", "大于": ">", "高于": ">", "超过": ">", "多于": ">",
    "且": "and", "并且": "and", "或": "or", "或者": "or", "至": "..", "到": "..", "to": "..",
}  # fmt: skip
_ZH_WORD = pattern(
    "|".join(sorted((word for word in _SYNONYMS if ord(word[0]) > 0x2E7F), key=len, reverse=True))
)


def problem(
    code: str, span: Span, zh: str, en: str, help_zh: str = "", help_en: str = ""
) -> IllFormed:
    """Return the one problem of an expression, to be raised."""
    return IllFormed([Diagnostic(code, Text(zh, en), span, Text(help_zh, help_en))])


def tokens(text: str, span: Span) -> list[Token]:
    """Return the tokens of `text`, which stands at `span`; raises `IllFormed`.

    Behind `is` and `in` stand choices (`protection_class in 0, 0I, III`), which
    are words even where they look like numbers.
    """
    folded = fold_width(text)
    found: list[Token] = []
    at, choosing = 0, False
    while at < len(folded):
        place = Span(span.file, span.line, span.column + at, 1, span.pointer)
        if choosing and (choice := _CHOICE.match(folded, at)) is not None:
            at = choice.end()
            word = choice["sign"] or choice["quoted"] or choice["word"]
            kind = "sign" if choice["sign"] or word == "not" else "choice"
            found.append(Token(kind, word.strip("\"'"), place))
            choosing = bool(choice["sign"]) or word == "not" or folded[at : at + 1] == ","
            continue
        choosing = False
        if word_zh := _ZH_WORD.match(folded, at):
            found.append(Token("sign", _SYNONYMS[word_zh[0]], place))
            at = word_zh.end()
            continue
        match = _TOKEN.match(folded, at)
        if match is None:
            raise problem(
                "unexpected-character", place,
                f"此处不应出现字符 {folded[at]!r}",
                f"the character {folded[at]!r} means nothing here",
            )  # fmt: skip
        at = match.end()
        if match["space"]:
            continue
        if match["number"]:
            token, at = _number_with_unit(folded, match["number"], match.start(), at, place)
            found.append(token)
            continue
        if match["date"]:
            found.append(Token("date", match[0], place))
            continue
        if match["excluding"]:
            found.append(Token("sign", "(excl.", place))
            continue
        kind = "name" if match["name"] else "quoted" if match["quoted"] else "sign"
        piece = _SYNONYMS.get(match[0], match[0])
        found.append(Token("sign" if match[0] in _SYNONYMS else kind, piece, place))
        choosing = kind == "name" and piece in ("is", "in")
    end = Span(span.file, span.line, span.column + len(folded), 1, span.pointer)
    return [*found, Token("end", "", end)]


def _number_with_unit(
    text: str, number: str, start: int, at: int, place: Span
) -> tuple[Token, int]:
    try:
        value = read_number(number)
    except NumberTooLong:
        raise problem(
            "number-too-long", place, f"数字过长: {number!r}",
            f"{number!r} has more than 40 digits or an exponent beyond ±30",
        ) from None  # fmt: skip
    if text[at : at + 1] == "," and text[at + 1 : at + 2].isdigit():
        raise problem(
            "decimal-sign-ambiguous", place, f"{number},… 中的逗号可能是小数点,也可能是千位分隔",
            f"the comma after {number} may be a decimal sign or a group separator",
            "小数点写作 '.',千位不分隔", "write '.' as the decimal sign and no group separator",
        )  # fmt: skip
    units, per, end = _unit_behind(text, at, place)
    amount = Amount(Fraction(value), units, per, last_digit(Decimal(value)))
    return Token("number", text[start:end].strip(), place, amount), end


def _unit_behind(text: str, at: int, place: Span) -> tuple[tuple[Unit, ...], tuple[Unit, ...], int]:
    """Return the longest unit that follows the number that ended at `at`, and where it ends."""
    start = at + len(text[at:]) - len(text[at:].lstrip())
    stop = _UNIT_END.search(text, start)
    run = text[start : stop.start() if stop else len(text)][:32].rstrip()
    for length in range(len(run), 0, -1):
        spelling, behind = run[:length], run[length : length + 1]
        inside_word = behind.isalnum() and spelling[-1].isalnum()
        if spelling[-1].isspace() or (inside_word and not _ZH_WORD.match(run, length)):
            continue
        if _GAP_BEFORE_DIGITS.search(spelling):
            continue
        if found := find_units(spelling):
            return found, (), start + length
        if pairs := ratio_unit(spelling):
            above, below = zip(*pairs, strict=True)
            return tuple(dict.fromkeys(above)), tuple(dict.fromkeys(below)), start + length
    word = re.match(r"[^\W\d_]+\d?|[%°‰℃℉]", run)
    if word and word[0] not in _SYNONYMS and not _ZH_WORD.match(word[0]):
        near = nearest_spelling(word[0])
        raise problem(
            "unknown-unit", Span(place.file, place.line, place.column + start - at, len(word[0])),
            f"没有名为 {word[0]!r} 的单位", f"no unit is named {word[0]!r}",
            f"是否为 {near!r}?" if near else "见 docs/units.md",
            f"did you mean {near!r}?" if near else "docs/units.md lists the units",
        )  # fmt: skip
    return (), (), at


_MOST_TOKENS = 400
_DEEPEST = 40


class Parser:
    """A row of tokens, read once from left to right."""

    def __init__(self, text: str, span: Span) -> None:
        """Split `text`, which stands at `span`, into tokens; raises `IllFormed`."""
        self.tokens = tokens(text, span)
        self.at = 0
        self._depth = 0
        if len(self.tokens) > _MOST_TOKENS:
            raise problem(
                "expression-too-long", self.tokens[_MOST_TOKENS].span,
                f"超过 {_MOST_TOKENS} 个词", f"this is longer than {_MOST_TOKENS} words and signs",
                "请用属性或分项要求拆开", "split it into several requirements",
            )  # fmt: skip

    @property
    def here(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.at]

    def take(self, *texts: str) -> Token | None:
        """Return the next token and step past it if it is one of `texts`."""
        token = self.here
        if token.kind in ("sign", "name") and token.text in texts:
            self.at += 1
            return token
        return None

    def expect(self, text: str) -> Token:
        """Return the next token, which must be `text`; raises `IllFormed`."""
        if token := self.take(text):
            return token
        raise self.unexpected(f"'{text}'", f"'{text}'")

    def unexpected(self, zh: str, en: str, help_zh: str = "", help_en: str = "") -> IllFormed:
        """Return the problem that something else than `en` stands here."""
        token = self.here
        got_zh = f"{token.text!r}" if token.text else "结尾"
        got_en = f"{token.text!r}" if token.text else "the end"
        return problem(
            "syntax", token.span, f"此处应为{zh},而不是 {got_zh}",
            f"expected {en} here, not {got_en}", help_zh, help_en,
        )  # fmt: skip

    def next(self) -> Token:
        """Return the next token and step past it."""
        token = self.here
        self.at += token.kind != "end"
        return token

    def end(self) -> None:
        """Raise `IllFormed` unless everything was read."""
        if self.here.kind != "end":
            raise self.unexpected("结尾", "the end")

    def term(self) -> Term:
        """Return a sum of products."""
        left = self._product()
        while sign := self.take("+", "-"):
            left = Operation(sign.text, (left, self._product()), sign.span)
        return left

    def _product(self) -> Term:
        left = self._factor()
        while sign := self.take("*", "/"):
            left = Operation(sign.text, (left, self._factor()), sign.span)
        return left

    def _factor(self) -> Term:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise problem(
                "expression-too-deep", self.here.span,
                f"括号或正负号嵌套超过 {_DEEPEST} 层",
                f"brackets and signs are nested more than {_DEEPEST} deep",
            )  # fmt: skip
        factor = self._innermost()
        self._depth -= 1
        return factor

    def _innermost(self) -> Term:
        token = self.here
        if sign := self.take("-", "+"):
            inner = self._factor()
            if sign.text == "+":
                return inner
            if isinstance(inner, Literal):
                amount = inner.amount
                negative = Amount(-amount.value, amount.units, amount.per, amount.digit)
                return Literal(negative, sign.span)
            zero = Literal(Amount(Fraction(0)), sign.span)
            return Operation("-", (zero, inner), sign.span)
        if self.take("("):
            inner = self.term()
            self.expect(")")
            return inner
        if token.kind == "number" and token.amount is not None:
            self.at += 1
            return Literal(token.amount, token.span)
        if token.kind == "name" and token.text in ("max", "min"):
            self.at += 1
            self.expect("(")
            terms = [self.term()]
            while self.take(","):
                terms.append(self.term())
            self.expect(")")
            return Operation(token.text, tuple(terms), token.span)
        if token.kind == "name" and token.text not in ("and", "or", "not", "in", "is", "for"):
            self.at += 1
            return Attribute(token.text, token.span)
        around = self.here.text == "/" and self.tokens[self.at - 1].text == "+"
        help_ = ("公差写作 '10.0 ± 0.1 mm'", "write a tolerance as '10.0 ± 0.1 mm'")
        raise self.unexpected(
            "数值或属性名", "a number or the name of an attribute", *(help_ if around else ())
        )


def attributes_of(term: Term) -> frozenset[str]:
    """Return the names that `term` uses."""
    match term:
        case Literal():
            return frozenset()
        case Attribute(name=name):
            return frozenset({name})
        case Operation(terms=terms):
            return frozenset().union(*map(attributes_of, terms))


def evaluate(term: Term, known: Mapping[str, Amount]) -> Amount | Unknown:
    """Return what `term` comes to under the `known` attributes.

    Raises `IllFormed` where kinds of quantity do not fit together.
    """
    match term:
        case Literal(amount=amount):
            return amount
        case Attribute(name=name):
            return known.get(name, Unknown(frozenset({name})))
        case Operation(operator=operator, terms=terms, span=span):
            amounts = [evaluate(each, known) for each in terms]
            missing = [each.attributes for each in amounts if isinstance(each, Unknown)]
            if missing:
                return Unknown(frozenset().union(*missing))
            found = [each for each in amounts if isinstance(each, Amount)]
            return _apply(operator, found, span)


def _apply(operator: str, amounts: Sequence[Amount], span: Span) -> Amount:
    if operator in ("max", "min"):
        first = amounts[0]
        same = [in_units_of(each, first, span) for each in amounts]
        choose: Callable[..., Amount] = max if operator == "max" else min
        return choose(same, key=lambda each: each.value)
    left, right = amounts
    if operator in "+-":
        # the zero that a sign before a term stands on takes the term's unit
        left = Amount(left.value, right.units) if not left.units and not left.value else left
        right = in_units_of(right, left, span)
        value = left.value + right.value if operator == "+" else left.value - right.value
        return Amount(value, left.units, digit=own_digit(value))
    return _scaled(operator, left, right, span)


def _scaled(operator: str, left: Amount, right: Amount, span: Span) -> Amount:
    """Return the product or quotient, where the kinds cancel or one side is a bare number."""
    if operator == "*":
        for one, two in ((left, right), (right, left)):
            if not two.units:
                value = one.value * two.value
                return Amount(value, one.units, one.per, own_digit(value))
            if one.per and (factor := factor_between(two.units, one.per)) is not None:
                value = one.value * two.value * factor
                return Amount(value, one.units, digit=own_digit(value))
    elif right.value and not right.units:
        value = left.value / right.value
        return Amount(value, left.units, left.per, own_digit(value))
    elif right.value and (factor := factor_between(right.units, left.units)) is not None:
        value = left.value / (right.value * factor)
        return Amount(value, digit=own_digit(value))
    raise _mismatch(left, right, span)


def own_digit(value: Fraction) -> Fraction | None:
    """Return one unit in the last place of a computed value; None where it never ends."""
    return _digit_of_parts(value.denominator)


@lru_cache(maxsize=1024)
def _digit_of_parts(count: int) -> Fraction | None:
    """Return the decimal digit in which a whole cut into `count` parts is written."""
    text = exact_text(Fraction(1, count))
    if text.startswith("≈"):
        return None
    return Fraction(1, 10 ** len(text.partition(".")[2]))


def factor_between(given: Sequence[Unit], wanted: Sequence[Unit]) -> Fraction | None:
    """Return how many `wanted` one `given` is, without offsets; None where no kind is shared."""
    for one in given:
        for two in wanted:
            if one.kind == two.kind:
                return one.factor / two.factor
    return None


def conversion(given: Sequence[Unit], wanted: Sequence[Unit]) -> tuple[Fraction, Fraction] | None:
    """Return factor and offset that turn a number in `given` into one in `wanted`.

    None where no kind is shared.  Several shared kinds (`%`) have one scale.
    """
    for one in given:
        for two in wanted:
            if one.kind == two.kind:
                return one.factor / two.factor, (one.offset - two.offset) / two.factor
    return None


def in_units_of(amount: Amount, wanted: Amount, span: Span) -> Amount:
    """Return `amount` in the unit of `wanted`; raises `IllFormed` where kinds differ."""
    if not amount.units and not wanted.units:
        return amount
    if not amount.units and not amount.value:
        return Amount(Fraction(0), wanted.units, digit=amount.digit)
    change = conversion(amount.units, wanted.units)
    if change is None or amount.per or wanted.per:
        raise _mismatch(wanted, amount, span)
    factor, offset = change
    digit = None if amount.digit is None else amount.digit * factor
    shared = {unit.kind for unit in amount.units}
    units = tuple(unit for unit in wanted.units if unit.kind in shared)
    return Amount(amount.value * factor + offset, units, digit=digit)


def kind_words(units: Sequence[Unit]) -> tuple[str, str]:
    """Return the quantity kind of `units` in Chinese and in English."""
    if not units:
        return "无量纲数", "a bare number"
    kind = KINDS[units[0].kind]
    return kind.zh, kind.name


def _mismatch(left: Amount, right: Amount, span: Span) -> IllFormed:
    (left_zh, left_en), (right_zh, right_en) = kind_words(left.units), kind_words(right.units)
    return problem(
        "dimension-mismatch", span,
        f"{left} 是{left_zh},而 {right} 是{right_zh}",
        f"{left} is {left_en}, but {right} is {right_en}",
    )  # fmt: skip
