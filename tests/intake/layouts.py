"""Reports with the truth beside them: rows of real clauses, laid out as laboratories do."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle, islice

from conformance.model.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One result as it is printed; `requirement` is what it is about."""

    clause: str
    zh: str
    en: str
    limit: str
    value: str
    unit: str
    verdict: str
    part: str = ""
    specimens: tuple[str, ...] = ()
    requirement: str = ""


@dataclass(frozen=True, kw_only=True)
class Box:
    """One printed cell."""

    text: str
    wide: int = 1
    high: int = 1


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A printed table: head rows, body rows, where rules are drawn, columns set to the right."""

    head: tuple[tuple[Box, ...], ...]
    body: tuple[tuple[Box, ...], ...]
    widths: tuple[float, ...]
    rules: str = "all"
    right: tuple[int, ...] = ()
    above: str = ""
    below: str = ""


HEADER = (
    ("报告编号 Report No.", "WT2026-01234"),
    ("样品名称 Sample", "智能马桶盖"),
    ("规格型号 Model", "XB-100"),
    ("商标 Brand", "示例牌"),
    ("委托单位 Client", "示例卫浴有限公司"),
    ("生产单位 Manufacturer", "示例卫浴一号工厂"),
    ("检验机构 Laboratory", "示例检测技术有限公司"),
    ("资质认定证书编号", "200000000000"),
    ("收样日期", "2026-05-08"),
    ("检验日期", "2026年5月11日～2026年6月2日"),
    ("签发日期", "2026.06.05"),
    ("检验依据", "GB/T 4706.1-2024"),
    ("检验结论", "合格"),
)
# What reading the header has to give.
HEADER_TRUTH = {
    "report_number": "WT2026-01234", "sample_name": "智能马桶盖", "model": "XB-100",
    "brand": "示例牌", "client": "示例卫浴有限公司", "manufacturer": "示例卫浴一号工厂",
    "laboratory": "示例检测技术有限公司", "cma": "200000000000", "received": "2026-05-08",
    "tested": "2026-05-11", "issued": "2026-06-05", "standards": "GB/T 4706.1-2024",
    "overall": "pass",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A whole report: its header, what that says, its tables, and the facts that stand in them."""

    name: str
    header: tuple[tuple[str, str], ...]
    tables: tuple[Printed, ...]
    facts: tuple[Fact, ...]
    beside: bool = False
    landscape: bool = False
    said: Mapping[str, str] = field(default_factory=lambda: HEADER_TRUTH)


_UNITS = {
    "leakage current": "mA", "temperature": "℃", "temperature difference": "K", "length": "mm",
    "mass fraction": "mg/kg", "voltage": "V", "resistance": "Ω", "force": "N", "time": "s",
    "current": "mA", "area": "mm²", "mass": "kg", "concentration": "mg/m³",
}  # fmt: skip
_VALUES = ("0.12", "3.8", "1.02", "< 0.01", "48.5", "ND", "12", "0.060", "97.2", "未检出", "1.31",
           "226", "-1.4", "0.5", "7.10")  # fmt: skip


def facts_of(plans: Sequence[Plan], count: int) -> list[Fact]:
    """Return facts about the clauses of plans, `count` of them: real clauses, invented values."""
    found: list[Fact] = []
    values = cycle(_VALUES)
    for plan in plans:
        for requirement in plan.requirements:
            for ask in requirement.asks[:1]:
                if not ask.clause or ask.expects not in ("number", "inspection", "stress"):
                    continue
                measured = ask.expects == "number" and ask.kind in _UNITS
                found.append(
                    Fact(
                        clause=ask.clause.partition("#")[2],
                        zh=requirement.title.zh,
                        en=requirement.title.en,
                        limit=_limit(ask.rows[0].limit) if ask.rows and measured else "应符合要求",
                        value=next(values) if measured else "符合",
                        unit=_UNITS.get(ask.kind or "", "") if measured else "",
                        verdict="符合",
                        requirement=requirement.id,
                    )
                )
    return list(islice(cycle(found), count))


def _limit(text: str) -> str:
    return text.replace("<=", "≤").replace(">=", "≥")


def row_of(*texts: str) -> tuple[Box, ...]:
    """Return a row of plain cells."""
    return tuple(Box(text=text) for text in texts)


def _split(facts: Sequence[Fact], count: int) -> Iterator[Sequence[Fact]]:
    for start in range(0, len(facts), count):
        yield facts[start : start + count]


def ruled(facts: Sequence[Fact]) -> Layout:
    """A ruled table, Chinese, that goes on over pages with its head repeated."""
    head = (row_of("序号", "检验项目", "标准条款", "单位", "技术要求", "检验结果", "单项判定"),)
    body = tuple(
        row_of(str(n), f.zh, f.clause, f.unit or "—", f.limit, f.value, f.verdict)
        for n, f in enumerate(facts, 1)
    )
    table = Printed(head=head, body=body, widths=(1, 4, 1.6, 1.3, 3, 2.4, 1.5))
    return Layout(name="ruled", header=HEADER, tables=(table,), facts=tuple(facts))


def bare(facts: Sequence[Fact]) -> Layout:
    """A table without any rule, headed in both languages, units in the cells."""
    head = (row_of("检验项目 Test item", "要求 Requirement", "结果 Result", "结论 Verdict"),)
    body = tuple(row_of(f.zh, f.limit, f"{f.value} {f.unit}".strip(), f.verdict) for f in facts)
    table = Printed(head=head, body=body, widths=(4, 3, 2.6, 1.6), rules="none")
    facts = [replace(fact, clause="") for fact in facts]
    return Layout(name="bare", header=HEADER, tables=(table,), facts=tuple(facts))


