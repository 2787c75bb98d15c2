"""Requirements about identifiers, days, chains, histories of lots and linked submissions."""

from datetime import date
from itertools import product

import pytest
import yaml

from conformance.checking.switching import state_after
from conformance.engine import Ready
from tests.authored import Written

DAY = date(2026, 11, 23)
SPEC = """\
spec: links
version: 1.0.0
title: {zh: 关联, en: links}
builds_on: []
attributes:
  found: {zh: 发现日, en: found, a: date}
  closed: {zh: 关闭日, en: closed, a: date}
  best_before: {zh: 保质期至, en: best before, a: date}
  shelf_life: {zh: 保质期, en: shelf life, a: calendar period}
  keeping: {zh: 存放期, en: keeping time, a: time}
  shop: {zh: 品类, en: category, one_of: [ladders, tools]}
sections: {all: {zh: 全部, en: all}}
requirements:
  this:
    title: {zh: 本项, en: this one}
    basis: contract
"""


def ready(*lines: str, linked: str = "") -> Ready:
    """Return the validator of a spec with one requirement of these lines."""
    from conformance.checking.validator import Validator

    spec = SPEC + "".join(f"    {line}\n" for line in lines)
    texts = [spec, linked] if linked else [spec]
    compiled = Written(*texts).compile()
    assert compiled.plan is not None, compiled.problems
    return Ready(Validator.of(compiled.plan, DAY, "0"))


def finding(validator: Ready, text: str, *linked: str) -> list[str]:
    """Return verdict and reason for a submission in YAML, and look at its sentences."""
    answer = validator.check(
        yaml.load(text, yaml.BaseLoader), linked=[yaml.load(t, yaml.BaseLoader) for t in linked]
    )
    (found,) = answer.findings
    assert "{" not in found.message["zh"] + found.message["en"]
    assert bool(found.needed["zh"]) == (found.verdict != "pass") or found.verdict == "pass"
    return [str(found.verdict), found.reason]


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("{uscc: 91440300192317458F}", ["pass", "identifier-well-formed"]),
        ("{uscc: 91440300192317458E}", ["fail", "identifier-check-digit"]),
        ("{uscc: '914403001923'}", ["fail", "identifier-malformed"]),
        ("{uscc: '  '}", ["missing-evidence", "identifier-not-stated"]),
        ("{}", ["missing-evidence", "identifier-not-stated"]),
    ],
)
def test_identifiers_of_the_subject(subject: str, expected: list[str]) -> None:
    validator = ready("identifier: {of: subject.uscc, grammar: unified social credit code}")
    assert finding(validator, f"subject: {subject}") == expected


def test_a_claimed_identifier_is_counted_as_a_claim() -> None:
    validator = ready("identifier: {of: subject.uscc, grammar: unified social credit code}")
    answer = validator.check({"subject": {"uscc": "91440300192317458F"}})
    assert answer.counts["on-claims"] == 1


LICENCE = """
subject: {kind: merchant, name: M, uscc: 91440300192317458F}
evidence:
  - {id: L1, kind: licence, scheme: 营业执照, number: %s, holder: %s, issued: %s}
"""


@pytest.mark.parametrize(
    ("number", "holder", "issued", "expected"),
    [
        ("91440300192317458F", "M", "2020-01-01", ["pass", "identifier-well-formed"]),
        ("91440300192317458f", "M", "2020-01-01", ["pass", "identifier-well-formed"]),
        ("91110000802100433B", "M", "2020-01-01", ["missing-evidence", "identifier-differs"]),
        ("91440300192317458E", "M", "2020-01-01", ["fail", "identifier-check-digit"]),
        ("null", "M", "2020-01-01", ["missing-evidence", "identifier-not-stated"]),
        ("91440300192317458F", "N", "2020-01-01", ["missing-evidence", "evidence-not-admissible"]),
        ("91440300192317458F", "M", "2027-01-01", ["missing-evidence", "evidence-not-admissible"]),
    ],
)
def test_identifiers_of_documents(
    number: str, holder: str, issued: str, expected: list[str]
) -> None:
    validator = ready(
        "identifier: {of: licence.number, grammar: unified social credit code, "
        "scheme: 营业执照, same_as: subject.uscc}"
    )
    text = LICENCE % (number if number != "null" else "", holder, issued)
    if number == "null":
        text = text.replace("number: , ", "")
    assert finding(validator, text) == expected


