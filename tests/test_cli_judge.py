"""`conformance judge` as a process: its exit codes, its two streams, its formats."""

import json
import os
import subprocess
import sys

import pytest

from conformance.cli import main
from tests.golden import compare

PROGRAM = (sys.executable, "-m", "conformance")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program and return its ending, its streams apart."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("<= 0.25 mA", "250.0 µA"), 0),
        (("<= 0.25 mA", "250.1 µA"), 1),
        (("<= 0.25 mA", "≤0.25 mA"), 3),
        (("<= 0.25 mA", "0,12 mA"), 3),
        ((">= -5 ℃", "-5.1 ℃"), 1),
        (("<= 3 h", "-5 h"), 3),
        (("<= 5 mm", "--", "-3 mm"), 3),
        (("<= 2 * a", "3 mA", "--attribute", "a=2 mA"), 0),
        (("<= 0.25 mA", "0.1 mA", "--bogus"), 64),
        (("<= 0.25 mA", "0.1 mA", "--rule", "x"), 64),
        (("<= 0.25 mA", "0.1 mA", "--format", "x"), 64),
        (("<= 0.25 mA", "0.1 mA", "--attribute", "a"), 64),
        (("0.25 mA", "0.1 mA"), 64),
        (("<= 0.25 mA",), 64),
    ],
)
def test_exit_code(
    arguments: tuple[str, ...], code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["judge", *arguments]) == code
    out, err = capfd.readouterr()
    assert bool(out) == (code != 64)
    assert bool(err) == (code == 64)


def test_our_own_bug_is_70(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("conformance.judging.judge", lambda *_, **__: 1 / 0)
    assert main(["judge", "<= 1 mA", "1 mA"]) == 70
    out, err = capfd.readouterr()
    assert out == ""
    assert "this is a bug of conformance" in err


def test_interruption_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("conformance.judging.judge", interrupted)
    assert main(["judge", "<= 1 mA", "1 mA"]) == 130


def test_arguments_come_from_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["conformance", "judge", "<= 1 mA", "2.0 mA"])
    assert main() == 1


def test_no_command_is_usage() -> None:
    assert (run().returncode, run("nothing").returncode) == (64, 64)


def test_help_is_an_answer() -> None:
    found = run("judge", "--help")
    assert found.returncode == 0
    assert "--uncertainty" in found.stdout


def test_table_in_both_languages(reset: bool) -> None:
    asked = ("judge", "<= 0.25 mA", "0.24 mA", "0.10 mA", "--uncertainty", "0.02 mA")
    parts = [
        run(*asked, *more, "--lang", lang).stdout
        for more in ((), ("--rule", "guarded"), ("--statistic", "mean"))
        for lang in ("en", "zh")
    ]
    compare("judge_table.txt", "\n".join(parts), reset=reset)


def test_json_has_the_names_of_a_finding() -> None:
    found = json.loads(run("judge", "<= 0.25 mA", "250.1 µA", "--format", "json").stdout)
    assert (found["verdict"], found["margin"]) == ("fail", "-0.0001 mA")
    assert set(found["message"]) == set(found["needed"]) == {"zh", "en"}


@pytest.mark.parametrize(("reading", "code"), [("0.1 mA", 0), ("2.0 mA", 1), ("2.0 V", 3)])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_changes_nothing(reading: str, code: int, unbuffered: str) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*PROGRAM, "judge", "<= 1 mA", reading],
        stdout=write,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (code, b"")


def test_help_into_a_closed_pipe_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*PROGRAM, "judge", "--help"], stdout=write, check=False)
    os.close(write)
    assert done.returncode == 0


@pytest.mark.parametrize(
    "environment", [{"NO_COLOR": "1"}, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, {"TERM": "dumb"}]
)
def test_no_colour(environment: dict[str, str]) -> None:
    good, bad = run("judge", "<= 1 mA", "2.0 mA", **environment), run("judge", "--x", **environment)
    assert "\x1b" not in good.stdout + bad.stderr


def test_a_plain_locale_still_speaks_chinese() -> None:
    plain = run("judge", "<= 1 mA", "2.0 mA", "--lang", "zh", LC_ALL="C", PYTHONUTF8="0")
    assert plain.returncode == 1
    assert "不符合" in plain.stdout
