"""`conformance check` as a process: its exit codes, its two streams, its formats."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from conformance.cli import main
from conformance.model.assessment import Assessment
from tests.golden import compare
from tests.test_cli_judge import PROGRAM, run

LIBRARY = Path("tests/library")
EXAMPLES = LIBRARY / "specs/ladder/examples"
PASS, FAIL, MISSING = (str(EXAMPLES / f"{name}.yaml") for name in ("pass", "fail", "missing"))
DAY = ("--as-of", "2026-11-23")


@pytest.fixture(autouse=True)
def _library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    monkeypatch.setenv("CONFORMANCE_LIBRARY", str(LIBRARY))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run("check", *DAY, *arguments)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "broken.yaml"
    path.write_text("submission: T\nspec: ladder\nsubjekt: {}\nevidence: no list\n", "utf-8")
    return str(path)


class TestTable:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize("name", ["pass", "fail", "missing"])
    def test_says_what_it_said_when_it_was_last_read(
        self, name: str, lang: str, reset: bool
    ) -> None:
        found = check(str(EXAMPLES / f"{name}.yaml"), "--lang", lang)
        assert found.stderr == ""
        compare(f"check_{name}_{lang}.txt", found.stdout, reset=reset)

    def test_several_end_in_a_table_of_all(self, reset: bool) -> None:
        found = check(PASS, FAIL, MISSING, "--lang", "zh")
        assert found.returncode == 1
        said = found.stdout.rpartition("═\n\n")[2]
        compare("check_several.txt", said, reset=reset)

    @pytest.mark.parametrize(
        ("spoken", "word"),
        [("zh_CN.UTF-8", "总体判定"), ("en_GB.UTF-8", "verdict"), ("", "verdict")],
    )
    def test_speaks_the_language_of_the_environment(self, spoken: str, word: str) -> None:
        assert run("check", PASS, *DAY, LC_ALL="", LANG=spoken).stdout.startswith(word)

    def test_what_a_submission_says_cannot_move_the_cursor(self, tmp_path: Path) -> None:
        path = tmp_path / "s.json"
        text = {"spec": "ladder", "subject": {"model": "\u001b[2K\u202eL"}}
        path.write_text(json.dumps(text), "utf-8")
        said = check(str(path)).stdout
        assert "\x1b" not in said
        assert "\u202e" not in said


class TestExitCode:
    @pytest.mark.parametrize(
        ("files", "code"),
        [((PASS,), 0), ((FAIL,), 1), ((MISSING,), 3), ((PASS, MISSING, FAIL), 1),
         ((PASS, MISSING), 3), (("absent.yaml",), 65), ((FAIL, "absent.yaml", PASS), 65)],
    )  # fmt: skip
    def test_is_that_of_the_worst(self, files: Sequence[str], code: int) -> None:
        found = check(*files, "--format", "json")
        assert found.returncode == code
        judged = [name for name in files if name != "absent.yaml"]
        assert found.stdout.count('"conformance-assessment/1"') == len(judged)
        assert bool(found.stderr) == (len(judged) < len(files))

    @pytest.mark.parametrize(
        "wrong",
        [("--spec", "lader"), ("--as-of", "2026-02-30"), ("--format", "xml"), ("--bogus",),
         ("-o", "no/such/folder/out.json"), ("-o", PASS), ("--library", "docs"), ("--lang", "fr")],
    )  # fmt: skip
    def test_of_a_wrong_command_line_is_64(self, wrong: tuple[str, ...]) -> None:
        found = check(PASS, *wrong)
        assert (found.returncode, found.stdout) == (64, "")
        assert found.stderr

    def test_of_no_file_is_64(self) -> None:
        assert run("check").returncode == 64

    def test_of_an_unknown_spec_on_the_command_line_names_the_nearest(self) -> None:
        assert "did you mean 'ladder'?" in check(PASS, "--spec", "lader").stderr

    def test_of_an_unknown_spec_in_a_file_is_65_at_its_place(self, tmp_path: Path) -> None:
        path = tmp_path / "s.yaml"
        path.write_text("submission: T\nspec: lader\n", "utf-8")
        found = check(str(path))
        assert found.returncode == 65
        assert f"{path}:2:7: unknown-spec" in found.stderr

    def test_of_a_line_of_jsonl_has_the_place_in_the_whole_file(self, tmp_path: Path) -> None:
        path = tmp_path / "s.jsonl"
        path.write_text('{"spec": "ladder"}\n{"spec": "lader"}\n', "utf-8")
        found = check(str(path), "--format", "json")
        assert found.returncode == 65
        assert f"{path}:2:10: unknown-spec" in found.stderr
        assert json.loads(found.stdout)["verdict"] == "missing-evidence"

    def test_of_no_spec_at_all_is_65_and_lists_them(self, tmp_path: Path) -> None:
        path = tmp_path / "s.json"
        path.write_text('{"submission": "T"}', "utf-8")
        found = check(str(path))
        assert found.returncode == 65
        assert "ladder" in found.stderr

    def test_of_an_ill_formed_one_is_65_with_every_problem(self, broken: str) -> None:
        found = check(broken)
        assert (found.returncode, found.stdout) == (65, "")
        assert f"{broken}:3:1: unknown-key" in found.stderr
        assert "  3 | subjekt: {}" in found.stderr
        assert f"{broken}:4:11: wrong-kind" in found.stderr

    def test_of_nothing_to_check_is_65(self, tmp_path: Path) -> None:
        path = tmp_path / "s.jsonl"
        path.write_text("\n", "utf-8")
        found = check(str(path))
        assert (found.returncode, found.stdout) == (65, "")
        assert "no submission" in found.stderr

    @pytest.mark.parametrize("text", [None, "by: me\nconcesions: []\n"])
    def test_of_a_bad_assessor_file_is_65(self, text: str | None, tmp_path: Path) -> None:
        path = tmp_path / "assessor.yaml"
        if text is not None:
            path.write_text(text, "utf-8")
        found = check(PASS, "--assessor", str(path))
        assert (found.returncode, found.stdout) == (65, "")
        assert str(path) in found.stderr

    def test_of_our_own_bug_is_70_and_the_others_are_still_judged(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        from conformance.checking.validator import Validator

        real = Validator.check

        def check_or_break(self: Validator, submission: object, *more: object) -> Assessment:
            if getattr(submission, "submission", "") == "LADDER-2":
                raise ZeroDivisionError
            return real(self, submission, *more)  # type: ignore[arg-type]

        monkeypatch.setattr(Validator, "check", check_or_break)
        assert main(["check", PASS, FAIL, "absent.yaml", "--format", "json", *DAY]) == 70
        out, err = capfd.readouterr()
        assert json.loads(out)["verdict"] == "pass"
        assert f"{FAIL}: this is a bug of conformance" in err


class TestJson:
    def test_of_one_is_for_people_and_round_trips(self) -> None:
        said = check(FAIL, "--format", "json").stdout
        assert said.startswith('{\n "format": "conformance-assessment/1"')
        assert json.loads(Assessment.from_json(said.encode()).to_json()) == json.loads(said)

    def test_of_several_is_one_a_line(self) -> None:
        lines = check(PASS, FAIL, "--format", "json").stdout.splitlines()
        assert [json.loads(line)["verdict"] for line in lines] == ["pass", "fail"]

    def test_of_several_is_one_a_line_even_if_only_one_is_readable(self, broken: str) -> None:
        lines = check(PASS, broken, "--format", "json").stdout.splitlines()
        assert [json.loads(line)["verdict"] for line in lines] == ["pass"]

    def test_says_that_the_assessor_chose_the_spec(self, tmp_path: Path) -> None:
        path = tmp_path / "s.json"
        path.write_text('{"spec": "stool"}', "utf-8")
        found = json.loads(check(str(path), "--spec", "ladder", "--format", "json").stdout)
        assert found["remarks"][0]["reason"] == "spec-chosen-by-assessor"
        same = json.loads(check(PASS, "--spec", "ladder", "--format", "json").stdout)
        assert same["remarks"] == []

    def test_strict_leaves_no_verdict_on_unverified_figures(self) -> None:
        found = json.loads(check(PASS, "--strict", "--format", "json").stdout)
        reasons = {each["requirement"]: each["reason"] for each in found["findings"]}
        assert reasons["deflection"] == "clause-unverified"
        assert found["verdict"] == "missing-evidence"


class TestStreams:
    def test_an_output_file_gets_the_answer_and_standard_output_nothing(
        self, tmp_path: Path
    ) -> None:
        out = tmp_path / "out.json"
        found = check(PASS, "--format", "json", "-o", str(out))
        assert (found.returncode, found.stdout, found.stderr) == (0, "", "")
        assert json.loads(out.read_text("utf-8"))["verdict"] == "pass"

    def test_standard_input_is_a_submission(self) -> None:
        found = subprocess.run(
            [*PROGRAM, "check", "-", *DAY, "--format", "json"],
            input=Path(PASS).read_bytes(), capture_output=True, check=False,
        )  # fmt: skip
        assert (found.returncode, found.stderr) == (0, b"")

    @pytest.mark.parametrize(("file", "code"), [(PASS, 0), (FAIL, 1)])
    def test_a_closed_pipe_changes_nothing(self, file: str, code: int) -> None:
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [*PROGRAM, "check", file, *DAY], stdout=write, stderr=subprocess.PIPE, check=False
        )
        os.close(write)
        assert (done.returncode, done.stderr) == (code, b"")
