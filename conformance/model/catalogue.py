"""What people author about a standard: one edition, its dates, and what its clauses require.

These are the words of the YAML, one class a block.  Texts of limits and
conditions stay text here; the compiler reads them and knows their places.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from conformance.model.dates import read_date


class Authored(BaseModel):
    """A block of an authored file: frozen, and with no key that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _check_day(value: object) -> object:
    if not isinstance(value, str) or read_date(value) is None:
        raise ValueError("not a date: write 2026-08-01")
    return value


Day = Annotated[
    str,
    BeforeValidator(_check_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}),
]
"""A calendar day, `2026-08-01`."""
Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One name or a list of names."""
Force = Literal["mandatory", "binding-by-reference", "self-declared", "recommended"]
Provenance = Literal["text", "secondary", "recalled"]
DecidingDate = Literal["manufactured", "imported", "sold", "tested", "issued", "certified"]


class Words(Authored):
    """A title in the two languages of every answer."""

    zh: str = Field(min_length=1, description="中文名称 · the title in Chinese")
    en: str = Field(min_length=1, description="英文名称 · the title in English")


class Term(Authored):
    """A fact that a submission declares: a choice, a quantity, a grade or a date.

    Exactly one of `one_of`, `a` is given; `a` names a kind of quantity, a scale
    of grades, or `date`.
    """

    zh: str = Field(description="中文名称 · the term in Chinese")
    en: str = Field(description="英文名称 · the term in English")
    one_of: Names = Field((), description="可取的值 · the choices")
    a: str | None = Field(
        None, description="量、等级标度或 date · a quantity kind, a scale, or date"
    )


class Row(Authored):
    """One row of a table of limits: exactly one row's condition holds for a product."""

    when: str = Field(description="条件 · the condition under which the row applies")
    limit: str = Field(alias="is", description="限值 · the limit of the row")


class ConditionRow(Authored):
    """One row of a table of test conditions: exactly one row's condition holds for a product."""

    when: str = Field(description="条件 · the condition under which the row applies")
    wanted: Names = Field(alias="is", description="试验条件 · the test condition; any one of these")


Wanted = str | tuple[str | ConditionRow, ...]
"""A limit, `stated`, words, a list of either, or a table of them."""


class Phrase(Authored):
    """Words that a marking shows; width, punctuation and spaces do not matter."""

    on: Names = Field(
        description="product | packaging | instructions,全部位置 · all of these places"
    )
    any: Names = Field((), description="至少出现其一 · at least one of these")
    exactly_one: Names = Field((), description="恰好出现其一 · exactly one of these")
    forbidden: Names = Field((), description="不得出现 · none of these")


class Asked(Authored):
    """What one requirement asks; a clause of a standard, or an own requirement of a spec."""

    name: str | None = Field(
        None, description="要求的短名 · a short name; else the clause is the name"
    )
    title: Words
    items: Names = Field(
        (), description="实验室常用的项目名 · item names as laboratories write them"
    )
    applies: str | None = Field(None, description="适用条件 · when the requirement applies")
    measures: str | None = Field(
        None,
        description="量、等级标度、withstand 或 inspection · "
        "a quantity kind, a scale of grades, withstand, or inspection",
    )
    limit: str | tuple[Row, ...] | None = Field(None, description="限值 · the limit, or its table")
    phrase: Phrase | None = Field(None, description="标志用语 · words that a marking shows")
    open: str | None = Field(None, description="尚未确定的内容 · what is not established, and why")
    each: str | None = Field(None, description="对每个部件 · every part of this kind has a result")
    relative_to: str | None = Field(
        None, description="偏差的基准 · what a deviation is relative to"
    )
    specimens: int | None = Field(None, ge=1, le=1000, description="试样数 · prescribed specimens")
    statistic: Literal["each", "mean", "min", "max", "range", "sum", "k of n"] = Field(
        "each", description="统计量 · what is compared"
    )
    at_least: int | None = Field(None, ge=1, description="k of n 中的 k · k of `k of n`")
    method: Names = Field((), description="方法标准 · the method; any one of these")
    conditions: dict[str, Wanted] = Field(
        default_factory=dict,
        description="条款规定的试验条件 · test conditions that the clause fixes; "
        "`stated` where any will do that is stated",
    )
    correction: str | None = Field(
        None, description="分析校正 · analytical correction, such as 30 %"
    )
    rounding: Literal["full-value", "rounded-value"] | None = Field(
        None, description="全数值或修约值比较法 · GB/T 8170-2008, 4.3"
    )
    interval: str | None = Field(None, description="修约间隔 · the rounding interval")
    rule: str | None = Field(None, description="判定规则 · the decision rule")
    detection_limit: str | None = Field(
        None, description="方法检出限 · that of the clause's method"
    )
    max_uncertainty: str | None = Field(None, description="允许的最大不确定度 · the largest U")
    judgement: Literal["accepted"] | None = Field(
        None, description="接受实验室判定 · the laboratory's bare pass is enough"
    )
    uses: Names = Field(
        (), description="条款涉及的属性 · attributes that a model difference may touch"
    )
    provenance: Provenance | None = Field(
        None, description="数据来源 · where the figures come from"
    )
    note: str | None = Field(
        None, description="编者注 · a note of the editors; no sentence of a standard"
    )


