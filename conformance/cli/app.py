"""The commands by name, and how every ending becomes an exit code."""

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer

from conformance.cli import BUG, USAGE

# By name: the module of this package, and the function in it.
COMMANDS = {
    "judge": ("judge", "judge_command"),
    "check": ("check", "check_command"),
    "batch": ("batch", "batch_command"),
    "letter": ("letter", "letter_command"),
    "whatif": ("whatif", "whatif_command"),
    "compare": ("compare", "compare_command"),
    "expiring": ("expiring", "expiring_command"),
    "overview": ("overview", "overview_command"),
    "test": ("test", "cases_command"),
    "lint": ("lint", "lint_command"),
    "fmt": ("fmt", "fmt_command"),
    "explain": ("explain", "explain_command"),
    "diff": ("diff", "diff_command"),
    "impact": ("impact", "impact_command"),
    "coverage": ("coverage", "coverage_command"),
    "checklist": ("checklist", "checklist_command"),
    "template": ("checklist", "template_command"),
    "schema": ("schema", "schema_command"),
    "pages": ("pages", "pages_command"),
    "read": ("read", "read_command"),
}
# Groups of commands: likewise, and the application in it.
GROUPS = {
    "store": ("store", "store_app"),
    "specs": ("specs", "specs_app"),
    "standards": ("timeline", "standards_app"),
}


def application(arguments: Sequence[str] = ()) -> typer.Typer:
    """Return the command line, with no other commands than the one that `arguments` name.

    To import them all takes longer than to check a submission.  Where none is named, or one that
    does not exist, all of them are there, for the help and for what is nearest.
    """
    app = typer.Typer(
        name="conformance",
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        # No `-h`: among readings it would be found in `-5 h`, as one letter of a row of options.
        context_settings={"help_option_names": ["--help"]},
        help="Decide, clause by clause, whether test reports prove that a product conforms. "
        "逐条判定检测报告能否证明产品符合标准。",
    )
    app.callback()(_commands)
    wanted = {*COMMANDS, *GROUPS} & set(arguments[:1]) or {*COMMANDS, *GROUPS}
    for name, place in COMMANDS.items():
        if name in wanted:
            # A reading such as `-5.1 ℃` begins like an option; `judge` refuses real unknown
            # options itself.
            settings = {"ignore_unknown_options": True} if name == "judge" else None
            app.command(name, context_settings=settings)(_of(place))
    for name, place in GROUPS.items():
        if name in wanted:
            app.add_typer(_of(place), name=name)
    return app


def _of(place: tuple[str, str]) -> Any:
    module, name = place
    return getattr(import_module(f"conformance.cli.{module}"), name)


def _commands() -> None:
    """Keep the commands a group even while there is only one."""


def run(arguments: Sequence[str]) -> int:
    """Return the exit code of the command that `arguments` name; typer's Exit carries 130."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        answer = application(arguments)(list(arguments), standalone_mode=False)
    except typer.TyperException as problem:
        # typer raises only those that can be shown, of a class that it does not export
        problem.show()  # type: ignore[attr-defined]
        return USAGE
    except SystemExit:
        return 0  # typer's way out where its help is written into a closed pipe
    except Exception:
        traceback.print_exc()
        print("conformance: this is a bug of conformance, not of your input", file=sys.stderr)
        return BUG
    return answer if isinstance(answer, int) else 0
