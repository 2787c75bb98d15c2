"""`conformance pages`: the library as pages of Markdown, to learn it from and to review it."""

from pathlib import Path
from typing import Annotated

import typer

from conformance.cli import INPUT, say
from conformance.cli.check import LanguageOption, LibraryOption, open_for, own_language, tell


def pages_command(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where to write. 文件夹")
    ],
    lang: LanguageOption = None,
    library: LibraryOption = None,
) -> int:
    """Write a page for every spec and edition, in both languages. 说明页."""
    from conformance.authoring.pages import library_pages, write_pages
    from conformance.diagnostics import IllFormed

    language = (lang or own_language()).value
    opened = open_for(library)
    try:
        found = opened.library
        plans = [opened.plan(name) for name in found.known_specs()]
    except IllFormed as problems:
        tell(problems.diagnostics, language)
        return INPUT
    pages = library_pages(found, plans)
    try:
        changed, stale = write_pages(pages, output)
    except OSError as error:
        raise typer.BadParameter(f"'{output}': {error.strerror}", param_hint="-o") from None
    if language == "zh":
        say(f"{output}:共 {len(pages)} 页,更新 {len(changed)} 页,删除 {len(stale)} 页")
    else:
        say(f"{output}: {len(pages)} pages, {len(changed)} written, {len(stale)} taken away")
    return 0
