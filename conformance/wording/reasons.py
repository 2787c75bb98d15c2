"""The one table of reasons: what is said of a verdict, and what would change it.

A reason code is permanent and is the key in every output.  Placeholders stand
for facts: `value` the reading as written, `limit` the limit in symbols,
`margin`, `uncertainty`, `rule`, `need` a number asked for, `count` the number of
results, `detail` the part at fault.  What stands in square brackets is said where its facts are
there; what stands behind `|` in them is said where they are not.  Elsewhere a fact that is absent
leaves its placeholder as `—`.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from string import Formatter

from conformance.wording.evidence import EVIDENCE
from conformance.wording.sentences import Wording
from conformance.wording.terms import term

_RETEST_ZH = "整改产品后重新检测,并提交写明原报告编号的复测报告"
_RETEST_EN = "correct the product, test it again, and send a retest report that names this report"
# What to do where not a test but a declaration falls short; `statement` is among its facts.
_STATE_ANEW = Wording(
    "", "", "请由作出声明的一方提交满足 {limit} 的新声明",
    "have whoever made the declaration sign a new one that meets {limit}",
)  # fmt: skip

REASONS: dict[str, Wording] = {
    # passes
    "within-limit": Wording("{value} 符合限值 {limit}", "{value} is within the limit {limit}"),
    "within-acceptance-limit": Wording(
        "{value} 在按不确定度 {uncertainty} 收窄后的接受限内(限值 {limit},判定规则 {rule})",
        "{value} lies within the acceptance limit, the limit {limit} drawn in for the "
        "uncertainty {uncertainty} (rule {rule})",
    ),
    "probably-conforms": Wording(
        "{value} 符合限值 {limit} 的合格概率达到要求(判定规则 {rule})",
        "the probability that {value} conforms to the limit {limit} is high enough (rule {rule})",
    ),
    "grade-met": Wording(
        "等级 {value} 满足要求 {limit}", "the grade {value} meets the requirement {limit}"
    ),
    "withstood": Wording(
        "“{value}”:已承受所要求的应力({limit})",
        "“{value}”: the required stress was withstood ({limit})",
    ),
    "inspected": Wording("检验结果为“{value}”", "the inspection says “{value}”"),
    "enough-conform": Wording(
        "足够数量的试样符合限值 {limit}", "enough specimens conform to the limit {limit}"
    ),
    "laboratory-judgement-accepted": Wording(
        "实验室判定“{value}”,规范接受实验室判定",
        "the laboratory says “{value}”, and the specification accepts its judgement",
    ),
    # fails
    "beyond-limit": Wording(
        "{value} 不符合限值 {limit}[(裕量 {margin})]",
        "{value} does not conform to the limit {limit}[ (margin {margin})]",
        _RETEST_ZH,
        _RETEST_EN,
    ),
    "in-guard-band": Wording(
        "{value} 在限值 {limit} 以内,但落在保护带内(不确定度 {uncertainty}):按保护带规则不予接受",
        "{value} is within the limit {limit} but inside the guard band "
        "(uncertainty {uncertainty}): not accepted under the guard-band rule",
        "改进产品以增大裕量,或采用不确定度更小的方法重新检测",
        "widen the margin, or test again by a method with a smaller uncertainty",
    ),
    "probably-does-not-conform": Wording(
        "{value} 符合限值 {limit} 的合格概率过低(判定规则 {rule})",
        "the probability that {value} conforms to the limit {limit} is too low (rule {rule})",
        _RETEST_ZH,
        _RETEST_EN,
    ),
    "grade-not-met": Wording(
        "等级 {value} 不满足要求 {limit}",
        "the grade {value} does not meet the requirement {limit}",
        _RETEST_ZH,
        _RETEST_EN,
    ),
    "broke-down": Wording(
        "“{value}”:在不高于要求的应力下已击穿或损坏(要求 {limit})",
        "“{value}”: it broke down at no more than the required stress ({limit})",
        _RETEST_ZH,
        _RETEST_EN,
    ),
    "too-many-failures": Wording(
        "不符合限值 {limit} 的试样过多:{value}",
        "too many specimens do not conform to the limit {limit}: {value}",
        "整改产品后重新检测全部试样,并提交写明原报告编号的复测报告",
        "correct the product, test all specimens again, and send a retest report that names this "
        "report",
    ),
    "laboratory-failed": Wording(
        "[实验室对本项判为不符合(“{value}”);本规范的限值为 {limit}|检查结论为不符合(“{value}”)]",
        "[the laboratory failed this item (“{value}”); the limit here is {limit}|it was found not to conform (“{value}”)]",
        "整改产品后复测,并提交写明原报告编号的报告;[请实验室说明所用限值(本规范为 {limit});]判定有误的,由出具方出具修改件",
        "put it right, have it looked at again, and send a document that names this one; [ask the laboratory which limit it used (here it is {limit}); ]if the judgement is wrong, whoever made it amends the document",
    ),
    # missing: the reading itself
    "reading-unreadable": Wording(
        "无法读取结果“{value}”",
        "the result “{value}” cannot be read",
        "[请实验室以可与限值 {limit} 比较的形式重新出具该结果,数值须带单位,例如 0.12 mA|请出具方写明“符合”或“不符合”]",
        "[ask the laboratory for a result that can be held against {limit}, a number with its unit, such as 0.12 mA|ask whoever looked to write “pass” or “fail”]",
    ),
    "reading-ambiguous": Wording(
        "结果“{value}”有不止一种读法",
        "the result “{value}” can be read in more than one way",
        "请实验室写明:是等级还是判定(“F 级”或“不符合”),是两个结果还是分数(“1; 2”或“0.5”)",
        "ask the laboratory to spell it out: a grade or a verdict (“class F” or “fail”), "
        "two results or a fraction (“1; 2” or “0.5”)",
    ),
    "decimal-sign-ambiguous": Wording(
        "结果 {value} 中的逗号可能是小数点,也可能是千位分隔",
        "the comma in {value} may be a decimal sign or a group separator",
        "请实验室以 '.' 为小数点重新书写,或在报告中说明小数点的写法",
        "ask the laboratory to write '.' as the decimal sign, or to say in the report "
        "which sign it uses",
    ),
    "unknown-unit": Wording(
        "结果 {value} 的单位“{detail}”不在单位表中",
        "the unit “{detail}” of {value} is not in the table of units",
        "请实验室改用法定计量单位(见 docs/units.md)",
        "ask the laboratory to use an SI unit or another one listed in docs/units.md",
    ),
    "values-disagree": Wording(
        "结果 {value} 用两种单位给出的数值互相矛盾",
        "the two figures of {value}, in two units, contradict each other",
        "请实验室更正后出具修改报告",
        "ask the laboratory for an amended report",
    ),
    "list-of-mixed-forms": Wording(
        "结果 {value} 中以斜线分隔的各项写法不一致,可能不是逐个试样的结果",
        "the parts of {value} are written differently and may not be one result per specimen",
        "请实验室逐个试样列出结果,例如 1#: 0.06 mA  2#: 0.05 mA",
        "ask for one result per specimen, such as 1#: 0.06 mA  2#: 0.05 mA",
    ),
    "reading-is-screening": Wording(
        "“{value}”是X射线荧光筛选的用语,不是含量,不能与限值比较",
        "“{value}” is a word of X-ray fluorescence screening and no content: it cannot be held against the limit",
        "请按该物质的定量方法检测,并报告含量和检出限",
        "have the substance measured by its quantitative method, and send the content with the detection limit",
    ),
    "reading-refers-elsewhere": Wording(
        "结果栏写的是“{value}”,结果在别处",
        "the result column says “{value}”: the result stands elsewhere",
        "请补交所指的附表或附页",
        "send the annex or page that it refers to",
    ),
    "reading-repeats-limit": Wording(
        "结果栏写的“{value}”只是照抄了要求 {limit},不是检测结果",
        "“{value}” only repeats the requirement {limit}; it is no result",
        "请实验室出具实测值",
        "ask the laboratory for the measured value",
    ),
    "reading-below-zero": Wording(
        "结果 {value} 小于零,而该量不可能为负",
        "{value} is below zero, which this quantity cannot be",
        "请实验室更正后出具修改报告",
        "ask the laboratory for an amended report",
    ),
    "reading-too-coarse": Wording(
        "结果 {value} 的末位比限值 {limit} 粗,半个末位内既可能符合也可能不符合",
        "{value} is written more coarsely than the limit {limit}: "
        "within half its last digit it may or may not conform",
        "请实验室给出末位不比限值粗的结果",
        "ask the laboratory for as many decimals as the limit has",
    ),
    "detection-limit-not-stated": Wording(
        "结果为 {value},但未给出检出限或定量限",
        "the result is {value}, and no detection or quantification limit is given",
        "请实验室注明检出限(或定量限);它须低到足以证明符合限值 {limit}",
        "ask the laboratory for the detection (or quantification) limit; it must be low enough "
        "to show conformity with {limit}",
    ),
    "detection-limit-too-high": Wording(
        "结果“{value}”只给出上界,不能证明符合限值 {limit}",
        "“{value}” only gives an upper bound, which does not show conformity with {limit}",
        "请实验室给出实测值,或用检出限足够低的方法重新检测",
        "ask the laboratory for the measured value, or test by a method with a lower "
        "detection limit",
    ),
    "range-spans-forbidden": Wording(
        "结果 {value} 两端符合,但中间跨越了不允许的区间(限值 {limit})",
        "the ends of {value} conform, but a forbidden band lies between them (limit {limit})",
        "请实验室逐个给出实测值",
        "ask the laboratory for each measured value",
    ),
    "range-across-limit": Wording(
        "结果 {value} 一部分符合、一部分不符合限值 {limit}",
        "{value} lies partly inside and partly outside the limit {limit}",
        "请实验室逐个给出实测值",
        "ask the laboratory for each measured value",
    ),
    "reading-straddles-limit": Wording(
        "结果 {value} 尚不能判定是否符合限值 {limit}",
        "{value} does not settle whether the limit {limit} is met",
        "请实验室给出实测值",
        "ask the laboratory for the measured value",
    ),
    "sign-not-stated": Wording(
        "偏差 {value} 未写正负号,而限值 {limit} 不对称",
        "the deviation {value} has no sign, and the limit {limit} is not symmetrical",
        "请实验室写明正负号",
        "ask the laboratory for the sign",
    ),
    "unit-not-stated": Wording(
        "结果 {value} 没有单位,限值 {limit} 有单位",
        "{value} has no unit, and the limit {limit} has one",
        "请实验室注明单位",
        "ask the laboratory for the unit",
    ),
    "unit-mismatch": Wording(
        "结果 {value} 与限值 {limit} 不是同一种量,无法比较",
        "{value} is another quantity than the limit {limit}",
        "请提交以限值所用的量表示的结果",
        "send a result in the quantity of the limit",
    ),
    "quantity-not-stated": Wording(
        "结果 {value} 未说明是哪一种量(如峰值或有效值、声压级或声功率级),限值为 {limit}",
        "{value} does not say which of two quantities it is (peak or r.m.s., sound pressure or "
        "power); the limit is {limit}",
        "请实验室注明该量的种类",
        "ask the laboratory which quantity was measured",
    ),
    "value-not-stated": Wording(
        "只有实验室判定“{value}”,没有实测值(限值 {limit})",
        "there is only the laboratory's “{value}” and no measured value (limit {limit})",
        "请实验室给出实测值",
        "ask the laboratory for the measured value",
    ),
    "laboratory-says-not-applicable": Wording(
        "文件认为本项不适用(“{value}”),但按申报的情况本项适用",
        "the document says “{value}”, but the requirement applies as declared",
        "请出具方说明不适用的理由,或补做检测(检查)",
        "ask whoever issued it why it does not apply, or have it tested or inspected",
    ),
    "not-tested": Wording(
        "缺少检测(检查)结果",
        "a result is missing",
        "请补做并提交报告",
        "have it tested or inspected, and send the report",
    ),
    "too-few-specimens": Wording(
        "试样数量不足:要求 {need} 个,只有 {count} 个结果",
        "too few specimens: {need} are required, and the number of results is {count}",
        "请补测所缺试样",
        "have the missing specimens tested",
    ),
    "too-many-specimens": Wording(
        "共有 {count} 个结果,多于规定的 {need} 个,无法确定哪些属于规定的一组",
        "there are {count} results instead of {need}, and nothing says which form the set",
        "请实验室写明规定的一组结果",
        "ask the laboratory which results form the prescribed set",
    ),
    "sum-incomplete": Wording(
        "求和所需的分项不全:要求 {need} 项,只有 {count} 项",
        "addends of the sum are missing: {need} are required, and the number of results is {count}",
        "请补测所缺分项",
        "have the missing addends tested",
    ),
    "correction-not-stated": Wording(
        "未说明结果 {value} 是否已作分析校正,而校正与否结论不同(限值 {limit})",
        "it is not said whether {value} is analytically corrected, and the verdict "
        "depends on it (limit {limit})",
        "请实验室注明是否已作分析校正",
        "ask the laboratory whether the analytical correction was applied",
    ),
    # missing: grades and stresses
    "grade-not-comparable": Wording(
        "等级 {value} 与要求 {limit} 不可比较",
        "the grade {value} cannot be compared with {limit}",
        "请按要求的等级体系检测",
        "have the required grade tested",
    ),
    "stress-too-low": Wording(
        "“{value}”:所施加的应力、时间或次数低于要求({limit})",
        "“{value}”: the stress, its duration or the number of cycles is less than required "
        "({limit})",
        "请按要求的应力、时间和次数重新检测",
        "test again at the required level, time and number of cycles",
    ),
    "conditions-not-stated": Wording(
        "结果“{value}”未写明全部试验条件(要求 {limit})",
        "“{value}” does not state all the test conditions (required: {limit})",
        "请实验室写明所施加的应力、时间和次数",
        "ask the laboratory for the level, time and number of cycles",
    ),
    "observation-not-stated": Wording(
        "结果“{value}”只写了施加的应力,没有写观察到的现象",
        "“{value}” states the stress and not what was observed",
        "请实验室写明有无击穿或损坏",
        "ask the laboratory whether it broke down",
    ),
    "broke-down-above-required": Wording(
        "“{value}”:在高于要求的应力下击穿,未说明能否承受要求的应力({limit})",
        "“{value}”: it broke down above the required stress, and nothing says whether it "
        "withstood the required one ({limit})",
        "请实验室出具在要求的应力下的结果",
        "ask the laboratory for the result at the required stress",
    ),
    # missing: uncertainty and decision rules
    "uncertainty-not-stated": Wording(
        "判定规则 {rule} 需要测量不确定度,结果 {value} 未给出",
        "the rule {rule} needs the measurement uncertainty of {value}, which is not stated",
        "请实验室给出扩展不确定度及包含因子(k=2 或 95 %)",
        "ask the laboratory for the expanded uncertainty and its coverage factor (k = 2, or 95 %)",
    ),
    "uncertainty-not-explained": Wording(
        "结果 {value} 中 ± 之后的数未说明是否为扩展不确定度",
        "nothing says whether the figure behind ± in {value} is the expanded uncertainty",
        "请实验室说明 ± 的含义和包含因子",
        "ask the laboratory what ± means, and the coverage factor",
    ),
    "coverage-factor-not-stated": Wording(
        "不确定度未给出包含因子",
        "the coverage factor of the uncertainty is not stated",
        "请实验室给出包含因子 k(或 95 % 包含概率)",
        "ask the laboratory for k (or 95 %)",
    ),
    "uncertainty-in-another-unit": Wording(
        "所给的不确定度与限值 {limit} 不是同一种量",
        "the stated uncertainty is of another quantity than the limit {limit}",
        "请实验室更正不确定度的单位",
        "ask the laboratory for the uncertainty in the unit of the result",
    ),
    "uncertainty-too-large": Wording(
        "不确定度 {uncertainty} 对限值 {limit} 而言过大(判定规则 {rule})",
        "the uncertainty {uncertainty} is too large for the limit {limit} (rule {rule})",
        "请采用不确定度更小的方法检测",
        "test by a method with a smaller uncertainty",
    ),
    "conditional-pass": Wording(
        "{value} 在限值 {limit} 以内,但裕量小于不确定度 {uncertainty}:有条件符合,不能判定",
        "{value} is within the limit {limit} by less than the uncertainty {uncertainty}: "
        "a conditional pass, which settles nothing",
        "请采用不确定度更小的方法检测,或改进产品",
        "test by a method with a smaller uncertainty, or improve the product",
    ),
    "conditional-fail": Wording(
        "{value} 不在限值 {limit} 以内,但相差不超过不确定度 {uncertainty}:有条件不符合,不能判定",
        "{value} is beyond the limit {limit} by less than the uncertainty {uncertainty}: "
        "a conditional fail, which settles nothing",
        "请采用不确定度更小的方法检测,或改进产品",
        "test by a method with a smaller uncertainty, or improve the product",
    ),
    "inconclusive": Wording(
        "{value} 符合限值 {limit} 的合格概率不足以判定(判定规则 {rule})",
        "the probability that {value} conforms to the limit {limit} is neither high nor low "
        "enough to decide (rule {rule})",
        "请采用不确定度更小的方法检测,或改进产品",
        "test by a method with a smaller uncertainty, or improve the product",
    ),
    "attribute-unknown": Wording(
        "未申报属性 {detail},[无法确定限值 {limit}|无法判定本项]",
        "the attribute {detail} is not declared, so [the limit {limit} is not known|this cannot be decided]",
        "请申报 {detail}",
        "declare {detail}",
    ),
}
REASONS |= EVIDENCE


_SPECIMENS = {
    "zh": {
        "each": "各试样({values})", "mean": "平均值({values})", "min": "最小值({values})",
        "max": "最大值({values})", "range": "极差({values})", "sum": "总和({values})",
        "k of n": "全部试样({values})",
    },
    "en": {
        "each": "every specimen ({values})", "mean": "the mean of ({values})",
        "min": "the least of ({values})", "max": "the greatest of ({values})",
        "range": "the range of ({values})", "sum": "the sum of ({values})",
        "k of n": "the set of specimens ({values})",
    },
}  # fmt: skip


def specimens(statistic: str, lang: str, values: str) -> str:
    """Return what is said of several results that are compared together.

    >>> specimens("mean", "en", "0.1 mA; 0.3 mA")
    'the mean of (0.1 mA; 0.3 mA)'
    """
    return _SPECIMENS[lang][statistic].format(values=values)


def worded(reason: str, lang: str, facts: Mapping[str, str], *, need: bool = False) -> str:
    """Return what `reason` says, or with `need` what to do about it, in `zh` or `en`.

    >>> worded("not-tested", "en", {})
    'a result is missing'
    >>> worded("attribute-unreadable", "en", {"choices": "yes, no"}, need=True)
    'its choices are: yes, no'
    """
    wording = _STATE_ANEW if need and "statement" in facts else REASONS[reason]
    zh, en = (wording.zh_need, wording.en_need) if need else (wording.zh, wording.en)
    told = {name: term(name, text, lang, reason) for name, text in facts.items() if text}
    given = defaultdict(lambda: "—", told)
    if "statistic" in given:
        given["value"] = specimens(given["statistic"], lang, given["value"])
    sentence = _fitting(zh if lang == "zh" else en, given)
    if need:
        sentence = _advice(sentence, given)
    said = sentence.format_map(given)
    if "aside" in given and not need:
        # what holds beside the reason, such as that the figure is unverified
        besides = {name: text for name, text in facts.items() if name != "aside"}
        said += (";" if lang == "zh" else "; ") + worded(given["aside"], lang, besides)
    return said


def _fitting(sentence: str, given: Mapping[str, str]) -> str:
    """Return a sentence with what its brackets say of the facts that are there.

    >>> _fitting("failed[; the limit is {limit}]", {"limit": "5 mA"})
    'failed; the limit is {limit}'
    >>> _fitting("[held against {limit}|inspected], and failed", {})
    'inspected, and failed'
    """
    said = []
    for text, otherwise, names in _bracketed(sentence):
        said.append(text if names <= given.keys() else otherwise)
    return "".join(said)


def in_any_case(reason: str) -> dict[str, str]:
    """Return `…` for each fact that a bracket asks for, to say a reason without a case.

    >>> worded("laboratory-failed", "en", in_any_case("laboratory-failed"))
    'the laboratory failed this item (“…”); the limit here is …'
    """
    pieces = (piece for text in REASONS[reason] for piece in _bracketed(text))
    return {name: "…" for _, _, names in pieces for name in sorted(names)}


@cache
def _bracketed(sentence: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Return the pieces of a sentence: what is said, what else, and the facts that decide."""
    pieces = []
    end = 0
    for found in re.finditer(r"\[([^\[\]|]*\{[^\[\]|]*)(?:\|([^\[\]]*))?\]", sentence):
        pieces.append((sentence[end : found.start()], "", frozenset[str]()))
        pieces.append((found[1], found[2] or "", _names(found[1])))
        end = found.end()
    return (*pieces, (sentence[end:], "", frozenset()))


def _names(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def _advice(sentence: str, given: Mapping[str, str]) -> str:
    """Return what to do without what would name nothing, such as `did you mean —?`."""
    kept = (step for step, names in _steps(sentence) if not names or names & given.keys())
    return ";".join(kept).strip()


@cache
def _steps(sentence: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the steps of advice, each with what it names; there are as many as the table has."""
    return tuple((step, _names(step)) for step in sentence.split(";"))