class Clause(Asked):
    """A clause of a standard."""

    force: Force | None = Field(None, description="强制力 · else that of the standard")
    in_force: Day | None = Field(None, description="条款实施日 · where later than the standard")
    withdrawn: Day | None = Field(
        None, description="条款最后有效日 · its last day, where it is not that of the standard"
    )
    scope: Names = Field((), description="适用品类 · categories, where narrower than the standard")
    implied_by: Names = Field(
        (), description="可由其他版本的证据证明 · clauses whose evidence shows this one too"
    )


class RequiredRow(Authored):
    """One date from which a mandatory edition is required; any row met makes it required."""

    manufactured: Day | None = Field(None, description="自该日起生产 · made from this day on")
    imported: Day | None = Field(None, description="自该日起进口 · imported from this day on")
    sold: Day | None = Field(None, description="自该日起销售 · sold from this day on")
    certified: Day | None = Field(None, description="自该日起认证 · certified from this day on")


class Catalogue(Authored):
    """One edition of one standard: what it requires; no product, no policy, no verdict."""

    standard: str = Field(description="标准号与年号 · designation and year, with amendments")
    line: str = Field(description="各版本共用的名称 · the name that all editions share")
    title: Words
    force: Force = Field(description="强制力 · legal force of the standard")
    issued: Day | None = Field(None, description="发布日 · day of issue")
    in_force: Day | None = Field(None, description="实施日 · first day in force")
    accepted_from: Day | None = Field(None, description="可提前采用之日 · else the day of issue")
    withdrawn: Day | None = Field(None, description="最后有效日 · last day in force")
    replaces: Names = Field((), description="代替 · editions that it replaces")
    replaced_by: str | None = Field(None, description="被代替 · the edition that replaces it")
    required: tuple[RequiredRow, ...] = Field((), description="必须执行之日 · when it is required")
    scope: Names = Field((), description="适用品类 · categories that it applies to")
    provenance: Provenance = Field(
        description="条款数据来源 · of the clauses, where they say no other"
    )
    dates_provenance: Provenance | None = Field(None, description="日期来源 · of the dates")
    terms: dict[str, Term] = Field(
        default_factory=dict, description="术语 · facts that clauses use"
    )
    parts: dict[str, "PartKind"] = Field(default_factory=dict, description="部件 · repeated parts")
    gaps: Names = Field((), description="尚未确定的内容 · what is not established, as a list")
    allow: dict[str, dict[str, str]] = Field(
        default_factory=dict,
        description="容许的提示及理由 · findings of lint that are meant: code, name, reason",
    )
    clauses: dict[str, Clause] = Field(default_factory=dict, description="条款 · the clauses")

    @property
    def id(self) -> str:
        """The identity of the edition."""
        return self.standard


class PartKind(Authored):
    """A kind of part that a product has several of, each with facts of its own."""

    zh: str
    en: str
    facts: dict[str, Term] = Field(default_factory=dict, description="属性 · facts of each part")
    at_least: int = Field(0, ge=0, description="至少申报的数量 · how many must be declared")


Catalogue.model_rebuild()
