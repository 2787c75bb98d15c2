"""Identifiers with check digits: published numbers hold, and no single slip goes unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.quantities.identifiers import GRAMMARS, Slip, plain_identifier, slip_in

USCC, GTIN = "unified social credit code", "GTIN-13"
GOOD = {
    USCC: (
        "91440300192317458F", "91110000802100433B", "91110108551385082Q", "91440300708461136T",
        "91350100M000100Y43", "91350900587527783P",
    ),
    GTIN: (
        "6291041500213", "6936983800013", "4006381333931", "5901234123457", "6901028075831",
    ),
    "CCC certificate number": ("2016010901123456",),
    "CMA number": ("160121010001",),
}  # fmt: skip
KNOWN = [(grammar, number) for grammar, numbers in GOOD.items() for number in numbers]


def test_every_grammar_has_a_number_that_is_known_to_be_good() -> None:
    assert set(GOOD) == set(GRAMMARS)


@pytest.mark.parametrize(("grammar", "number"), KNOWN)
def test_known_numbers_hold(grammar: str, number: str) -> None:
    assert slip_in(number, grammar) is None
    assert slip_in(f" {number[:4]}-{number[4:]} ".lower(), grammar) is None


@pytest.mark.parametrize("grammar", list(GRAMMARS))
def test_the_example_of_a_grammar_holds(grammar: str) -> None:
    assert slip_in(GRAMMARS[grammar].example, grammar) is None


@pytest.mark.parametrize(
    ("number", "slip"),
    [
        ("91350900705223570G", Slip(18, "7")),
        ("91350203M0001QAY9B", Slip(18, "9")),
        ("91440300192317458E", Slip(18, "F")),
        ("9144030019231745XF", Slip(17, "8")),
        ("91440300192317458", Slip()),
        ("9144030019231745 8O", Slip()),
        ("91 4403 00O92317458F", Slip()),
        ("", Slip()),
    ],
)
def test_wrong_codes_are_named(number: str, slip: Slip) -> None:
    assert slip_in(number, USCC) == slip


@pytest.mark.parametrize(
    ("number", "grammar"),
    [
        ("163201010001", "CMA number"),
        ("160122010001", "CMA number"),
        ("160101350001", "CMA number"),
        ("16012101000", "CMA number"),
        ("1016010901123456", "CCC certificate number"),
        ("20160109011234567890", "CCC certificate number"),
        ("CQC16001047123456", "CCC certificate number"),
    ],
)
def test_fields_out_of_range_are_malformed(number: str, grammar: str) -> None:
    assert slip_in(number, grammar) == Slip()


@given(st.sampled_from([(g, n) for g in (USCC, GTIN) for n in GOOD[g]]), st.data())
def test_one_wrong_character_never_goes_unseen(known: tuple[str, str], data: st.DataObject) -> None:
    """GB 32100 and the GTIN are made to find any single wrong character."""
    grammar, number = known
    place = data.draw(st.integers(0, len(number) - 1))
    letters = "0123456789" if grammar == GTIN else "0123456789ABCDEFGHJKLMNPQRTUWXY"
    other = data.draw(st.sampled_from([c for c in letters if c != number[place]]))
    assert slip_in(number[:place] + other + number[place + 1 :], grammar) is not None


@given(st.text(max_size=30), st.sampled_from(list(GRAMMARS)))
def test_any_text_has_an_answer(text: str, grammar: str) -> None:
    slip = slip_in(text, grammar)
    assert slip is not None or GRAMMARS[grammar].shape.fullmatch(plain_identifier(text))
