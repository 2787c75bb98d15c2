"""Reading YAML and JSON: what is refused, with which words, and what stays as written."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.diagnostics import Diagnostic
from conformance.library.bounds import MOST_BYTES
from conformance.library.nodes import Mapping, Node, Scalar, Sequence, plain, read_json, read_yaml

READERS = (read_yaml, read_json)
LINE = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

# What is written, and everything that is said about it.
YAML: dict[str, tuple[str | bytes, str]] = {
    "a sign of comparison": (
        "limit: >= IPX4\n",
        """\
x.yaml:1:8: unquoted-sign: '>= IPX4' begins with '>', which YAML takes for a folded block
  1 | limit: >= IPX4
    |        ^^^^^^^
  help: put it in quotes: ">= IPX4"
""",
    ),
    "a sign of comparison in brackets": (
        "{value: > 20 MΩ, clause: 4.10}\n",
        """\
x.yaml:1:9: unquoted-sign: '> 20 MΩ' begins with '>', which YAML takes for a folded block
  1 | {value: > 20 MΩ, clause: 4.10}
    |         ^^^^^^^
  help: put it in quotes: "> 20 MΩ"
""",
    ),
    "a sign and a digit": (
        "value: >5\n",
        """\
x.yaml:1:8: unquoted-sign: '>5' begins with '>', which YAML takes for a folded block
  1 | value: >5
    |        ^
  help: put it in quotes: ">5"
""",
    ),
    "a specimen as comment": (
        "value: 0.06 #1\n",
        """\
x.yaml:1:13: swallowed-by-comment: YAML takes '#1' for a comment and leaves it out
  1 | value: 0.06 #1
    |             ^^
  help: put all of it in quotes: "0.06 #1"; a comment has a space after #
""",
    ),
    "specimens as comments in a list": (
        "values: [0.06 #1, 0.05 #2]\n",
        """\