def lines(facts: Sequence[Fact]) -> Layout:
    """Rules between rows only, English, the unit in a column."""
    head = (row_of("Clause", "Test item", "Unit", "Limit", "Test result", "Pass/Fail"),)
    facts = [replace(f, verdict="Pass" if f.verdict == "符合" else "Fail") for f in facts]
    body = tuple(row_of(f.clause, f.en, f.unit or "-", f.limit, f.value, f.verdict) for f in facts)
    table = Printed(head=head, body=body, widths=(1.5, 4.5, 1.2, 3, 2, 1.5), rules="across")
    return Layout(name="lines", header=HEADER, tables=(table,), facts=tuple(facts))


def specimens(facts: Sequence[Fact]) -> Layout:
    """A head of two rows: the results of three specimens under one heading."""
    head = (
        (Box(text="序号", high=2), Box(text="检测项目", high=2), Box(text="限值", high=2),
         Box(text="实测值", wide=3), Box(text="判定", high=2)),
        row_of("1#", "2#", "3#"),
    )  # fmt: skip
    facts = [
        replace(f, specimens=(f.value, f"{f.value}1"[:6] if f.value[0].isdigit() else f.value,
                              f.value), clause="")
        for f in facts
    ]  # fmt: skip
    body = tuple(
        row_of(str(n), f.zh, f.limit, *f.specimens, f.verdict) for n, f in enumerate(facts, 1)
    )
    table = Printed(head=head, body=body, widths=(1, 4, 3, 1.6, 1.6, 1.6, 1.4))
    return Layout(name="specimens", header=HEADER, tables=(table,), facts=tuple(facts))


def merged(facts: Sequence[Fact]) -> Layout:
    """Merged cells: one item and limit for several parts, carried down."""
    head = (row_of("条款", "检验项目", "部位", "标准要求", "检验结果", "本项结论"),)
    body: list[tuple[Box, ...]] = []
    told: list[Fact] = []
    for group in _split(facts, 3):
        first, high = group[0], len(group)
        for number, fact in enumerate(group):
            part = f"部位{number + 1}"
            told.append(replace(first, value=fact.value, verdict=fact.verdict, part=part, unit=""))
            cells = row_of(part, fact.value, fact.verdict)
            if number == 0:
                a, b, c = (Box(text=t, high=high) for t in (first.clause, first.zh, first.limit))
                body.append((a, b, cells[0], c, cells[1], cells[2]))
            else:
                body.append(cells)
    table = Printed(head=head, body=tuple(body), widths=(1.5, 4, 1.6, 3, 2.2, 1.6))
    return Layout(name="merged", header=HEADER, tables=(table,), facts=tuple(told))


def beside(facts: Sequence[Fact]) -> Layout:
    """Two tables side by side without rules, the unit above them."""
    half = (len(facts) + 1) // 2
    facts = [
        replace(f, unit="mg/kg", clause="", limit="", verdict="",
                value=f.value if f.value != "符合" else "ND")
        for f in facts
    ]  # fmt: skip
    head = (row_of("物质 Substance", "检出限 MDL", "结果 Result"),)
    tables = tuple(
        Printed(
            head=head, body=tuple(row_of(f.zh, "2", f.value) for f in part), widths=(3, 1.3, 1.3),
            rules="none", above="单位 Unit: mg/kg",
        )
        for part in (facts[:half], facts[half:])
    )  # fmt: skip
    return Layout(name="beside", header=HEADER, tables=tables, facts=tuple(facts), beside=True)


def scheme(facts: Sequence[Fact]) -> Layout:
    """A report of the CB kind: clause, requirement and test, result and remark, verdict."""
    head = (row_of("Clause", "Requirement + Test", "Result - Remark", "Verdict"),)
    body = tuple(
        row_of(f.clause, f"{f.en} ({f.limit})", f"{f.value} {f.unit}".strip(), "P") for f in facts
    )
    table = Printed(head=head, body=body, widths=(1.5, 6, 3.5, 1.3))
    told = [replace(f, en=f"{f.en} ({f.limit})", zh="", verdict="P", limit="") for f in facts]
    return Layout(name="scheme", header=HEADER, tables=(table,), facts=tuple(told))


def below(facts: Sequence[Fact]) -> Layout:
    """A ruled table with long wrapped cells, its unit in a line below it."""
    head = (row_of("条款号", "检测内容", "技术指标", "检测数据", "单项评价"),)
    facts = [
        replace(f, unit="mg/kg", value=f.value if f.value != "符合" else "ND",
                limit=f"{f.limit},按标准规定的方法在规定条件下测得的结果不应超出此范围")
        for f in facts
    ]  # fmt: skip
    body = tuple(row_of(f.clause, f.zh, f.limit, f.value, f.verdict) for f in facts)
    table = Printed(head=head, body=body, widths=(1.6, 3, 4.2, 2, 1.5), below="注:单位 mg/kg")
    return Layout(name="below", header=HEADER, tables=(table,), facts=tuple(facts))


LAYOUTS: tuple[Callable[[Sequence[Fact]], Layout], ...] = (
    ruled, bare, lines, specimens, merged, beside, scheme, below,
)  # fmt: skip
RULED = {"ruled", "specimens", "merged", "scheme", "below"}
