"""The sentences of letters to a merchant, in Chinese and in English."""

LETTERS = {
    "zh": {
        "refusal": "不符合通知书", "request": "补充证据通知书", "confirmation": "符合性判定确认书",
        "to": "{name}:",
        "refusal_text": "贵方提交的下列对象,已对照规范逐条判定。其中有不符合项,现状下不能放行。请按下列各项"
        "整改和补充,并在 {until}(含当日)前提交。",
        "request_text": "贵方提交的下列对象,已对照规范逐条判定。现有证据尚不足以判定其符合。请按下列各项补充,"
        "并在 {until}(含当日)前提交。",
        "confirmation_text": "兹确认:下列对象对照下列规范逐条判定,总体判定为“符合”。本确认书只对摘要所指的提交"
        "和规范成立。",
        "object": "对象", "kind": "判定", "fails": "不符合项:需要整改", "missing": "证据不足项:需要补充",
        "why": "原因", "send": "请", "where": "见", "until": "期限", "count": "{count} 项",
        "recommendations": "另有 {count} 项推荐要求未满足,不影响总体判定,无需答复。",
        "rests": "本判定的依据", "editions": "所用版本", "evidence": "所采信的文件",
        "digests": "摘要(SHA-256)",
        "reply": "答复时请写明提交编号;更正或复测的报告请写明原报告编号。",
        "decides": "以上各项由所提交的证据逐条判定得出;由签发人作出决定并负责。",
        "sign": "签发人", "date": "日期", "seal": "印章", "unknown": "提交方",
    },
    "en": {
        "refusal": "Notice of non-conformity", "request": "Request for evidence",
        "confirmation": "Confirmation of conformity with the spec",
        "to": "To {name}",
        "refusal_text": "What you sent on the object below was judged against its spec, requirement by "
        "requirement. It does not conform in the points below and cannot be let in as it is. Please "
        "correct and send what is listed, by {until} at the latest.",
        "request_text": "What you sent on the object below was judged against its spec, requirement by "
        "requirement. The evidence does not yet show that it conforms. Please send what is listed, by "
        "{until} at the latest.",
        "confirmation_text": "This confirms that the object below was judged against the spec below, "
        "requirement by requirement, and that the verdict of the whole is “pass”. It holds for the "
        "submission and the spec of these digests and for no other.",
        "object": "Object", "kind": "Verdict", "fails": "What does not conform and has to be corrected",
        "missing": "What is not shown and has to be sent", "why": "Why", "send": "Please",
        "where": "see", "until": "By", "count": "{count}",
        "recommendations": "Recommendations not met: {count}. They do not change the verdict and need no "
        "reply.",
        "rests": "What this verdict rests on", "editions": "Editions used",
        "evidence": "Documents admitted", "digests": "Digests (SHA-256)",
        "reply": "Please name the submission in your reply, and in an amended report or a retest the "
        "number of the first report.",
        "decides": "These points follow from the evidence sent; whoever signs decides and attests.",
        "sign": "Signed", "date": "Date", "seal": "Seal", "unknown": "the submitter",
    },
}  # fmt: skip
