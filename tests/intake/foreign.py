"""Reports unlike the others: other words and orders, landscape, stripes, footnotes, groups.

No rule of the reader was written with them in view; what they hold is read or told, never guessed.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle

from tests.intake.layouts import Box, Fact, Layout, Printed, row_of

_VALUES = ("<0.1", "ND", "N.D.", "未检出", "0.12", "1.3", "0.050", "<0.01", "226", "12.30", "0",
           "4.10", "≤0.5")  # fmt: skip

ENGLISH = (
    ("Test Report No.", "TR-26-00871"),
    ("Date of issue", "18 June 2026"),
    ("Applicant's name", "Example Sanitary Ltd."),
    ("Name of product", "Electronic bidet seat"),
    ("Model/Type reference", "XB-200"),
    ("Trade Mark", "EXAMPLE"),
    ("Manufacturer", "Example Works No. 1"),
    ("Testing laboratory", "Example Test House GmbH"),
    ("Date of receipt of test item", "2026-05-08"),
    ("Date(s) of performance of tests", "2026-05-11 to 2026-06-02"),
    ("Standard", "GB/T 4706.1-2024"),
    ("Test result", "Pass"),
)
ENGLISH_TRUTH = {
    "report_number": "TR-26-00871", "issued": "2026-06-18", "client": "Example Sanitary Ltd.",
    "sample_name": "Electronic bidet seat", "model": "XB-200", "brand": "EXAMPLE",
    "manufacturer": "Example Works No. 1", "laboratory": "Example Test House GmbH",
    "received": "2026-05-08", "tested": "2026-05-11", "standards": "GB/T 4706.1-2024",
    "overall": "pass",
}  # fmt: skip
CHINESE = (
    ("No", "检字(2026)第0815号"),
    ("产品名称", "智能坐便器"),
    ("型号规格", "XB-300"),
    ("商 标", "示例"),
    ("受检单位", "示例卫浴有限公司"),
    ("生产企业", "示例卫浴二厂"),
    ("承检单位", "示例质量监督检验中心"),
    ("到样日期", "2026.05.08"),
    ("检验时间", "2026-05-11至2026-06-02"),
    ("报告日期", "2026年6月18日"),
    ("检验依据", "GB/T 4706.1-2024"),
    ("检验结论", "该样品所检项目符合标准要求"),
)
CHINESE_TRUTH = {
    "report_number": "检字(2026)第0815号", "sample_name": "智能坐便器", "model": "XB-300",
    "brand": "示例", "client": "示例卫浴有限公司", "manufacturer": "示例卫浴二厂",
    "laboratory": "示例质量监督检验中心", "received": "2026-05-08", "tested": "2026-05-11",
    "issued": "2026-06-18", "standards": "GB/T 4706.1-2024", "overall": "pass",
}  # fmt: skip


def _with_values(facts: Sequence[Fact], unit: str | None = None) -> list[Fact]:
    values = cycle(_VALUES)
    return [
        fact if fact.value == "符合" else replace(fact, value=next(values), unit=unit or fact.unit)
        for fact in facts
    ]


def landscape(facts: Sequence[Fact]) -> Layout:
    """Landscape, English, the result before the item's limit, right-aligned, in stripes."""
    facts = [replace(f, zh="", verdict="Pass", clause="") for f in _with_values(facts)]
    head = (row_of("Characteristic", "Measured value", "UoM", "Acceptance criteria", "Method",
                   "Evaluation"),)  # fmt: skip
    body = tuple(row_of(f.en, f.value, f.unit or "-", f.limit, "Annex B", f.verdict) for f in facts)
    table = Printed(head=head, body=body, widths=(5, 2, 1.2, 3, 1.6, 1.6), rules="stripes",
                    right=(1,))  # fmt: skip
    return Layout(name="landscape", header=ENGLISH, said=ENGLISH_TRUTH, tables=(table,),
                  facts=tuple(facts), landscape=True)  # fmt: skip


def three_lines(facts: Sequence[Fact]) -> Layout:
    """A table of three lines, Chinese alone, the unit behind the item, the verdict before it."""
    facts = [replace(f, clause="") for f in _with_values(facts)]
    head = (row_of("序号", "项目名称", "标准规定", "实测结果", "单项评价"),)
    body = tuple(
        row_of(str(n), f.zh, f.limit, f"{f.value} {f.unit}".strip(), f.verdict)
        for n, f in enumerate(facts, 1)
    )
    table = Printed(head=head, body=body, widths=(1, 4, 3, 2.4, 1.6), rules="three")
    return Layout(name="three_lines", header=CHINESE, said=CHINESE_TRUTH, tables=(table,),
                  facts=tuple(facts))  # fmt: skip


def footnotes(facts: Sequence[Fact]) -> Layout:
    """A ruled table, the unit and the meaning of ND in notes below, limits of detection beside."""
    facts = [replace(f, unit="mg/kg", clause="", limit="≤ 90", value=f.value if f.value != "符合"
                     else "ND") for f in _with_values(facts, "mg/kg")]  # fmt: skip
    head = (row_of("检测指标 Analyte", "方法检出限 MDL", "检测结果 Result", "限量 Limit",
                   "结论 Conclusion"),)  # fmt: skip
    body = tuple(row_of(f.zh, "0.1", f.value, f.limit, f.verdict) for f in facts)
    table = Printed(
        head=head, body=body, widths=(4, 1.6, 2, 2, 1.6),
        below="单位:mg/kg。ND = 未检出(小于方法检出限)",
    )  # fmt: skip
    return Layout(name="footnotes", header=CHINESE, said=CHINESE_TRUTH, tables=(table,),
                  facts=tuple(facts))  # fmt: skip


