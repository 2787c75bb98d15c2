"""The words of forms: what each column and each row of the cover is called."""

FORM_WORDS = {
    "#how": "在黄色格内填写,全部按文本输入;没有的留空 · fill the yellow cells, all as text; leave empty what there is not",
    "submission": "提交编号 · Submission", "spec": "规范 · Spec", "kind": "类别 · Kind",
    "brand": "品牌 · Brand", "name": "名称 · Name", "model": "型号 · Model", "uscc": "统一社会信用代码 · USCC",
    "manufacturer": "制造商 · Manufacturer", "factory": "工厂 · Factory",
    "manufactured": "生产日期 · Manufactured", "imported": "进口日期 · Imported", "sold": "销售日期 · Sold",
    "lot": "批号 · Lot", "quantity": "数量 · Quantity", "linked": "关联提交 · Linked",
    "id": "编号 · Id", "number": "证书或报告编号 · Number", "scheme": "制度 · Scheme",
    "laboratory.name": "检验机构 · Laboratory", "laboratory.cma": "资质认定编号 · CMA",
    "laboratory.cnas": "认可编号 · CNAS", "client": "委托方 · Client", "tested_model": "主检型号 · Tested model",
    "sample.drawn_by": "抽样方 · Sample drawn by", "sample.number": "样品编号 · Sample number",
    "sample.count": "样品数 · Specimens", "received": "收样日期 · Received", "tested.from": "检验开始 · Tested from",
    "tested.to": "检验结束 · Tested to", "issued": "签发日期 · Issued", "complete": "完整 · Complete",
    "final": "正式 · Final", "conclusion": "结论 · Conclusion", "issuer": "发证机构 · Issuer",
    "holder": "持有人 · Holder", "models": "型号(; 分隔) · Models", "standards": "标准(; 分隔) · Standards",
    "expires": "有效期至 · Expires", "status": "状态 · Status", "status_checked": "状态查询日期 · Status checked",
    "by": "声明方 · Declared by", "signed": "签署日期 · Signed", "where": "标志位置 · Where",
    "text": "标志文字 · Text", "shown_by": "依据 · Shown by", "site": "地点 · Site", "auditor": "审核方 · Auditor",
    "date": "日期 · Date", "file": "文件 · File", "document": "文件编号 · Document", "clause": "条款 · Clause",
    "requirement": "要求 · Requirement", "item": "项目 · Item", "#title": "检测什么 · What is tested",
    "#limit": "要求值 · Limit", "#specimens": "试样数 · Specimens asked",
    "#evidence": "需要的证据 · Evidence needed", "part": "部件 · Part",
    "value": "结果 · Result", "unit": "单位 · Unit", "detection_limit": "检出限 · Detection limit",
    "quantification_limit": "定量限 · Quantification limit",
    "requirement_text": "报告所引要求 · Requirement in the report", "verdict": "判定 · Verdict",
    "method": "方法 · Method", "conditions": "条件(名=值; ) · Conditions", "locator": "位置 · Place",
}  # fmt: skip


def form_word(key: str) -> str:
    """Return what a key of a form is called, in both languages.

    >>> form_word("subject.model"), form_word("values.2")
    ('型号 · Model', '试样 2 · Specimen 2')
    """
    if key in FORM_WORDS:
        return FORM_WORDS[key]
    parent, _, last = key.rpartition(".")
    if parent == "values":
        return f"试样 {last} · Specimen {last}"
    of = parent.rpartition(".")[2]
    if last == "name" and of in FORM_WORDS:
        return FORM_WORDS[of]
    return FORM_WORDS.get(last, f"{key} · {key}")
