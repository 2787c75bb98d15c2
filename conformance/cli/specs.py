"""`conformance specs` and `standards`: what the library holds."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import INPUT, USAGE, say
from conformance.cli.check import LanguageOption, LibraryOption, open_for, own_language, tell

if TYPE_CHECKING:
    from conformance.library.library import Library

specs_app = typer.Typer(help="Category specs of the library. 规范", invoke_without_command=True)
standards_app = typer.Typer(
    help="Editions of standards in the library. 标准", invoke_without_command=True
)


def read_library(folder: str | None, lang: str) -> "Library | None":
    """Return the library; where a file cannot be read, say why and return None."""
    from conformance.diagnostics import IllFormed

    try:
        return open_for(folder).library
    except IllFormed as problems:
        tell(problems.diagnostics, lang)
        return None


@specs_app.callback()
def specs_command(
    context: typer.Context, lang: LanguageOption = None, library: LibraryOption = None
) -> int | None:
    """List the category specs. 列出规范."""
    if context.invoked_subcommand is not None:
        return None
    language = (lang or own_language()).value
    found = read_library(library, language)
    if found is None:
        return INPUT
    for source in sorted(found.specs.values(), key=lambda each: each.model.id):
        say(f"{source.model.id}\t{getattr(source.model.title, language)}")
    return 0


@specs_app.command("show")
def show_spec(
    spec: Annotated[str, typer.Argument(help="id or id@version. 规范")],
    plan: Annotated[bool, typer.Option("--plan", help="The compiled plan as JSON.")] = False,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Show what a spec asks, in words or as its compiled plan. 显示规范."""
    from conformance.authoring.prose import spec_in_words
    from conformance.diagnostics import IllFormed

    language = (lang or own_language()).value
    try:
        compiled = open_for(library).plan(spec)
    except IllFormed as problems:
        tell(problems.diagnostics, language)
        return USAGE if problems.diagnostics[0].code == "unknown-spec" else INPUT
    if plan:
        import msgspec

        say(msgspec.json.format(compiled.to_json(), indent=1).decode())
    else:
        say(spec_in_words(compiled, language))
    return 0


@standards_app.callback()
def standards_command(
    context: typer.Context, lang: LanguageOption = None, library: LibraryOption = None
) -> int | None:
    """List the editions of standards with their dates and force. 列出标准."""
    if context.invoked_subcommand is not None:
        return None
    language = (lang or own_language()).value
    found = read_library(library, language)
    if found is None:
        return INPUT
    for name in sorted(found.catalogues):
        model = found.catalogues[name].model
        days = f"{model.in_force or '—'} .. {model.withdrawn or ''}".rstrip()
        say(f"{name}\t{model.force}\t{days}\t{getattr(model.title, language)}")
    return 0


@standards_app.command("show")
def show_standard(
    standard: Annotated[str, typer.Argument(help="An edition, such as 'GB 28007-2024'. 版本")],
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Show an edition: dates, force, where its figures come from, its clauses. 显示标准."""
    from difflib import get_close_matches

    from conformance.authoring.prose import standard_in_words

    language = (lang or own_language()).value
    found = read_library(library, language)
    if found is None:
        return INPUT
    source = found.catalogues.get(standard)
    if source is None:
        near = get_close_matches(standard, found.catalogues, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        print(f"conformance: the library has no edition {standard!r}{hint}", file=sys.stderr)
        return USAGE
    say(standard_in_words(source.model, language))
    return 0
