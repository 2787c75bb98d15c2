"""Words of the formats, such as kinds of document, as a sentence in Chinese says them.

In English they are words already.
"""

import re

TERMS = {
    # places of a marking
    "product": "产品", "packaging": "包装", "instructions": "说明书",
    # kinds of document
    "test-report": "检测报告", "certificate": "证书", "declaration": "声明", "audit": "审核报告",
    "marking": "标志", "licence": "许可证", "authorization": "授权书", "inspection": "检验记录",
    # where a figure comes from
    "text": "标准文本", "secondary": "二手来源", "recalled": "专业知识",
}  # fmt: skip
_NAMED = {"place", "kind", "provenance"}
# Facts that name a document's kind under another name.
_NAMED_BY = {"kind-not-accepted": {"found"}}
_PERIODS = {"month": "个月", "year": "年", "week": "周", "d": "天", "day": "天"}
_PERIOD = re.compile(r"([0-9]+) (month|year|week|day|d)s?")
_HANZI = re.compile("[\u3400-\u9fff]")
# What limits say in words; their numbers and signs are the same in both languages.
_LIMITS = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"\bwithstands (\S+ \S+) for ", r"承受 \1 历时 "),
        (r"\bwithstands ", "承受 "),
        (r"\bnot detected \(DL ", "未检出(检出限 "),
        (r"\(sound power\)", "(声功率级)"),
        (r"\(sound pressure\)", "(声压级)"),
        (r", (\d+) cycles\b", r",\1 次"),
        (r" or ", " 或 "),
        (r" and ", " 且 "),
    )
)


def term(name: str, text: str, lang: str, reason: str = "") -> str:
    """Return the fact `name` of a reason as a sentence in `lang` says it.

    >>> term("place", "product, packaging", "zh")
    '产品、包装'
    >>> term("limit", "24 month", "zh"), term("found", "audit", "zh")
    ('24个月', 'audit')
    >>> term("limit", "24 month", "en")
    '24 months'
    >>> term("limit", "withstands 1000 V for 1 min", "zh")
    '承受 1000 V 历时 1 min'
    """
    if name == "detail":
        return spoken(text, lang)
    if lang != "zh":
        period = _PERIOD.fullmatch(text) if name == "limit" else None
        return text if period is None else _period_in_english(period)
    if name in _NAMED or name in _NAMED_BY.get(reason, ()):
        return "、".join(TERMS.get(word, word) for word in text.split(", "))
    return _limit_in_chinese(text) if name in ("limit", "margin") else text


def _period_in_english(period: "re.Match[str]") -> str:
    word = {"d": "day"}.get(period[2], period[2])
    return f"{period[1]} {word}{'' if period[1] == '1' else 's'}"


def _limit_in_chinese(text: str) -> str:
    period = _PERIOD.fullmatch(text)
    if period is not None:
        return f"{period[1]}{_PERIODS[period[2]]}"
    for pattern, said in _LIMITS:
        text = pattern.sub(said, text)
    return text


def spoken(text: str, lang: str) -> str:
    """Return what a text says in `lang`, where it says the same twice: `中文 · English`.

    >>> spoken("数值未确定 · not established", "en"), spoken("未确定", "en")
    ('not established', '未确定')
    """
    chinese, mark, english = text.partition(" · ")
    if not mark or not _HANZI.search(chinese) or _HANZI.search(english):
        return text
    return (chinese if lang == "zh" else english).strip()
