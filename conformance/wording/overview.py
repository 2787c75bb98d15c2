"""Words of the page for many submissions, in Chinese and in English."""

OVERVIEW = {
    "zh": {
        "title": "{count} 份提交的总览", "verdicts": "总体判定", "share": "占比", "findings": "判定结果",
        "reasons": "最常见的原因", "reason": "原因", "count": "数量", "more": "另有 {count} 项",
        "reasons_note": "每份提交中同一原因只计一次;只计必须满足的要求。",
        "no_reasons": "没有未通过的要求。",
        "margins": "各要求的裕量", "requirement": "要求", "spread": "裕量(限值的 -100 % 至 100 %)",
        "median": "中位数",
        "margins_note": "竖线为限值;左侧斜线段超出限值,右侧在限内;圆点为限内的结果,叉为超限的结果,"
        "短粗线为中位数。裕量最小的要求在前。",
        "margins_said": "裕量 {least} % 至 {most} %,中位数 {median} %,{count} 个结果",
        "no_margins": "没有以数值为限的结果。",
        "laboratories": "与自己的数值不一致的实验室", "laboratory": "实验室",
        "disagreements": "不一致", "where": "所在要求",
        "laboratories_note": "不一致:实验室判为符合而其数值不符合限值,或相反。这可能是实验室用了另一限值。",
        "no_laboratories": "提交中没有写明实验室。",
        "submissions": "各份提交", "subject": "对象", "waiting": "未通过的要求",
        "unread": "{count} 份提交无法读取,未列入",
    },
    "en": {
        "title": "Overview of submissions: {count}", "verdicts": "Verdicts of the whole",
        "share": "Share", "findings": "Findings", "reasons": "Commonest reasons",
        "reason": "Reason", "count": "Count", "more": "Further ones: {count}",
        "reasons_note": "A reason counts once for each submission; mandatory requirements only.",
        "no_reasons": "No requirement is short of a pass.",
        "margins": "Margins by requirement", "requirement": "Requirement",
        "spread": "Margin, -100 % to 100 % of the limit", "median": "Median",
        "margins_note": "The tall line is the limit; to its left, hatched, is beyond it. A disc is a "
        "result within, a cross one beyond, the short thick line the median. The smallest margins come "
        "first.",
        "margins_said": "margins from {least} % to {most} %, median {median} %, results: {count}",
        "no_margins": "No result has a limit in numbers.",
        "laboratories": "Laboratories at odds with their own figures", "laboratory": "Laboratory",
        "disagreements": "At odds", "where": "In which requirements",
        "laboratories_note": "At odds: the laboratory says pass and its figure does not conform, or the "
        "other way round. It may have used another limit.",
        "no_laboratories": "No submission names a laboratory.",
        "submissions": "Submissions", "subject": "Object", "waiting": "Not passed",
        "unread": "Submissions that could not be read and are left out: {count}",
    },
}  # fmt: skip
