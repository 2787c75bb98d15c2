"""What the text of one cell looks like: a result, a verdict, or words about something."""

import re
from functools import lru_cache

from conformance.quantities.text import fold_width

_VERDICTS = {
    "pass", "fail", "passed", "failed", "p", "f", "p(pass)", "f(fail)", "n/a", "na", "n", "ok",
    "tested", "nt", "not tested", "conform", "conforms", "conformed", "complies", "compliant",
    "not conform", "non-compliant", "符合", "不符合", "合格", "不合格", "不适用", "未检", "通过",
    "不通过", "符合要求", "不符合要求", "yes", "no", "n.a.", "n/t", "pass(p)", "fail(f)", "√",
    "×", "✓", "✔", "p pass", "f fail", "p 符合", "未检测", "not applicable", "满足", "不满足",
}  # fmt: skip
_SURE = {
    "pass", "fail", "passed", "failed", "符合", "不符合", "合格", "不合格", "p", "f", "通过",
    "不通过", "符合要求", "不符合要求", "conform", "conforms", "complies", "compliant", "满足",
    "tested", "不满足",
}  # fmt: skip
_NOT_DETECTED = {
    "nd", "n.d.", "n.d", "nt", "not detected", "未检出", "<loq", "<lod", "<lloq", "<rl", "<mdl",
    "bdl", "bql", "blq", "bloq", "detected", "negative", "positive", "absent", "present", "阴性",
    "阳性", "检出", "no growth", "none detected", "n/a", "na", "-", "--", "---", "—", "——", "/",
    "not tested", "none", "无", "有", "tntc", "trace",
}  # fmt: skip
_ENDS = " .;:,。"
_NUMBER = re.compile(
    r"[<>≤≥≈~±+\-−(（]*\s*(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s*[×x*eE]\s*10?[⁰¹²³⁴⁵⁶⁷⁸⁹⁻+\-\d^]*)?"
)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return a cell as it is compared: narrow, lower case, single spaces."""
    return re.sub(r"\s+", " ", fold_width(text).lower()).strip(_ENDS)


def is_verdict(text: str) -> bool:
    """Return whether a cell holds a laboratory's verdict, or why there is none.

    >>> is_verdict("Pass"), is_verdict("不合格"), is_verdict("0.12 mA")
    (True, True, False)
    """
    return folded(text) in _VERDICTS


def is_sure_verdict(text: str) -> bool:
    """Return whether a cell holds a pass or a fail, and cannot be anything else."""
    return folded(text) in _SURE


def is_number(text: str) -> bool:
    """Return whether a cell begins with a number, or with a sign and a number."""
    return _NUMBER.match(fold_width(text).strip()) is not None


def is_mark(text: str) -> bool:
    """Return whether a cell says that nothing was found, or not looked for."""
    return folded(text) in _NOT_DETECTED or folded(text).replace(" ", "") in _NOT_DETECTED


def is_reading(text: str) -> bool:
    """Return whether a cell is plainly a result: a number, a mark or a verdict."""
    return is_mark(text) or is_verdict(text) or is_number(text)


def may_be_result(text: str) -> bool:
    """Return whether a cell may be a result in words: short, and not a sentence of prose.

    >>> may_be_result("1000V/1min 无击穿"), may_be_result("not present in 1 gram.")
    (True, True)
    >>> may_be_result("This report shall not be reproduced except in full and with approval")
    False
    """
    if is_reading(text):
        return True
    words = text.split()
    chinese = sum(1 for letter in text if letter >= "\u2e80")
    return 0 < len(text) <= 60 and (len(words) <= 8 or chinese > len(text) / 3)


def is_date(text: str) -> bool:
    """Return whether a cell is a day of the calendar and nothing else."""
    return re.fullmatch(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?: \d{1,2}:\d{2}(?::\d{2})?)?",
                        folded(text)) is not None  # fmt: skip