CLASSED = """subject: {model: X, manufacturer: {name: M}, attributes: {shop: %s}}
evidence: [{id: C1, kind: certificate, scheme: CCC, holder: M, models: [X], number: '%s'}]
"""


@pytest.mark.parametrize(
    ("shop", "number", "expected"),
    [
        ("tools", "2016010901123456", ["pass", "identifier-well-formed"]),
        ("tools", "2016-0109-0112-3456", ["pass", "identifier-well-formed"]),
        ("tools", "2016010801123456", ["missing-evidence", "identifier-other-kind"]),
        ("tools", "16010901123456", ["fail", "identifier-malformed"]),
        ("ladders", "2016010801123456", ["pass", "identifier-well-formed"]),  # not compared
        ("snakes", "2016010901123456", ["missing-evidence", "attribute-unknown"]),
    ],
)
def test_digits_agree_with_what_is_declared(shop: str, number: str, expected: list[str]) -> None:
    validator = ready(
        "identifier: {of: certificate.number, grammar: CCC certificate number, "
        "digits: {from: 7, fact: shop, values: {tools: '0901'}}}"
    )
    assert finding(validator, CLASSED % (shop, number)) == expected


@pytest.mark.parametrize(
    ("digits", "code"),
    [
        ("{from: 7, fact: shap, values: {tools: '0901'}}", "undeclared-attribute"),
        ("{from: 7, fact: found, values: {tools: '0901'}}", "undeclared-attribute"),
        ("{from: 7, fact: shop, values: {tool: '0901'}}", "unknown-choice"),
    ],
)
def test_digits_name_a_fact_and_its_choices(digits: str, code: str) -> None:
    asked = (
        f"identifier: {{of: certificate.number, grammar: CCC certificate number, digits: {digits}}}"
    )
    compiled = Written(f"{SPEC}    {asked}\n").compile()
    assert [problem.code for problem in compiled.problems if problem.code == code] == [code]


def test_a_right_number_does_not_mend_a_wrong_one() -> None:
    validator = ready(
        "identifier: {of: certificate.number, grammar: CCC certificate number, scheme: CCC}"
    )
    good = "{id: C1, kind: certificate, scheme: CCC, holder: M, models: [X], number: '%s'}"
    text = "subject: {model: X, manufacturer: {name: M}}\nevidence:\n"
    both = text + f"  - {good % '2016010901123456'}\n  - {good % '16010901123456'}\n".replace(
        "id: C1", "id: C2", 1
    )
    assert finding(validator, text + f"  - {good % '2016010901123456'}\n")[0] == "pass"
    assert finding(validator, both) == ["fail", "identifier-malformed"]
    assert finding(validator, "subject: {}") == ["missing-evidence", "document-missing"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"found": "2026-01-01", "closed": "2026-04-01"}, ["pass", "within-limit"]),
        ({"found": "2026-01-01", "closed": "2026-04-02"}, ["fail", "beyond-limit"]),
        ({"found": "2026-01-01", "closed": "2026-01-01"}, ["pass", "within-limit"]),
        ({"found": "2026-01-02", "closed": "2026-01-01"}, ["missing-evidence", "dates-impossible"]),
        ({"found": "2026-11-01", "closed": "2026-11-24"}, ["missing-evidence", "day-not-come"]),
        ({"found": "2026-11-24", "closed": "2026-11-25"}, ["missing-evidence", "day-not-come"]),
        ({"found": "2026-01-01"}, ["missing-evidence", "attribute-unknown"]),
        ({"closed": "soon"}, ["missing-evidence", "attribute-unknown"]),
    ],
)
def test_days_between(facts: dict[str, str], expected: list[str]) -> None:
    validator = ready("days: {from: found, to: closed}", "measures: time", "limit: <= 90 d")
    assert finding(validator, yaml.safe_dump({"subject": {"attributes": facts}})) == expected


@pytest.mark.parametrize(
    ("found", "closed", "expected"),
    [
        ("2026-11-23", "2027-05-01", ["pass", "within-limit"]),
        ("2026-11-23", "2026-11-23", ["pass", "within-limit"]),
        ("2026-11-23", "2026-11-22", ["fail", "ended-before"]),
    ],
)
def test_a_last_day_may_be_to_come(found: str, closed: str, expected: list[str]) -> None:
    validator = ready("days: {from: found, to: closed}", "measures: time", 'limit: ">= 0 d"')
    facts = {"found": found, "closed": closed}
    assert finding(validator, yaml.safe_dump({"subject": {"attributes": facts}})) == expected


