"""`conformance specs` and `standards`: what the library holds."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import INPUT, USAGE, say
from conformance.cli.check import LanguageOption, LibraryOption, open_for, own_language, tell

if TYPE_CHECKING:
    from conformance.authoring.scaffold import NewFile
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


Home = Annotated[
    Path, typer.Option("-o", metavar="FOLDER", help="The library's folder; else this one. 文件夹")
]
Zh = Annotated[str | None, typer.Option("--zh", help="The title in Chinese. 中文名称")]
En = Annotated[str | None, typer.Option("--en", help="The title in English. 英文名称")]


def write_new(files: "Sequence[NewFile]", home: Path, lang: str) -> int:
    """Write new files, and name them; where one is there already, write none of them."""
    there = [each.path for each in files if (home / each.path).exists()]
    if there:
        for name in there:
            print(f"conformance: {home / name}: it is there already", file=sys.stderr)
        return USAGE
    for each in files:
        path = home / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.text, encoding="utf-8")
        say(str(path))
    step = f"conformance lint {home / files[0].path} --library {home}"
    print(f"下一步:{step}" if lang == "zh" else f"next: {step}", file=sys.stderr)
    return 0


@specs_app.command("new")
def create_spec(
    name: Annotated[str, typer.Argument(help="Its id, such as step-ladder. 规范名")],
    standards: Annotated[
        list[str] | None,
        typer.Option("--standard", metavar="EDITION", help="An edition to build on. 所依据的标准"),
    ] = None,
    zh: Zh = None,
    en: En = None,
    home: Home = Path(),
    lang: LanguageOption = None,
) -> int:
    """Write a spec to begin with, its cases and an example. 新建规范.

    Exit code: 0 written, 64 where it is there already or the name cannot be one.
    """
    from conformance.authoring.scaffold import new_spec
    from conformance.diagnostics import IllFormed
    from conformance.engine import today

    language = (lang or own_language()).value
    try:
        files = new_spec(name, today(), tuple(standards or ()), zh, en)
    except IllFormed as problems:
        tell(problems.diagnostics, language)
        return USAGE
    return write_new(files, home, language)


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


@standards_app.command("new")
def create_standard(
    edition: Annotated[str, typer.Argument(help="With its year: 'GB 1234-2026'. 标准号与年号")],
    zh: Zh = None,
    en: En = None,
    home: Home = Path(),
    lang: LanguageOption = None,
) -> int:
    """Write the catalogue of an edition to begin with. 新建条款库.

    Exit code: 0 written, 64 where it is there already or the edition has no year.
    """
    from conformance.authoring.scaffold import new_standard
    from conformance.diagnostics import IllFormed

    language = (lang or own_language()).value
    try:
        files = new_standard(edition, zh, en)
    except IllFormed as problems:
        tell(problems.diagnostics, language)
        return USAGE
    return write_new(files, home, language)


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
