"""Run every check of the project, one after the other, and stop at the first that fails.

pytest comes last: the summary it closes with is then the last line of the whole run.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    ("lint", (PYTHON, "-m", "ruff", "check", ".")),
    ("types", (PYTHON, "-m", "mypy")),
    # import-linter has no module to run, only a script beside the interpreter.
    ("import contract", (str(Path(PYTHON).with_name("lint-imports")),)),
    ("tests", (PYTHON, "-m", "pytest", "-n", "2")),
)


def main() -> int:
    """Return the exit status of the first check that fails, or 0."""
    for heading, command in CHECKS:
        print(f"\n==> {heading}: {' '.join(command[1:]) or Path(command[0]).name}", flush=True)
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        if status:
            print(f"\n{heading}: failed", file=sys.stderr)
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
