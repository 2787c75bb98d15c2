"""`conformance test`: a spec's own cases and examples, and what it says of mistakes in them."""

import shutil
from pathlib import Path

import pytest

from conformance.cli import main

LADDER = Path("tests/library/specs/ladder")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the engine's own library, to be spoiled."""
    shutil.copytree("tests/library", tmp_path / "library")
    return tmp_path / "library"


def run_test(library: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["test", str(library / "specs/ladder")])
    out, err = capfd.readouterr()
    assert err == ""
    return code, out


@pytest.mark.parametrize("name", ["ladder", "ladder@1.0.0", str(LADDER)])
def test_the_ladder_is_clean(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["test", name, "--library", "tests/library"]) == 0
    assert capfd.readouterr() == (f"{name.rpartition('/')[2].partition('@')[0]}"
                                  f"{'' if name == 'ladder' else '@1.0.0'}"
                                  ": 23 cases, 3 examples, clean\n", "")  # fmt: skip


def test_an_unknown_spec_is_usage(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "lader", "--library", "tests/library"]) == 64
    out, err = capfd.readouterr()
    assert out == ""
    assert "did you mean 'ladder'?" in err


ONE = """- name: one
  from: examples/pass.yaml
  as_of: 2026-11-23
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  expect: {sway: [fail, beyond-limit]}", "4:18: case-not-met: “one”: sway should be fail "
         "(beyond-limit) and is pass (within-limit)"),
        ("  expect: {whole: fail}", "case-not-met: “one”: whole should be fail and is pass"),
        ("  expect: {sway: [pass, within-limits]}", "unknown-reason"),
        ("  expect: {sway: [good, within-limit]}", "unknown-word"),
        ("  expect: {sway: pass}", "wrong-kind"),
        ("  expect: {swey: [pass, within-limit]}", "did you mean 'sway'?"),
        ("  expect: {}", "nothing is expected"),
        ("  expects: {whole: pass}", "did you mean 'expect'?"),
        ("  change: {swey: 1 mm}\n  expect: {whole: pass}", "4:12: unknown-requirement"),
        ("  change: {sway: {valeu: 1 mm}}\n  expect: {whole: pass}", "unknown-key: “one”"),
        ("  change: {certification: 1 mm}\n  expect: {whole: pass}", "no-value-to-set"),
        ("  change: {R1: absent, sway: {value: 1 mm}}\n  expect: {whole: pass}",
         "nothing in pass.yaml answers sway"),
        ("  change: {lead@c9: absent}\n  expect: {whole: pass}", "nothing-to-change"),
        ("  change: [sway]\n  expect: {whole: pass}", "change is a mapping"),
        ("  as_of: 2026-02-30\n  expect: {whole: pass}", "duplicate-key"),
    ],
)  # fmt: skip
def test_a_problem_is_told_at_its_place(
    text: str, said: str, library: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (library / "specs/ladder/cases/z.yaml").write_text(f"{ONE}{text}\n", "utf-8")
    code, out = run_test(library, capfd)
    assert code == 1
    assert said in out
    assert out.endswith(" problems\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("just words", "a list of cases is expected"),
        ("- words", "a case is a mapping"),
        ("from: examples/pass.yaml", "the list of cases is missing"),
        ("- {name: a, from: examples/none.yaml, as_of: 2026-11-23, expect: {whole: pass}}",
         "the spec's folder has no examples/none.yaml"),
        ("- {name: a, from: examples/pass.yaml, as_of: 2026-02-30, expect: {whole: pass}}",
         "'2026-02-30' is no date"),
        ("- {from: examples/pass.yaml, as_of: 2026-11-23, expect: {whole: pass}}",
         "name is missing"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_cases_is_a_problem(
    text: str, said: str, library: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (library / "specs/ladder/cases/z.yaml").write_text(text, "utf-8")
    code, out = run_test(library, capfd)
    assert code == 1
    assert said in out


def test_documents_and_subject_are_changed_and_taken_away(
    library: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = f"""{ONE}  change: {{M1: absent, C1: {{status: withdrawn}}, subject: {{brand: absent}}}}
  expect:
    slipping-warning: [missing-evidence, marking-missing]
    certification: [fail, certificate-withdrawn]
