"""Whether a text states anything: what is written into a field that is not known states nothing.

A dash, `N/A` or `未注明` where a name or a number should stand is no name and no number: two of
them are not the same.
"""

from functools import lru_cache

from conformance.quantities.text import fold_width

# What is written where something is not known.
UNKNOWN = frozenset(
    {"n/a", "na", "n.a.", "not applicable", "not stated", "not recorded", "not given",
     "not available", "unknown", "tbd", "tba", "pending", "as stated", "see report",
     "不适用", "未注明", "未说明", "未给出", "未记录", "未提供", "未标注", "不详", "未知",
     "如实写明", "见报告", "待定", "待补", "空白"}
)  # fmt: skip
_NONE = frozenset({"none", "nil", "null", "无", "暂无", "没有"})
_NO_NUMBER = frozenset({"no number", "applied for", "in progress", "无编号", "办理中", "申请中"})


@lru_cache(maxsize=8192)
def stated(text: str | None) -> str | None:
    """Return a text where it states something, and None where it states nothing.

    >>> [stated(text) for text in ("L-1", "—", " ", "N/A", "未注明", "//", None)]
    ['L-1', None, None, None, None, None, None]
    """
    if text is None or not any(map(str.isalnum, text)):
        return None
    return None if fold_width(text).strip().casefold() in UNKNOWN | _NONE else text


def has_number(number: str | None) -> bool:
    """Return whether a document has a number: neither a dash nor what holds its place.

    >>> [has_number(text) for text in ("WT-2026-1", "X", "—", "", "XXXX", "0000 000", "申请中")]
    [True, True, False, False, False, False, False]
    """
    # most numbers end so, and none that holds a place does
    return number is not None and (number[-1:] in _DIGITS or _has_number(number))


_DIGITS = tuple("123456789")


@lru_cache(maxsize=1024)
def _has_number(number: str) -> bool:
    if stated(number) is None:
        return False
    plain = "".join(filter(str.isalnum, fold_width(number).casefold()))
    return not (len(plain) > 2 and set(plain) in ({"0"}, {"x"})) and plain not in _NO_NUMBER
