"""Units as laboratories spell them, each of one kind of quantity, with an exact factor.

The table is closed: a spelling that it does not have is no unit, and is not guessed.
Two units convert only where they are of one kind.  That they share a dimension is not
enough: a peak is no r.m.s. value, a difference of temperatures is no temperature, and
a month is no number of days.

Symbols mean what their capitals say (`mW` and `MW`, `m` and `M`); only words (`ppm`,
`days`) are known in any case.  Spaces, product signs, negative powers and the ways to
write a square are folded; a digit is never made from a superscript.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from conformance.quantities.text import fold_width
from conformance.quantities.unit_table import (
    GROUPS,
    MARKED,
    MARKS,
    SQUARES,
    WORDS,
    WORDS_IN_ANY_CASE,
    WORDS_IN_COMPOUNDS,
)


class Kind(Struct, frozen=True):
    """A kind of quantity; values of different kinds are never compared.

    Attributes:
        name: The English name, which is the word in files.
        zh: The Chinese name.
        signed: Whether a value below zero has a meaning.
        family: The name shared by kinds that are confused with each other; the name
            itself where there is none.
        exact: Whether values are whole things, whose last digit is in no doubt.
    """

    name: str
    zh: str
    signed: bool
    family: str
    exact: bool = False


class Unit(Struct, frozen=True):
    """A unit of one kind of quantity.

    Attributes:
        symbol: The spelling in which it is shown.
        kind: The name of its kind.
        factor: What one unit is in the base unit of the kind.
        offset: What zero is in the base unit of the kind; not 0 only where the scale
            begins elsewhere (`℉`, `dBm`).
        source: The document that states the factor.
    """

    symbol: str
    kind: str
    factor: Fraction
    offset: Fraction
    source: str


KINDS: Mapping[str, Kind] = {
    name: Kind(name, zh, flag == "signed", family or name, flag == "exact")
    for name, zh, family, flag, _, _ in GROUPS
}

_Row = tuple[str, str, str, str, str]  # symbol, kind, factor, further spellings, source

_LONGEST = 40
_SQUARES = str.maketrans(SQUARES)
# Patterns are compiled at their first use: importing must cost next to nothing.
_PER = r"\s+per\s+|每"
_GAP = r"\s+(?=[^A-Za-zµΩ])|(?<=[^A-Za-zµΩ])\s+"
_PRODUCT = r"(?<=[^\W\d_]|[²³)])[.*×\s](?=[^\W\d_]|\()"
_POWER = r"(?<![A-Za-zµ])([kdcmµ]?m|s|in|ft)(?:\^|\*\*)?([23])(?!\d)"
_BELOW = r"(.+?)\^?(?:[-⁻])([1-3¹²³])"
_PART = r"([/·()])"
_MARK_NAMES = {spelling: mark for mark, spellings in MARKS for spelling in spellings.split()}
_MARK = (
    r"(?P<head>.*?[AV安伏])[\s(·]*(?P<mark>"
    + "|".join(re.escape(each) for each in sorted(_MARK_NAMES, key=len, reverse=True))
    + r")\)?"
)
_MARK_ON = {kind: mark for kind, _, mark in MARKED} | {
    "temperature difference": " (difference)",
    "relative humidity": "RH",
}


@lru_cache(maxsize=4096)
def find_units(spelling: str) -> tuple[Unit, ...]:
    """Return every unit that `spelling` may mean, one for each kind; empty where unknown.

    >>> [unit.kind for unit in find_units("％")]
    ['ratio', 'mass fraction', 'volume fraction']
    >>> [unit.symbol for unit in find_units("mg / dm2")], find_units("Mg")
    (['mg/dm²'], ())
    """
    folded = fold_width(spelling).strip()
    if len(folded) > _LONGEST:
        return ()
    rows = _by_spelling().get(folded or "1") or _by_folded().get(_normal(folded), ())
    if rows:
        return tuple(_unit(row) for row in rows)
    marked = re.fullmatch(_MARK, folded)
    if marked is None:
        return ()
    mark = _MARK_NAMES[marked["mark"]]
    return tuple(
        marked_unit
        for unit in find_units(marked["head"])
        if unit.kind in ("current", "voltage")
        if (marked_unit := _of_kind(unit, f"{mark} {unit.kind}".strip())) is not None
    )


def ratio_unit(spelling: str) -> tuple[tuple[Unit, Unit], ...]:
    """Return the units above and below the slash of a coefficient, each way to read them.

    Empty where the whole is itself a unit, or a half is none.

    >>> [(above.symbol, below.symbol) for above, below in ratio_unit("mA/kW")]
    [('mA', 'kW')]
    """
    above, slash, below = fold_width(spelling).strip().partition("/")
    # `N/A` says "not applicable"; nobody limits newtons per ampere.
    if not (above and slash and below) or "/" in below or f"{above}/{below}" == "N/A":
        return ()
    if find_units(spelling):
        return ()
    return tuple((one, two) for one in find_units(above) for two in find_units(below))


@lru_cache(maxsize=1024)
def nearest_spelling(spelling: str) -> str | None:
    """Return the known spelling that differs in capitals or in one character, or None.

    >>> nearest_spelling("kgs"), nearest_spelling("KPA"), nearest_spelling("smoke")
    ('kg', 'kPa', None)
    """
    wanted = fold_width(spelling).strip()
    if not wanted or len(wanted) > _LONGEST:
        return None
    for known in _by_spelling():
        if known.lower() == wanted.lower():
            return known
    if len(wanted) < 3:  # one of two characters is half of the word
        return None
    near = [known for known in _by_spelling() if _is_one_edit_apart(known, wanted)]
    return min(near, key=lambda known: not wanted.startswith(known), default=None)


# What a title says, and the kind it names in the family.  A title that names two of one
# family, or both currents (`交直流`), names none.
_TITLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "temperature",
        r"温升|温差|温度差|temperature\s+(?:rise|difference)|temp\.?\s+rise|Δ\s?[TtθΘ]",
        ("temperature difference",),
    ),
    (
        "peak-to-peak",
        r"峰-?峰|peak[- ]to[- ]peak|\bp-p\b",
        ("peak-to-peak current", "peak-to-peak voltage"),
    ),
    (
        "peak",
        r"(?<!峰)(?<!峰-)峰值|(?<!to[- ])\bpeak\b(?![- ]to)",
        ("peak current", "peak voltage"),
    ),
    (
        "direct",
        r"(?s)^(?!.*(?:交直?流|(?<![a-z])a\.?c\.?(?![a-z])))"
        r".*(?:直流|(?<![a-z])d\.?c\.?(?![a-z])|\bdirect\s+(?:current|voltage))",
        ("direct current", "direct voltage"),
    ),
    (
        "r.m.s.",
        r"有效值|r\.m\.s\.|\brms\b",
        ("current", "voltage"),
    ),
    (
        "sound power",
        r"声功率|sound\s+power|(?<![a-z])L_?WA?(?![a-z])",
        ("sound power level",),
    ),
    (
        "sound pressure",
        r"声压|sound\s+pressure|(?<![a-z])L_?pA?(?![a-z])",
        ("sound pressure level",),
    ),
    ("humidity", r"相对湿度|relative\s+humidity|\bRH\b", ("relative humidity",)),
    ("mass fraction", r"质量分数|mass\s+fraction", ("mass fraction",)),
    ("volume fraction", r"体积分数|volume\s+fraction", ("volume fraction",)),
)
_QUANTITY_WORDS = (
    ("current", r"电流|\bcurrents?\b"),
    ("voltage", r"电压|\bvoltages?\b"),
)


def kind_named_in(wording: str) -> str | None:
    """Return the kind that an item or column title names by itself, or None.

    `峰值` alone names none, because only the unit says of what; `qualify` knows the unit.

    >>> kind_named_in("绕组温升"), kind_named_in("峰值电流"), kind_named_in("峰值")
    ('temperature difference', 'peak current', None)
    """
    named = _kinds_named_in(wording)
    of_what = {word for word, pattern in _QUANTITY_WORDS if re.search(pattern, wording, re.I)}
    decided = {
        kind
        for kind in named
        if KINDS[kind].family not in ("current", "voltage") or KINDS[kind].family in of_what
    }
    return decided.pop() if len(decided) == 1 else None


def qualify(unit: Unit, wording: str) -> Unit:
    """Return the unit that `unit` is under an item or column title; often `unit` itself.

    A unit that already says more than the plain one (`mA peak`) stays what it says, and
    so does a unit under a title that names two kinds of its family.

    >>> qualify(find_units("℃")[0], "温升 Temperature rise").kind
    'temperature difference'
    """
    family = KINDS[unit.kind].family
    if unit.kind in _MARK_ON:
        return unit
    named = {kind for kind in _kinds_named_in(wording) if KINDS[kind].family == family}
    if len(named) != 1:
        return unit
    return _of_kind(unit, named.pop()) or unit


def every_unit() -> Iterator[tuple[Unit, tuple[str, ...]]]:
    """Yield each unit with the spellings that the table lists, its symbol first."""
    for row in _rows():
        yield _unit(row), (row[0], *row[3].split())


@lru_cache(maxsize=1024)
def _kinds_named_in(wording: str) -> frozenset[str]:
    folded = fold_width(wording)
    return frozenset(
        kind for _, pattern, kinds in _TITLES if re.search(pattern, folded, re.I) for kind in kinds
    )


def _of_kind(unit: Unit, kind: str) -> Unit | None:
    """Return the unit of `kind` that is written like `unit`, or None."""
    if unit.kind == kind:
        return unit
    wanted = (unit.symbol, unit.symbol + _MARK_ON.get(kind, ""))
    found = [row for row in _rows() if row[1] == kind and row[0] in wanted]
    return _unit(found[0]) if found else None


@lru_cache(maxsize=1)
def _rows() -> tuple[_Row, ...]:
    rows = [
        (symbol, kind, factor, more, own or source)
        for kind, _, _, _, source, lines in GROUPS
        for line in lines.split("\n")
        if line.strip()
        for symbol, factor, more, own in [(*map(str.strip, line.split("|")), "")[:4]]
    ]
    for kind, plain, mark in MARKED:
        rows += [(row[0] + mark, kind, row[2], "", row[4]) for row in rows if row[1] == plain]
    return tuple(rows)


@lru_cache(maxsize=1)
def _by_spelling() -> dict[str, tuple[_Row, ...]]:
    found: dict[str, tuple[_Row, ...]] = {}
    for row in _rows():
        for spelling in (row[0], *row[3].split()):
            found[spelling] = (*found.get(spelling, ()), row)
    return found


@lru_cache(maxsize=1)
def _by_folded() -> dict[str, tuple[_Row, ...]]:
    found: dict[str, tuple[_Row, ...]] = {}
    for spelling, rows in _by_spelling().items():
        key = _normal(spelling)
        known = found.get(key, ())
        found[key] = (*known, *(row for row in rows if row not in known))
    return found


@lru_cache(maxsize=1024)
def _unit(row: _Row) -> Unit:
    symbol, kind, factor, _, source = row
    scale, _, offset = factor.partition("@")
    return Unit(symbol, kind, _fraction(scale), _fraction(offset.strip() or "0"), source)


def _fraction(text: str) -> Fraction:
    """Return the value of decimals joined by `*` and `/`, read from left to right."""
    first, *more = re.split(r"([*/])", text.replace(" ", ""))
    value = Fraction(first)
    for sign, number in zip(more[::2], more[1::2], strict=True):
        value = value * Fraction(number) if sign == "*" else value / Fraction(number)
    return value


def _normal(spelling: str) -> str:
    """Return `spelling` with one form for spaces, products, squares, quotients and words."""
    key = fold_width(spelling).strip().translate(_SQUARES)
    if key.isalpha() and "每" not in key:
        return _word(key, compound=False)
    # Nothing is looked for whose signs are not there: all spellings of the table pass through here.
    if "per" in key or "每" in key:
        key = re.sub(_PER, "/", key)
    # A space between letters is a product (`N m`); dropped, it would make `m in` minutes.
    spaced = len(key.split()) > 1
    if spaced:
        key = re.sub(_GAP, "", key)
    if spaced or "." in key or "*" in key or "×" in key:
        key = re.sub(_PRODUCT, "·", key)
    if "2" in key or "3" in key:
        key = re.sub(_POWER, lambda found: found[1] + {"2": "²", "3": "³"}[found[2]], key)
    compound = "/" in key or "·" in key
    key = "".join(_word(part, compound=compound) for part in re.split(_PART, key))
    return _quotient(key)


def _word(part: str, *, compound: bool) -> str:
    if compound and part in WORDS_IN_COMPOUNDS:
        return WORDS_IN_COMPOUNDS[part]
    word = WORDS.get(part) or WORDS_IN_ANY_CASE.get(part.lower(), part)
    return WORDS_IN_COMPOUNDS.get(word, word) if compound else word


def _quotient(key: str) -> str:
    """Return a product with negative powers as a quotient: `mg·kg⁻¹` as `mg/kg`."""
    if "/" in key or not ("⁻" in key or "-" in key):
        return key
    above: list[str] = []
    below: list[str] = []
    for part in key.split("·"):
        negative = re.fullmatch(_BELOW, part)
        if negative is None:
            above.append(part)
        else:
            power = {"1": "", "¹": "", "2": "²", "3": "³"}.get(negative[2], negative[2])
            below.append(_word(negative[1], compound=True) + power)
    if not below:
        return key
    under = "·".join(below)
    return f"{'·'.join(above) or '1'}/{f'({under})' if len(below) > 1 else under}"


def _is_one_edit_apart(one: str, other: str) -> bool:
    """Return whether a character added, dropped or replaced makes `one` into `other`."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    same_length = len(short) == len(long)
    return short[at + same_length :] == long[at + 1 :]
