"""What each block of a format is, in Chinese; the English is the first sentence of its class."""

BLOCKS = {
    "Submission": "一次提交", "Subject": "合格评定对象", "Organization": "制造商、生产企业或进口商",
    "Part": "部件,各有自己的属性", "TestReport": "检测报告", "Laboratory": "实验室",
    "Covered": "报告覆盖的型号及其差异", "Sample": "样品", "Dates": "起止日期,两端均含",
    "Relation": "与先前报告的关系", "Result": "一行结果", "Reading": "分项写出的报告结果",
    "Uncertainty": "扩展不确定度", "Certificate": "认证证书", "Declaration": "自我声明",
    "Audit": "现场审核", "Marking": "标志或标识", "Licence": "许可证", "Authorization": "授权书",
    "Inspection": "批的检验", "CategorySpec": "品类规范", "Chain": "不中断的授权链",
    "ConditionRow": "试验条件表的一行", "Days": "两日之间的天数", "Defaults": "默认值",
    "Document": "本身即为要求的文件", "Exception_": "条款不列入判定的方式和理由",
    "Digits": "标识中须与申报属性相符的几位",
    "Family": "一并选定版本的标准族", "Group": "要求的组合", "Identifier": "标识及其校验位",
    "InForce": "规范的有效期", "Include": "所含的另一规范", "Linked": "关联对象的提交",
    "Own": "自有要求", "PartKind": "一种重复的部件", "Phrase": "标志用语",
    "Policy": "证据要求", "Row": "限值表的一行", "Sampling": "计数抽样验收(GB/T 2828.1-2012)",
    "Section": "章节", "Selection": "从标准选用的条款", "Term": "申报的属性",
    "Tightened": "加严的限值", "Use": "一并采用的版本及其日期", "Words": "两种语言的名称",
    "Catalogue": "一个标准版本的条款库", "Clause": "条款", "RequiredRow": "必须执行的日期",
    "Assessment": "判定书", "Verdict": "判定", "Finding": "一项要求的判定结果",
    "Cited": "所引证据的位置", "Rejected": "不予采信的文件", "PartFinding": "一个部件的判定结果",
    "Remark": "不影响判定的说明", "Upcoming": "尚未实施的要求", "LeftOut": "未列入判定的强制条款",
}  # fmt: skip
