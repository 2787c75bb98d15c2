"""Words of the formats, such as kinds of document, as a sentence in Chinese says them.

In English they are words already.
"""

import re
from collections.abc import Callable
from functools import lru_cache

TERMS = {
    # places of a marking
    "product": "产品", "packaging": "包装", "instructions": "说明书",
    # kinds of document
    "test-report": "检测报告", "certificate": "证书", "declaration": "声明", "audit": "审核报告",
    "marking": "标志", "licence": "许可证", "authorization": "授权书", "inspection": "检验记录",
    # where a figure comes from
    "text": "标准文本", "secondary": "二手来源", "recalled": "专业知识",
}  # fmt: skip
# What is declared of every product, whatever the spec.
FACT_TITLES = {
    "manufactured": {"zh": "生产日期", "en": "day of manufacture"},
    "imported": {"zh": "进口日期", "en": "day of import"},
    "sold": {"zh": "销售日期", "en": "day of sale"},
    "tested": {"zh": "检测日期", "en": "day of testing"},
    "issued": {"zh": "签发日期", "en": "day of issue"},
    "certified": {"zh": "认证日期", "en": "day of certification"},
    "status": {"zh": "证书状态", "en": "status of the certificate"},
}
# How the members of a group are combined, as advice.
_COMBINATIONS = {
    "zh": {
        "all_of": "以下各项都须符合", "any_of": "以下任一项符合即可",
        "at_least": "以下各项中至少 {count} 项须符合", "score": "以下各项的加权得分须达到 {count}",
    },
    "en": {
        "all_of": "every one of these is needed", "any_of": "any one of these is enough",
        "at_least": "at least {count} of these are needed",
        "score": "a weighted score of {count} is needed of these",
    },
}  # fmt: skip
_RELATION = "supersession-unproven"
# What keeps a relation between two documents from counting.
_UNPROVEN = {
    "zh": {
        "subject": "后一文件不是关于本对象的", "dates": "日期先后不符或未写明",
        "laboratory": "不是同一实验室", "sample": "不是同一样品或未写明样品编号",
        "results": "未指明所代替的结果", "changed": "未说明作了什么整改",
        "ordered_by": "未写明下令复查的机构或评审方", "cyclic": "两份文件互相代替",
        "number": "有多份文件用此编号",
    },
    "en": {
        "subject": "the later one is about something else",
        "dates": "it is not dated later, or not dated", "laboratory": "another laboratory",
        "sample": "another sample, or no number of the sample",
        "results": "the results it replaces are not named",
        "changed": "what was changed is not said",
        "ordered_by": "no authority or assessor is named who ordered it",
        "cyclic": "they replace each other", "number": "several documents have that number",
    },
}  # fmt: skip
_NAMED = {"place", "kind", "provenance"}
# Facts that name a document's kind under another name.
_NAMED_BY = {"kind-not-accepted": {"found"}}
# Compiled when they are first used.
_ROW = r"results/(\d{1,7})"
_PERIODS = {"month": "个月", "year": "年", "week": "周", "d": "天", "day": "天"}
_PERIOD = r"([0-9]+) (month|year|week|day|d)s?"
# Of one year or day no plural is made, and none of a unit that is only part of another.
_SOME = r"(?<![\w.])(?!1 )(\d+(?:\.\d+)? (?:year|month|week|day))(?![\w/·*])"
_HANZI = "[\u3400-\u9fff]"


def _of_period(found: "re.Match[str]") -> str:
    return " " + _PERIODS[found[1]]


# What limits say in words; their numbers and signs are the same in both languages.
_LIMITS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r",? for (\d+) cycles\b", r" 共 \1 次"),
    (r"\bwithstands (\S+ \S+) for ", r"承受 \1 历时 "),
    (r"\bwithstands ", "承受 "),
    (r"\bnot detected \(DL ", "未检出(检出限 "),
    (r"\(sound power\)", "(声功率级)"),
    (r"\(sound pressure\)", "(声压级)"),
    (r"(?<=\d) (year|month|week|day|d)s?\b", _of_period),
    (r", (\d+) cycles\b", r",\1 次"),
    (r" or ", " 或 "),
    (r" and ", " 且 "),
)


@lru_cache(maxsize=8192)
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
        return _UNPROVEN[lang].get(text, text) if reason == _RELATION else spoken(text, lang)
    if name == "combination":
        kind, _, count = text.partition(" ")
        return _COMBINATIONS[lang][kind].format(count=count)
    if lang != "zh":
        period = re.fullmatch(_PERIOD, text) if name == "limit" else None
        if period is not None:
            return _period_in_english(period)
        if name in ("limit", "margin"):
            return re.sub(_SOME, r"\1s", text)
        return text.replace("test-report", "test report") if name == "kind" else text
    if reason == "laboratory-not-accredited" and name == "wanted":
        return text.replace(" or ", "或").replace(" and ", "和")
    if name in _NAMED or name in _NAMED_BY.get(reason, ()):
        alternatives = (each.split(", ") for each in text.split(" or "))
        return "或".join("、".join(TERMS.get(w, w) for w in words) for words in alternatives)
    return _limit_in_chinese(text) if name in ("limit", "margin") else text


def _period_in_english(period: "re.Match[str]") -> str:
    word = {"d": "day"}.get(period[2], period[2])
    return f"{period[1]} {word}{'' if period[1] == '1' else 's'}"


def _limit_in_chinese(text: str) -> str:
    period = re.fullmatch(_PERIOD, text)
    if period is not None:
        return f"{period[1]}{_PERIODS[period[2]]}"
    for pattern, said in _LIMITS:
        text = re.sub(pattern, said, text)
    return text


def spoken(text: str, lang: str) -> str:
    """Return what a text says in `lang`, where it says the same twice: `中文 · English`.

    >>> spoken("数值未确定 · not established", "en"), spoken("未确定", "en")
    ('not established', '未确定')
    """
    chinese, mark, english = text.partition(" · ")
    if not mark or not re.search(_HANZI, chinese) or re.search(_HANZI, english):
        return text
    return (chinese if lang == "zh" else english).strip()


def placed(locator: str | None, lang: str) -> str:
    """Return a place in a document; a row that states none is known by its number in the file.

    >>> placed("page 4, row 7", "zh"), placed("results/0", "zh"), placed("results/0", "en")
    ('page 4, row 7', '第1条结果', 'result 1')
    """
    row = re.fullmatch(_ROW, locator or "")
    if row is None:
        return locator or ""
    number = int(row[1]) + 1
    return f"第{number}条结果" if lang == "zh" else f"result {number}"
