"""New catalogues and specs to begin with: they compile, are clean, and say what to fill in."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from conformance.diagnostics import Diagnostic, IllFormed, Span, Text

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_EDITION = re.compile(
    r"(?P<line>[A-Z][A-Za-z/. ]*?\s?[A-Z0-9][\w.-]*?)"
    r"(?:[-:](?P<year>\d{4})(?:\s?\+\s?\S+)?|\s\S+\sed\.?|\sRev\.?\s?\d+)"
)
_PUBLISHERS = (
    ("GB", "sac"), ("SJ/T", "miit"), ("JG/T", "mohurd"), ("QB", "miit"), ("EN", "cen"),
    ("ASTM", "astm"), ("UL", "ul"), ("ISO", "iso"), ("IEC", "iec"), ("UN", "un"),
)  # fmt: skip
_MANDATORY = re.compile(r"GB \d")


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written, below the folder of a library."""

    path: str
    text: str


def new_standard(edition: str, zh: str | None = None, en: str | None = None) -> tuple[NewFile, ...]:
    """Return the catalogue of an edition, with one clause that is still open.

    >>> [file.path for file in new_standard("GB/T 1234.1-2026")]
    ['standards/sac/gb-t-1234-1-2026.yaml']

    Raises `IllFormed` for what is no designation with its year.
    """
    found = _EDITION.fullmatch(" ".join(edition.split()))
    if found is None:
        raise _refused(
            "no-edition", edition,
            f"{edition!r} 不是带年号的标准号", f"{edition!r} is no designation with its year",
            "例如 'GB 1234-2026'", "write it as in 'GB 1234-2026'",
        )  # fmt: skip
    name, line = found[0], found["line"]
    folder = next((home for prefix, home in _PUBLISHERS if name.startswith(prefix)), None)
    folder = folder or re.split(r"[^a-z]", name.lower())[0]
    path = f"standards/{folder}/{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}.yaml"
    text = _STANDARD.format(
        edition=name, line=line,
        zh=_quoted(zh or f"标准 {line}"), en=_quoted(en or f"Standard {line}"),
        force="mandatory" if _MANDATORY.match(name) else "recommended",
    )  # fmt: skip
    return (NewFile(path, text),)


def new_spec(
    name: str,
    today: date,
    standards: tuple[str, ...] = (),
    zh: str | None = None,
    en: str | None = None,
) -> tuple[NewFile, ...]:
    """Return a spec with one requirement of its own, a submission that passes, and its cases.

    It builds on `standards` as a whole; what their clauses ask, the submission
    does not show yet.  Raises `IllFormed` for a name that is no id.
    """
    if not _NAME.fullmatch(name):
        raise _refused(
            "bad-name", name, f"{name!r} 不能作规范名", f"{name!r} cannot be the id of a spec",
            "用小写字母、数字和连字符,例如 step-ladder",
            "write small letters, digits and hyphens, such as step-ladder",
        )  # fmt: skip
    spoken = name.replace("-", " ")
    spec = _SPEC.format(
        name=name, today=today.isoformat(),
        zh=_quoted(zh or f"品类 {spoken}"), en=_quoted(en or spoken.capitalize()),
        builds_on="".join(f"  - standard: {_quoted(each)}\n    take: all\n" for each in standards)
        or "  []\n",
    )  # fmt: skip
    spec = spec.replace("builds_on:\n  []\n", "builds_on: []\n")
    if standards:
        spec = spec.replace(_HOW_TO_BUILD, "")
    days = {
        "today": today, "from": today - timedelta(days=20), "to": today - timedelta(days=15),
        "made": today - timedelta(days=30), "issued": today - timedelta(days=10),
    }  # fmt: skip
    told = {key: day.isoformat() for key, day in days.items()}
    home = f"specs/{name}"
    index, cases = _INDEX.format(**told), _CASES.format(**told)
    if standards:
        index = index.replace(*_NOT_YET)
        cases = re.sub(r", whole: [a-z-]+}", "}", cases)
    return (
        NewFile(f"{home}/spec.yaml", spec),
        NewFile(f"{home}/examples/pass.yaml", _PASS.format(name=name, **told)),
        NewFile(f"{home}/examples/index.yaml", index),
        NewFile(f"{home}/cases/requirements.yaml", cases),
    )


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back, in quotes where it needs them."""
    if re.search(r"[:#{}\[\],&*!|>'\"%@`]|^[-?\s]|\s$|^$", text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return text


def _refused(code: str, given: str, zh: str, en: str, help_zh: str, help_en: str) -> IllFormed:
    return IllFormed(
        [Diagnostic(code, Text(zh, en), Span(given or "—", 0), Text(help_zh, help_en))]
    )


_STANDARD = """\
# 填写:每条注释说明该行写什么;写完后删去注释。docs/language.md 从头讲起。
# To fill in: each comment says what to write. docs/language.md tells it from the start.
standard: {edition}
line: {line}     # 各版本共用的名称 · the name that all editions share
title: {{zh: {zh}, en: {en}}}     # 标准的正式名称 · the title of the standard
force: {force}     # mandatory | binding-by-reference | self-declared | recommended
# issued: 2026-01-31             发布日 · day of issue
# in_force: 2026-08-01           实施日 · first day in force
# replaces: [GB 1234-2016]       被它代替的版本 · editions that it replaces
# required:                      强制标准从哪天起必须执行 · from when a mandatory one is required
#   - manufactured: 2026-08-01
# scope: [step-ladder]           适用的品类;强制标准必写 · categories; a mandatory one must say
provenance: recalled     # text(读过原文)| secondary | recalled · where the figures come from
gaps: [尚未读到原文 · the text has not been read yet]
clauses:
  "4.1":     # 条款号加引号 · clause numbers in quotes
    title: {{zh: 第一条要求, en: first requirement}}
    items: [第一条要求, first requirement]     # 实验室的写法 · as laboratories write it
    measures: length     # 量或等级,见 docs/units.md · a quantity or a scale
    open: 尚未读到原文的数值 · the figure has not been read     # 读到后写 limit · later, limit
    # limit: <= 300 mm
    # specimens: 3
    # method: GB/T 5678-2020
