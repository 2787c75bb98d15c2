"""The words of coverage: what a spec does with each clause of its standards."""

WORDS = {
    "zh": {
        "covered": "已覆盖", "tightened": "已加严", "excepted": "不列入判定",
        "not-covered": "未覆盖", "out-of-scope": "不适用于本品类",
        "open": "数值未确定", "law": "强制条款", "other": "其他条款", "none": "无",
        "own": "没有标准来源的要求(自有)", "heading": "规范对标准的覆盖",
        "exceptions": "不列入判定的强制条款",
        "explained": "“已覆盖”指规范判定该条款;数值未确定的条款也算在内,但任何产品在其上都是证据不足。",
        "clause": "条款", "way": "方式", "why": "理由",
        "requirement": "要求", "title": "名称", "basis": "依据", "edition": "版本",
        "of them tightened": "其中已加严", "of them open": "其中数值未确定",
    },
    "en": {
        "covered": "covered", "tightened": "tightened", "excepted": "excepted",
        "not-covered": "not covered", "out-of-scope": "of other categories",
        "open": "figure not established", "law": "with legal force", "other": "without legal force",
        "none": "none", "own": "requirements without a standard behind them (own)",
        "heading": "What the specs cover of their standards",
        "exceptions": "Clauses with legal force that are excepted",
        "explained": "A covered clause is judged by the spec. One whose figure is not established counts, "
        "and every product lacks evidence on it.",
        "clause": "clause", "way": "in which way", "why": "why",
        "requirement": "requirement", "title": "title", "basis": "rests on", "edition": "edition",
        "of them tightened": "of these tightened", "of them open": "of these not established",
    },
}  # fmt: skip
