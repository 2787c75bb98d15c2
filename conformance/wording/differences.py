"""Words of differences between two specs, in Chinese and in English."""

KINDS: dict[str, tuple[str, str]] = {
    "looser": ("放宽", "looser"),
    "undecided": ("有宽有严或无法判断", "neither looser nor stricter, or not decided"),
    "removed": ("取消", "removed"),
    "condition-narrowed": ("适用范围缩小", "applies to less"),
    "stricter": ("加严", "stricter"),
    "new": ("新增", "new"),
    "condition-widened": ("适用范围扩大", "applies to more"),
    "method": ("方法或试验条件", "method or test conditions"),
    "edition": ("版本或日期", "edition or dates"),
    "provenance": ("数据来源", "provenance"),
    "wording": ("仅文字", "wording only"),
}
"""Kinds of difference, those that let more through first."""

MEANINGS: dict[str, tuple[str, str]] = {
    "looser": (
        "有的产品和结果原来不能通过,现在能;原来能通过的仍能",
        "some product and readings pass now that did not; nothing that passed does not",
    ),
    "undecided": (
        "有的现在能通过,有的不再能;或无法证明。数值未确定或方法不同时不比较",
        "some pass now and some no longer, or it could not be proved; a figure that is not "
        "established, or one under another method, is not compared",
    ),
    "removed": ("不再有任何条款要求", "nothing asks it any more"),
    "condition-narrowed": ("有的产品不再须满足", "some product is no longer asked"),
    "stricter": (
        "有的产品和结果原来能通过,现在不能;原来不能通过的仍不能",
        "some product and readings pass no longer; nothing passes now that did not",
    ),
    "new": ("原来没有任何条款要求", "nothing asked it before"),
    "condition-widened": ("有的产品原来不须满足,现在须满足", "some product is asked that was not"),
    "method": ("结果须以另一方式得出", "a result must have been found in another way"),
    "edition": ("另一版本,或另一日期", "another edition, or another day"),
    "provenance": ("数值来自另一类来源", "the figure is known from another kind of source"),
    "wording": (
        "名称、项目名、章节,或同一限值的另一写法",
        "titles, item names, sections, or the same limit in other words",
    ),
}
"""What each kind means, for those who decide about a change."""

FIELDS: dict[str, tuple[str, str]] = {
    "limit": ("限值", "limit"),
    "applies": ("适用条件", "condition"),
    "specimens": ("试样数", "specimens"),
    "statistic": ("统计量", "statistic"),
    "rule": ("判定规则", "decision rule"),
    "rounding": ("修约", "rounding"),
    "interval": ("修约间隔", "rounding interval"),
    "correction": ("分析校正", "analytical correction"),
    "judgement": ("接受实验室判定", "a bare pass is accepted"),
    "max_uncertainty": ("最大不确定度", "largest uncertainty"),
    "expects": ("所问的量", "what is asked"),
    "open": ("数值未确定", "open figure"),
    "phrase": ("标识文字", "words of a marking"),
    "method": ("方法", "method"),
    "conditions": ("试验条件", "test conditions"),
    "detection_limit": ("检出限", "detection limit"),
    "implied_by": ("替代版本", "editions that imply it"),
    "clause": ("条款", "clause"),
    "force": ("效力", "force"),
    "in_force": ("实施日", "first day"),
    "withdrawn": ("最后一日", "last day"),
    "provenance": ("数据来源", "provenance"),
    "title": ("名称", "title"),
    "items": ("项目名", "item names"),
    "section": ("章节", "section"),
    "level": ("要求或推荐", "mandatory or recommended"),
    "evidence": ("证明途径", "ways to evidence"),
    "each": ("逐个部件", "for each part"),
    "document": ("文件", "document"),
    "chain": ("授权链", "chain of authorizations"),
    "sampling": ("抽样", "sampling"),
    "identifier": ("标识代码", "identifier"),
    "days": ("天数", "days"),
    "linked": ("关联提交", "linked submission"),
    "statement": ("声明项", "statement"),
    "group": ("组合", "combination"),
    "requirement": ("要求", "requirement"),
    "policy": ("证据规定", "evidence policy"),
    "family": ("版本系列", "family of editions"),
    "edition": ("版本", "edition"),
    "fixed": ("类别的固定属性", "fixed for the category"),
    "parts": ("部件数", "number of parts"),
    "start": ("规范实施日", "first day of the spec"),
    "end": ("规范最后一日", "last day of the spec"),
    "subject": ("对象", "subject"),
}
"""What differs."""

ASKED: dict[str, tuple[str, str]] = {
    "document": ("文件", "document"),
    "inspection": ("检查", "inspection"),
    "phrase": ("标志用语", "words on a marking"),
    "chain": ("授权链", "chain of authorizations"),
    "sampling": ("按批抽样", "acceptance of a lot"),
    "group": ("组合", "combination"),
    "identifier": ("标识", "identifier"),
    "linked": ("关联提交", "linked submission"),
    "days": ("天数", "days"),
}
"""What is asked where no limit is."""