"""
_HOW_TO_BUILD = """\
# builds_on:                     所依据的标准 · the standards
#   - standard: GB 1234-2026
#     take: all
"""
_SPEC = (
    """\
# 填写:每条注释说明该行写什么;写完后删去注释。docs/language.md 从头讲起。
# To fill in: each comment says what to write. docs/language.md tells it from the start.
spec: {name}
version: 0.1.0
title: {{zh: {zh}, en: {en}}}     # 品类名称 · the category
subject: product     # product | merchant | factory | lot
in_force: {{from: {today}}}

# attributes:                    条件和限值用到的事实 · facts that conditions and limits use
#   folding: {{zh: 可折叠, en: folding, one_of: [yes, no]}}
#   height: {{zh: 高度, en: height, a: length}}

policies:     # 什么算证据 · what counts as evidence
  accredited report:
    kind: test-report
    laboratory: CMA or CNAS     # CMA and CNAS | CMA or CNAS | CMA | CNAS | any
    age: 24 month     # 自检测结束起 · from the end of testing
    complete: required

default:
  evidence: accredited report

sections:     # 判定书的章节 · sections of the answer
  all: {{zh: 全部要求, en: All requirements}}

builds_on:
{builds_on}\
"""
    + _HOW_TO_BUILD
    + """\

requirements:     # 本规范自己的要求 · the spec's own requirements
  first-requirement:
    title: {{zh: 第一项自有要求, en: first own requirement}}
    items: [第一项自有要求, first own requirement]     # 实验室的写法 · as laboratories write it
    basis: enterprise     # enterprise | regulation | contract
    measures: inspection     # 改成量并写 limit · make it a quantity, and write a limit
    # measures: length
    # limit: <= 300 mm
"""
)
_PASS = """\
# 一份应当符合的提交,用例由它改出 · a submission that passes; cases change it
submission: T-1
spec: {name}
subject: {{kind: product, brand: 某品牌, model: X-1, manufactured: {made}}}
evidence:
  - id: R1
    kind: test-report
    number: B-1
    laboratory: {{name: 某检测有限公司, cma: "200000000000"}}
    tested_model: X-1
    tested: {{from: {from}, to: {to}}}
    issued: {issued}
    complete: true
    final: true
    results:
      - {{requirement: first-requirement, value: 符合}}
"""
_INDEX = """\
pass.yaml: {{as_of: {today}, verdict: pass, why: 全部符合 · everything conforms}}
"""
_NOT_YET = (
    "verdict: pass, why: 全部符合 · everything conforms",
    "verdict: missing-evidence, why: 尚缺各条款的结果 · the clauses are not shown yet",
)
_CASES = """\
# 每项要求至少三个用例 · three cases for each requirement: pass, fail, missing
from: examples/pass.yaml
as_of: {today}
cases:
  - name: pass when the inspection says so
    expect: {{first-requirement: [pass, inspected], whole: pass}}
  - name: fail when the inspection says that it does not conform
    change: {{first-requirement: 不符合}}
    expect: {{first-requirement: [fail, laboratory-failed], whole: fail}}
  - name: missing when nothing was reported
    change: {{first-requirement: absent}}
    expect: {{first-requirement: [missing-evidence, no-evidence], whole: missing-evidence}}
"""
