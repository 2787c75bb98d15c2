"""`conformance lint`: everything wrong with authored files, or not meant, each with its place."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import INPUT, say
from conformance.cli.check import LanguageOption, LibraryOption, open_for, own_language

if TYPE_CHECKING:
    from conformance.authoring.linting import Linted


class LintFormat(StrEnum):
    """How the findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def lint_command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files or folders; else standards specs. 文件"),
    ] = None,
    form: Annotated[
        LintFormat,
        typer.Option("--format", help="github: workflow annotations; sarif: SARIF 2.1.0. 格式"),
    ] = LintFormat.TEXT,
    notes: Annotated[
        bool,
        typer.Option("--notes", help="Show notes, such as open clauses, too. 也显示提示"),
    ] = False,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Name every problem of catalogues and specs, with its place. 检查条款库和规范.

    Errors do not compile; warnings compile and are not meant; notes are no problems.

    Exit code: 0 clean, 1 problems, 65 a path that cannot be read.
    """
    from conformance.authoring.linting import authored_files, lint
    from conformance.library.library import open_folders

    language = (lang or own_language()).value
    named = [Path(path) for path in paths or ("standards", "specs")]
    if missing := [path for path in named if not path.exists()]:
        for path in missing:
            print(f"conformance: {path}: there is no such file or folder", file=sys.stderr)
        return INPUT
    try:
        linted = lint(authored_files(named), open_folders(open_for(library).folders))
    except OSError as error:
        print(f"conformance: {error.filename}: {error.strerror}", file=sys.stderr)
        return INPUT
    answer = _written(linted, form, language, notes=notes)
    if answer:
        say(answer)
    return 1 if linted.problems else 0


def _written(linted: "Linted", form: LintFormat, lang: str, *, notes: bool) -> str:
    from conformance.authoring.lint_formats import as_github, as_json, as_sarif, as_text

    match form:
        case LintFormat.TEXT:
            return as_text(linted, lang, notes=notes)
        case LintFormat.JSON:
            return as_json(linted)
        case LintFormat.GITHUB:
            return as_github(linted, lang, notes=notes)
        case LintFormat.SARIF:
            return as_sarif(linted, lang)
