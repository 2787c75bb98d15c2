"""`conformance lint`: every problem of authored files, each with its place."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from conformance.cli import INPUT, say
from conformance.cli.check import LanguageOption, LibraryOption, open_for, own_language


def lint_command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files or folders; else standards specs. 文件"),
    ] = None,
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Name every problem of catalogues and specs, with its place. 检查条款库和规范.

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
    for problem, text in linted.problems:
        say(problem.render(text, language) + "\n")
    count, files = len(linted.problems), linted.files
    if language == "zh":
        say(f"{files} 个文件,{count} 个问题")
    else:
        say(f"{files} files, {count} problems")
    return 1 if count else 0
