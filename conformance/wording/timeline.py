"""What changes on a day in the life of an edition, and what to do about it."""

from conformance.wording.sentences import Wording

CHANGES: dict[str, Wording] = {
    "accepted": Wording(
        "{edition} 可提前采用", "{edition} may be used",
        "可以开始按 {edition} 检测和取证", "testing and certification under {edition} may begin",
    ),
    "in-force": Wording(
        "{edition} 实施", "{edition} comes into force",
        "新的检测和取证按 {edition} 进行", "have new tests and certificates made under {edition}",
    ),
    "required-manufactured": Wording(
        "{edition}:该日起生产的必须符合", "{edition} is required of what is made from this day on",
        "在此之前备好按 {edition} 的证据;此前生产的仍按其生产日判定",
        "have evidence under {edition} ready; what was made before is judged by its own day",
    ),
    "required-imported": Wording(
        "{edition}:该日起进口的必须符合", "{edition} is required of what is imported from this day on",
        "在此之前备好按 {edition} 的证据", "have evidence under {edition} ready",
    ),
    "required-sold": Wording(
        "{edition}:该日起销售的必须符合,不论何时生产",
        "{edition} is required of what is sold from this day on, whenever it was made",
        "在此之前售完或下架没有按 {edition} 的证据的存货",
        "sell or withdraw stock without evidence under {edition} before it",
    ),
    "required-certified": Wording(
        "{edition}:该日起只按此版本发证", "certificates are granted on {edition} only",
        "在此之前把证书转换为 {edition}", "have certificates converted to {edition} before it",
    ),
    "last-day": Wording(
        "{edition} 的最后有效日", "last day of {edition}",
        "按 {edition} 的检测须在该日或之前结束", "tests under {edition} must end by this day",
    ),
    "clauses-in-force": Wording(
        "{edition} 的条款 {clauses} 实施", "clauses {clauses} of {edition} come into force",
        "备好这些条款的证据", "have evidence on these clauses ready",
    ),
    "clauses-last-day": Wording(
        "{edition} 的条款 {clauses} 的最后有效日", "last day of clauses {clauses} of {edition}",
        "按这些条款的检测须在该日或之前结束", "tests by these clauses must end by this day",
    ),
}  # fmt: skip
"""By what changes: what happens, and what to do."""

BESIDE: dict[str, Wording] = {
    "replaces": Wording("代替 {other}", "it replaces {other}"),
    "replaced-by": Wording("之后按 {other}", "{other} follows"),
}

WORDS = {
    "zh": {
        "day": "日期", "what": "变化", "categories": "品类", "do": "要做的事", "none": "没有变化。",
        "calendar": "标准版本变化", "comma": "、", "stop": ";", "provenance": "日期来源",
        "secondary": "公开的二手来源", "recalled": "回忆,未核实", "text": "标准文本",
        "colon": ":",
    },
    "en": {
        "day": "day", "what": "what changes", "categories": "categories", "do": "what to do",
        "none": "Nothing changes.", "calendar": "Editions of standards", "comma": ", ",
        "stop": "; ", "provenance": "the date is", "secondary": "from a published secondary source",
        "recalled": "recalled, not verified", "text": "read in the standard",
        "colon": " ",
    },
}  # fmt: skip
