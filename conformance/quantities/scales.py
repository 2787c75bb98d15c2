"""Scales: named partial orders of grades, and the grades as laboratories spell them.

A grade says how good, not how much: `IPX4`, `V-0`, `1级`, `4-5`, `阴性`.  Most
scales are one chain from best to worst.  Some are several chains that say
nothing of each other, since each belongs to a test of its own (UL 94).  One
only tells apart (protection classes), and one is a product (the IP code: each
numeral by itself).  "Not comparable" is therefore an answer here, and is never
turned into "worse": missing evidence is not a failure.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from conformance.quantities.patterns import pattern
from conformance.quantities.text import fold_width


class Order(Enum):
    """How one grade stands to another."""

    BETTER = "better"
    EQUAL = "equal"
    WORSE = "worse"
    INCOMPARABLE = "incomparable"


class Grade(Struct, frozen=True):
    """One grade of one scale; `code` is the canonical spelling, as `read_grade` returns it."""

    scale: str
    code: str


class Scale(Struct, frozen=True, kw_only=True):
    """A named partial order of grades.

    Attributes:
        name: The name used in files.
        zh: The name in Chinese.
        source: The standard, with the clause where one is meant.
        chains: The grades, each chain from best to worst.  Grades of different
            chains are not comparable.  Empty for the IP code, which is composed.
        exclusive: Whether having one grade rules out every other, so that two
            grades without an order are still known to differ.
        note: What the table does not show.
        names: Further names, in either language.
        spellings: Further spellings of a grade, each with its code.
        before: Words that may stand before a grade.
        after: Words that may stand behind a grade.
        telling: The spellings, as `_key` folds them, that no other scale uses.
    """

    name: str
    zh: str
    source: str
    chains: tuple[tuple[str, ...], ...] = ()
    exclusive: bool = False
    note: str = ""
    names: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    before: tuple[str, ...] = ("grade", "level", "class", "tier", "rating", "第")
    after: tuple[str, ...] = ("等级", "级")
    telling: re.Pattern[str] | None = None

    @property
    def grades(self) -> tuple[Grade, ...]:
        """Every grade, chain by chain; empty where grades are composed."""
        return tuple(Grade(self.name, code) for chain in self.chains for code in chain)


def _half_steps(best: int) -> tuple[str, ...]:
    """Return `best`, the step half below it, and so on down to 1."""
    steps = [str(best)]
    for whole in range(best - 1, 0, -1):
        steps += [f"{whole}-{whole + 1}", str(whole)]
    return tuple(steps)


def _half_step_spellings(best: int) -> tuple[tuple[str, str], ...]:
    """Return how the steps are written besides `4-5`: with another sign, or as a decimal."""
    pairs = [(f"{whole}.0", str(whole)) for whole in range(1, best + 1)]
    for whole in range(1, best):
        code = f"{whole}-{whole + 1}"
        pairs += [(f"{whole}{sign}{whole + 1}", code) for sign in ("~", "/", "至", "到", "to")]
        pairs += [(f"{whole}级{sign}{whole + 1}", code) for sign in ("-", "~", "至", "到")]
        pairs.append((f"{whole}.5", code))
    return tuple(pairs)


def _numbers(best: int, worst: int) -> tuple[str, ...]:
    step = 1 if best < worst else -1
    return tuple(str(number) for number in range(best, worst + step, step))


_IN_WORDS = tuple((word, str(number)) for number, word in enumerate("一二三四五", start=1)) + tuple(
    (word, str(number)) for number, word in enumerate(("i", "ii", "iii", "iv", "v"), start=1)
)
_THERMAL = (
    ("90", "Y"),
    ("105", "A"),
    ("120", "E"),
    ("130", "B"),
    ("155", "F"),
    ("180", "H"),
    ("200", "N"),
    ("220", "R"),
)
_TABLE = (
    Scale(
        name="IP code",
        zh="外壳防护等级",
        source="IEC 60529:1989+A1:1999+A2:2013, clauses 4 to 8; GB/T 4208-2017",
        note=(
            "Each numeral by itself; X is not stated. Second numeral 7, 8 or 9 includes 0 to 4, "
            "8 includes 7, and none of them 5 or 6 unless dual-marked (`IPX5/IPX7`); 9 includes "
            "neither 7 nor 8. Two marks that do not form such a pair are not read: they may be of "
            "two parts of the product. First numerals 1, 2, 3, 4 include the additional letters "
            "A, B, C, D. With different supplementary letters (H, M, S, W) nothing compares. "
            "`IP69K` is of ISO 20653 and not read"
        ),
        names=("IP", "IP rating", "degree of protection", "防护等级", "防水等级", "IP等级"),
        before=(),
        telling=pattern("ip.*"),
    ),
    Scale(
        name="flammability UL 94",
        zh="阻燃等级",
        source="UL 94; IEC 60695-11-10 (V, HB), -11-20 (5V); ISO 9773 (VTM); ISO 9772 (HF)",
        chains=(
            ("5VA", "5VB"),
            ("V-0", "V-1", "V-2"),
            ("VTM-0", "VTM-1", "VTM-2"),
            ("HB40", "HB75"),
            ("HB",),
            ("HF-1", "HF-2", "HBF"),
        ),
        note=(
            "Each chain is a test of its own. A product standard that accepts V-0 for HB or 5VA "
            "for V-1 says so, and its limit names each accepted grade. HB of UL 94 allows 40 or "
            "75 mm/min according to thickness, and so is neither HB40 nor HB75"
        ),
        names=("UL 94", "UL94", "94", "flammability", "阻燃性等级", "燃烧等级", "阻燃"),
        spellings=(
            *((f"{kind}{number}", f"{kind}-{number}") for kind in ("V", "VTM") for number in "012"),
            *((f"HF{number}", f"HF-{number}") for number in "12"),
            *((f"5{sign}", f"5V{sign[-1]}") for sign in ("-VA", "-VB", "V-A", "V-B")),
            *((f"HB-{number}", f"HB{number}") for number in ("40", "75")),
        ),
        # HB by itself is also a pencil.
        telling=pattern("5-?v.*|v.*|hb.+|hf.*"),
    ),
    Scale(
        name="protection class",
        zh="防触电保护类别",
        source="IEC 61140:2016, clause 7; GB/T 17045-2020; class 0I: IEC 60335-1, 3.3.8",
        chains=(("0",), ("0I",), ("I",), ("II",), ("III",)),
        exclusive=True,
        note="No class is better than another; a requirement can only name the class it wants",
        names=("protection against electric shock", "防触电类别", "电击防护类别", "器具类别"),
        spellings=(("01", "0I"), ("1", "I"), ("2", "II"), ("3", "III")),
        before=("class",),
        after=("类器具", "类设备", "类电器", "类", "appliance", "equipment"),
        # `Class 0` may be of a cross-cut test, `Class 1` of a laser; only the Roman ones tell.
        telling=pattern("class0?i.*|0?i+类.*|0类.*"),
    ),
    Scale(
        name="insulation class",
        zh="绝缘耐热等级",
        source="IEC 60085:2007, table 1; GB/T 11021-2014",
        chains=(("250", "R", "N", "H", "F", "B", "E", "A", "Y"),),
        note="; ".join(f"{code} is {number}" for number, code in _THERMAL) + " (℃)",
        names=("thermal class", "insulation", "绝缘等级", "耐热等级", "耐热性分级"),
        spellings=(
            *_THERMAL,
            *((f"{number}({code})", code) for number, code in _THERMAL),
            *((f"{code}({number})", code) for number, code in _THERMAL),
        ),
    ),
    Scale(
        name="energy grade",
        zh="能效等级",
        source="the energy efficiency standard of the product (GB 12021 series and others)",
        chains=(_numbers(1, 5),),
        note="Many products have three grades only",
        names=("energy efficiency grade", "energy efficiency", "能源效率等级", "能效"),
        spellings=_IN_WORDS,
    ),
    Scale(
        name="water efficiency grade",
        zh="水效等级",
        source="the water efficiency standard of the product (GB 25501, GB 25502 and others)",
        chains=(_numbers(1, 5),),
        note="Many products have three grades only",
        names=("water efficiency", "用水效率等级", "水效"),
        spellings=_IN_WORDS,
    ),
    Scale(
        name="colour fastness",
        zh="色牢度",
        source="ISO 105-A02:1993; GB/T 250-2008 (change); ISO 105-A03; GB/T 251-2008 (staining)",
        chains=(_half_steps(5),),
        note="Nine steps: 4-5 is worse than 5 and better than 4",
        names=("color fastness", "colourfastness", "colorfastness", "grey scale", "染色牢度"),
        spellings=(*_half_step_spellings(5), *_IN_WORDS),
    ),
    Scale(
        name="light fastness",
        zh="耐光色牢度",
        source="ISO 105-B02:2014; GB/T 8427-2019 (blue wool references 1 to 8)",
        chains=(_half_steps(8),),
        note="With half steps, as the assessment allows",
        names=("lightfastness", "colour fastness to light", "blue wool", "日晒牢度", "日晒色牢度"),
        spellings=(*_half_step_spellings(8), *_IN_WORDS),
    ),
    Scale(
        name="presence",
        zh="定性结果",
        source="the qualitative method named by the clause",
        chains=(("negative", "positive"),),
        note="Negative is the better one. Weakly positive and doubtful are not read",
        names=("qualitative", "定性"),
        spellings=(
            ("阴性", "negative"),
            ("neg.", "negative"),
            ("neg", "negative"),
            ("阳性", "positive"),
            ("pos.", "positive"),
            ("pos", "positive"),
        ),
        before=(),
        after=(),
        telling=pattern(".*"),
    ),
    Scale(
        name="formaldehyde emission grade",
        zh="甲醛释放量等级",
        source="GB/T 39600-2021",
        chains=(("ENF", "E0", "E1"),),
        note="E0 and E2 of earlier standards are of other methods; E2 is not read",
        names=("formaldehyde grade", "formaldehyde", "甲醛释放量分级", "甲醛释放限量等级"),
        telling=pattern(".*"),
    ),
    Scale(
        name="impact IK code",
        zh="抗机械碰撞等级",
        source="IEC 62262:2002, clause 4; GB/T 20138-2006",
        chains=(tuple(f"IK{number:02}" for number in range(10, -1, -1)),),
        names=("IK code", "IK", "IK rating", "IK等级", "IK代码", "抗冲击等级"),
        spellings=tuple((f"IK{number}", f"IK{number:02}") for number in range(10)),
        telling=pattern(".*"),
    ),
    Scale(
        name="adhesion cross-cut",
        zh="划格附着力",
        source="ISO 2409:2020, table 1; GB/T 9286-2021",
        chains=(_numbers(0, 5),),
        note="0 is best. The grades 5B to 0B of ASTM D3359 are another scale and not read",
        names=("cross-cut", "cross cut", "划格试验", "划格法附着力", "附着力"),
        spellings=(("零", "0"), *_IN_WORDS),
        before=("grade", "level", "class", "rating", "gt", "第"),
    ),
    Scale(
        name="hardness pencil",
        zh="铅笔硬度",
        source="ISO 15184:2020; GB/T 6739-2022",
        chains=(
            (
                *(f"{number}H" for number in range(9, 1, -1)),
                *("H", "F", "HB", "B"),
                *(f"{number}B" for number in range(2, 7)),
            ),
        ),
        note="From 9H, the hardest, to 6B",
        names=("pencil hardness",),
        spellings=(("1H", "H"), ("1B", "B")),
        before=(),
        after=(),
    ),
    Scale(
        name="corrosion rating",
        zh="耐腐蚀评级",
        source="ISO 10289:1999; GB/T 6461-2002",
        chains=(_numbers(10, 0),),
        note="10 is best. A pair of ratings (`10/9`) is two results and not read",
        names=("protection rating", "appearance rating", "保护评级", "外观评级", "腐蚀评级"),
        before=("grade", "level", "class", "rating", "rp", "ra", "第"),
    ),
    Scale(
        name="degree of rusting",
        zh="生锈等级",
        source="ISO 4628-3:2016; GB/T 30789.3-2014",
        chains=(tuple(f"Ri {number}" for number in range(6)),),
        note="Ri 0 is best: the other way round than a corrosion rating",
        names=("rusting", "锈蚀等级"),
        spellings=tuple((str(number), f"Ri {number}") for number in range(6)),
    ),
    Scale(
        name="software class",
        zh="软件类别",
        source="IEC 60730-1, annex H, H.2.22; GB/T 14536.1",
        chains=(("C", "B", "A"),),
        note="C is the class with the most measures against faults",
        names=("software", "软件等级", "软件级别"),
        before=("class",),
        after=("类", "级"),
    ),
)
SCALES: Mapping[str, Scale] = MappingProxyType({scale.name: scale for scale in _TABLE})

_IP_CODE = "IP code"
# Longer than any grade with the name of its scale before it; hostile text ends here.
_LONGEST = 80
_FOLDED = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "₀": "0",
        "₁": "1",
        "₂": "2",
        "Ⅰ": "I",
        "Ⅱ": "II",
        "Ⅲ": "III",
        "Ⅳ": "IV",
        "Ⅴ": "V",
        "\u202f": " ",
    }
)
# A space between two figures is kept: `1 0` is not 10.
_LOOSE_SPACE = pattern(r"(?<![0-9])\s+|\s+(?![0-9])")


def _key(text: str) -> str:
    """Return `text` as spellings are compared: half width, lower case, without loose spaces."""
    return _LOOSE_SPACE.sub("", fold_width(text).translate(_FOLDED).strip().lower())


def _name_key(text: str) -> str:
    return re.sub(r"[\s\-_]", "", _key(text))


_NAMED = {
    _name_key(name): scale.name for scale in _TABLE for name in (scale.name, scale.zh, *scale.names)
}
# Longest first, or `ul94` before `V-0` would be read as far as a shorter name goes.
_NAMES_IN_TEXT = sorted(
    {(_key(name), scale.name) for scale in _TABLE for name in (scale.name, scale.zh, *scale.names)},
    key=lambda pair: -len(pair[0]),
)
_SPELLED: Mapping[str, Mapping[str, str]] = {
    scale.name: {
        **{_key(grade.code): grade.code for grade in scale.grades},
        **{_key(spelling): code for spelling, code in scale.spellings},
    }
    for scale in _TABLE
}


def scale_named(text: str) -> str | None:
    """Return the name of the scale that goes by `text`, in Chinese or English, or None.

    Case, width, spaces and hyphens do not matter; beyond that nothing is guessed.

    >>> scale_named("能效等级"), scale_named("Pencil hardness"), scale_named("energy label")
    ('energy grade', 'hardness pencil', None)
    """
    return _NAMED.get(_name_key(text)) if len(text) <= _LONGEST else None


def grades_of(scale: str) -> tuple[Grade, ...]:
    """Return all grades from best to worst, or nothing where the scale is no single chain.

    >>> [grade.code for grade in grades_of("formaldehyde emission grade")]
    ['ENF', 'E0', 'E1']
    >>> grades_of("IP code"), grades_of("flammability UL 94")
    ((), ())
    """
    found = SCALES[scale]
    return found.grades if len(found.chains) == 1 else ()


def read_grade(text: str, scale: str | None = None) -> Grade | None:
    """Return the one grade that `text` spells, or None if it spells none.

    Without `scale`, only a spelling that can belong to one scale is read; the
    name of the scale may stand before the grade.

    >>> read_grade("ＩＰ Ｘ４")
    Grade(scale='IP code', code='IPX4')
    >>> read_grade("4~5 级", "colour fastness")
    Grade(scale='colour fastness', code='4-5')
    >>> read_grade("1级"), read_grade("能效等级：1级")
    (None, Grade(scale='energy grade', code='1'))

    An inequality (`>4级`) is not a grade, and neither are two marks that may be
    of two parts of the product (`IP65/IP20`).
    """
    if len(text) > _LONGEST:
        return None
    key = _key(text)
    if scale is not None:
        return _read_on(SCALES[scale], key) or _read_named(key, scale)
    told = [
        grade
        for each in _TABLE
        if each.telling is not None and each.telling.fullmatch(key)
        if (grade := _read_on(each, key)) is not None
    ]
    return told[0] if len(told) == 1 else _read_named(key, None)


def _read_named(key: str, wanted: str | None) -> Grade | None:
    """Return the grade behind the name of its scale, which is `wanted` unless that is None."""
    for name, scale in _NAMES_IN_TEXT:
        if key.startswith(name) and wanted in (None, scale):
            grade = _read_on(SCALES[scale], key.removeprefix(name).lstrip(":-").strip())
            if grade is not None:
                return grade
    return None


def _read_on(scale: Scale, key: str) -> Grade | None:
    """Return the grade of `scale` that `key` spells, with or without the words around it."""
    for core in _without_words(scale, key):
        code = _read_ip(core) if scale.name == _IP_CODE else _SPELLED[scale.name].get(core)
        if code is not None:
            return Grade(scale.name, code)
    return None


def _without_words(scale: Scale, key: str) -> Iterable[str]:
    for before in ("", *scale.before):
        for after in ("", *scale.after):
            if key.startswith(before) and key.endswith(after):
                yield key.removeprefix(before).removesuffix(after).strip(" :")


# ---- the IP code


class _Enclosure(Struct, frozen=True):
    """What an IP code states.

    Attributes:
        solids: The first numeral, None for X.
        letter: 1 to 4 for the additional letter A to D; None if there is none or
            if the first numeral includes it.
        water: The second numerals, several if dual-marked, none for X.
        supplements: The supplementary letters.
    """

    solids: int | None
    letter: int | None
    water: frozenset[int]
    supplements: frozenset[str]

    @property
    def access(self) -> int | None:
        """The protection of persons against access to hazardous parts, as 1 to 4 for A to D.

        First numerals 1 to 4 ask for the same probes as the letters A to D, and 5
        and 6 for that of 4 (IEC 60529, tables 1 and 4).
        """
        if self.letter is not None or self.solids is None:
            return self.letter
        return min(self.solids, 4)


_IP_MARK = pattern(r"(?:ip-?)?([0-6x])([0-9x])([a-d]?)([hmsw]*)")
_NO_JETS = frozenset({7, 8, 9})


def _read_ip(key: str) -> str | None:
    """Return the canonical IP code, or None.

    Second numerals of a dual mark differ in what they include (IEC 60529,
    clause 6), and everything else is the same.  `IPXX` states nothing.
    """
    marks = [_IP_MARK.fullmatch(part) for part in key.replace("×", "x").split("/")]
    if not key.startswith("ip") or None in marks:
        return None
    found = [mark.groups() for mark in marks if mark is not None]
    alike = {(first, letter, "".join(sorted(more))) for first, _, letter, more in found}
    water = sorted({second for _, second, _, _ in found})
    if len(alike) != 1 or len(water) != len(found):
        return None
    first, letter, more = alike.pop()
    if len(set(more)) != len(more) or (first, water, letter) == ("x", ["x"], ""):
        return None
    if len(water) > 1 and ("x" in water or int(water[0]) < 4 or int(water[-1]) not in _NO_JETS):
        return None
    return "/".join(f"IP{first}{second}{letter}{more}".upper() for second in water)


@lru_cache(maxsize=1024)
def _enclosure(code: str) -> _Enclosure:
    """Return what a canonical IP code states."""
    marks = [_IP_MARK.fullmatch(part) for part in code.lower().split("/")]
    if _read_ip(code.lower()) != code or marks[0] is None:
        raise ValueError(f"{code!r} is no grade of the scale {_IP_CODE!r}")
    first, _, letter, more = marks[0].groups()
    solids = None if first == "x" else int(first)
    level = "abcd".index(letter) + 1 if letter else None
    return _Enclosure(
        solids=solids,
        # A letter that the numeral already includes adds nothing (IEC 60529, clause 7).
        letter=None if level is None or level <= (solids or 0) else level,
        water=frozenset(int(mark[2]) for mark in marks if mark is not None and mark[2] != "x"),
        supplements=frozenset(more),
    )


def _included(water: int) -> frozenset[int]:
    """Return the second numerals that `water` includes (IEC 60529, clause 6).

    Up to 6 each includes all below.  Immersion (7, 8) and hot jets (9) do not
    include jets (5, 6); 8 is by its definition more severe than 7.
    """
    match water:
        case 7 | 9:
            return frozenset({*range(5), water})
        case 8:
            return frozenset({*range(5), 7, 8})
        case _:
            return frozenset(range(water + 1))


def _by_number(reported: int, required: int) -> Order:
    if reported == required:
        return Order.EQUAL
    return Order.BETTER if reported > required else Order.WORSE


def _solids(reported: _Enclosure, required: int) -> tuple[Order, ...]:
    if reported.solids is None:
        return (Order.INCOMPARABLE,)
    return (_by_number(reported.solids, required),)


def _access(reported: _Enclosure, required: int) -> tuple[Order, ...]:
    # Without a letter the protection may well be better than the numeral: IEC 60529,
    # clause 7 makes the letter optional.  Only a letter that is too low is known to be worse.
    if reported.access is None or (reported.letter is None and reported.access < required):
        return (Order.INCOMPARABLE,)
    return (_by_number(reported.access, required),)


def _water(reported: _Enclosure, required: frozenset[int]) -> tuple[Order, ...]:
    """Return how the reported second numerals stand to each required one."""
    has = frozenset[int]().union(*map(_included, reported.water))
    wanted = frozenset[int]().union(*map(_included, required))
    if not has:
        return (Order.INCOMPARABLE,)
    if has >= wanted:
        return (Order.EQUAL if has == wanted else Order.BETTER,)
    return tuple(
        Order.BETTER
        if each in has
        else (Order.WORSE if has < _included(each) else Order.INCOMPARABLE)
        for each in sorted(required)
    )


def _demanded(reported: _Enclosure, required: _Enclosure) -> tuple[Order, ...]:
    """Return how `reported` stands to each part that `required` demands; X demands nothing."""
    parts: list[Order] = []
    if required.solids is not None:
        parts += _solids(reported, required.solids)
    if required.letter is not None:
        parts += _access(reported, required.letter)
    if required.water:
        parts += _water(reported, required.water)
    # M and S narrow what was tested, W and H add to it: only the same letters compare.
    if reported.supplements != required.supplements:
        parts.append(Order.INCOMPARABLE)
    return tuple(parts)


def _says_more(reported: _Enclosure, required: _Enclosure) -> bool:
    """Return whether `reported` states a part that `required` leaves open."""
    return (
        (required.solids is None and reported.solids is not None)
        or (not required.water and bool(reported.water))
        or (
            required.letter is None
            and reported.letter is not None
            and reported.letter > (required.access or 0)
        )
    )


# ---- comparison


def _on_chains(scale: Scale, reported: str, required: str) -> Order:
    places = {
        code: (number, place)
        for number, chain in enumerate(scale.chains)
        for place, code in enumerate(chain)
    }
    for code in (reported, required):
        if code not in places:
            raise ValueError(f"{code!r} is no grade of the scale {scale.name!r}")
    (chain, place), (other, limit) = places[reported], places[required]
    # The best grade comes first in its chain.
    return _by_number(limit, place) if chain == other else Order.INCOMPARABLE


def compare(reported: Grade, required: Grade) -> Order:
    """Return how the reported grade stands to the required one.

    Grades of different scales are not comparable.  An X that is reported says
    nothing about a numeral that is required, so turning the two round does not
    always turn the answer round:

    >>> ip44, ipx4 = Grade("IP code", "IP44"), Grade("IP code", "IPX4")
    >>> compare(ip44, ipx4).value, compare(ipx4, ip44).value
    ('better', 'incomparable')

    Raises:
        ValueError: A code is not on its scale; `read_grade` returns no such code.
    """
    if reported.scale != required.scale:
        return Order.INCOMPARABLE
    if reported.scale != _IP_CODE:
        return _on_chains(SCALES[reported.scale], reported.code, required.code)
    has, wanted = _enclosure(reported.code), _enclosure(required.code)
    parts = {*_demanded(has, wanted), *((Order.BETTER,) if _says_more(has, wanted) else ())}
    parts.discard(Order.EQUAL)
    if not parts:
        return Order.EQUAL
    return parts.pop() if len(parts) == 1 else Order.INCOMPARABLE


def satisfies(reported: Grade, operator: str, required: Grade) -> bool | None:
    """Return whether `reported` is in the relation to `required`; None if that is not known.

    `>=` means "at least as good as", whatever the numbers do: on the scale of
    energy grades 1 satisfies `>= 2`.  The parts of an IP code are judged one by
    one, and one part known to be worse settles it, whatever the others are:

    >>> def at_least(reported: str, required: str) -> bool | None:
    ...     return satisfies(Grade("IP code", reported), ">=", Grade("IP code", required))
    >>> at_least("IPX5", "IPX4"), at_least("IPX7", "IPX5"), at_least("IP64", "IP45")
    (True, None, False)

    On a scale that only tells apart, another grade is known not to be equal:

    >>> satisfies(Grade("protection class", "I"), "=", Grade("protection class", "II"))
    False

    Raises:
        KeyError: The operator is not one of `=`, `>=`, `<=`, `>`, `<`.
        ValueError: A code is not on its scale.
    """
    decide = _DECIDE[operator]
    if _IP_CODE == reported.scale == required.scale:
        return decide(set(_demanded(_enclosure(reported.code), _enclosure(required.code))))
    standing = compare(reported, required)
    if standing is Order.INCOMPARABLE and operator == "=" and reported.scale == required.scale:
        return False if SCALES[reported.scale].exclusive else None
    return decide({standing})


def _all_within(parts: set[Order], allowed: Order) -> bool | None:
    """Return whether every part is equal or `allowed` (Kleene's conjunction)."""
    if parts - {Order.EQUAL, Order.INCOMPARABLE, allowed}:
        return False
    return None if Order.INCOMPARABLE in parts else True


def _strictly(parts: set[Order], allowed: Order) -> bool | None:
    within = _all_within(parts, allowed)
    return allowed in parts if within else within


_DECIDE: Mapping[str, Callable[[set[Order]], bool | None]] = {
    "=": lambda parts: _all_within(parts, Order.EQUAL),
    ">=": lambda parts: _all_within(parts, Order.BETTER),
    "<=": lambda parts: _all_within(parts, Order.WORSE),
    ">": lambda parts: _strictly(parts, Order.BETTER),
    "<": lambda parts: _strictly(parts, Order.WORSE),
}
