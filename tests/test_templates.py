"""Rows that are only looked through are what a full read finds, or are read in full."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any

import pytest

from conformance.checking.decode import decode, look_through
from conformance.checking.quick import Found, Quick
from conformance.checking.templates import Templates
from conformance.diagnostics import IllFormed
from conformance.engine import OpenLibrary, Ready
from conformance.model.submission import UnreadReport
from tests.benchmarks.workload import submission, write_library

Data = dict[str, Any]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    folder = write_library(tmp_path_factory.mktemp("templates"))
    return OpenLibrary((folder,)).compile("benchmark", date(2026, 11, 23))


@pytest.fixture(scope="module")
def quick(ready: Ready) -> Quick:
    """A quick way that knows how the reports of the workload are printed."""
    quick = Quick(ready.validator)
    for seed in [*range(60), *range(60)]:
        found_in(quick, submission(seed, bad=seed % 3 == 0))
    return quick


def found_in(quick: Quick, data: bytes) -> Found:
    return quick.found_in(data, lambda: "sha256:0", lambda: decode(data))


def said(work: Callable[[], Found]) -> object:
    """Return the whole answer, or what is wrong with the submission."""
    try:
        return work().assessment().to_json()
    except IllFormed as problems:
        return problems.diagnostics


def same(quick: Quick, data: bytes) -> object:
    """Return the answer, which is that of a full read."""
    answer = said(lambda: found_in(quick, data))
    assert answer == said(lambda: quick.found(decode(data), lambda: "sha256:0")), data
    return answer


def looked_through(quick: Quick, data: bytes) -> bool:
    """Return whether no report had to be read in full."""
    unread = look_through(data)
    return unread is not None and all(
        quick.templates.filled(each) is not None
        for each in unread.evidence
        if isinstance(each, UnreadReport)
    )


def test_other_values_in_the_same_table_are_looked_through(quick: Quick) -> None:
    for seed in range(100, 140):
        data = submission(seed, bad=seed % 2 == 0)
        assert looked_through(quick, data)
        same(quick, data)


def test_other_places_and_words_of_the_laboratory_too(quick: Quick) -> None:
    for seed in range(20):
        data = json.loads(submission(seed, bad=seed % 2 == 0))
        for row in data["evidence"][0]["results"]:
            row["locator"] = f"第{seed + 7}页"
            row["verdict"] = "F" if seed % 3 == 0 and row["clause"].endswith("2") else "P"
        written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        assert looked_through(quick, written)
        answer = same(quick, written)
        assert isinstance(answer, bytes)
        assert f"第{seed + 7}页".encode() in answer


def test_white_space_between_is_learnt_like_anything_else(ready: Ready) -> None:
    quick = Quick(ready.validator)
    for seed in (1, 1, 1):
        data = json.dumps(json.loads(submission(seed)), ensure_ascii=False, indent=1).encode()
        same(quick, data)
    assert looked_through(quick, data)


def test_a_table_is_learnt_when_it_is_printed_again(ready: Ready) -> None:
    quick = Quick(ready.validator)
    for expected in (False, False, True):
        assert looked_through(quick, submission(3)) is expected
        found_in(quick, submission(3))


def spliced(data: bytes) -> Iterator[bytes]:
    """Yield the submission with the text of its first row written, and bent, in other ways."""
    first = data.index(b'"results":[{') + len(b'"results":[{')
    row = data[first : data.index(b"}", first)]
    value = row[row.index(b'"value":"') :].split(b'"')[3]
    of_value = b'"value":"%b"' % value
    for old, new in (
        (of_value, b'"value":%b' % value.split()[0]),
        (of_value, b'"value":null'),
        (of_value, b'"values":"%b"' % value),
        (of_value, b'"value":["%b"]' % value),
        (of_value, b'"values":["%b"]' % value),
        (of_value, b'"values":[]'),
        (of_value, b'"values":["%b",null]' % value),
        (of_value, b'"values":["%b",["%b","%b"]]' % (value, value, value)),
        (of_value, b'"values":["a]b"]'),
        (of_value, b'"values":[0.5]'),
        (of_value, b'"values":["\xff"]'),
        (of_value, b'"value":"\xff mA"'),
        (of_value, b'"value":"0.5\\u0020mA"'),
        (of_value, b'"value":"0.5\x01mA"'),
        (of_value, b'"value":{"number":"0.5","unit":"mA"}'),
        (of_value, b'"value" : "0.5 mA"'),
        (of_value, of_value + b"," + of_value),
        (of_value, of_value + b',"value":"9 mA"'),
        (of_value, of_value + b',"values":["9 mA"]'),
        (of_value, b'"conditions":{"value":"0.1 mA"},"value":"9\\u0020mA"'),
        (of_value, b'"conditions":{"value":"0.1 mA"}'),
        (of_value, b'"conditions":{"a\\"value":"0.1 mA"},"value":{"number":"9","unit":"mA"}'),
        (of_value, b'"uncertainty":{"value":"0.1 mA","k":2}'),
        (of_value, of_value + b',"uncertainty":{"value":"0.3 mA","k":2}'),
        (b'"locator":"', b'"locator":"\xff'),
        (b'"locator":"', b'"verdict":"'),
        (b'"verdict":"P"', b'"locator":"P"'),
        (b'"verdict":"P"', b'"verdict":"F"'),
        (b'"verdict":"P"', b'"verdict":null'),
        (b'"verdict":"P"', b'"verdict":"P","verdict":"F"'),
        (b'"verdict":"P"', b'"Verdict":"P"'),
        (b'"item":"', b'"item":"x'),
        (b'"item":"', b'"part":"A","item":"'),
    ):  # fmt: skip
        changed = row.replace(old, new, 1)
        assert changed != row, old
        yield data[:first] + changed + data[first + len(row) :]


def test_everything_that_only_looks_like_the_template(ready: Ready, quick: Quick) -> None:
    for data in spliced(submission(1)):
        same(quick, data)
        # and what is learnt from it is no template for anything else
        learning = Quick(ready.validator)
        for _ in range(3):
            same(learning, data)
        for other in spliced(submission(1)):
            same(learning, other)


def test_what_stands_elsewhere_is_never_taken_for_the_value(ready: Ready) -> None:
    """A row whose value needs escapes, beside a condition called value: no template at all."""
    quick = Quick(ready.validator)
    good = submission(1)
    first = good.index(b'"value":"')
    old = good[first : good.index(b'"', first + 9) + 1]
    for shown in (b"0.1 mA", b"9 mA"):
        hidden = b'"conditions":{"value":"%b"},"value":"9\\u0020mA"' % shown
        for _ in range(3):
            answer = same(quick, good.replace(old, hidden, 1))
        assert isinstance(answer, bytes)
        assert json.loads(answer)["verdict"] == "fail"


def test_random_bytes(quick: Quick) -> None:
    """Any byte of any row changed, left out or doubled: the same answer or the same problems."""
    draw = Random(20)
    for _ in range(300):
        data = submission(draw.randrange(20))
        start = data.index(b'"results":[')
        end = data.index(b'"kind":"marking"')
        at = draw.randrange(start, end)
        length = draw.choice((1, 1, 1, 2, 9, 40))
        piece = data[at : at + length]
        new = draw.choice((
            b"", piece + piece, bytes([draw.randrange(256)]), b'"', b"\\", b",", b"{", b"}", b"[",
            b"]", b":", b" ", b"\n", b'"value":"1 mA"', b'","value":"', b"\x00", b"0", b"F",
        ))  # fmt: skip
        same(quick, data[:at] + new + data[at + length :])


def test_what_is_kept_is_bounded(ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.checking.templates.MOST_TEMPLATES", 3)
    quick = Quick(ready.validator)
    for seed in range(12):
        data = json.loads(submission(1))
        data["evidence"][0]["results"] = data["evidence"][0]["results"][seed:]
        written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        for _ in range(3):
            same(quick, written)
        assert len(quick.templates) <= 3


def test_looks_in_vain_become_few(ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report has a table of its own: what is found does not change, but fewer are tried."""
    quick, looks = Quick(ready.validator), 0

    def counted(data: bytes) -> Any:
        nonlocal looks
        looks += 1
        return look_through(data)

    monkeypatch.setattr("conformance.checking.quick.look_through", counted)

    def check(number: int, *, times: int) -> None:
        data = json.loads(submission(number % 7))
        for row in data["evidence"][0]["results"]:
            row["item"] = f"{row['item']} {number}"
        for _ in range(times):
            same(quick, json.dumps(data, ensure_ascii=False).encode())

    for number in range(200):
        check(number, times=1)
    first, looks = looks, 0
    for number in range(200, 264):
        check(number, times=1)
    assert (first > 150, looks) == (True, 4)
    # and when tables come again, they are looked through again
    check(300, times=120)
    looks = 0
    check(300, times=10)
    assert looks == 10


def test_no_template_without_rows() -> None:
    templates = Templates()
    empty = UnreadReport(id="R")
    assert templates.filled(empty) is None