x.yaml:1:15: swallowed-by-comment: YAML takes '#1' for a comment and leaves it out
  1 | values: [0.06 #1, 0.05 #2]
    |               ^^
  help: put all of it in quotes: "0.06 #1"; a comment has a space after #
x.yaml:1:24: swallowed-by-comment: YAML takes '#2' for a comment and leaves it out
  1 | values: [0.06 #1, 0.05 #2]
    |                        ^^
  help: put all of it in quotes: "0.05 #2"; a comment has a space after #
""",
    ),
    "a comment instead of a value": (
        "value: #1 0.06\n",
        """\
x.yaml:1:8: swallowed-by-comment: YAML takes '#1 0.06' for a comment and leaves it out
  1 | value: #1 0.06
    |        ^^^^^^^
  help: put all of it in quotes: "#1 0.06"; a comment has a space after #
""",
    ),
    "specimens with colons": (
        "value: 1#: 0.06 2#: 0.05\n",
        """\
x.yaml:1:8: unquoted-colon: '1#: 0.06 2#: 0.05' has a colon and a space, for YAML the end of a key
  1 | value: 1#: 0.06 2#: 0.05
    |        ^^^^^^^^^^^^^^^^^
  help: put it in quotes: "1#: 0.06 2#: 0.05"
""",
    ),
    "a lone star": (
        "value: *\n",
        """\
x.yaml:1:8: unquoted-sign: '*' begins with '*', which YAML takes for an alias
  1 | value: *
    |        ^
  help: put it in quotes: "*"
""",
    ),
    "a star before text": (
        "value: *1 note\n",
        """\
x.yaml:1:8: unquoted-sign: '*1 note' begins with '*', which YAML takes for an alias
  1 | value: *1 note
    |        ^^^^^^^
  help: put it in quotes: "*1 note"
""",
    ),
    "a lone ampersand": (
        "value: &\n",
        """\
x.yaml:1:8: unquoted-sign: '&' begins with '&', which YAML takes for an anchor
  1 | value: &
    |        ^
  help: put it in quotes: "&"
""",
    ),
    "a phrase with !": (
        "text: !警告 小心\n",
        """\
x.yaml:1:7: unquoted-sign: '!警告 小心' begins with '!', which YAML takes for a tag
  1 | text: !警告 小心
    |       ^^^^^^
  help: put it in quotes: "!警告 小心"
""",
    ),
    "a dash for nothing": (
        "value: -\n",
        """\
x.yaml:1:8: unquoted-sign: '-' begins with '-', which YAML takes for an item of a list
  1 | value: -
    |        ^
  help: put it in quotes: "-"
""",
    ),
    "an interval": (
        "value: [35, 42) ℃\n",
        """\
x.yaml:1:8: unquoted-interval: '[35, 42) ℃' begins with '[', which YAML takes for a list
  1 | value: [35, 42) ℃
    |        ^^^^^^^^^^
  help: put it in quotes: "[35, 42) ℃"
""",
    ),
    "an interval after brackets": (
        "value: ]35, 42[\n",
        """\
x.yaml:1:8: unquoted-interval: ']35, 42[' begins with ']', which YAML takes for a list
  1 | value: ]35, 42[
    |        ^^^^^^^^
  help: put it in quotes: "]35, 42["
""",
    ),
    "a list with a unit": (
        "value: [35, 42] ℃\n",
        """\
x.yaml:1:8: unquoted-interval: '[35, 42] ℃' begins with '[', which YAML takes for a list
  1 | value: [35, 42] ℃
    |        ^^^^^^^^^^
  help: put it in quotes: "[35, 42] ℃"
""",
    ),
    "a handle": (
        "by: @lab\n",
        """\
x.yaml:1:5: unquoted-sign: '@lab' begins with '@', which YAML takes for a reserved sign
  1 | by: @lab
    |     ^^^^
  help: put it in quotes: "@lab"
""",
    ),
    "a backtick": (
        "by: `lab`\n",
        """\
x.yaml:1:5: unquoted-sign: '`lab`' begins with '`', which YAML takes for a reserved sign
  1 | by: `lab`
    |     ^^^^^
  help: put it in quotes: "`lab`"
""",
    ),
    "a percent sign": (
        "value: %5\n",
        """\
x.yaml:1:8: unquoted-sign: '%5' begins with '%', which YAML takes for a directive
  1 | value: %5
    |        ^^
  help: put it in quotes: "%5"
""",
    ),
    "text after a quote": (
        'value: "5" mA\n',
        """\
x.yaml:1:8: text-after-quote: in '"5" mA' there is text after the closing quote
  1 | value: "5" mA
    |        ^^^^^^
  help: put it in quotes: '"5" mA'
""",
    ),
    "a tab": (
        "a:\n\tb: 1\n",
        """\
x.yaml:2:1: tab-indentation: a tab cannot stand here
  2 | \tb: 1
    | ^
  help: indent with spaces
""",
    ),
    "an open quote": (
        'a: "x\n',
        """\
x.yaml:1:4: unclosed-quote: the quote that opens here is not closed
  1 | a: "x
    |    ^
  help: write " at the end of the text
""",
    ),
    "an unknown escape": (
        'a: "\\q"\n',
        """\
x.yaml:1:5: bad-escape: '\\q' is not an escape
  1 | a: "\\q"
    |     ^^
  help: use single quotes, or write \\ as \\\\
""",
    ),
    "an open bracket": (
        "a: [1, 2\nb: 3\n",
        """\
x.yaml:2:2: unclosed-bracket: a comma or a closing bracket is missing here
  2 | b: 3
    |  ^
  help: write a comma or ]; quote a text that has such signs in it
  x.yaml:1:4: the bracket opens here
""",
    ),
    "a bracket that the file ends in": (
        "a: {b: 1",
        """\
x.yaml:1:4: unclosed-bracket: the bracket '{' is not closed
  1 | a: {b: 1
    |    ^
  help: write a comma or }; quote a text that has such signs in it
""",
    ),
    "a key twice": (
        "4.10: NO\na: {4.10: 1}\n4.10: yes\n",
        """\
x.yaml:3:1: duplicate-key: key '4.10' is given twice in this mapping
  3 | 4.10: yes
    | ^^^^
  help: keep one of them
  x.yaml:1:1: first given here
""",
    ),
    "a key that is a list": (
        "? [a]\n: 1\n",
        """\
x.yaml:1:3: key-not-text: the key is a list
  1 | ? [a]
    |   ^
  help: write a text as the key
""",
    ),
    "no key": (
        ": 1\n",
        """\
x.yaml:1:1: key-not-text: there is no key before the colon
  1 | : 1
    | ^
  help: write a text as the key
""",
    ),
    "a brace for a value": (
        "a: {b: 1} c\n",
        """\
x.yaml:1:4: text-after-bracket: in '{b: 1} c' there is text after the closing bracket
  1 | a: {b: 1} c
    |    ^^^^^^^^
  help: put it in quotes: "{b: 1} c"
""",
    ),
    "a question mark": (
        "a: ? b\n",
        """\
x.yaml:1:4: unquoted-sign: '? b' begins with '?', which YAML takes for the start of a key
  1 | a: ? b
    |    ^^^
  help: put it in quotes: "? b"
""",
    ),
    "a mark in a list": (
        "- b: [%x, 1]\n",
        """\
x.yaml:1:7: unquoted-sign: '%x' begins with '%', which YAML takes for a directive
  1 | - b: [%x, 1]
    |       ^^
  help: put it in quotes: "%x"
""",
    ),
    "items and keys mixed": (
        "- a\nb: 1\n",
        """\
x.yaml:2:1: indentation: the indentation of this line does not fit
  2 | b: 1
    | ^
  help: keys of one mapping begin in one column; quote a text of several lines
""",
    ),
    "keys after text": (
        "a:\n  - b\n c: 1\n",
        """\
x.yaml:3:2: indentation: the indentation of this line does not fit
  3 |  c: 1
    |  ^
  help: keys of one mapping begin in one column; quote a text of several lines
""",
    ),
    "a directive": (
        "%YAML 3.0\n---\na\n",
        """\
x.yaml:1:1: unquoted-sign: '%YAML 3.0' begins with '%', which YAML takes for a directive
  1 | %YAML 3.0
    | ^^^^^^^^^
  help: put it in quotes: "%YAML 3.0"
x.yaml:2:1: second-document: a second document begins here
  2 | ---
    | ^^^
  help: write one document a file
""",
    ),
    "an alias as a key": (
        "*x : 1\n",
        """\
x.yaml:1:1: yaml-alias: alias '*x' is not allowed
  1 | *x : 1
    | ^^
  help: write the value itself; if it is meant as text, put it in quotes
""",
    ),
    "a percent sign in a key": (
        "%x: 1\n",
        """\
x.yaml:1:1: unquoted-sign: '%x' begins with '%', which YAML takes for a directive
  1 | %x: 1
    | ^^
  help: put it in quotes: "%x"
""",
    ),
    "a tag before a block": (
        "a: ! >\n",
        """\
x.yaml:1:4: yaml-tag: the tag '!' is not allowed
  1 | a: ! >
    |    ^
  help: leave it out; if '!' belongs to the text, put all of it in quotes
""",
    ),
    "items of a list": (
        "- @q # a comment\n- >\n",
        """\
x.yaml:1:3: unquoted-sign: '@q' begins with '@', which YAML takes for a reserved sign
  1 | - @q # a comment
    |   ^^
  help: put it in quotes: "@q"
x.yaml:2:3: unquoted-sign: '>' begins with '>', which YAML takes for a folded block
  2 | - >
    |   ^
  help: put it in quotes: ">"
""",
    ),
    "no colon": (
        "a: 1\nfoo\nb: 2\n",
        """\
x.yaml:2:1: missing-colon: there is no colon after 'foo'
  2 | foo
    | ^^^
  help: write  key: value; quote a text of several lines
""",
    ),
    "an indentation": (
        "a: 1\n b: 2\n",
        """\
x.yaml:2:2: indentation: the indentation of this line does not fit
  2 |  b: 2
    |  ^
  help: keys of one mapping begin in one column; quote a text of several lines
""",
    ),
    "an alias and its anchor": (
        "a: &x 1\nb: *x\n",
        """\
x.yaml:1:4: yaml-anchor: anchor '&x' is not allowed
  1 | a: &x 1
    |    ^^^^
  help: write the value itself; if it is meant as text, put it in quotes
x.yaml:2:4: yaml-alias: alias '*x' is not allowed
  2 | b: *x
    |    ^^
  help: write the value itself; if it is meant as text, put it in quotes
""",
    ),
    "a tag": (
        "a: !!python/object:os.system x\n",
        """\
x.yaml:1:4: yaml-tag: the tag 'tag:yaml.org,2002:python/object:os.system' is not allowed
  1 | a: !!python/object:os.system x
    |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: leave it out; if '!' belongs to the text, put all of it in quotes
""",
    ),
    "a merge key": (
        "<<: {a: 1}\n",
        """\
x.yaml:1:1: merge-key: the merge key '<<' is not allowed
  1 | <<: {a: 1}
    | ^^
  help: write out the keys that it would bring in
""",
    ),
    "a second document": (
        "a: 1\n---\nb: 1\n",
        """\
x.yaml:2:1: second-document: a second document begins here
  2 | ---
    | ^^^
  help: write one document a file
""",
    ),
    "nothing": (
        "# only a comment\n",
        """\
x.yaml: empty-document: nothing is written in the file
""",
    ),
    "a control character": (
        "a: x\x07y\n",
        """\
x.yaml:1:5: control-character: control character U+0007 is not allowed
  1 | a: x\x07y
    |     ^
  help: delete it
""",
    ),
    "bytes of another encoding": (
        b"a: 1\nb: \xd6\xd0\n",
        """\
x.yaml:2:4: not-utf-8: byte 0xD6 is not UTF-8
  help: save the file in the encoding UTF-8
""",
    ),
    "half a pair": (
        "a: \ud800\n",
        """\
x.yaml:1:4: unpaired-surrogate: U+D800 is half of a surrogate pair and not a character
  1 | a: \ud800
    |    ^
  help: write the whole character
""",
    ),
    "several": (
        "a: > 1\nb: *\nc: x: y\nfoo\nd: @q\nd: 2\n",
        """\
x.yaml:1:4: unquoted-sign: '> 1' begins with '>', which YAML takes for a folded block
  1 | a: > 1
    |    ^^^
  help: put it in quotes: "> 1"
x.yaml:2:4: unquoted-sign: '*' begins with '*', which YAML takes for an alias
  2 | b: *
    |    ^
  help: put it in quotes: "*"
x.yaml:3:4: unquoted-colon: 'x: y' has a colon and a space, for YAML the end of a key
  3 | c: x: y
    |    ^^^^
  help: put it in quotes: "x: y"
x.yaml:4:1: missing-colon: there is no colon after 'foo'
  4 | foo
    | ^^^
  help: write  key: value; quote a text of several lines
x.yaml:5:4: unquoted-sign: '@q' begins with '@', which YAML takes for a reserved sign
  5 | d: @q
    |    ^^
  help: put it in quotes: "@q"
x.yaml:6:1: duplicate-key: key 'd' is given twice in this mapping
  6 | d: 2
    | ^
  help: keep one of them
  x.yaml:5:1: first given here
""",
    ),
}

JSON: dict[str, tuple[str | bytes, str]] = {
    "a key twice": (
        '{"a": 1,\n "a": 2}',
        """\
x.json:2:2: duplicate-key: key 'a' is given twice in this mapping
  2 |  "a": 2}
    |  ^^^
  help: keep one of them
  x.json:1:2: first given here
