"""`conformance test`: the cases and examples that a spec brings along, run and counted."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli import USAGE, say
from conformance.cli.check import LanguageOption, LibraryOption, open_for, own_language, tell

if TYPE_CHECKING:
    from conformance.authoring.cases import Tested
    from conformance.diagnostics import Diagnostic
    from conformance.engine import OpenLibrary


def cases_command(
    specs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SPEC]...", help="Ids or folders of specs; none is all. 规范"),
    ] = None,
    boundaries: Annotated[
        bool,
        typer.Option("--boundaries", help="Try each limit on the line and beside it. 试边界"),
    ] = False,
    mutants: Annotated[
        bool,
        typer.Option("--mutants", help="Say which slips in the spec no case notices. 试变异"),
    ] = False,
    least: Annotated[
        int,
        typer.Option("--score", min=0, max=100, metavar="PERCENT", help="Wanted of mutants. 分数"),
    ] = 95,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write the cases that would notice them to a new file. 写成用例文件",
        ),
    ] = None,
    library: LibraryOption = None,
    lang: LanguageOption = None,
) -> int:
    """Run the cases and examples of specs. 运行规范自带的用例.

    Boundaries are worked out from the text of the limits and not by the program that
    judges. Mutants are specs with one slip; for each that no case notices, a case that
    would is shown.

    Exit code: 0 clean, 1 problems, 64 usage.
    """
    from conformance.diagnostics import IllFormed
    from conformance.engine import unknown_spec

    language = (lang or own_language()).value
    if output is not None and (not mutants or len(specs or ()) != 1 or output.exists()):
        raise typer.BadParameter("-o is a new file, and goes with --mutants of one spec")
    opened = open_for(library)
    try:
        opened, names = _named(opened, specs or ())
        known = opened.library.known_specs()
        strangers = [name for name in names if opened.library.spec(name) is None]
        if strangers:
            tell([unknown_spec(name, known) for name in strangers], language)
            return USAGE
        names = names or known
    except IllFormed as problems:
        say("\n".join(problem.render("", language) for problem in problems.diagnostics))
        return 1
    clean = True
    for name in names:
        clean = _tested(opened, name, language) and clean
        if boundaries or mutants:
            wanted = (boundaries, mutants, least, output)
            clean = _tried(opened, name, wanted, language) and clean
    return 0 if clean else 1


def _named(opened: "OpenLibrary", specs: Sequence[str]) -> "tuple[OpenLibrary, list[str]]":
    """Return the specs that are named, with the libraries of those named by their folder."""
    from conformance.engine import OpenLibrary

    folders = {Path(name).resolve() for name in specs if (Path(name) / "spec.yaml").is_file()}
    roots = list(opened.folders)
    for folder in sorted(folders):
        root = folder.parents[1]
        if folder.parent.name != "specs":
            raise typer.BadParameter(f"{folder.name!r} does not lie in a folder specs/")
        if root not in {each.resolve() for each in roots}:
            roots.append(root)
    if len(roots) > len(opened.folders):
        opened = OpenLibrary(tuple(roots))
    names = []
    for name in specs:
        folder = Path(name).resolve()
        if folder not in folders:
            names.append(name)
            continue
        here = [
            each.model.id
            for each in opened.library.specs.values()
            if Path(each.file).resolve() == folder / "spec.yaml"
        ]
        # equal files in two libraries count once, under the place that was read first
        names += here or [folder.name]
    return opened, names


def _tested(opened: "OpenLibrary", name: str, lang: str) -> bool:
    """Write what came of one spec, and return whether it is clean."""
    from conformance import __version__
    from conformance.authoring.cases import run_spec
    from conformance.diagnostics import IllFormed

    source = opened.library.spec(name)
    if source is None:
        raise AssertionError(name)
    path = Path(source.file)
    try:
        plan = opened.plan(source.model.id)
    except IllFormed as problems:
        _write(problems.diagnostics, lang)
        say(f"{name}: 不能编译" if lang == "zh" else f"{name}: does not compile")
        return False
    folder = path.parent if path.name == "spec.yaml" else path.parents[1]
    tested = run_spec(plan, folder, source.file, __version__)
    _write(tested.problems, lang)
    say(_summary(name, tested, lang))
    return not tested.problems


Wanted = tuple[bool, bool, int, Path | None]
"""Boundaries, mutants, the score that is wanted, the file for the cases that are found."""


def _tried(opened: "OpenLibrary", name: str, wanted: Wanted, lang: str) -> bool:
    """Write what came of boundaries and mutants of one spec, and return whether it is clean."""
    from conformance import __version__
    from conformance.authoring.boundaries import try_boundaries
    from conformance.authoring.cases import Bench
    from conformance.authoring.mutation import try_mutants
    from conformance.authoring.standings import standings
    from conformance.authoring.trials import boundary_lines, cases_file, mutant_lines
    from conformance.diagnostics import IllFormed

    source = opened.library.spec(name)
    if source is None:
        raise AssertionError(name)
    try:
        plan = opened.plan(source.model.id)
    except IllFormed:
        return False  # said already
    path = Path(source.file)
    folder = path.parent if path.name == "spec.yaml" else path.parents[1]
    bench = Bench(plan, folder, version=__version__)
    found, clean = standings(bench, list(bench.cases())), True
    boundaries, mutants, least, output = wanted
    if boundaries:
        probed = try_boundaries(plan, found)
        say("\n".join(boundary_lines(name, probed, lang)))
        clean = not probed.surprises
    if mutants:
        score = try_mutants(plan, found)
        say("\n".join(mutant_lines(name, score, least, lang, cases=output is None)))
        if output is not None and (cases := cases_file(score)):
            output.write_text(cases, encoding="utf-8")
            count = cases.count("\n- name: ")
            say(f"{output}:{count} 个用例" if lang == "zh" else f"{output}: {count} cases")
        clean = clean and score.share * 100 >= least
    return clean


def _write(problems: "Sequence[Diagnostic]", lang: str) -> None:
    for problem in problems:
        say(problem.render(_text_of(problem), lang))


def _text_of(problem: "Diagnostic") -> str:
    """Return the file that a problem lies in, for its excerpt."""
    path = Path(problem.span.file)
    return path.read_text(encoding="utf-8-sig") if problem.span.line and path.is_file() else ""


def _summary(name: str, tested: "Tested", lang: str) -> str:
    count = len(tested.problems)
    if lang == "zh":
        end = f"{count} 处问题" if count else "无问题"
        return f"{name}:用例 {tested.cases} 个,示例 {tested.examples} 个,{end}"
    end = f"{count} problems" if count else "clean"
    return f"{name}: {tested.cases} cases, {tested.examples} examples, {end}"
