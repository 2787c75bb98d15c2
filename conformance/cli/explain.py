"""`conformance explain`: one requirement, where it is from, why, and what happens at its edge."""

import json
from typing import Annotated

import typer

from conformance.cli import INPUT, USAGE, say
from conformance.cli.check import LanguageOption, LibraryOption, open_for, own_language, tell
from conformance.cli.checklist import AsOf, SpecName, day_of, plan_of
from conformance.cli.judge import Format


def explain_command(
    spec: SpecName,
    requirement: Annotated[
        str, typer.Argument(help="Its name, or a clause such as 'GB 28007-2011#5.1.1'. 要求或条款")
    ],
    attributes: Annotated[
        str | None, typer.Option(metavar="FILE", help="Attributes, or a submission. 属性")
    ] = None,
    as_of: AsOf = None,
    format: Annotated[Format, typer.Option(help="table or json.")] = Format.TABLE,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Say where a requirement is from, why, what shows it, and judge its edge. 解释一项要求."""
    from conformance.authoring.checklist import read_attributes_file
    from conformance.authoring.explain import example_beside, explain
    from conformance.authoring.explain_words import explained_as_data, explained_in_words
    from conformance.diagnostics import IllFormed

    language = (lang or own_language()).value
    day = day_of(as_of)
    plan = plan_of(spec, library, language)
    if isinstance(plan, int):
        return plan
    try:
        subject = None if attributes is None else read_attributes_file(attributes)
        opened = open_for(library).library
        source = opened.spec(f"{plan.spec}@{plan.version}")
        example = example_beside(source.file) if source is not None else None
        found = explain(opened, plan, requirement, day, subject, example=example)
    except IllFormed as problems:
        tell(problems.diagnostics, language)
        return USAGE if problems.diagnostics[0].code == "unknown-requirement" else INPUT
    if format is Format.JSON:
        say(json.dumps(explained_as_data(found), ensure_ascii=False, indent=1))
    else:
        say(explained_in_words(found, language))
    return 0