"""
    (library / "specs/ladder/cases/z.yaml").write_text(text, "utf-8")
    assert run_test(library, capfd)[0] == 0


STRUCK_OFF = """lookups:
  - {register: CMA, number: "200000000000", status: cancelled, checked: 2026-11-01}
"""


@pytest.mark.parametrize("way", ["written out", "a file", "the file of the example"])
def test_an_assessor_speaks_beside_a_case(
    way: str, library: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    spec = library / "specs/ladder"
    (spec / "examples/assessor").mkdir()
    (spec / "examples/assessor/struck.yaml").write_text(STRUCK_OFF, "utf-8")
    said = {
        "written out": f"  assessor: {{lookups: [{STRUCK_OFF.partition('- ')[2].strip()}]}}\n",
        "a file": "  assessor: examples/assessor/struck.yaml\n",
        "the file of the example": "",
    }[way]
    struck = "  expect: {sway: [missing-evidence, evidence-not-admissible]}\n"
    text = f"{ONE}{said}{struck}"
    if not said:
        index = spec / "examples/index.yaml"
        listed = index.read_text("utf-8").replace(
            "  verdict: pass", "  verdict: missing-evidence\n  assessor: assessor/struck.yaml", 1
        )
        index.write_text(listed, "utf-8")
        good = "  expect: {sway: [pass, within-limit]}\n"
        text += f"{ONE.replace('one', 'two')}  assessor: absent\n{good}"
        for path in (spec / "cases").iterdir():
            path.unlink()
    (spec / "cases/z.yaml").write_text(text, "utf-8")
    code, out = run_test(library, capfd)
    assert "case-not-met" not in out
    assert "example-not-met" not in out
    assert code == (0 if said else 1), out  # the cases that were deleted are missed


def test_an_assessor_who_is_not_there_is_a_problem(
    library: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cases = library / "specs/ladder/cases/z.yaml"
    for said, expected in (
        ("examples/assessor/none.yaml", "has no examples/assessor/none.yaml"),
        ("{lookup: []}", "did you mean 'lookups'?"),
    ):
        cases.write_text(f"{ONE}  assessor: {said}\n  expect: {{whole: pass}}\n", "utf-8")
        code, out = run_test(library, capfd)
        assert code == 1
        assert expected in out


def test_each_requirement_wants_its_three_cases(
    library: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (library / "specs/ladder/cases/documents.yaml").unlink()
    code, out = run_test(library, capfd)
    assert code == 1
    assert out.count("case-missing: no case expects pass / fail / missing-evidence of") == 3


def test_examples_are_held_to_their_verdict(
    library: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    examples = library / "specs/ladder/examples"
    index = examples / "index.yaml"
    index.write_text(
        "pass.yaml: {as_of: 2026-11-23, verdict: fail}\n"
        "gone.yaml: {as_of: 2026-11-23, verdict: fail}\n"
        "missing.yaml: {as_of: 2026-11-23}\n",
        "utf-8",
    )
    code, out = run_test(library, capfd)
    assert code == 1
    for said in (
        "example-not-met: pass.yaml: whole should be fail and is pass",
        "file-missing: no example gone.yaml",
        "missing-key: verdict is missing",
        "example-not-listed: fail.yaml is not in the index",
    ):
        assert said in out
    index.unlink()
    assert "index-missing" in run_test(library, capfd)[1]


def test_a_spec_that_does_not_compile_is_a_problem(
    library: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = library / "specs/ladder/spec.yaml"
    path.write_text(path.read_text("utf-8").replace("<= 20 mm", "<= 50 mm"), "utf-8")
    code, out = run_test(library, capfd)
    assert code == 1
    assert "looser-than-mandatory" in out
    assert "does not compile" in out