@pytest.mark.parametrize(
    ("arrived", "life", "expected"),
    [
        ("2026-07-02", "12 month", ["pass", "within-limit"]),  # 183 of 365 days
        ("2026-07-03", "12 month", ["fail", "beyond-limit"]),  # 182 of 365
        ("2026-07-03", "1 year", ["fail", "beyond-limit"]),
        ("2026-07-04", "400 month", ["pass", "within-limit"]),
        ("2026-11-23", "6 month", ["fail", "ended-before"]),
        ("2025-12-31", "6 month", ["missing-evidence", "dates-impossible"]),
        ("2026-07-03", "1.5 month", ["missing-evidence", "attribute-unknown"]),
        ("2026-11-24", "12 month", ["missing-evidence", "day-not-come"]),
    ],
)
def test_share_of_a_shelf_life(arrived: str, life: str, expected: list[str]) -> None:
    validator = ready(
        "days: {from: found, to: manufactured + shelf_life, out_of: manufactured}",
        "measures: number", 'limit: ">= 0.5"',
    )  # fmt: skip
    facts = {"found": arrived, "shelf_life": life}
    text = yaml.safe_dump({"subject": {"manufactured": "2026-01-01", "attributes": facts}})
    assert finding(validator, text) == expected


def test_a_share_is_exact() -> None:
    """One third is neither more nor less than any decimal that stands for it."""
    facts = {"found": "2026-01-21", "best_before": "2026-01-31"}
    subject = yaml.safe_dump({"subject": {"manufactured": "2026-01-01", "attributes": facts}})
    for limit, verdict in (("0.3333333333", "pass"), ("0.3333333334", "fail")):
        validator = ready(
            "days: {from: found, to: best_before, out_of: manufactured}",
            "measures: number", f'limit: ">= {limit}"',
        )  # fmt: skip
        assert finding(validator, subject)[0] == verdict


def test_a_period_in_days_is_added_in_days() -> None:
    validator = ready(
        "days: {from: found, to: manufactured + keeping}", "measures: time", 'limit: ">= 10 d"'
    )
    for keeping, verdict in (("30 d", "pass"), ("29 d", "fail")):
        facts = {"found": "2026-01-21", "keeping": keeping}
        text = yaml.safe_dump({"subject": {"manufactured": "2026-01-01", "attributes": facts}})
        assert finding(validator, text)[0] == verdict