""",
    ),
    "a comma at the end": (
        "[1, 2,]",
        """\
x.json:1:6: trailing-comma: there is a comma after the last item
  1 | [1, 2,]
    |      ^
  help: delete it
""",
    ),
    "no numbers": (
        "[NaN, -Infinity]",
        """\
x.json:1:2: not-a-number: 'NaN' is not a number
  1 | [NaN, -Infinity]
    |  ^^^
  help: write null where there is no number
x.json:1:7: not-a-number: '-Infinity' is not a number
  1 | [NaN, -Infinity]
    |       ^^^^^^^^^
  help: write null where there is no number
""",
    ),
    "forms of numbers": (
        "[01, +1, .5, 5.]",
        """\
x.json:1:2: number-form: JSON does not write a number as '01'
  1 | [01, +1, .5, 5.]
    |  ^^
  help: no plus sign, no leading zeros, digits on both sides of the point; or quote it
x.json:1:6: number-form: JSON does not write a number as '+1'
  1 | [01, +1, .5, 5.]
    |      ^^
  help: no plus sign, no leading zeros, digits on both sides of the point; or quote it
x.json:1:10: number-form: JSON does not write a number as '.5'
  1 | [01, +1, .5, 5.]
    |          ^^
  help: no plus sign, no leading zeros, digits on both sides of the point; or quote it
