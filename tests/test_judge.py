"""`judge` and `determine`: the contract of the function, and every sentence that it can say."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from msgspec.structs import replace

from conformance import IllFormed, Judgement, judge
from conformance.judging import Criterion, Determination, Statistic, Uncertainty, determine
from conformance.judging.criterion import read_rule
from conformance.quantities.expressions import Unknown
from conformance.quantities.limit import Accepted, AcceptedGrades, amount, parse_limit, resolve
from conformance.quantities.reading import Reading, read_reading
from conformance.wording import REASONS
from conformance.wording.evidence import EVIDENCE
from tests.golden import compare

MA = "<= 0.25 mA"
STRESS = "withstands 1000 V for 1 min"
CYCLES = "withstands 100 N for 10 cycles"

CALLS: tuple[tuple[str, str | list[str], dict[str, str]], ...] = (
    *(
        (MA, reading, {})
        for reading in (
            "250.0 µA",
            "250.1 µA",
            "≤0.25 mA",
            "0,12 mA",
            "P",
            "F",
            "N/A",
            "—",
            "",
            "0.12",
            "0.12 V",
            "0.12 mA F",
            "0.30 mA P",
            "abc",
            "0.12 mAs",
            "见附表",
            "-0.1 mA",
            "0.1/0.12/0.3 mA",
            "0.3 mA",
            "0.2 ~ 0.3 mA",
            "> 0.20 mA",
            "> 0.30 mA",
            "250 (+) µA",
            "0.24 mA peak",
        )
    ),
    (MA, ["0.10 mA", "0.20 mA"], {}),
    (MA, ["0.10 mA", "0.30 mA"], {}),
    (MA, ["0.10 mA", "—"], {}),
    (MA, [], {}),
    (">= -5 ℃", "-5.1 ℃", {}),
    (">= 10 MΩ", "> 8 MΩ", {}),
    (">= 10 MΩ", "< 12 MΩ", {}),
    ("<= 0.01 mg/kg", "BL", {}),
    ("<= 0.01 mg/kg", "ND", {}),
    ("<= 0.01 mg/kg", "ND(<0.005 mg/kg)", {}),
    ("<= 0.01 mg/kg", "<0.02 mg/kg", {}),
    ("<= 0.01 mg/kg", "ND", {"detection_limit": "0.005 mg/kg"}),
    ("not detected (DL 0.01 mg/kg)", "0.02 mg/kg", {}),
    ("< 6 mm or >= 12 mm", "5~13 mm", {}),
    ("<= 1.5 mg/L", "2 mg/L", {}),
    ("<= 1.5 mg/L", "1.549 mg/L", {"rounding": "rounded-value"}),
    ("<= 1.5 mg/L", "1.551 mg/L", {"rounding": "rounded-value"}),
    ("<= 25 %", "237.4 mg/g (25.74 %)", {}),
    ("-5 % .. 10 %", "6 %", {}),
    ("<= 0.25 mA peak", "0.1 mA", {}),
    ("<= 0.5 mA/W * rated_power", "3 mA", {}),
    ("<= 0.5 mA/W * rated_power", "3 mA", {"attribute": "rated_power=10 W"}),
    (">= IPX4", "IPX5", {}),
    (">= IPX4", "IPX3", {}),
    (">= V-0", "HB", {}),
    (">= IPX4", "P", {}),
    (">= F on insulation class", "F", {}),
    *(
        (STRESS, reading, {})
        for reading in (
            "1250V/1min 无击穿",
            "1250V 无击穿",
            "800V/1min 无击穿",
            "1000 V/30 s 无击穿",
            "1250V/1min",
            "900V 击穿",
            "1250V 击穿",
            "P",
            "1000 N 1 min 无损坏",
            "无击穿",
        )
    ),
    (CYCLES, "100 N 9 cycles no damage", {}),
    (CYCLES, "100 N no damage", {}),
    (CYCLES, "100 N 10 cycles no damage", {}),
    *(
        (MA, reading, {"rule": rule, "uncertainty": "0.02 mA"})
        for rule in ("guarded", "non-binary", "probability=0.95")
        for reading in ("0.12 mA", "0.24 mA", "0.26 mA", "0.30 mA")
    ),
    (MA, "0.12 mA", {"rule": "guarded"}),
    (MA, "0.12 ± 0.02 mA", {"rule": "guarded"}),
    (MA, "0.12 mA", {"rule": "guarded", "uncertainty": "1 V"}),
    (MA, "0.12 mA", {"rule": "guarded", "uncertainty": "1 mA"}),
    *(
        (MA, ["0.10 mA", "0.30 mA"], {"statistic": name})
        for name in ("mean", "min", "max", "range", "sum")
    ),
    (MA, ["0.10 mA", "—"], {"statistic": "mean"}),
    (MA, "0.10 mA", {"statistic": "range"}),
)


def called(limit: str, reading: str | list[str], options: dict[str, str]) -> Judgement:
    """Return the judgement, an attribute given as on the command line."""
    given = {name: text for name, text in options.items() if name != "attribute"}
    name, _, value = options.get("attribute", "").partition("=")
    return judge(limit, reading, attributes={name: value} if name else None, **given)


def criterion(limit: str, **options: object) -> Criterion:
    """Return the criterion of `limit`."""
    accepted = resolve(parse_limit(limit))
    assert not isinstance(accepted, Unknown)
    scale = accepted.alternatives[0][1].scale if isinstance(accepted, AcceptedGrades) else None
    return replace(Criterion(accepted=accepted, text=limit, scale=scale), **options)


def read(texts: Sequence[str], asked: Criterion) -> list[Reading]:
    """Return the readings as the criterion expects them."""
    return [read_reading(text, asked.expects, scale=asked.scale) for text in texts]


def determined(asked: Criterion, *texts: str, corrected: bool | None = None) -> Determination:
    """Return what the readings say about the criterion."""
    return determine(asked, read(texts, asked), corrected=corrected)


def ruling(found: Determination) -> tuple[str, str]:
    """Return verdict and reason."""
    return found.verdict.value, found.reason


def test_sentences(reset: bool) -> None:
    blocks = []
    for limit, reading, options in CALLS:
        answer = called(limit, reading, options)
        written = " ".join([repr(reading), *(f"{name}={text}" for name, text in options.items())])
        blocks.append(
            f"{limit}  |  {written}\n"
            f"  {answer.verdict} [{answer.reason}] margin {answer.margin}\n"
            f"  {answer.message['en']}\n  {answer.message['zh']}\n"
            f"  -> {answer.needed['en']}\n  -> {answer.needed['zh']}\n"
        )
    compare("judge.txt", "\n".join(blocks), reset=reset)


def test_every_sentence_is_whole() -> None:
    for call in CALLS:
        answer = called(*call)
        for text in (*answer.message.values(), *answer.needed.values()):
            assert "{" not in text
            assert "—" not in text.replace("; —", "").replace("—;", ""), (call, text)
        assert (answer.verdict == "pass") == (not answer.needed["en"])


def test_answer_has_what_the_contract_names() -> None:
    answer = judge(MA, "250.1 µA")
    assert answer.verdict == "fail"
    assert answer.reason == "beyond-limit"
    assert answer.margin == "-0.0001 mA"
    assert set(answer.message) == {"zh", "en"}


def test_one_reading_is_a_list_of_one() -> None:
    assert judge(MA, ["0.12 mA"]) == judge(MA, "0.12 mA")


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (
            {"rule": "x", "rounding": "y", "statistic": "z"},
            ["unknown-rule", "unknown-rounding", "unknown-statistic"],
        ),
        ({"statistic": "k of n"}, ["unknown-statistic"]),
        ({"rule": "guarded", "rounding": "rounded-value"}, ["rounding-needs-simple"]),
        ({"detection_limit": "x"}, ["not-a-quantity"]),
        ({"uncertainty": "x"}, ["bad-uncertainty"]),
        ({"rule": "probability=0.5"}, ["unknown-rule"]),
        ({"rule": "guarded=-1"}, ["unknown-rule"]),
    ],
)
def test_bad_options_are_named_all_together(options: dict[str, str], codes: list[str]) -> None:
    with pytest.raises(IllFormed) as caught:
        called(MA, "0.12 mA", options)
    assert [problem.code for problem in caught.value.diagnostics] == codes


def test_an_attribute_that_the_limit_uses_must_be_readable() -> None:
    with pytest.raises(IllFormed, match="attribute a"):
        judge("<= 2 * a", "1 mA", attributes={"a": "b c"})


def test_an_attribute_that_the_limit_does_not_use_need_not_be() -> None:
    assert judge(MA, "0.1 mA", attributes={"a": "b c"}).verdict == "pass"


@pytest.mark.parametrize("limit", ["1.20 .. 1.5 mm", "<= 1 mm / 3"])
def test_rounding_needs_one_interval(limit: str) -> None:
    with pytest.raises(IllFormed, match="interval-not-stated"):
        judge(limit, "1 mm", rounding="rounded-value")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.02 mA", "0.02 mA"),
        ("±0.02 mA", "0.02 mA"),
        ("U=0.02mA", "0.02 mA"),
        ("U = 0.02 mA, k = 2", "0.02 mA"),
        ("0.02 mA (k=2)", "0.02 mA"),
        ("20 µA", "0.02 mA"),
        ("Ｕ＝０.０２ mA", "0.02 mA"),
        ("0.03 mA k=3", "0.02 mA"),
        ("10 %", "0.012 mA"),
        ("0 mA", "0 mA"),
    ],
)
def test_spellings_of_uncertainty(text: str, expected: str) -> None:
    answer = judge(MA, "0.12 mA", uncertainty=text, rule="guarded")
    assert str(answer.determination.uncertainty) == expected


@pytest.mark.parametrize(
    "text",
    [
        "k=2",
        "0.02 mA k=0",
        "0.02 mA k=0.5",
        "0.02 mA k=20",
        "0.02 mA k=-2",
        "0.02 mA k=x",
        "0.02 mA k=",
        "0.02 mA k=nan",
        "0.02 mA, k=1e400",
        "-1 mA",
        "abc",
        "",
        "<1 mA",
        "k=2 0.02 mA",
        "0,02 mA",
    ],
)
def test_other_spellings_of_uncertainty_are_refused(text: str) -> None:
    with pytest.raises(IllFormed, match="bad-uncertainty"):
        judge(MA, "0.12 mA", uncertainty=text, rule="guarded")


def test_per_cent_of_a_limit_in_per_cent_is_in_its_unit() -> None:
    answer = judge("<= 25 %", "20.0 %", uncertainty="5 %", rule="guarded")
    assert str(answer.determination.uncertainty) == "5 %"


def test_a_temperature_may_have_an_uncertainty_in_kelvin() -> None:
    assert judge("<= 40 ℃", "39.0 ℃", uncertainty="2 K", rule="guarded").reason == "in-guard-band"


def test_a_coverage_factor_of_zero_is_none() -> None:
    found = judge(MA, "0.12 ± 0.02 mA (k=0)", rule="guarded")
    assert found.reason == "uncertainty-not-explained"


def test_an_uncertainty_without_coverage_is_not_used() -> None:
    asked = criterion(MA, rule=read_rule("guarded"))
    stated = Uncertainty(Fraction("0.02"), amount("1 mA").units, coverage_factor=None)
    found = determine(asked, read(["0.12 mA"], asked), uncertainty=stated)
    assert ruling(found) == ("missing-evidence", "coverage-factor-not-stated")


def test_a_bare_uncertainty_is_of_no_known_quantity() -> None:
    answer = judge(MA, "0.12 mA", uncertainty="0.02", rule="guarded")
    assert answer.reason == "uncertainty-in-another-unit"


class TestOtherwise:
    """The answer names the rules and comparison methods that would have decided otherwise."""

    def test_rounding_would_have_passed(self) -> None:
        assert ("rounded-value", "pass") in judge(MA, "0.254 mA").otherwise

    def test_a_guard_band_would_have_failed(self) -> None:
        others = dict(judge(MA, "0.24 mA", uncertainty="0.02 mA").otherwise)
        assert others == {"guarded": "fail", "non-binary": "missing-evidence"}

    def test_a_clear_case_has_none(self) -> None:
        assert judge(MA, "0.12 mA", uncertainty="0.02 mA").otherwise == ()

    def test_grades_know_no_rules(self) -> None:
        assert judge(">= IPX4", "IPX5").otherwise == ()

    def test_an_unknown_limit_has_none(self) -> None:
        assert judge("<= a", "1 mA").otherwise == ()


@pytest.mark.parametrize(
    ("k", "n", "texts", "expected"),
    [
        (2, 3, ["0.1 mA", "0.1 mA", "0.3 mA"], ("pass", "enough-conform")),
        (2, 3, ["0.1 mA", "0.1 mA"], ("pass", "enough-conform")),
        (2, 3, ["0.1 mA", "0.1 mA", "—"], ("pass", "enough-conform")),
        (2, 3, ["0.1 mA", "0.31 mA", "0.31 mA"], ("fail", "too-many-failures")),
        (2, 3, ["0.31 mA", "0.31 mA"], ("fail", "too-many-failures")),
        (2, 3, ["0.10 mA", "0.31 mA"], ("missing-evidence", "too-few-specimens")),
        (2, 3, ["0.10 mA", "0.31 mA", "—"], ("missing-evidence", "not-tested")),
        (2, 3, ["0.1 mA"] * 4 + ["0.31 mA"] * 2, ("fail", "too-many-failures")),
        (2, 3, [], ("missing-evidence", "not-tested")),
    ],
)
def test_k_of_n(k: int, n: int, texts: list[str], expected: tuple[str, str]) -> None:
    asked = criterion(MA, statistic=Statistic.K_OF_N, specimens=n, at_least=k)
    assert ruling(determined(asked, *texts)) == expected


@pytest.mark.parametrize(
    ("statistic", "n", "texts", "expected"),
    [
        ("each", 3, ["0.10 mA"] * 2, ("missing-evidence", "too-few-specimens")),
        ("each", 3, ["0.10 mA", "0.31 mA"], ("fail", "beyond-limit")),
        ("mean", 3, ["0.10 mA"] * 2, ("missing-evidence", "too-few-specimens")),
        ("mean", 2, ["0.10 mA"] * 3, ("missing-evidence", "too-many-specimens")),
        ("mean", 2, ["0.10 mA", "0.40 mA"], ("pass", "within-limit")),
        ("sum", 3, ["0.05 mA"] * 2, ("missing-evidence", "sum-incomplete")),
        ("sum", 3, ["0.20 mA"] * 2, ("fail", "beyond-limit")),
        ("max", 3, ["0.10 mA", "0.31 mA"], ("fail", "beyond-limit")),
        ("min", 3, ["0.10 mA", "abc"], ("pass", "within-limit")),
        ("max", 2, ["0.10 mA", "abc"], ("missing-evidence", "reading-unreadable")),
        ("range", None, ["0.10 mA"], ("missing-evidence", "too-few-specimens")),
        ("range", None, ["0.10 mA", "0.50 mA"], ("fail", "beyond-limit")),
    ],
)
def test_statistics(
    statistic: str, n: int | None, texts: list[str], expected: tuple[str, str]
) -> None:
    asked = criterion(MA, statistic=Statistic(statistic), specimens=n)
    assert ruling(determined(asked, *texts)) == expected


@pytest.mark.parametrize(
    ("text", "corrected", "expected"),
    [
        ("90 mg/kg", None, ("pass", "within-limit")),
        ("120 mg/kg", None, ("missing-evidence", "correction-not-stated")),
        ("150 mg/kg", None, ("fail", "beyond-limit")),
        ("120 mg/kg", False, ("pass", "within-limit")),
        ("120 mg/kg", True, ("fail", "beyond-limit")),
        ("< 120 mg/kg", False, ("missing-evidence", "detection-limit-too-high")),
        ("abc", False, ("missing-evidence", "reading-unreadable")),
    ],
)
def test_analytical_correction(
    text: str, corrected: bool | None, expected: tuple[str, str]
) -> None:
    asked = criterion("<= 90 mg/kg", correction=Fraction("0.3"))
    assert ruling(determined(asked, text, corrected=corrected)) == expected


@pytest.mark.parametrize(("limit", "text"), [(MA, "P"), (">= IPX4", "符合"), (STRESS, "Pass")])
def test_judgement_counts_only_where_it_is_accepted(limit: str, text: str) -> None:
    strict = criterion(limit)
    assert determined(strict, text).verdict == "missing-evidence"
    found = determined(replace(strict, accepts_judgement=True), text)
    assert ruling(found) == ("pass", "laboratory-judgement-accepted")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+3.2 %", ("pass", "within-limit")),
        ("+6 %", ("missing-evidence", "reading-too-coarse")),
        ("+6.1 %", ("fail", "beyond-limit")),
        ("-3.2 %", ("pass", "within-limit")),
        ("3.2 %", ("pass", "within-limit")),
        ("-7.2 %", ("fail", "beyond-limit")),
    ],
)
def test_a_deviation_is_relative_to_what_the_clause_says(
    text: str, expected: tuple[str, str]
) -> None:
    asked = criterion("209 V .. 233.2 V", relative_to=amount("220 V"))
    assert ruling(determined(asked, text)) == expected


def test_a_deviation_from_nothing_is_another_quantity() -> None:
    assert ruling(determined(criterion("209 V .. 233 V"), "+3.2 %"))[1] == "unit-mismatch"


def test_an_uncertainty_above_the_allowed_one_settles_nothing_nearby() -> None:
    asked = criterion(MA, rule=read_rule("guarded"), max_uncertainty=Fraction("0.01"))
    stated = Uncertainty(Fraction("0.02"), amount("1 mA").units)
    near = determine(asked, read(["0.10 mA"], asked), uncertainty=stated)
    far = determine(asked, read(["0.30 mA"], asked), uncertainty=stated)
    assert [ruling(near)[1], ruling(far)[1]] == ["uncertainty-too-large", "beyond-limit"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("符合", ("pass", "inspected")),
        ("不符合", ("fail", "laboratory-failed")),
        ("N/A", ("missing-evidence", "laboratory-says-not-applicable")),
        ("—", ("missing-evidence", "not-tested")),
        ("见附表", ("missing-evidence", "reading-refers-elsewhere")),
        ("0.12 mA", ("missing-evidence", "reading-unreadable")),
    ],
)
def test_inspection(text: str, expected: tuple[str, str]) -> None:
    assert ruling(determined(Criterion(accepted=None, text=""), text)) == expected


def test_the_laboratory_and_the_number_may_disagree() -> None:
    asked = criterion(MA)
    found = [
        determined(asked, text) for text in ("0.30 mA P", "0.10 mA F", "0.30 mA F", "0.10 mA P")
    ]
    assert [(one.verdict.value, one.disagreement) for one in found] == [
        ("fail", True),
        ("fail", True),
        ("fail", False),
        ("pass", False),
    ]


def test_a_margin_without_end_is_none() -> None:
    assert judge(">= 10 MΩ .. 20 MΩ".replace(">= ", ""), "> 12 MΩ").margin is None
    assert judge("<= 10 MΩ", "> 12 MΩ").margin == "-2 MΩ"


def test_the_part_at_fault_is_named_beside_the_whole_reading() -> None:
    assert judge(MA, "0.12 mAs").message["en"] == (
        "the unit “mAs” of 0.12 mAs is not in the table of units"
    )


def test_every_reason_that_one_reading_can_have_is_among_the_sentences() -> None:
    seen = {called(*call).reason for call in CALLS}
    only_with_a_spec = {
        "inspected",
        "enough-conform",
        "laboratory-judgement-accepted",
        "too-many-failures",
        "too-many-specimens",
        "sum-incomplete",
        "correction-not-stated",
        "coverage-factor-not-stated",
    }
    assert set(REASONS) - set(EVIDENCE) - seen - only_with_a_spec == set()


def test_accepted_says_in_which_unit_it_is() -> None:
    accepted = criterion(MA).accepted
    assert isinstance(accepted, Accepted)
    assert [unit.symbol for unit in accepted.units] == ["mA"]


@pytest.mark.parametrize("reading", ["< -1 A", "＜0 mA", "-3~-1 mA", "<= -0.5 mA", "未检出(<0 mA)"])
def test_no_pass_for_a_set_without_any_value(reading: str) -> None:
    """What is said of values that the quantity cannot have would hold of every limit."""
    assert judge("<= 1.5 mA", reading).verdict == "missing-evidence"
