"""A new catalogue and a new spec are clean as they come, and say what to fill in."""

from datetime import date
from pathlib import Path

import jsonschema
import pytest

from conformance.authoring.layout import laid_out
from conformance.authoring.scaffold import NewFile, new_spec, new_standard
from conformance.authoring.schema import schema
from conformance.cli import main
from conformance.diagnostics import IllFormed
from conformance.library.nodes import plain, read_yaml

DAY = date(2026, 11, 23)
FILES = (*new_standard("GB 1234-2026"), *new_spec("step-ladder", DAY),
         *new_spec("with-law", DAY, ("GB 1234-2026",), '带"引号"', "Ladders: all"))  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path)
def test_layout_and_schema(file: NewFile) -> None:
    assert laid_out(file.text) == file.text
    root, problems = read_yaml(file.text.encode(), file.path)
    assert problems == ()
    assert root is not None
    name = {"spec.yaml": "spec", "pass.yaml": "submission"}.get(Path(file.path).name)
    name = "standard" if file.path.startswith("standards/") else name
    if name is not None:
        jsonschema.Draft202012Validator(schema(name)).validate(plain(root))


@pytest.mark.parametrize(
    ("edition", "path", "line"),
    [
        ("GB 1234-2026", "standards/sac/gb-1234-2026.yaml", "GB 1234"),
        ("GB/T 4706.1-2024", "standards/sac/gb-t-4706-1-2024.yaml", "GB/T 4706.1"),
        ("GB 4706.1-2005+A1", "standards/sac/gb-4706-1-2005-a1.yaml", "GB 4706.1"),
        ("EN 71-3:2019 + A1:2021", "standards/cen/en-71-3-2019-a1-2021.yaml", "EN 71-3"),
        ("SJ/T 11364-2024", "standards/miit/sj-t-11364-2024.yaml", "SJ/T 11364"),
        ("T/CZGX 001-2022", "standards/t/t-czgx-001-2022.yaml", "T/CZGX 001"),
        ("UL 2272 2nd ed.", "standards/ul/ul-2272-2nd-ed.yaml", "UL 2272"),
        ("UN 38.3 Rev. 6", "standards/un/un-38-3-rev-6.yaml", "UN 38.3"),
    ],
)
def test_place_and_line_of_an_edition(edition: str, path: str, line: str) -> None:
    (file,) = new_standard(edition)
    assert file.path == path
    assert f"\nline: {line} " in file.text


@pytest.mark.parametrize("edition", ["GB 1234", "1234-2026", "", "ladders", "GB 1234-26"])
def test_an_edition_has_a_year(edition: str) -> None:
    with pytest.raises(IllFormed):
        new_standard(edition)


@pytest.mark.parametrize("name", ["Step Ladder", "梯子", "-x", "", "a/b", "../x"])
def test_a_name_is_an_id(name: str) -> None:
    with pytest.raises(IllFormed):
        new_spec(name, DAY)


def test_a_new_spec_is_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["-o", str(tmp_path)]
    assert (
        main(["specs", "new", "step-ladder", "--zh", "家用梯", "--en", "Step ladder", *home]) == 0
    )
    assert main(["standards", "new", "GB 1234-2026", *home]) == 0
    assert main(["lint", str(tmp_path), "--lang", "en"]) == 0
    assert "2 files, 0 problems, 1 notes" in capsys.readouterr().out
    assert main(["test", str(tmp_path / "specs" / "step-ladder"), "--lang", "en"]) == 0
    assert "3 cases, 1 examples, clean" in capsys.readouterr().out
    example = tmp_path / "specs" / "step-ladder" / "examples" / "pass.yaml"
    assert main(["check", str(example), "--library", str(tmp_path)]) == 0
    assert "家用梯" in (tmp_path / "specs" / "step-ladder" / "spec.yaml").read_text("utf-8")


def test_on_a_standard_only_the_cases_of_its_clauses_are_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["-o", str(tmp_path)]
    assert main(["standards", "new", "GB 1234-2026", *home]) == 0
    assert main(["specs", "new", "x", "--standard", "GB 1234-2026", *home]) == 0
    assert main(["lint", str(tmp_path), "--format", "github"]) == 1
    warnings = capsys.readouterr().out
    assert warnings.count("title=case-missing") == warnings.count("::warning") == 1
    assert "::error" not in warnings


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["-o", str(tmp_path)]
    assert main(["specs", "new", "x", *home]) == 0
    spec = tmp_path / "specs" / "x" / "spec.yaml"
    spec.write_text("mine", encoding="utf-8")
    assert main(["specs", "new", "x", *home]) == 64
    assert spec.read_text("utf-8") == "mine"
    assert "it is there already" in capsys.readouterr().err
    assert main(["specs", "new", "Not A Name", *home, "--lang", "en"]) == 64
    assert "step-ladder" in capsys.readouterr().err
    assert main(["standards", "new", "GB 1234", *home, "--lang", "en"]) == 64
    assert "GB 1234-2026" in capsys.readouterr().err
