"""The words around the findings on a page, in Chinese and in English."""

from conformance.rendering.judgement import VERDICTS as PLAIN_VERDICTS
from conformance.wording import TERMS

# On a page, English writes the verdicts as words and not as codes.
VERDICTS = {
    "zh": PLAIN_VERDICTS["zh"],
    "en": {verdict: word.replace("-", " ") for verdict, word in PLAIN_VERDICTS["en"].items()},
}

WORDS = {
    "zh": {
        "lang": "zh-CN", "title": "符合性判定", "skip": "跳到下一步", "colon": ": ", "and": "; ",
        "sections": "各章节", "section": "章节", "share": "分布",
        "answers": "{count} 份判定", "submission": "提交",
        "spec": "规范", "as_of": "判定基准日", "strict": "严格模式",
        "strict_yes": "是:只采用在标准文本中读到的数值", "strict_no": "否",
        "evaluated": "已判定", "of": "{total} 项中 {count} 项", "missing-evidence": "证据不足",
        "not-applicable": "不适用", "count": "{count} 项", "many": "{count} 项",
        "on_claims": "依据申报,没有证据",
        "unverified": "依据未与标准文本核对的数值", "open_clauses": "条款库中尚无数值的条款",
        "disagreements": "实验室判定与其数值不一致", "concessions": "让步放行(判定仍为不符合)",
        "rests_heading": "本判定的依据",
        "left_out": "未列入判定的强制性条款", "clauses": "{count} 条及其理由",
        "decides": "本页给出判定并说明依据;由人作出决定并负责。",
        "next": "下一步", "nothing_to_do": "没有需要补正的事项。", "concerns": "涉及",
        "optional": "推荐项,不影响总体判定",
        "findings": "判定结果", "no_findings": "没有任何要求得到判定。",
        "clause": "条款", "limit": "限值", "measured": "报告结果", "margin": "裕量",
        "evidence": "证据", "rejected": "不予采信的文件", "needed": "下一步",
        "trace": "判定过程", "requirement": "要求编号", "reason": "判定理由代码",
        "rule": "判定规则", "rounding": "比较方法", "otherwise": "按其他判定规则",
        "provenance": "数据来源", "basis": "要求的依据", "rests_on": "依据的申报(无证据)",
        "parts": "各部件",
        "part": "部件", "verdict": "判定", "message": "说明", "disagreement": "实验室",
        "disagrees": "实验室判定与其数值不一致",
        "recommended": "推荐", "core": "核心", "law": "有强制力", "conceded": "让步放行",
        "register": "证据登记", "document": "文件", "number": "编号", "places": "引用位置",
        "cited_by": "采信于", "rejected_for": "不予采信",
        "no_documents": "没有采信或拒绝任何文件。", "rows_unused": "未使用的行",
        "unused": "未使用的行", "remarks": "备注", "upcoming": "即将实施的要求",
        "in_force": "实施日期", "digests": "摘要(SHA-256)", "tool": "程序",
        "digest_submission": "提交的摘要", "digest_spec": "规范的摘要",
    },
    "en": {
        "lang": "en", "title": "Conformity assessment", "skip": "Skip to what to do next",
        "colon": ": ", "and": "; ",
        "sections": "Sections", "section": "Section", "share": "Shares",
        "answers": "{count} assessments", "submission": "Submission",
        "spec": "Spec", "as_of": "As-of date", "strict": "Strict mode",
        "strict_yes": "yes: only figures read in the standard itself count", "strict_no": "no",
        "evaluated": "Evaluated", "of": "{count} of {total}",
        "missing-evidence": "Missing evidence", "not-applicable": "Not applicable",
        "count": "{count}", "many": "{count} findings", "on_claims": "On claims without evidence",
        "unverified": "On figures not verified in the standard",
        "open_clauses": "Clauses whose figure the catalogue lacks",
        "disagreements": "Laboratory at odds with its own figures",
        "concessions": "Released under concession (still a fail)",
        "rests_heading": "What this verdict rests on",
        "left_out": "Clauses with legal force left out",
        "clauses": "{count}, and why each",
        "decides": "This page determines and says why; a person decides and attests.",
        "next": "What to do next", "nothing_to_do": "Nothing needs to be put right.",
        "concerns": "Concerns",
        "optional": "a recommendation; does not change the verdict of the whole",
        "findings": "Findings", "no_findings": "No requirement was judged.",
        "clause": "Clause", "limit": "Limit", "measured": "Reported", "margin": "Margin",
        "evidence": "Evidence", "rejected": "Documents not admitted", "needed": "To do",
        "trace": "How it was judged", "requirement": "Requirement", "reason": "Reason code",
        "rule": "Decision rule", "rounding": "Comparison", "otherwise": "Under other rules",
        "provenance": "Provenance", "basis": "Basis", "rests_on": "Rests on claims",
        "parts": "Parts",
        "part": "Part", "verdict": "Verdict", "message": "Message", "disagreement": "Laboratory",
        "disagrees": "its verdict disagrees with its figures",
        "recommended": "recommendation", "core": "core", "law": "legal force",
        "conceded": "released under concession",
        "register": "Evidence register", "document": "Document", "number": "Number",
        "places": "Places cited", "cited_by": "Admitted for", "rejected_for": "Not admitted for",
        "no_documents": "No document was admitted or turned away.", "rows_unused": "Rows not used",
        "unused": "Rows not used", "remarks": "Remarks",
        "upcoming": "Requirements not yet in force", "in_force": "In force from",
        "digests": "Digests (SHA-256)", "tool": "Program",
        "digest_submission": "Digest of the submission", "digest_spec": "Digest of the spec",

    },
}  # fmt: skip

