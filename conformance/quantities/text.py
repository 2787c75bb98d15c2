"""Folding of the many ways to write one character, without changing what a number says.

Laboratories write in full width, in half width and in mixtures of both.  The
Unicode normal form NFKC would fold those, and would also turn `10⁵` into `105`
and `mg/dm²` into `mg/dm2`; so the folding here is a closed table of its own.
Superscripts are never touched.
"""

from functools import lru_cache

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SAME = {
    "\u3000": " ",  # ideographic space
    "\u00a0": "\u202f",  # no-break space groups digits like the narrow one
    "\u2007": "\u202f",  # figure space
    "\u2009": "\u202f",  # thin space
    "\u2212": "-",  # minus sign
    "\ufe63": "-",  # small hyphen-minus
    "\u2010": "-",  # hyphen
    "\u2011": "-",  # no-break hyphen
    "\u2126": "Ω",  # ohm sign to Greek capital omega
    "\u03bc": "µ",  # Greek mu to micro sign
    "\u212a": "K",  # kelvin sign
    "\u00ba": "°",  # masculine ordinal, typed for the degree sign
    "\u02da": "°",  # ring above, typed for the degree sign
    "\u2264": "≤",
    "\u2266": "≤",
    "\u2a7d": "≤",
    "\u2265": "≥",
    "\u2267": "≥",
    "\u2a7e": "≥",
    "\u301c": "~",  # wave dash
    "\u223c": "~",  # tilde operator
    "\u02dc": "~",
    "\u2715": "×",
    "\u2a2f": "×",
    "\u22c5": "·",
    "\u2219": "·",
    "\u30fb": "·",
    "\u2022": "·",
    "\u2215": "/",
    "\u2044": "/",
    "\u2032": "′",
    "\u3010": "[",
    "\u3011": "]",
    "\u200b": "",  # zero-width space
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\ufeff": "",
    "\u00ad": "",  # soft hyphen
}
_TABLE: dict[int, int | str] = {**_FULL_WIDTH, **{ord(old): new for old, new in _SAME.items()}}


@lru_cache(maxsize=4096)
def fold_width(text: str) -> str:
    """Return `text` in half width, with one character for each of the signs that have several.

    >>> fold_width("＜０．０１ ｍｇ／ｋｇ")
    '<0.01 mg/kg'
    >>> fold_width("10⁵ CFU/g")
    '10⁵ CFU/g'
    """
    return text if text.isascii() else text.translate(_TABLE)
