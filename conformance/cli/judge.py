"""`conformance judge`: one limit, one or more readings, one verdict."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from conformance.cli import USAGE, say

EXIT_CODES = {"pass": 0, "fail": 1, "missing-evidence": 3}


class Format(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    JSON = "json"


class Language(StrEnum):
    """The language of sentences."""

    ZH = "zh"
    EN = "en"


def judge_command(
    limit: Annotated[str, typer.Argument(help="The limit, such as '<= 0.25 mA'. 限值")],
    readings: Annotated[
        list[str], typer.Argument(help="Readings as written, one per specimen. 报告结果")
    ],
    uncertainty: Annotated[
        str | None, typer.Option(help="U for 95 % (k = 2), '0.02 mA' or '5 %'. 扩展不确定度")
    ] = None,
    rounding: Annotated[
        str, typer.Option(help="full-value (全数值) or rounded-value (修约值), GB/T 8170.")
    ] = "full-value",
    rule: Annotated[
        str,
        typer.Option(help="simple, guarded, guarded=0.5, non-binary, probability=0.95. 判定规则"),
    ] = "simple",
    statistic: Annotated[
        str, typer.Option(help="each, mean, min, max, range or sum. 统计量")
    ] = "each",
    attribute: Annotated[
        list[str] | None,
        typer.Option(help="NAME=VALUE, for limits computed from attributes. 属性"),
    ] = None,
    detection_limit: Annotated[
        str | None, typer.Option(help="For 'not detected' without a limit of its own. 检出限")
    ] = None,
    format: Annotated[Format, typer.Option(help="table or json.")] = Format.TABLE,
    lang: Annotated[Language, typer.Option(help="zh or en.")] = Language.EN,
) -> int:
    """Judge readings against one limit, without any spec. 单项判定.

    Exit code: 0 pass, 1 fail, 3 evidence missing, 64 usage.
    """
    from conformance.diagnostics import IllFormed
    from conformance.judging import judge

    for word in (limit, *readings):
        if word.startswith("-") and word.lstrip("-")[:1].isalpha():
            raise typer.BadParameter(f"no such option: {word}")
    try:
        answer = judge(
            limit,
            readings,
            uncertainty=uncertainty,
            rounding=rounding,
            rule=rule,
            statistic=statistic,
            attributes=dict(_pair(text) for text in attribute or ()),
            detection_limit=detection_limit,
        )
    except IllFormed as problems:
        for problem in problems.diagnostics:
            source = limit if problem.span.file == "limit" else ""
            print(problem.render(source, lang.value), file=sys.stderr)
        return USAGE
    import json

    from conformance.rendering.judgement import as_json, as_table

    if format is Format.JSON:
        say(json.dumps(as_json(answer), ensure_ascii=False, indent=1))
    else:
        say(as_table(answer, lang.value))
    return EXIT_CODES[answer.verdict]


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--attribute")
    return name.strip(), value.strip()
