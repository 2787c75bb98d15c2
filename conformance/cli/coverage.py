"""`conformance coverage`: what a spec does with every clause of its standards."""

import json
from typing import Annotated

import typer

from conformance.cli import say
from conformance.cli.check import LanguageOption, LibraryOption, open_for, own_language
from conformance.cli.checklist import SpecName, plan_of
from conformance.cli.judge import Format


def coverage_command(
    spec: SpecName,
    format: Annotated[Format, typer.Option(help="table or json.")] = Format.TABLE,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Say which clauses a spec covers, tightens, excepts or leaves. 规范对标准的覆盖."""
    from conformance.authoring.coverage import coverage
    from conformance.authoring.coverage_words import coverage_in_words

    language = (lang or own_language()).value
    plan = plan_of(spec, library, language)
    if isinstance(plan, int):
        return plan
    found = coverage(open_for(library).library, plan)
    if format is Format.JSON:
        say(json.dumps(found.as_data(), ensure_ascii=False, indent=1))
    else:
        say(coverage_in_words(found, language))
    return 0
