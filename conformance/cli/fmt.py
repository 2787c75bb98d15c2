"""`conformance fmt`: authored files in one layout, with their comments and their meaning."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from conformance.cli import INPUT, say
from conformance.cli.check import LanguageOption, own_language, tell


def fmt_command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files or folders; else standards specs. 文件"),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if a file would change. 只检查")
    ] = False,
    lang: LanguageOption = None,
) -> int:
    """Lay YAML files out alike; comments stay, meaning never changes. 统一排版.

    Exit code: 0 clean or written, 1 with --check where a file would change, 65 unreadable.
    """
    language = (lang or own_language()).value
    named = [Path(path) for path in paths or ("standards", "specs")]
    if missing := [path for path in named if not path.exists()]:
        for path in missing:
            print(f"conformance: {path}: there is no such file or folder", file=sys.stderr)
        return INPUT
    count, changed, unreadable = 0, 0, False
    for path in _files(named):
        count += 1
        outcome = _laid_out(path, language, check=check)
        if outcome is None:
            unreadable = True
        elif outcome:
            changed += 1
            say(str(path))
    say(_summary(count, changed, language, check=check))
    if unreadable:
        return INPUT
    return 1 if check and changed else 0


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.yaml")) if path.is_dir() else [path]


def _laid_out(path: Path, lang: str, *, check: bool) -> bool | None:
    """Return whether a file changes, and write it unless checking; None where it is unreadable."""
    from conformance.authoring.layout import laid_out
    from conformance.library.nodes import read_yaml

    try:
        data = path.read_bytes()
    except OSError as error:
        print(f"conformance: {path}: {error.strerror}", file=sys.stderr)
        return None
    _, problems = read_yaml(data, str(path))
    if problems:
        tell(problems, lang)
        return None
    text = data.decode("utf-8-sig")
    wanted = laid_out(text, str(path))
    if wanted.encode() == data:
        return False
    if not check:
        path.write_bytes(wanted.encode())
    return True


def _summary(count: int, changed: int, lang: str, *, check: bool) -> str:
    if lang == "zh":
        return f"{count} 个文件,{changed} 个{'需要排版' if check else '已排版'}"
    return f"{count} files, {changed} {'to be laid out' if check else 'laid out'}"
