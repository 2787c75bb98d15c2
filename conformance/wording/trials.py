"""Words of the trials that a spec's cases are put to: slips, and why nothing was tried."""

SLIPS: dict[str, tuple[str, str]] = {
    "operator": ("比较符号", "comparison"),
    "digit": ("末位数字", "digit"),
    "unit": ("单位", "unit"),
    "grade": ("等级", "grade"),
    "rows-swapped": ("限值表两行互换", "two rows of the table swapped"),
    "condition-dropped": ("适用条件漏写", "condition left out"),
    "condition-negated": ("适用条件取反", "condition turned round"),
    "condition-operator": ("适用条件的比较符号", "comparison in a condition"),
    "condition-digit": ("适用条件的数字", "digit in a condition"),
    "condition-combination": ("适用条件的“且”“或”", "and, or in a condition"),
    "condition-choice": ("适用条件的取值", "choice in a condition"),
    "date": ("日期", "date"),
    "statistic": ("统计量", "statistic"),
    "specimens": ("试样数", "number of specimens"),
    "rounding": ("修约", "rounding"),
    "rule": ("判定规则", "decision rule"),
    "judgement": ("是否接受实验室判定", "whether a bare pass is accepted"),
    "correction": ("分析校正", "analytical correction"),
    "method": ("方法", "method"),
    "test-condition": ("试验条件", "test condition"),
    "detection-limit": ("检出限", "detection limit"),
    "edition": ("替代版本", "edition that implies it"),
    "words": ("标识文字", "words of a marking"),
    "level": ("要求或推荐", "mandatory or recommended"),
    "evidence": ("证明途径", "way to evidence"),
    "document": ("文件要求", "document asked for"),
    "sampling": ("抽样方案", "sampling plan"),
    "chain": ("授权链", "chain of authorizations"),
    "identifier": ("标识", "identifier"),
    "days": ("两日之间", "days between"),
    "combination": ("组合", "combination"),
    "policy": ("证据规定", "evidence policy"),
    "fixed": ("类别的固定属性", "attribute fixed for the category"),
    "parts": ("部件数", "number of parts"),
}
"""What is changed in a mutant, in Chinese and in English."""

UNTRIED: dict[str, tuple[str, str]] = {
    "no-scene": ("没有证明它的用例或示例", "no case or example shows it"),
    "sampling": ("按批抽样", "acceptance of a lot"),
    "probability": ("合格概率规则", "decided by probability"),
    "no-reading": ("只由文件证明,没有报告结果", "shown by a document and not by a reading"),
    "not-read": ("第二读法不认识这种限值", "the second reading does not know such a limit"),
}
"""Why no boundary of a requirement at which it fails was tried."""

EQUAL: dict[str, tuple[str, str]] = {
    "never-applies": (
        "本类产品中没有适用的,问什么都一样",
        "it applies to no product of the category, whatever it asks",
    ),
    "figure-open": (
        "其数值未确定,问什么都是证据不足",
        "its figure is open: whatever it asks, the evidence is missing",
    ),
    "accepts-the-same": (
        "已证明:同样的产品、同样的结果,接受与否相同",
        "proved: of the same products it accepts the same results",
    ),
    "one-at-a-time": (
        "已证明:成员至多一项适用,全部与任一相同",
        "proved: never more than one member applies, so all are any",
    ),
    "no-share-between": (
        "已证明:各项权重得不出两个阈值之间的得分",
        "proved: no share of the weights lies between the two thresholds",
    ),
}
"""Why a mutant asks the same as the spec."""