CHAIN = """
subject: {kind: merchant, brand: B, name: M, attributes: {shop: ladders}}
evidence:
  - {id: T1, kind: licence, scheme: 商标注册证, number: Z-1, brand: B, holder: O,
     issued: 2019-01-01, expires: 2029-01-01, status: valid, status_checked: 2026-11-20}
  - {id: A1, kind: authorization, from: O, to: D, categories: [ladders, tools],
     territory: 全国, valid: {from: 2026-01-01, to: 2026-12-31}}
  - {id: A2, kind: authorization, from: D, to: M, categories: [ladders],
     territory: 中国大陆, valid: {from: 2026-01-01, to: 2026-12-31}}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ["pass", "chain-unbroken"]),
        ("from: D", "from: E", ["missing-evidence", "chain-broken"]),
        ("to: M", "to: N", ["missing-evidence", "chain-broken"]),
        ("territory: 中国大陆", "territory: 香港", ["missing-evidence", "chain-broken"]),
        ("territory: 全国", "territory: 全国(新疆除外)", ["missing-evidence", "chain-broken"]),
        ("categories: [ladders]", "categories: [tools]", ["missing-evidence", "chain-broken"]),
        (", attributes: {shop: ladders}", "", ["missing-evidence", "chain-broken"]),
        ("territory: 中国大陆, valid: {from: 2026-01-01, to: 2026-12-31}",
         "territory: 中国大陆, valid: {from: 2026-01-01}", ["missing-evidence", "chain-broken"]),
        ("to: 2026-12-31}}\n  - {id: A2", "to: 2026-11-22}}\n  - {id: A2",
         ["missing-evidence", "chain-broken"]),
        ("brand: B, holder: O", "brand: C, holder: O", ["missing-evidence", "chain-not-rooted"]),
        ("brand: B, holder: O", "holder: O", ["missing-evidence", "chain-not-rooted"]),
        ("holder: O", "holder: P", ["missing-evidence", "chain-broken"]),
        ("holder: O", "holder: M", ["pass", "chain-unbroken"]),
        ("expires: 2029-01-01", "expires: 2026-11-22", ["missing-evidence", "chain-not-rooted"]),
        ("status: valid", "status: withdrawn", ["missing-evidence", "chain-not-rooted"]),
        ("scheme: 商标注册证", "scheme: 商标申请", ["missing-evidence", "chain-not-rooted"]),
    ],
)  # fmt: skip
def test_chains_begin_with_the_owner_of_the_brand(old: str, new: str, expected: list[str]) -> None:
    validator = ready(
        "chain: {from: subject.brand_owner, to: subject.merchant, category_of: shop, "
        "territory: [中国大陆, 全国], rooted_in: 商标注册证, dated: required}"
    )
    assert old in CHAIN
    assert finding(validator, CHAIN.replace(old, new, 1)) == expected


@pytest.mark.parametrize(
    ("ask", "certificate", "expected"),
    [
        ("on: as-of", "expires: 2026-12-31", ["pass", "certificate-in-force"]),
        ("on: as-of", "expires: 2026-11-22", ["fail", "certificate-expired"]),
        ("on: manufactured", "expires: 2026-11-22", ["missing-evidence", "deciding-date-unknown"]),
        ("on: as-of, source: register", "expires: 2026-12-31",
         ["missing-evidence", "evidence-not-admissible"]),
        ("on: as-of, source: register", "expires: 2026-11-22", ["fail", "certificate-expired"]),
    ],
)  # fmt: skip
def test_documents_may_have_to_be_in_force_today_and_looked_up(
    ask: str, certificate: str, expected: list[str]
) -> None:
    validator = ready(f"document: {{kind: certificate, scheme: CCC, {ask}}}")
    text = (
        "subject: {model: X, manufacturer: {name: M}}\nevidence:\n"
        "  - {id: C1, kind: certificate, scheme: CCC, number: '1', holder: M, models: [X], "
        f"issued: 2020-01-01, {certificate}, status: valid, status_checked: 2026-11-20}}\n"
    )
    assert finding(validator, text) == expected


def test_a_certificate_of_a_factory_need_not_name_models() -> None:
    validator = ready("document: {kind: certificate, scheme: QMS, on: as-of}")
    text = (
        "subject: {kind: factory, name: F}\nevidence:\n"
        "  - {id: C1, kind: certificate, scheme: QMS, number: Q-1, holder: F, issued: 2026-01-01, "
        "expires: 2027-01-01, status: valid, status_checked: 2026-11-20}\n"
    )
    assert finding(validator, text) == ["pass", "certificate-in-force"]
    product = text.replace("kind: factory, name: F", "model: X, manufacturer: {name: F}")
    assert finding(validator, product) == ["missing-evidence", "evidence-not-admissible"]


def test_a_licence_covers_the_declared_category() -> None:
    validator = ready("document: {kind: licence, category_of: shop}")
    text = (
        "subject: {kind: merchant, name: M, attributes: {shop: ladders}}\nevidence:\n"
        "  - {id: L1, kind: licence, number: L-1, holder: M, categories: [ladders], "
        "issued: 2020-01-01, status: valid, status_checked: 2026-11-20}\n"
    )
    assert finding(validator, text) == ["pass", "certificate-in-force"]
    for other in (text.replace("shop: ladders", "shop: tools"), text.replace("shop: ladders", "")):
        assert finding(validator, other) == ["missing-evidence", "evidence-not-admissible"]


LOT = """
subject: {kind: lot, model: M, lot: L7, quantity: "1000"}
evidence:
  - {id: I1, kind: inspection, tested_model: M, lot: L7, quantity: "1000", date: 2026-11-01,
     %s sample: {count: "80"}, results: [{item: major, value: "3"}]}
