"""The commands by name, and how every ending becomes an exit code."""

import sys
import traceback
from collections.abc import Sequence

import typer

from conformance.cli import BUG, USAGE
from conformance.cli.batch import batch_command
from conformance.cli.check import check_command
from conformance.cli.checklist import checklist_command, template_command
from conformance.cli.compare import compare_command
from conformance.cli.coverage import coverage_command
from conformance.cli.diff import diff_command
from conformance.cli.expiring import expiring_command
from conformance.cli.explain import explain_command
from conformance.cli.fmt import fmt_command
from conformance.cli.impact import impact_command
from conformance.cli.judge import judge_command
from conformance.cli.letter import letter_command
from conformance.cli.lint import lint_command
from conformance.cli.overview import overview_command
from conformance.cli.pages import pages_command
from conformance.cli.read import read_command
from conformance.cli.schema import schema_command
from conformance.cli.specs import specs_app, standards_app
from conformance.cli.store import store_app
from conformance.cli.test import cases_command
from conformance.cli.timeline import timeline_command
from conformance.cli.whatif import whatif_command

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
# A reading such as `-5.1 ℃` begins like an option; `judge` refuses real unknown options itself.
app.command("judge", context_settings={"ignore_unknown_options": True})(judge_command)
app.command("check")(check_command)
app.command("batch")(batch_command)
app.command("letter")(letter_command)
app.command("whatif")(whatif_command)
app.command("compare")(compare_command)
app.command("expiring")(expiring_command)
app.command("overview")(overview_command)
app.command("test")(cases_command)

app.command("lint")(lint_command)
app.command("fmt")(fmt_command)
app.command("explain")(explain_command)
app.command("diff")(diff_command)
app.command("impact")(impact_command)
app.command("coverage")(coverage_command)
app.command("checklist")(checklist_command)
app.command("template")(template_command)
app.command("schema")(schema_command)
app.command("pages")(pages_command)
app.command("read")(read_command)
app.add_typer(store_app, name="store")
app.add_typer(specs_app, name="specs")
app.add_typer(standards_app, name="standards")
standards_app.command("timeline")(timeline_command)


@app.callback()
def _commands() -> None:
    """Keep the commands a group even while there is only one."""


def run(arguments: Sequence[str]) -> int:
    """Return the exit code of the command that `arguments` name; typer's Exit carries 130."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        answer = app(list(arguments), standalone_mode=False)
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
