"""What the heading of a column means, in Chinese, in English, or in both.

A heading is recognised by its words alone: which laboratory printed it, and where it stands on the
page, make no difference.  A unit in brackets is taken off first, and is the unit of the column.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from conformance.intake.units import unit_in
from conformance.quantities.text import fold_width


class Role(StrEnum):
    """What a column holds."""

    ITEM = "item"
    CLAUSE = "clause"
    SERIAL = "serial"
    VALUE = "value"
    UNIT = "unit"
    LIMIT = "limit"
    LOD = "lod"
    LOQ = "loq"
    BOTH = "lod/loq"
    VERDICT = "verdict"
    METHOD = "method"
    UNCERTAINTY = "uncertainty"
    PART = "part"
    SPECIMEN = "specimen"
    REMARK = "remark"
    CONTROL = "control"
    OTHER = "other"


_WORDS: dict[Role, str] = {
    Role.ITEM: """
        analyte|analytes|compound|compounds|parameter|parameters|item|items|test item|test items
        |test parameter|test parameters|tested item|tested items|testing item|testing items
        |inspection item|test|tests|test analysis|analysis|component|substance|substances
        |element|elements|property|characteristic|determination|test description|description
        |determinand|contaminant|constituent|测试项目|检测项目|检验项目|试验项目|检查项目|项目
        |项目名称|检验项目名称|检测项目名称|参数|检测参数|检验参数|指标名称|成分|物质名称|物质
        |元素|检测内容|检验内容|test items 检测项目|name of test|test name|检测指标|分析项目
        |requirement test|requirement + test|requirement-test|要求-试验|要求 试验|要求 - 试验
        |标准要求 试验""",
    Role.CLAUSE: """
        clause|clauses|clause no|sub-clause|subclause|clause number|standard clause|test clause|cl
        |条款|条款号|标准条款|标准条款号|章条号|条文号|对应条款|标准条号|条号|section""",
    Role.SERIAL: "no|s/n|sn|serial no|serial number|seq|序号|编号|item no|#|№|id",
    Role.VALUE: """
        result|results|test result|test results|finding|findings|measured|measured value
        |measured values|measurement|measurements|value|values|test value|observed|observed value
        |conc|concentration|content|mass|amount|reading|readings|reported result|result - remark
        |result remark|results - remarks|result-remark|measured result|test data|determined value
        |sample result|检验结果|检测结果|试验结果|测试结果|测定结果|结果|实测值|实测结果|实测
        |检验数据|检测数据|检测值|测量值|测试值|测量结果|试验数据|实测数据|检验值|含量|结果-备注
        |结果 备注|结果 - 备注|检查结果|报告结果|结果-说明|测定值""",
    Role.UNIT: "unit|units|uom|单位|计量单位|unit of measure|measurement unit|测量单位",
    Role.LIMIT: """
        limit|limits|action level|action limit|action levels|regulatory limit|requirement
        |requirements|specification|specifications|specified|spec|standard requirement
        |standard requirements|technical requirement|technical requirements|criteria|criterion
        |acceptance criteria|acceptance criterion|limit value|permissible limit|maximum limit
        |max limit|threshold|tolerance|allowed|standard value|reporting limit value
        |技术要求|标准要求|要求|限值|限量|标准值|指标|技术指标|标准指标|规定值|判定标准|标准限值
        |限量值|指标要求|合格指标|标准规定|技术要求值|规定|标准技术要求|质量要求|limit of standard
        |限值要求|极限值|允许值|max|maximum""",
    Role.LOD: """
        lod|dl|mdl|limit of detection|detection limit|method detection limit|lld|检出限
        |方法检出限|检测限|检测下限""",
    Role.LOQ: """
        loq|lloq|ql|limit of quantification|limit of quantitation|quantification limit
        |quantitation limit|rl|reporting limit|mrl|pql|定量限|报告限|测定下限|定量下限
        |lower limit of quantitation""",
    Role.BOTH: "lod/loq|lod loq|检出限/定量限|lod / loq|mdl/rl",
    Role.VERDICT: """
        verdict|verdicts|status|pass/fail|p/f|conclusion|judgement|judgment|disposition|decision
        |compliance|conformity|pass fail|assessment|rating|evaluation|conform|单项判定|单项结论
        |单项评价|判定|结论|判定结果|符合性|评定|单项判定结论|符合性判定|检验结论|本项结论
        |本项判定|判断|评价|单项检验结论|合格与否|结果判定|检测结论|result verdict""",
    Role.METHOD: """
        method|test method|methods|test methods|method reference|standard|test standard
        |procedure|reference|analytical method|检验方法|检测方法|试验方法|测试方法|方法|方法标准
        |检测依据|检验依据|方法依据|依据标准|标准方法|依据|测试标准|检测标准|检验标准""",
    Role.UNCERTAINTY: """
        uncertainty|measurement uncertainty|expanded uncertainty|mu|u|不确定度|测量不确定度
        |扩展不确定度|um""",
    Role.PART: """
        part|parts|tested part|location|position|test part|sample part|material|部位|样品部位
        |测试部位|检测部位|试验部位|零部件|部件|材料|位置|部件名称|样品描述|检验部位|测试点
        |component part|测试位置|被测部位""",
    Role.REMARK: "remark|remarks|note|notes|comment|comments|备注|说明|附注|注",
    Role.OTHER: """
        test id|code|datafile|data file|analysis date|date|date tested|test date|analyst
        |analyzed by|weight|extraction date|extracted by|reagent|dilution|consums id|consums. id
        |analytes tested|dilution factor|cas|cas no|cas number|cas no.|qualifier|flag|batch|matrix
        |instrument|dates|检验日期|检测日期|仪器设备|检验员|设备编号|样品编号|sample id
        |sample name|serving size|type|类别|equipment|试验日期|lab id|收样日期""",
    Role.CONTROL: """
        recovery|% recovery|recovery %|spike|expected|expected result|rpd|qc|spike level
        |回收率|加标量|加标回收率|相对偏差|positive control|control cq""",
}  # fmt: skip

_BRACKETS = re.compile(r"[(\[{（【]\s*([^()\[\]{}（）【】]*)\s*[)\]}）】]")
_EDGES = " \t.:;,，。：；、/-–—*†‡"
_SPECIMEN = re.compile(r"(?:(?:样品|试样|sample|specimen|no\.?)?\s*(\d{1,2})\s*(?:#|号|＃)?)")
_HANZI = re.compile("[\u3400-\u9fff]")


def _key(text: str) -> str:
    return re.sub(r"\s+", " ", fold_width(text).lower()).strip(_EDGES).replace(" / ", "/")


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, Role]:
    found: dict[str, Role] = {}
    for role, words in _WORDS.items():
        for word in words.split("|"):
            key = _key(word)
            found.setdefault(key, role)
            if _HANZI.search(key):
                found.setdefault(key.replace(" ", ""), role)
    return found


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means: the role of its column, and the unit it gives."""

    role: Role
    unit: str | None = None
    number: int | None = None