x.json:1:14: number-form: JSON does not write a number as '5.'
  1 | [01, +1, .5, 5.]
    |              ^^
  help: no plus sign, no leading zeros, digits on both sides of the point; or quote it
""",
    ),
    "bare words": (
        "{a: foo}",
        """\
x.json:1:2: key-not-text: the key 'a' has no quotes
  1 | {a: foo}
    |  ^
  help: put it in quotes: "a"
x.json:1:5: not-json: 'foo' has no quotes
  1 | {a: foo}
    |     ^^^
  help: put it in quotes: "foo"
""",
    ),
    "a comma missing": (
        "[1 2]",
        """\
x.json:1:4: not-json: ',' or ']' is expected here, not '2'
  1 | [1 2]
    |    ^
  x.json:1:1: the bracket opens here
""",
    ),
    "a colon missing": (
        '{"a" 1}',
        """\
x.json:1:6: not-json: ':' is expected here, not '1'
  1 | {"a" 1}
    |      ^
  x.json:1:1: the bracket opens here
""",
    ),
    "half a pair": (
        '["\\ud800"]',
        """\
x.json:1:3: unpaired-surrogate: U+D800 is half of a surrogate pair and not a character
  1 | ["\\ud800"]
    |   ^^^^^^
  help: write the whole character
