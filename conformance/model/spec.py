"""What people author about a category of product: which requirements apply, on what evidence."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from conformance.model.catalogue import (
    Asked,
    Authored,
    Day,
    DecidingDate,
    Names,
    PartKind,
    Term,
    Words,
)


class Use(Authored):
    """Editions that go together, and the deciding dates for which they are accepted."""

    editions: Names = Field(description="一并采用的版本 · editions used together")
    from_: Day | None = Field(None, alias="from", description="自该日 · first deciding date")
    until: Day | None = Field(None, description="至该日 · last deciding date")


class Family(Authored):
    """Standards whose editions are chosen together, once for the whole product."""

    zh: str
    en: str
    decided_by: DecidingDate = Field(description="版本适用日期 · the date that decides")
    use: tuple[Use, ...] = Field(min_length=1, description="可采用的版本 · the choices")


class Policy(Authored):
    """What makes one kind of document admissible evidence."""

    kind: Literal[
        "test-report", "certificate", "declaration", "audit", "marking", "licence",
        "authorization", "inspection",
    ] = Field(description="文件种类 · kind of document")  # fmt: skip
    laboratory: Literal["CMA and CNAS", "CMA or CNAS", "CMA", "CNAS", "any"] = Field(
        "any", description="实验室资质 · accreditation or approval that must be stated"
    )
    age: str | None = Field(None, description="≤ 24 month,自检测结束 · from the end of testing")
    complete: Literal["required"] | None = Field(None, description="须完整 · all pages, signed")
    sample_by: Literal["third-party"] | None = Field(
        None, description="抽样方 · who drew the sample"
    )
    confidence: str | None = Field(None, description="机读最低置信度 · for machine-read values")
    scheme: str | None = Field(None, description="认证制度 · certification scheme")
    covers: Literal["standard", "product"] = Field(
        "standard", description="证书覆盖 · a certificate names the standard, or the product only"
    )
    on: DecidingDate | Literal["as-of"] | None = Field(
        None, description="须在该日有效 · the date on which it must be valid"
    )
    source: Literal["any", "document", "register"] = Field(
        "any", description="来源要求 · a look-up in a register may be demanded"
    )


Ways = Names
"""Names of policies; any one of them is a sufficient way."""


class Exception_(Authored):
    """Why a clause of a standard is left out."""

    because: Literal["condition-false", "evidenced-by-other-route", "outside-claim"] = Field(
        description="条款不列入判定的方式 · in which way it leaves the verdict"
    )
    why: str = Field(min_length=1, description="理由 · the reason")
    route: str | None = Field(
        None, description="其他途径 · the other route, a requirement of this spec"
    )


class Tightened(Authored):
    """A stricter limit than the clause's; the compiler proves that it is."""

    limit: str | None = Field(None, description="加严后的限值 · the stricter limit")
    specimens: int | None = Field(None, ge=1, description="试样数 · more specimens")
    rule: str | None = Field(None, description="判定规则 · a stricter decision rule")
    rounding: Literal["full-value", "rounded-value"] | None = None
    interval: str | None = Field(None, description="修约间隔 · the rounding interval")
    applies: str | None = Field(None, description="适用条件 · a wider condition")
    why: str = Field(min_length=1, description="理由 · the reason")


class Selection(Authored):
    """What the spec takes from a standard, or from all standards of a family."""

    standard: str | None = Field(None, description="单一版本 · one edition")
    family: str | None = Field(None, description="版本族 · a family of editions")
    take: Literal["all"] | tuple[str, ...] = Field("all", description="所取条款 · which clauses")
    exceptions: dict[str, Exception_] = Field(default_factory=dict, alias="except")
    tighten: dict[str, Tightened] = Field(
        default_factory=dict, description="加严 · stricter limits"
    )
    evidence: Ways = Field((), description="证据途径 · ways to evidence")
    section: str | None = Field(None, description="章节 · the section")
    level: Literal["mandatory", "recommended"] = Field(
        "mandatory", description="要求或推荐 · shall or should"
    )
    core: tuple[str, ...] = Field((), description="核心条款 · core clauses")