def twins(facts: Sequence[Fact]) -> Layout:
    """Two ruled tables side by side, English, with a unit in the heading."""
    facts = [replace(f, zh="", unit="mg/kg", clause="", limit="", verdict="",
                     value=f.value if f.value != "符合" else "n.d.")
             for f in _with_values(facts, "mg/kg")]  # fmt: skip
    half = (len(facts) + 1) // 2
    head = (row_of("Substance", "Result (mg/kg)"),)
    tables = tuple(
        Printed(head=head, body=tuple(row_of(f.en, f.value) for f in part), widths=(3, 1.4))
        for part in (facts[:half], facts[half:])
    )
    return Layout(name="twins", header=ENGLISH, said=ENGLISH_TRUTH, tables=tables,
                  facts=tuple(facts), beside=True)  # fmt: skip


def sections(facts: Sequence[Fact]) -> Layout:
    """A report of the CB kind with titles of sections between, and rows that ask for nothing."""
    head = (row_of("Clause", "Requirement + Test", "Result - Remark", "Verdict"),)
    told: list[Fact] = []
    body: list[tuple[Box, ...]] = []
    for number, fact in enumerate(_with_values(facts)):
        if number % 9 == 0:
            body.append((Box(text=fact.clause[:1]), Box(text="GENERAL CONDITIONS", wide=2),
                         Box(text="—")))  # fmt: skip
        if number % 9 == 4:
            verdict, value = "N/A", "Not applicable"
        else:
            verdict, value = "P", f"{fact.value} {fact.unit}".strip()
        body.append(row_of(fact.clause, fact.en, value, verdict))
        told.append(replace(fact, zh="", limit="", verdict=verdict,
                            value=value, unit=fact.unit if verdict == "P" else ""))  # fmt: skip
    table = Printed(head=head, body=tuple(body), widths=(1.8, 6, 3.5, 1.3))
    return Layout(name="sections", header=ENGLISH, said=ENGLISH_TRUTH, tables=(table,),
                  facts=tuple(told))  # fmt: skip


def judged_first(facts: Sequence[Fact]) -> Layout:
    """The verdict stands first, then the result, and the item with its clause last."""
    facts = _with_values(facts)
    head = (row_of("判定", "实测值", "单位", "标准值", "检验项目", "条号"),)
    body = tuple(row_of(f.verdict, f.value, f.unit or "/", f.limit, f.zh, f.clause) for f in facts)
    table = Printed(head=head, body=body, widths=(1.2, 2, 1.3, 3, 4, 1.8))
    return Layout(name="judged_first", header=CHINESE, said=CHINESE_TRUTH, tables=(table,),
                  facts=tuple(facts))  # fmt: skip


def wrapped_heads(facts: Sequence[Fact]) -> Layout:
    """Narrow columns whose headings wrap, in both languages, with uncertainty and remarks."""
    facts = [replace(f, clause="") for f in _with_values(facts)]
    head = (row_of("序号 No.", "检验项目 Inspection item", "计量单位 Unit", "技术要求 Requirement",
                   "检验结果 Test result", "不确定度 Uncertainty", "单项结论 Conclusion",
                   "备注 Remark"),)  # fmt: skip
    body = tuple(
        row_of(str(n), f.zh, f.unit or "—", f.limit, f.value, "0.02" if f.unit else "—", f.verdict,
               "/")
        for n, f in enumerate(facts, 1)
    )  # fmt: skip
    table = Printed(head=head, body=body, widths=(1, 3, 1.3, 2.4, 1.6, 1.6, 1.6, 1.1))
    return Layout(name="wrapped_heads", header=CHINESE, said=CHINESE_TRUTH, tables=(table,),
                  facts=tuple(facts))  # fmt: skip


def plain(facts: Sequence[Fact]) -> Layout:
    """No rules and no verdict, English alone, a unit in brackets behind each item."""
    facts = [
        replace(f, zh="", clause="", verdict="", limit="") for f in _with_values(facts)
        if f.value != "符合"
    ]  # fmt: skip
    head = (row_of("Parameter", "Units", "Findings"),)
    body = tuple(row_of(f.en, f.unit, f.value) for f in facts)
    table = Printed(head=head, body=body, widths=(5, 2, 2), rules="none", right=(2,))
    return Layout(name="plain", header=ENGLISH, said=ENGLISH_TRUTH, tables=(table,),
                  facts=tuple(facts))  # fmt: skip


def grouped(facts: Sequence[Fact]) -> Layout:
    """Two columns of names: a merged group on the left, the item itself beside it."""
    head = (
        (Box(text="检验项目", wide=2), Box(text="标准要求"), Box(text="检验结果"),
         Box(text="单项判定")),
    )  # fmt: skip
    facts = [replace(f, clause="") for f in _with_values(facts)]
    body: list[tuple[Box, ...]] = []
    told: list[Fact] = []
    for start in range(0, len(facts), 4):
        group = facts[start : start + 4]
        for number, f in enumerate(group):
            cells = row_of(f.zh, f.limit, f"{f.value} {f.unit}".strip(), f.verdict)
            first = (Box(text=f"第{start // 4 + 1}组", high=len(group)),) if number == 0 else ()
            body.append((*first, *cells))
            told.append(replace(f, zh=f"第{start // 4 + 1}组 {f.zh}"))
    table = Printed(head=head, body=tuple(body), widths=(1.3, 4, 3, 2.4, 1.5))
    return Layout(name="grouped", header=CHINESE, said=CHINESE_TRUTH, tables=(table,),
                  facts=tuple(told))  # fmt: skip


FOREIGN: tuple[Callable[[Sequence[Fact]], Layout], ...] = (
    landscape, three_lines, footnotes, twins, sections, judged_first, wrapped_heads, plain, grouped,
)  # fmt: skip