""",
    ),
    "an escape": (
        '["\\q"]',
        """\
x.json:1:3: bad-escape: '\\q' is no escape
  1 | ["\\q"]
    |   ^^
  help: write \\ as \\\\
""",
    ),
    "a control character": (
        '["\x07"]',
        """\
x.json:1:3: control-character: control character U+0007 is not allowed
  1 | ["\x07"]
    |   ^
  help: write \\u0007 or delete it
""",
    ),
    "an open quote": (
        '["abc\n"]',
        """\
x.json:1:2: unclosed-quote: the quote that opens here is not closed
  1 | ["abc
    |  ^
  help: write " at the end of the text
""",
    ),
    "text after the value": (
        '{"a": 1} x',
        """\
x.json:1:10: trailing-text: there is text after the end of the JSON value
  1 | {"a": 1} x
    |          ^
  help: write one value a file
""",
    ),
    "a key that is a list": (
        "{[1]: 2}",
        """\
x.json:1:2: key-not-text: the key is a list
  1 | {[1]: 2}
    |  ^
  help: write a text as the key
""",
    ),
    "an end too early": (
        '{"a": [1',
        """\
x.json:1:9: not-json: ',' or ']' is expected here, not the end
  1 | {"a": [1
    |         ^
  x.json:1:7: the bracket opens here
""",
    ),
    "nothing": (
        " \n",
        """\
x.json: empty-document: nothing is written in the file
""",
    ),
    "bytes of another encoding": (
        b'["\xd6"]',
        """\
x.json:1:3: not-utf-8: byte 0xD6 is not UTF-8
  help: save the file in the encoding UTF-8
""",
    ),
}


def rendered(problems: tuple[Diagnostic, ...], text: str | bytes) -> str:
    source = text if isinstance(text, str) else ""
    return "".join(problem.render(source) + "\n" for problem in problems)


@pytest.mark.parametrize("name", YAML)
def test_words_about_yaml(name: str) -> None:
    text, expected = YAML[name]
    assert rendered(read_yaml(text, "x.yaml")[1], text) == expected


@pytest.mark.parametrize("name", JSON)
def test_words_about_json(name: str) -> None:
    text, expected = JSON[name]
    assert rendered(read_json(text, "x.json")[1], text) == expected


def test_every_problem_is_told_in_both_languages() -> None:
    problems = [p for text, _ in YAML.values() for p in read_yaml(text, "x")[1]]
    problems += [p for text, _ in JSON.values() for p in read_json(text, "x")[1]]
    assert len({problem.code for problem in problems}) > 20
    for problem in problems:
        assert re.search("[\u4e00-\u9fff]", problem.message.zh), problem
        assert bool(problem.help.zh) == bool(problem.help.en)


def codes(read: Any, text: str | bytes, **limits: int) -> list[str]:
    return [problem.code for problem in read(text, "x", **limits)[1]]


def test_what_was_meant_is_read_on() -> None:
    text = "a: > 1\nb: [35, 42) ℃\nc: 1#: 2 2#: 3\nd: 5 #1\ne: [1 #1, 2]\nf: >5\n"
    expected = {
        "a": "> 1",
        "b": "[35, 42) ℃",
        "c": "1#: 2 2#: 3",
        "d": "5 #1",
        "e": ["1 #1", "2"],
        "f": ">5",
    }
    assert expected == plain(read_yaml(text, "x")[0])


def test_scalars_stay_text() -> None:
    text = "[4.10, NO, yes, on, 1:30, 2026-09-01, 0x10, 1_000, Null, True, '', 'null', 'true']"
    document, problems = read_yaml(text, "x")
    assert not problems
    assert plain(document) == [word.strip("'") for word in text[1:-1].split(", ")]


def test_only_null_and_true_and_false_are_more_than_text() -> None:
    document, problems = read_yaml("[null, ~, true, false]\n", "x")
    assert not problems
    assert plain(document) == [None, None, True, False]
    assert plain(read_yaml("a:\n", "x")[0]) == {"a": None}


def test_a_comment_with_a_space_is_a_comment() -> None:
    assert not codes(read_yaml, "a: 1 # 2 specimens\nb: c #d\n")


def test_a_block_of_text_is_read() -> None:
    assert plain(read_yaml("a: >\n  b\n  c\n", "x")[0]) == {"a": "b c\n"}


@pytest.mark.parametrize("read", READERS)
class TestLimits:
    def test_size(self, read: Any) -> None:
        assert codes(read, b" " * (MOST_BYTES + 1)) == ["too-large"]
        assert codes(read, " " * (MOST_BYTES + 1)) == ["too-large"]
        assert codes(read, '"℃"', most_bytes=4) == ["too-large"]
        assert not codes(read, '"℃"', most_bytes=5)

    @pytest.mark.parametrize("opening", ["[", '{"a":'])
    def test_depth(self, read: Any, opening: str) -> None:
        assert codes(read, opening * 200_000) == ["too-deep"]

    def test_depth_of_64_is_read(self, read: Any) -> None:
        assert not codes(read, "[" * 64 + "]" * 64)
        assert codes(read, "[" * 65 + "]" * 65) == ["too-deep"]

    def test_number_of_values(self, read: Any) -> None:
        assert not codes(read, '{"a": [1, 2, 3]}', most_values=5)
        assert codes(read, '{"a": [1, 2, 3]}', most_values=4) == ["too-many-values"]

    def test_pointers_that_repeat_a_long_key(self, read: Any) -> None:
        key = "k" * 1000
        values = ",".join(["1"] * 300_000)
        assert codes(read, f'{{"{key}": [{values}]}}') == ["keys-too-long"]

    def test_number_of_problems(self, read: Any) -> None:
        text = "{" + ", ".join(['"a": 1'] * 200) + "}"
        assert codes(read, text)[-1] == "too-many-problems"

    def test_a_byte_order_mark_takes_no_column(self, read: Any) -> None:
        for text in ("\ufeff[1]", b"\xef\xbb\xbf[1]"):
            document, problems = read(text, "x")
            assert not problems
            assert document.span.column == 1


def test_an_alias_bomb_is_refused() -> None:
    text = "a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(20))
    assert {"yaml-anchor", "yaml-alias"} == set(codes(read_yaml, text))


def test_many_mistakes_are_named_but_not_without_end() -> None:
    assert 50 < len(codes(read_yaml, "".join(f"a{i}: > 1\n" for i in range(10_000)))) < 200
    assert len(codes(read_yaml, "\x00" * 1000)) == 100


def test_keys_are_found() -> None:
    document, _ = read_yaml("a: 1\nb: {c: 2}\n", "x")
    assert isinstance(document, Mapping)
    found, place = document.get("b"), document.key_span("b")
    assert found is not None
    assert place is not None
    assert (plain(found), place.line, place.pointer) == ({"c": "2"}, 2, "/b")
    assert document.get("c") is None
    assert document.key_span("c") is None


def resolve(document: Node, pointer: str) -> Node | None:
    """Return the node that a JSON pointer (RFC 6901) names."""
    node: Node | None = document
    for step in pointer.split("/")[1:]:
        if isinstance(node, Sequence):
            node = node.items[int(step)]
        else:
            assert isinstance(node, Mapping)
            node = node.get(step.replace("~1", "/").replace("~0", "~"))
    return node


def everything_in(node: Node) -> list[Node]:
    match node:
        case Mapping():
            return [node, *(n for _, value in node.entries for n in everything_in(value))]
        case Sequence():
            return [node, *(n for item in node.items for n in everything_in(item))]
        case _:
            return [node]


# YAML reads neither characters that cannot be printed nor halves of pairs; it folds line breaks.
characters = st.characters(
    exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"
)
texts = st.text(characters, max_size=8)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
leaves = st.none() | st.booleans() | numbers | texts
documents = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
layouts = st.sampled_from([{}, {"indent": 2}, {"separators": (",", ":")}])


class TestReadingJson:
    """What is written as JSON is read back, by either reader, each value at its place."""

    @given(documents, st.booleans())
    def test_is_reading_it_as_the_json_module_does(self, document: Any, ascii_only: bool) -> None:
        text = json.dumps(document, ensure_ascii=ascii_only)
        node, problems = read_json(text, "x")
        assert not problems
        assert json.loads(text, parse_int=str, parse_float=str) == plain(node)

    @given(documents, layouts)
    def test_as_yaml_is_the_same(self, document: Any, layout: Any) -> None:
        text = json.dumps(document, ensure_ascii=False, **layout)
        assert read_json(text, "x") == read_yaml(text, "x")

    @given(documents, layouts)
    def test_gives_each_value_its_place_and_pointer(self, document: Any, layout: Any) -> None:
        text = json.dumps(document, ensure_ascii=False, **layout)
        root, _ = read_json(text, "x")
        assert root is not None
        rows = LINE.split(text)
        for node in everything_in(root):
            assert resolve(root, node.span.pointer) is node
            if isinstance(node, Scalar):
                begin = node.span.column - 1
                written = rows[node.span.line - 1][begin : begin + node.span.width]
                assert json.loads(written, parse_int=str, parse_float=str) == plain(node)

    @given(st.binary(max_size=60) | st.text(max_size=60))
    def test_agrees_with_the_json_module_on_what_is_json(self, text: str | bytes) -> None:
        assert_both_accept_or_refuse(text)

    @given(st.text(st.sampled_from('[]{}",:01.-+eE \\/uDd89truefalsn\n\t'), max_size=16))
    def test_agrees_with_it_on_what_is_nearly_json(self, text: str) -> None:
        assert_both_accept_or_refuse(text)


def assert_both_accept_or_refuse(text: str | bytes) -> None:
    _, problems = read_json(text, "x")
    try:
        decoded = text.decode().removeprefix("\ufeff") if isinstance(text, bytes) else text
        json.loads(decoded.removeprefix("\ufeff"), parse_constant=int)
    except ValueError:
        assert problems
    else:
        # The json module takes the last of two equal keys and halves of pairs.
        assert {problem.code for problem in problems} <= {"duplicate-key", "unpaired-surrogate"}


SAMPLES = (
    *(text for cases in (YAML, JSON) for text, _ in cases.values() if isinstance(text, str)),
    "a: |\n  t\n- x: !!str 'é' #1\n? - e\n",
    '{"a": [0.10, "x\\u00e9", null], "b": {"c": []}}',
)
edits = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from([0, 1, 4]),
        st.sampled_from(
            ["", *"\n\r\t \x85\u2028\ufeff:-?,[]{}#&*!|>'\"%@`1x\\", "- ", ": ", "--- "]
        ),
    ),
    max_size=6,
)


@pytest.mark.parametrize("read", READERS)
class TestReadingAnything:
    """Whatever the bytes, there is a node or a problem, and each problem has a place."""

    @given(text=st.binary() | st.text())
    def test_random(self, read: Any, text: str | bytes) -> None:
        self.check(read, text)

    @given(sample=st.sampled_from(SAMPLES), changes=edits)
    def test_mutated(self, read: Any, sample: str, changes: list[tuple[int, int, str]]) -> None:
        text = sample
        for at, width, new in changes:
            text = text[:at] + new + text[at + width :]
        self.check(read, text)

    @given(text=st.text(st.sampled_from("[]{}-:?,#&*!|>'\"%@` \n\ta1\\"), max_size=40))
    def test_signs(self, read: Any, text: str) -> None:
        self.check(read, text)

    def check(self, read: Any, text: str | bytes) -> None:
        node, problems = read(text, "x")
        assert node is not None or problems
        for problem in problems:
            assert problem.message.zh
            assert problem.message.en
            assert problem.span.line >= 0
            assert problem.span.column >= 1
            assert problem.span.width >= 1
        plain(node)