# In Latin letters in both languages, for whoever sees it sees no others.
FONT_NOTE = (
    "Boxes instead of Chinese? No font for it is installed here: install Noto Sans CJK SC, "
    "Source Han Sans SC or Microsoft YaHei."
)

# What the code words of a finding mean; in English most of them are words already.
CODES = {
    "zh": {
        "simple": "简单接受", "guarded": "保护带", "non-binary": "非二元",
        "probability": "合格概率",
        "each": "逐个", "mean": "平均值", "min": "最小值", "max": "最大值", "range": "极差",
        "sum": "总和", "k of n": "n 个中的 k 个",
        "full-value": "全数值比较法", "rounded-value": "修约值比较法",
        **{each: f"{TERMS[each]},未与标准文本核对" for each in ("secondary", "recalled")},
        "text": TERMS["text"],
        "standard": "标准", "enterprise": "企业自定", "regulation": "法规", "contract": "合同",
        "product": "产品", "merchant": "商家", "factory": "工厂", "lot": "批",
        "released-under-concession": "让步放行",
    },
    "en": {
        "text": "read in the standard", "secondary": "secondary source, not verified",
        "recalled": "professional knowledge, not verified",
        "standard": "standard", "enterprise": "the enterprise's own",
    },
}  # fmt: skip

# The names of facts in Chinese; in English a fact is shown under its own name.
FACTS = {
    "value": "结果", "limit": "限值", "margin": "裕量", "uncertainty": "扩展不确定度",
    "rule": "判定规则", "need": "要求数量", "count": "结果数量", "detail": "细节",
    "statistic": "统计量",
    "found": "实际", "wanted": "要求", "number": "编号", "condition": "条件", "status": "状态",
    "day": "日期", "issued": "签发", "expires": "到期", "item": "项目", "near": "最接近的名称",
    "kind": "种类", "why": "理由代码", "checked": "查询日", "members": "成员", "place": "位置",
    "document": "文件", "provenance": "数据来源",
    "statement": "承诺项", "combination": "组合方式",
}  # fmt: skip