@lru_cache(maxsize=4096)
def meaning_of(text: str) -> Meaning | None:
    """Return what a heading means; None where no word of it is known.

    >>> meaning_of("检验结果 Test result (mg/kg)")
    Meaning(role=<Role.VALUE: 'value'>, unit='mg/kg', number=None)
    >>> meaning_of("Action Level"), meaning_of("Bananas")
    (Meaning(role=<Role.LIMIT: 'limit'>, unit=None, number=None), None)
    """
    unit, bare = _unit_taken_off(text)
    role = _role(bare)
    if role is not None:
        return Meaning(role, unit)
    whole = unit_in(text)
    if whole is not None:
        return Meaning(Role.VALUE, whole)
    number = _SPECIMEN.fullmatch(_key(text))
    return None if number is None else Meaning(Role.SPECIMEN, None, int(number[1]))


def _role(text: str) -> Role | None:
    known = _vocabulary()
    key = _key(text)
    for spelling in (key, key.replace(" ", ""), key.replace(" ", "/")):
        if spelling in known:
            return known[spelling]
    chinese = "".join(_HANZI.findall(key))
    latin = re.sub(r"\s+", " ", re.sub("[\u3400-\u9fff]+", " ", key)).strip(_EDGES)
    if chinese and latin:
        # both languages in one heading: each of them may be the known one
        return known.get(chinese) or known.get(latin) or known.get(latin.rstrip("s"))
    first, _, rest = key.partition(" ")
    if rest and known.get(first) is not None and known.get(first) is known.get(rest.strip(_EDGES)):
        return known[first]  # `Measured Conc.`: both words say the same
    return None


def _unit_taken_off(text: str) -> tuple[str | None, str]:
    """Return the unit that a heading gives, and the heading without it."""
    for found in _BRACKETS.finditer(text):
        inner = re.sub(r"^(?:unit|单位)\s*[:：]?\s*", "", found[1], flags=re.IGNORECASE)
        unit = unit_in(inner)
        if unit is not None or not inner:
            return unit, f"{text[: found.start()]} {text[found.end() :]}".strip()
    named = re.search(r"[,，;；]?\s*(?:单位|unit)\s*[:：]\s*(\S+)\s*$", text, re.IGNORECASE)
    if named is not None and named.start() > 0 and unit_in(named[1]):
        return unit_in(named[1]), text[: named.start()]
    for separator in ("/", " ", ",", "，"):
        head, mark, tail = text.partition(separator)
        if mark and head and unit_in(tail.strip()) and _role(head) is not None:
            return unit_in(tail.strip()), head
    head, mark, tail = text.rpartition(" ")
    if mark and unit_in(tail) and _role(head) is not None:
        return unit_in(tail), head
    return None, _BRACKETS.sub(" ", text).strip() if _BRACKETS.search(text) else text