class Include(Authored):
    """Another spec whose requirements this one includes."""

    include: str = Field(description="所含规范 · id of the spec")
    for_: str | None = Field(None, alias="for", description="对每个部件 · for each part of a kind")
    section: str | None = None


def _taken(value: object) -> str:
    return "include" if isinstance(value, dict) and "include" in value else "selection"


Taken = Annotated[
    Annotated[Selection, Tag("selection")] | Annotated[Include, Tag("include")],
    Discriminator(_taken),
]


class Document(Authored):
    """A document that is itself the requirement: its validity and status are the value."""

    kind: Literal["certificate", "licence", "authorization", "declaration"]
    scheme: str | None = Field(None, description="认证制度 · certification scheme")
    standards: Names = Field((), description="须列明的标准 · standards that it must name")
    category: str | None = Field(
        None, description="所含品类 · category that a licence or authorization covers"
    )
    category_of: str | None = Field(
        None, description="以申报属性为品类 · the declared attribute that names the category"
    )
    on: Literal["manufactured", "as-of"] = Field(
        "manufactured",
        description="证书须在该日有效 · the day on which a certificate must be valid",
    )
    source: Literal["any", "register"] = Field(
        "any", description="状态须由评审方查询 · the assessor must have looked the status up"
    )


class Statement(Authored):
    """A statement of a declaration, compared with a limit."""

    name: str = Field(description="承诺项 · key of the statement")


class Chain(Authored):
    """An unbroken path of authorizations, each in force on the as-of date."""

    from_: str = Field(alias="from", description="起点 · subject.brand_owner")
    to: str = Field(description="终点 · subject.merchant")
    category: str | None = None
    category_of: str | None = Field(
        None, description="以申报属性为品类 · the declared attribute that names the category"
    )
    territory: Names = Field(
        (), description="覆盖该地域的写法,任一 · words for a territory that covers it, any of these"
    )
    rooted_in: str | None = Field(
        None,
        description="证明起点的文件(制度),如商标注册证 · the scheme of the licence whose holder "
        "stands at the start",
    )
    dated: Literal["required"] | None = Field(
        None, description="每份授权须写明起止日 · every link states its first and last day"
    )


# As identifiers are compared: without spaces, in capital letters.
Characters = Annotated[str, Field(pattern=r"^[0-9A-Z]+$")]


class Digits(Authored):
    """Characters of an identifier that say something the submission declares as well."""

    from_: int = Field(alias="from", ge=1, description="自第几位起 · the first of their places")
    fact: str = Field(description="须与之相符的申报属性 · the declared fact that they agree with")
    values: dict[str, Characters] = Field(
        min_length=1, description="属性取值 → 这几位 · choice of the fact to characters"
    )


class Identifier(Authored):
    """An identifier that has a known grammar and right check digits."""

    of: str = Field(
        description="哪一个标识:subject.uscc、subject.gtin、subject.factory.uscc、certificate.number、"
        "licence.number · which identifier"
    )
    grammar: str = Field(description="标识的种类,见 docs/language.md · the kind of identifier")
    scheme: str | None = Field(None, description="认证制度 · of documents of this scheme only")
    same_as: str | None = Field(
        None, description="须与之相同的标识 · another identifier that it must equal"
    )
    digits: Digits | None = Field(
        None, description="须与申报属性相符的几位 · characters that agree with a declared fact"
    )


class Days(Authored):
    """The days from one date to another; or, with `out_of`, their share of a longer time."""

    from_: str = Field(alias="from", description="起始日 · first day: a date that is declared")
    to: str = Field(description="终止日,如 best_before 或 manufactured + shelf_life · the last day")
    out_of: str | None = Field(
        None, description="占自该日起全部时间的份额 · a share of the time since this day"
    )