"""


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ("history: [],", ["pass", "lot-accepted"]),
        ("history: [rejected, accepted],", ["pass", "lot-accepted"]),
        ("history: [rejected, rejected],", ["fail", "lot-rejected"]),  # Ac = 2 when tightened
        (f"history: [{', '.join(['rejected'] * 7)}],",
         ["missing-evidence", "inspection-discontinued"]),
        ("", ["missing-evidence", "lot-history-not-stated"]),
    ],
)  # fmt: skip
def test_lots_are_inspected_as_the_lots_before_have_it(history: str, expected: list[str]) -> None:
    validator = ready("sampling: {level: II, state: by-history, accept: {major: AQL 1.5}}")
    assert finding(validator, LOT % history) == expected


def rejected_of_last_five(lots: list[bool]) -> bool:
    return lots[-5:].count(False) >= 2


def test_normal_inspection_turns_tightened_at_two_of_five() -> None:
    for length in range(7):
        for lots in product([True, False], repeat=length):
            words = ["accepted" if lot else "rejected" for lot in lots]
            turned = any(rejected_of_last_five(list(lots[:end])) for end in range(1, length + 1))
            # seven lots at least lead back, two rejected and five accepted
            assert state_after(words) == ("tightened" if turned else "normal")


def test_tightened_inspection_ends_with_five_accepted_and_at_five_rejected() -> None:
    tightened = ["rejected", "rejected"]
    assert state_after(tightened) == "tightened"
    assert state_after([*tightened, *["accepted"] * 4]) == "tightened"
    assert state_after([*tightened, *["accepted"] * 5]) == "normal"
    # what was rejected before the return does not count again
    assert state_after([*tightened, *["accepted"] * 5, "rejected"]) == "normal"
    assert state_after([*tightened, *["accepted", "rejected"] * 4]) == "tightened"
    assert state_after([*tightened, *["accepted", "rejected"] * 5]) == "discontinued"
    assert state_after([*tightened, *["rejected"] * 5, *["accepted"] * 9]) == "discontinued"


FACTORY = """\
spec: site
subject: factory
builds_on: []
policies: {visit: {kind: audit, age: 12 month}}
default: {evidence: visit}
requirements:
  welding: {title: {zh: 焊接, en: welding}, basis: enterprise, measures: inspection}
"""
PRODUCT = "submission: P-1\nsubject: {model: X, factory: {name: F%s}}\nlinked: [%s]\n"
SITE = """
submission: F-1
subject: {kind: factory, name: F, uscc: 91440300192317458F}
evidence:
  - {id: V1, kind: audit, auditor: Q, site: F, date: 2026-07-01, results: [{item: 焊接, value: %s}]}
"""


class TestLinkedSubmissions:
    """A linked submission counts where it is named, sent, about that subject, and conforms."""

    validator = ready("linked: {as: factory, spec: site}", linked=FACTORY)

    def find(self, product: str, *others: str) -> list[str]:
        return finding(self.validator, product, *others)

    def test_it_conforms_fails_or_is_open_as_its_own_answer_is(self) -> None:
        product = PRODUCT % ("", "F-1")
        assert self.find(product, SITE % "符合") == ["pass", "linked-conforms"]
        assert self.find(product, SITE % "不符合") == ["fail", "linked-fails"]
        late = (SITE % "符合").replace("2026-07-01", "2025-07-01")
        assert self.find(product, late) == ["missing-evidence", "linked-open"]

    def test_it_must_be_named_and_sent_once(self) -> None:
        unnamed = "subject: {model: X, factory: {name: F}}"
        missing = "missing-evidence"
        assert self.find(unnamed, SITE % "符合") == [missing, "linked-not-named"]
        product = PRODUCT % ("", "F-1")
        assert self.find(product) == [missing, "linked-not-sent"]
        assert self.find(product, SITE % "符合", SITE % "符合") == [missing, "linked-twice"]

    def test_it_must_be_about_the_declared_factory(self) -> None:
        missing = ["missing-evidence", "evidence-not-admissible"]
        other = (SITE % "符合").replace("name: F,", "name: G,")
        assert self.find(PRODUCT % ("", "F-1"), other) == missing
        codes = PRODUCT % (", uscc: 91110000802100433B", "F-1")
        assert self.find(codes, SITE % "符合") == missing
        assert self.find("subject: {model: X}\nlinked: [F-1]", SITE % "符合") == missing

    def test_every_one_that_is_about_it_counts(self) -> None:
        second = (SITE % "不符合").replace("F-1", "F-2")
        both = PRODUCT % ("", "F-1, F-2")
        assert self.find(both, SITE % "符合", second) == ["fail", "linked-fails"]
        assert self.find(PRODUCT % ("", "F-1"), SITE % "符合", second)[0] == "pass"

    def test_another_kind_of_subject_is_out_of_its_scope(self) -> None:
        merchant = (SITE % "符合").replace("kind: factory", "kind: merchant")
        assert self.find(PRODUCT % ("", "F-1"), merchant) == ["missing-evidence", "linked-open"]
