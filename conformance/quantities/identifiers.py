"""Identifiers that carry their own proof of form: check digits and numbered fields.

A check digit shows that a number was copied without a slip.  It never shows who
holds the number: a code that is right may still be somebody else's.
"""

import re
from collections.abc import Callable

from msgspec import Struct

from conformance.quantities.patterns import pattern
from conformance.quantities.text import fold_width

_APART = pattern(r"[\s\-‐‑‒–—―_]")
_DIGITS_OF_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_DIGITS_OF_GB_11714 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Grammar(Struct, frozen=True):
    """How identifiers of one kind are written.

    Attributes:
        shape: What the characters are; their number and alphabet.
        checked: Returns the character that ought to stand in a place, with that
            place, for the first check character that is wrong; None where all are right.
    """

    name: str
    zh: str
    source: str
    shape: re.Pattern[str]
    example: str
    checked: Callable[[str], tuple[int, str] | None]


def plain_identifier(text: str) -> str:
    """Return an identifier without spaces and dashes, in capitals of normal width.

    >>> plain_identifier(" 9144-0300 １９２３17458f")
    '91440300192317458F'
    """
    return _APART.sub("", fold_width(text)).upper()


def uscc_check(code: str) -> str:
    """Return the last character of a unified social credit code (GB 32100-2015).

    >>> uscc_check("91110000802100433")
    'B'
    """
    weighted = sum(
        _DIGITS_OF_USCC.index(character) * pow(3, place, 31)
        for place, character in enumerate(code[:17])
    )
    return _DIGITS_OF_USCC[-weighted % 31]


def organization_check(code: str) -> str:
    """Return the check character of an organization code of eight characters (GB 11714).

    >>> organization_check("19231745")
    '8'
    """
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    weighted = sum(
        _DIGITS_OF_GB_11714.index(character) * weight
        for character, weight in zip(code, weights, strict=False)
    )
    return "0123456789X"[-weighted % 11]


def gtin_check(code: str) -> str:
    """Return the last digit of a GTIN-13.

    >>> gtin_check("629104150021")
    '3'
    """
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code[:12]))
    return str(-weighted % 10)


def _uscc(code: str) -> tuple[int, str] | None:
    inner, outer = organization_check(code[8:16]), uscc_check(code)
    if code[16] != inner:
        return 17, inner
    return None if code[17] == outer else (18, outer)


def _gtin(code: str) -> tuple[int, str] | None:
    check = gtin_check(code)
    return None if code[12] == check else (13, check)


def _unchecked(_code: str) -> None:
    return None


GRAMMARS = {
    each.name: each
    for each in (
        Grammar("unified social credit code", "统一社会信用代码", "GB 32100-2015",
                pattern(rf"[{_DIGITS_OF_USCC}]{{2}}[0-9]{{6}}[{_DIGITS_OF_USCC}]{{8}}"
                           rf"[0-9X][{_DIGITS_OF_USCC}]"),
                "91440300192317458F", _uscc),
        Grammar("GTIN-13", "商品条码(13 位)", "GS1", pattern("[0-9]{13}"),
                "6291041500213", _gtin),
        # year of first issue, body, class of product, the body's own sequence
        Grammar("CCC certificate number", "强制性产品认证证书编号", "CNCA",
                pattern("20[0-9]{14}"), "2016010901123456", _unchecked),
        # year of issue, issuing authority 00-31, field 00-21, sector 00-34, sequence
        Grammar("CMA number", "资质认定证书编号", "CNCA",
                pattern("[0-9]{2}(?:[0-2][0-9]|3[01])(?:[01][0-9]|2[01])"
                           "(?:[0-2][0-9]|3[0-4])[0-9]{4}"),
                "160121010001", _unchecked),
    )
}  # fmt: skip
"""Every kind of identifier that can be asked for, by its name."""


class Slip(Struct, frozen=True):
    """What is wrong with an identifier: its shape, or the character in a place (from 1)."""

    place: int | None = None
    wanted: str = ""


def slip_in(text: str, grammar: str) -> Slip | None:
    """Return what is wrong with an identifier; None where it has the grammar and its checks.

    >>> slip_in("91440300192317458F", "unified social credit code") is None
    True
    >>> slip_in("91440300192317458E", "unified social credit code")
    Slip(place=18, wanted='F')
    >>> slip_in("629104150021", "GTIN-13")
    Slip(place=None, wanted='')
    """
    known, code = GRAMMARS[grammar], plain_identifier(text)
    if not known.shape.fullmatch(code):
        return Slip()
    wrong = known.checked(code)
    return None if wrong is None else Slip(*wrong)