class Linked(Authored):
    """Another submission, about a linked subject, that meets a spec of its own."""

    spec: str = Field(description="所依规范 · the spec that it has to meet")
    as_: Literal["factory", "manufacturer", "importer", "product"] = Field(
        alias="as", description="与本对象的关系 · what the linked subject is to this one"
    )


class Sampling(Authored):
    """Acceptance of a lot by attributes (GB/T 2828.1-2012, single plans)."""

    level: Literal["I", "II", "III", "S-1", "S-2", "S-3", "S-4"] = "II"
    state: Literal["normal", "tightened", "by-history"] = Field(
        "normal", description="正常、加严,或按以往各批转移 · as previous lots have it"
    )
    accept: dict[str, str] = Field(description="缺陷类别 → AQL · class of defect to AQL")


class Group(Authored):
    """Requirements combined by name; exactly one of the combinations is given."""

    all_of: Names = ()
    any_of: Names = Field(
        (), description="标准本身给出的选择 · alternatives that the standard offers"
    )
    of: Names = Field((), description="at_least、score 的成员 · members of at_least or score")
    at_least: int | None = Field(None, ge=1)
    or_all: bool = False
    score: str | None = Field(None, description="≥ 0.8,加权得分 · weighted share of passes")
    weights: dict[str, str] = Field(default_factory=dict)


class Own(Asked):
    """A requirement of the spec's own, or one that concerns documents, lots or groups."""

    basis: Literal["enterprise", "regulation", "contract"] = Field(
        description="依据 · what it rests on"
    )
    regulation: str | None = Field(None, description="法规 · where the basis is a regulation")
    document: Document | None = None
    statement: str | None = Field(None, description="承诺项 · a statement of a declaration")
    chain: Chain | None = None
    sampling: Sampling | None = None
    identifier: Identifier | None = None
    days: Days | None = None
    linked: Linked | None = None
    group: Group | None = None
    evidence: Ways = Field((), description="证据途径 · ways to evidence; any one is sufficient")
    level: Literal["mandatory", "recommended"] = "mandatory"
    core: bool = False
    section: str | None = None


class Section(Authored):
    """A part of the answer."""

    zh: str
    en: str


class InForce(Authored):
    """The days on which a version of the spec is in force."""

    from_: Day | None = Field(None, alias="from")
    until: Day | None = None


class Defaults(Authored):
    """What holds where a requirement names nothing else."""

    evidence: Ways = ()
    rule: str = "simple"
    rounding: Literal["full-value", "rounded-value"] = "full-value"
    section: str | None = None


class CategorySpec(Authored):
    """Which requirements a category of product must meet, and on what evidence."""

    spec: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="规范名 · id of the spec")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$", description="版本 · semantic version")
    title: Words
    subject: Literal["product", "merchant", "factory", "lot"] = "product"
    in_force: InForce | None = Field(None, description="规范有效期 · when the version is in force")
    attributes: dict[str, Term] = Field(
        default_factory=dict, description="申报属性 · declared facts"
    )
    fixed: dict[str, str] = Field(
        default_factory=dict, description="固定属性 · facts of every product"
    )
    evidenced: Names = Field((), description="须有证据的属性 · attributes that need a document")
    parts: dict[str, PartKind] = Field(default_factory=dict, description="部件 · repeated parts")
    families: dict[str, Family] = Field(default_factory=dict, description="版本族 · editions")
    policies: dict[str, Policy] = Field(default_factory=dict, description="证据要求 · what counts")
    default: Defaults = Field(default_factory=Defaults, description="默认 · defaults")
    builds_on: tuple[Taken, ...] = Field((), description="所依据的标准 · what it takes")
    requirements: dict[str, Own] = Field(
        default_factory=dict, description="自有要求 · own requirements"
    )
    allow: dict[str, dict[str, str]] = Field(
        default_factory=dict,
        description="容许的提示及理由 · findings of lint that are meant: code, name, reason",
    )
    sections: dict[str, Section] = Field(min_length=1, description="章节 · sections, in order")
    note: str | None = None

    @property
    def id(self) -> str:
        """The identity of the version."""
        return f"{self.spec}@{self.version}"
