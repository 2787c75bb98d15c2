"""The timeline: every date of every edition, each once, as a table, data and a calendar."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from conformance.authoring.timeline import ORDER, Change, categories, timeline
from conformance.authoring.timeline_text import timeline_as_calendar
from conformance.cli import main
from conformance.library.library import Library, open_folders
from conformance.wording.timeline import CHANGES, WORDS

ROOT = Path(__file__).parents[1]
DAY = date(2026, 8, 1)


@cache
def library() -> Library:
    return open_folders((ROOT,))


@cache
def everything() -> tuple[Change, ...]:
    return timeline(library())


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["standards", "timeline", "--library", str(ROOT), *arguments])
    out, err = capfd.readouterr()
    return code, out + err


def test_every_change_has_its_words() -> None:
    assert set(CHANGES) == set(ORDER) >= {change.what for change in everything()}
    assert WORDS["zh"].keys() == WORDS["en"].keys()


def test_every_date_of_a_catalogue_is_there_once() -> None:
    found = [(c.edition, c.day.isoformat()) for c in everything()]
    for source in library().catalogues.values():
        model = source.model
        days = {
            d for d in (model.issued, model.in_force, model.withdrawn, model.accepted_from) if d
        }
        days |= {d for row in model.required for d in row.model_dump(exclude_none=True).values()}
        days |= {d for c in model.clauses.values() for d in (c.in_force, c.withdrawn) if d}
        if model.accepted_from is not None:
            days.discard(model.issued or "")
        assert {day for edition, day in found if edition == model.standard} == days
    assert len({(c.edition, c.day, c.what, c.clauses) for c in everything()}) == len(everything())


def test_it_goes_day_by_day_from_the_as_of_date_on() -> None:
    days = [change.day for change in everything()]
    assert days == sorted(days)
    later = timeline(library(), DAY)
    assert later == tuple(change for change in everything() if change.day >= DAY)
    assert later[0].day == DAY


def test_a_category_has_its_own_standards_those_taken_and_those_included() -> None:
    flosser = timeline(library(), category="water-flosser")
    editions = {change.edition for change in flosser}
    assert {"GB 39669-2020", "GB/T 4706.1-2024", "GB 4806.16-2025", "GB 26572-2025"} <= editions
    assert "GB/T 40362-2021" not in editions
    assert "water-flosser" in categories(library())
    certified = next(c for c in everything() if c.what == "required-certified")
    assert certified.categories == ("smart-toilet-seat",)


@pytest.mark.parametrize(
    ("day", "edition", "what"),
    [
        ("2024-09-06", "GB 4806.7-2023", "required-manufactured"),
        ("2025-06-30", "GB 18584-2001", "last-day"),
        ("2026-01-01", "GB/T 26572-2011+A1:2024", "in-force"),
        ("2026-07-31", "GB 4706.1-2005", "last-day"),
        ("2026-08-01", "GB/T 4706.1-2024", "required-certified"),
        ("2026-09-01", "GB 4806.11-2016", "clauses-last-day"),
        ("2027-08-01", "GB 26572-2025", "required-manufactured"),
        ("2028-08-01", "GB 26572-2025", "required-sold"),
    ],
)
def test_days_that_are_asked_for(day: str, edition: str, what: str) -> None:
    assert (day, edition, what) in {(c.day.isoformat(), c.edition, c.what) for c in everything()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_calendar_is_one(lang: str) -> None:
    text = timeline_as_calendar(everything(), lang, DAY)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == len(everything())
    uids = [line for line in unfolded if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
    starts = [line.removeprefix("DTSTART;VALUE=DATE:") for line in unfolded if "DTSTART" in line]
    assert starts == [f"{change.day:%Y%m%d}" for change in everything()]
    assert timeline_as_calendar(everything(), lang, DAY) == text


def test_signs_that_mean_something_in_a_calendar_are_escaped() -> None:
    title = {"zh": "甲;乙,丙\\丁", "en": "a; b, c\\d"}
    change = Change(
        day=date.max, what="in-force", edition="X 1-2020", title=title, force="mandatory",
        categories=(), other=None, provenance="text",
    )  # fmt: skip
    text = timeline_as_calendar([change], "en", DAY).replace("\r\n ", "")
    assert "DESCRIPTION:a\\; b\\, c\\\\d\\nhave" in text
    assert "CATEGORIES" not in text


def test_the_command(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out = run(capfd, "--as-of", "2027-08-01", "--category", "restricted-substances")
    assert code == 0
    assert "2027-08-01" in out
    assert "2027-07-31" not in out
    assert "required of what is" in run(capfd, "--as-of", "2026-08-01", "--lang", "en")[1]
    code, out = run(capfd, "--as-of", "2027-08-01", "--format", "json", "--past")
    data = json.loads(out)
    assert data["as_of"] == "2027-08-01"
    assert len(data["changes"]) == len(everything())
    assert set(data["changes"][0]["says"]) == {"zh", "en"}
    target = tmp_path / "out.ics"
    assert run(capfd, "--format", "ics", "-o", str(target), "--as-of", "2026-08-01")[0] == 0
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert run(capfd, "--as-of", "2099-01-01", "--lang", "en") == (0, "Nothing changes.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--category", "water-floser"], "did you mean 'water-flosser'?"),
        (["--category", "zzz"], "known are: "),
        (["--as-of", "2026-02-30"], "no day of the calendar"),
        (["-o", "/no/such/folder/x"], "No such file"),
    ],
)
def test_slips_are_usage(
    arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capfd, *arguments)
    assert code == 64
    assert said in " ".join(out.split())


def test_what_can_apply_to_no_product_of_a_category_is_not_in_its_timeline() -> None:
    """Nothing of a floor washer touches food, as its spec fixes; of a water flosser much does."""

    def editions(category: str) -> set[str]:
        return {change.edition for change in timeline(library(), category=category)}

    assert not {
        name for name in editions("floor-washer") if name.startswith(("GB 4806", "GB 31604"))
    }
    assert {"GB 4806.7-2023", "GB 4806.16-2025", "GB 31604.1-2023"} <= editions("water-flosser")
    assert {"GB 4706.7-2014", "GB 26572-2025", "GB 4343.1-2024"} <= editions("floor-washer")
