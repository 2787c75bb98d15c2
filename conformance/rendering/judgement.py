"""One comparison, for the terminal and as JSON."""

from typing import Any

from conformance.judging import Judgement

VERDICTS = {
    "zh": {
        "pass": "符合", "fail": "不符合", "missing-evidence": "证据不足",
        "not-applicable": "不适用",
    },
    "en": {
        "pass": "pass", "fail": "fail", "missing-evidence": "missing-evidence",
        "not-applicable": "not-applicable",
    },
}  # fmt: skip
_LABELS = {
    "zh": (
        "判定", "理由", "限值", "报告结果", "裕量", "不确定度", "判定规则", "比较法", "统计量",
        "其他规则", "下一步",
    ),
    "en": (
        "verdict", "reason", "limit", "reported result", "margin", "uncertainty",
        "decision rule", "comparison", "statistic", "other rules", "what to do",
    ),
}  # fmt: skip


def as_json(answer: Judgement) -> dict[str, Any]:
    """Return the comparison under the names of an assessment's finding; absent values left out."""
    criterion = answer.determination.criterion
    used = answer.determination.uncertainty
    found = {
        "verdict": str(answer.verdict),
        "reason": answer.reason,
        "message": dict(answer.message),
        "limit": answer.limit,
        "measured": list(answer.determination.measured),
        "margin": answer.margin,
        "uncertainty": None if used is None else str(used),
        "rule": str(criterion.rule),
        "rounding": str(criterion.rounding),
        "statistic": str(criterion.statistic),
        "otherwise": {rule: str(verdict) for rule, verdict in answer.otherwise},
        "laboratory_disagrees": answer.determination.disagreement or None,
        "needed": dict(answer.needed) if answer.verdict != "pass" else None,
    }
    return {name: value for name, value in found.items() if value not in (None, {})}


def as_table(answer: Judgement, lang: str) -> str:
    """Return the comparison as two columns, wide characters aligned."""
    from tabulate import tabulate

    found = as_json(answer)
    words = VERDICTS[lang]
    separator = ";" if lang == "zh" else "; "
    otherwise = separator.join(
        f"{rule}: {words[v]}" for rule, v in found.get("otherwise", {}).items()
    )
    cells = (
        words[found["verdict"]],
        f"{found['message'][lang]} [{found['reason']}]",
        found["limit"],
        separator.join(found["measured"]),
        found.get("margin"),
        found.get("uncertainty"),
        found["rule"],
        found["rounding"],
        found["statistic"] if len(found["measured"]) > 1 else None,
        otherwise,
        found.get("needed", {}).get(lang),
    )
    rows = [pair for pair in zip(_LABELS[lang], cells, strict=True) if pair[1]]
    return tabulate(rows, tablefmt="plain", disable_numparse=True)
