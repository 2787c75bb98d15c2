"""Letters: to whom, about what, until when; a confirmation for a pass and nothing else."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conformance.cli import main
from conformance.cli.letter import addressee
from conformance.model.assessment import Assessment, Rejected
from conformance.model.submission import Organization, Subject, Submission
from conformance.rendering.letter import Case, Letter, letters
from conformance.rendering.letter_files import file_name, write
from conformance.verdicts import Verdict
from conformance.wording.letters import LETTERS
from tests.fonts import has_chinese_font
from tests.test_formats import HOSTILE, ONLY_NA, everywhere
from tests.test_html import FAIL, MISSING, PASS, SMALL, assessment, finding

DAY, UNTIL = date(2026, 11, 23), date(2026, 12, 23)
EXAMPLES = Path(__file__).parents[1] / "specs" / "smart-toilet-seat" / "examples"
GOOD = assessment(finding("a", PASS, "within-limit", clause="XS 1-2020#2"), verdict=PASS)
WAITING = assessment(
    finding("lead", MISSING, "evidence-not-admissible",
            rejected=(Rejected("R2", "wrong-model", {"found": "L-2", "wanted": "L-1"}),)),
    finding("quiet", MISSING, "no-evidence", mandatory=False),
    verdict=MISSING,
)  # fmt: skip
FORMS = ("md", "docx", "pdf")


def to(name: str, *answers: Assessment) -> list[Case]:
    return [Case(assessment=each, addressee=name) for each in answers]


def text(letter: Letter) -> str:
    return write("md", [letter]).decode()


def kinds(written: list[Letter], lang: str) -> list[str]:
    return [next(kind for kind in LETTERS[lang] if LETTERS[lang][kind] == each.title)
            for each in written]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
class TestWhoGetsWhat:
    """One letter for each merchant with all that is wanted, a confirmation for each pass."""

    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            ((SMALL,), ["refusal"]),
            ((WAITING,), ["request"]),
            ((GOOD,), ["confirmation"]),
            ((WAITING, SMALL), ["refusal"]),
            ((GOOD, WAITING, GOOD), ["request", "confirmation", "confirmation"]),
            ((ONLY_NA,), ["request"]),
            ((), []),
        ],
    )
    def test_kind(self, lang: str, answers: tuple[Assessment, ...], expected: list[str]) -> None:
        assert kinds(letters(to("M", *answers), lang, DAY, UNTIL), lang) == expected

    def test_merchants_are_kept_apart(self, lang: str) -> None:
        cases = [*to("A", WAITING), *to("B", SMALL), *to("A", WAITING)]
        written = letters(cases, lang, DAY, UNTIL)
        assert [each.addressee for each in written] == ["A", "B"]
        assert sum(block.kind == "heading" for block in written[0].blocks) == 2

    def test_who_names_nobody_gets_a_letter_alone(self, lang: str) -> None:
        written = letters([*to("", WAITING), *to("", SMALL)], lang, DAY, UNTIL)
        assert [sum(block.kind == "heading" for block in each.blocks) for each in written] == [1, 1]

    @pytest.mark.parametrize("verdict", [FAIL, MISSING])
    def test_nothing_but_a_pass_is_confirmed(self, lang: str, verdict: Verdict) -> None:
        answer = assessment(*GOOD.findings, verdict=verdict)
        assert "confirmation" not in kinds(letters(to("M", answer), lang, DAY, UNTIL), lang)

    def test_request_says_cause_values_and_last_day(self, lang: str) -> None:
        said = text(letters(to("M", WAITING), lang, DAY, UNTIL)[0])
        for part in ("L-2", "L-1", "R2", "2026-12-23", "T-1"):
            assert part in said
        assert LETTERS[lang]["recommendations"].format(count=1) in said

    def test_refusal_quotes_result_limit_clause_and_place(self, lang: str) -> None:
        said = text(letters(to("M", SMALL), lang, DAY, UNTIL)[0])
        for part in ("21 mm", "≤ 20 mm", "-1 mm", "XS 100-2024#4.2", "WT-1", "page 4, row 7"):
            assert part in said
        assert said.index(LETTERS[lang]["fails"]) < said.index(LETTERS[lang]["missing"])

    def test_whole_that_shows_nothing_says_so(self, lang: str) -> None:
        assert text(letters(to("M", ONLY_NA), lang, DAY, UNTIL)[0]).count("1. **") == 1

    def test_confirmation_says_what_it_rests_on(self, lang: str) -> None:
        rests = assessment(
            finding("a", PASS, "within-limit", provenance="recalled", rests_on=("height",),
                    clause="XS 1-2020#2", evidence=SMALL.findings[0].evidence),
            verdict=PASS, left_out=SMALL.left_out,
        )  # fmt: skip
        said = text(letters(to("M", rests), lang, DAY, UNTIL)[0])
        for part in ("XS 1-2020", "WT-1 (R1)", "sha256:5ub1", "sha256:5bec", "XS 7-2020"):
            assert part in said


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_same_letters_same_bytes(form: str, lang: str) -> None:
    if form != "md":
        pytest.importorskip({"docx": "docx", "pdf": "typst"}[form])
    if form == "pdf" and not has_chinese_font():
        pytest.skip("no font for Chinese")
    cases = [*to("A", SMALL, GOOD), *to(HOSTILE, everywhere(HOSTILE)), *to("", ONLY_NA)]
    written = letters(cases, lang, DAY, UNTIL)
    data = write(form, written)
    assert data == write(form, letters(cases, lang, DAY, UNTIL))
    if form == "md":
        assert not set(data.decode()) & set("\x00\x1b\u202e")
        assert "<script>" not in data.decode().replace("\\<script\\>", "")


def test_word_holds_every_line() -> None:
    docx: Any = pytest.importorskip("docx")
    written = letters(to("A", SMALL), "en", DAY, UNTIL)
    data = write("docx", written)
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(p.text for p in document.paragraphs), *cells])
    for part in ("21 mm", "page 4, row 7", "2026-12-23", "send a document on this model"):
        assert part in said
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {each.date_time[0] for each in parts.infolist()} == {1980}


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        (None, ""),
        (Subject(kind="merchant", name="Shop"), "Shop"),
        (Subject(kind="product", name="Seat", manufacturer=Organization(name="Maker")), "Maker"),
        (Subject(name="Seat", importer=Organization(name="Importer")), "Importer"),
        (Subject(name="Seat", manufacturer=Organization(uscc="9"),
                 factory=Organization(name="Works")), "Works"),
    ],
)  # fmt: skip
def test_whom_to_write_to(subject: Subject | None, name: str) -> None:
    assert addressee(Submission(subject=subject)) == name


@pytest.mark.parametrize("name", ["../../etc", "", "a/b\\c:d", "示例卫浴"])
def test_file_names_stay_in_their_folder(name: str) -> None:
    letter = letters(to(name, WAITING), "en", DAY, UNTIL)[0]
    made = file_name(letter, 7, "md")
    assert made.startswith("007-")
    assert not set(made) & set("/\\:")


class TestCommand:
    """The options say what they want, all of it before anything is written."""

    FAIL = str(EXAMPLES / "fail.yaml")

    def run(self, *options: str) -> int:
        return main(["letter", *options, "--as-of", "2026-11-23", "--lang", "en"])

    def test_letter_to_standard_output(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run(self.FAIL, "--until", "2027-01-31") == 0
        assert "2027-01-31" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("within", "day"), [("30d", "2026-12-23"), ("7 d", "2026-11-30"), ("1 month", "2026-12-23")]
    )
    def test_within(self, within: str, day: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run(self.FAIL, "--within", within) == 0
        assert day in capsys.readouterr().out

    @pytest.mark.parametrize(
        "options",
        [
            ("--within", "soon"), ("--until", "tomorrow"), ("-o", "letter.txt"),
            ("--spec", "no-such"), ("-o", "nowhere/letter.md"),
        ],
    )  # fmt: skip
    def test_wrong_option(self, options: tuple[str, ...]) -> None:
        assert self.run(self.FAIL, *options) == 64

    def test_folder_gets_a_file_for_each_letter(self, tmp_path: Path) -> None:
        passing = str(EXAMPLES / "pass.yaml")
        assert self.run(self.FAIL, passing, "-o", str(tmp_path), "--form", "md") == 0
        names = sorted(path.name for path in tmp_path.iterdir())
        assert names == ["001-示例卫浴有限公司.md", "002-示例卫浴有限公司.md"]
        assert self.run(self.FAIL, "-o", str(tmp_path), "--form", "odt") == 64
        made = tmp_path / "letters"
        assert self.run(self.FAIL, "-o", f"{made}/", "--form", "md") == 0
        assert len(list(made.iterdir())) == 1
        assert self.run(self.FAIL, "-o", f"{tmp_path}/none/letters/", "--form", "md") == 64

    def test_missing_package_is_named(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("conformance.cli.letter.find_spec", lambda _name: None)
        assert self.run(self.FAIL, "-o", "letter.pdf") == 64
        assert "conformance[report]" in capsys.readouterr().err

    def test_folder_that_cannot_be_written(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr("conformance.cli.letter.write", lambda _data, _path: 64)
        assert self.run(self.FAIL, "-o", str(tmp_path), "--form", "md") == 64

    def test_missing_font_is_usage(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        pytest.importorskip("typst")
        monkeypatch.setattr(
            "conformance.rendering.typesetting.CHINESE_FONTS", ("Nowhere Sans",) * 5
        )
        assert self.run(self.FAIL, "-o", str(tmp_path / "letter.pdf")) == 64
        check = ["check", self.FAIL, "--as-of", "2026-11-23", "--format", "pdf"]
        assert main([*check, "-o", str(tmp_path / "a.pdf")]) == 64
        assert not list(tmp_path.iterdir())

    def test_what_cannot_be_read_is_said_and_the_rest_is_written(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        wrong = tmp_path / "wrong.yaml"
        wrong.write_text("evidence: 3\n", "utf-8")
        assert self.run(str(wrong), self.FAIL) == 65
        assert "Notice" in capsys.readouterr().out
        assert self.run(str(wrong)) == 65


@pytest.mark.parametrize("key", sorted(LETTERS["zh"]))
def test_both_languages_say_every_sentence(key: str) -> None:
    assert LETTERS["zh"].keys() == LETTERS["en"].keys()
    assert LETTERS["zh"][key]
    assert not any("一" <= letter <= "鿿" for letter in LETTERS["en"][key])
