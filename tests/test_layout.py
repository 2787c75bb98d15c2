"""`fmt` changes white space and nothing else: no scalar, no comment, no plan."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.authoring.layout import laid_out, same_meaning
from conformance.cli import main
from conformance.compiler import compile_spec
from conformance.library.authored import read_authored
from conformance.library.library import Library, open_folders
from conformance.library.nodes import read_yaml
from conformance.model.catalogue import Catalogue
from conformance.model.spec import CategorySpec

ROOT = Path(__file__).parents[1]
LADDERS = ROOT / "tests" / "library"
FILES = sorted(
    path
    for folder in (ROOT / "standards", ROOT / "specs", LADDERS)
    for path in folder.rglob("*.yaml")
)
LADDER = (LADDERS / "specs/ladder/spec.yaml").read_text(encoding="utf-8")
STANDARD = (LADDERS / "standards/xs/xs-100-2024.yaml").read_text(encoding="utf-8")


def comments(text: str) -> list[str]:
    """Return the comments of a text that has no `#` in its scalars."""
    return [found[0].strip() for found in re.finditer(r"(?:^|(?<=\s))#.*$", text, re.MULTILINE)]


@st.composite
def untidy(draw: st.DrawFn, text: str) -> str:
    """Return a text with other white space where white space means nothing."""
    step = draw(st.integers(1, 5))
    gaps: dict[int, list[int]] = {}
    tokens = [t for t in yaml.scan(text) if t.start_mark.index < t.end_mark.index]
    for one, other in pairwise(tokens):
        if one.end_mark.line == other.start_mark.line and not isinstance(one, yaml.BlockEntryToken):
            gaps.setdefault(one.end_mark.line, []).append(other.start_mark.column)
    out = []
    dash, moved = 99, 0
    for number, line in enumerate(text.split("\n")):
        for column in sorted(gaps.get(number, ()), reverse=True):
            wider = draw(st.integers(0, 3)) if line[column - 1] == " " else 0
            line = line[:column] + " " * wider + line[column:]
        indent = len(line) - len(line.lstrip(" "))
        # what belongs to an item stays beside its dash
        if line.strip() and indent <= dash:
            dash = indent if line.lstrip().startswith("- ") else 99
            moved = indent // 2 * step - indent
        line = " " * (indent + moved) + line.lstrip(" ")
        out.append(line + " " * draw(st.sampled_from([0, 0, 2])))
        out += [""] * draw(st.sampled_from([0, 0, 0, 1, 3]))
    return "\n".join(out)


def digest(spec: str, standard: str) -> str:
    """Return the digest of the ladder's plan, from these two texts."""
    library = open_folders([LADDERS])
    read, problems = read_authored(standard.encode(), "standard.yaml", Catalogue)
    source, more = read_authored(spec.encode(), "spec.yaml", CategorySpec)
    assert read is not None, problems
    assert source is not None, more
    catalogues = {**library.catalogues, read.model.id: read}
    plan = compile_spec(Library(catalogues, {source.model.id: source}), source).plan
    assert plan is not None
    return plan.digest


DIGEST = digest(LADDER, STANDARD)


class TestMeaning:
    """However a file was laid out before, its plan and its comments are the same after."""

    @given(spec=untidy(LADDER), standard=untidy(STANDARD))
    @settings(max_examples=25, deadline=None)
    def test_plan_and_comments_stay(self, spec: str, standard: str) -> None:
        for text in (spec, standard):
            written = laid_out(text)
            assert comments(written) == comments(text)
            assert laid_out(written) == written
            assert not re.search(r"[ \t]\n|\n\n\n|\A\n|\n\n\Z", written)
        assert digest(laid_out(spec), laid_out(standard)) == DIGEST

    @given(text=untidy(LADDER))
    @settings(max_examples=25, deadline=None)
    def test_there_is_one_layout(self, text: str) -> None:
        assert read_yaml(text.encode(), "x")[1] == ()
        structure = [line for line in laid_out(text).split("\n") if line.strip()]
        assert [re.sub(r"\s+#", "  #", line) for line in structure] == [
            re.sub(r"\s+#", "  #", line) for line in LADDER.split("\n") if line.strip()
        ]

    @given(st.text(alphabet="ab:-?[]{},\"'#|>&*! \n\t0", max_size=60))
    @settings(max_examples=400, deadline=None)
    def test_whatever_is_written_keeps_its_meaning(self, text: str) -> None:
        before, problems = read_yaml(text.encode(), "x")
        written = laid_out(text)
        after, _ = read_yaml(written.encode(), "x")
        if before is None or problems:
            assert written == text
        else:
            assert after is not None
            assert same_meaning(before, after)
            assert laid_out(written) == written


def test_what_is_shipped_is_laid_out() -> None:
    untidy_ones = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        if laid_out(text, str(path)) != text:
            untidy_ones.append(str(path.relative_to(ROOT)))
    assert untidy_ones == [], "run: conformance fmt standards specs tests/library"
    assert len(FILES) > 100


MESSY = """\
# top

a:   1   # one
b:
- {c: 2,d : 3 }
-   x: 1
    # inner
    z:
        - "q"   # c


- - 1
  - 2


e:
    f: >
        folded text
        more

        last
    g: |
      # no comment
        keep
    h: "double
      quoted"
    i: [a,
        b,   # why
        c ]
    # trailing
# end
"""
TIDY = """\
# top

a: 1     # one
b:
  - {c: 2, d: 3}
  - x: 1
    # inner
    z:
      - "q"     # c

  - - 1
    - 2

e:
  f: >
      folded text
      more

      last
  g: |
    # no comment
      keep
  h: "double
    quoted"
  i: [a,
      b,     # why
      c]
  # trailing
# end
"""


def test_every_construct_has_its_place() -> None:
    assert laid_out(MESSY) == TIDY


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "--- a\n", "a: [\n", "? a\n: b\n"])
def test_what_no_authored_file_has_stays_as_it_is(text: str) -> None:
    assert laid_out(text) == text


class TestCommand:
    """`--check` writes nothing and says which files would change."""

    def test_check_and_write(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "a.yaml"
        path.write_text(MESSY, encoding="utf-8")
        assert main(["fmt", str(tmp_path), "--check", "--lang", "en"]) == 1
        assert path.read_text(encoding="utf-8") == MESSY
        assert capsys.readouterr().out == f"{path}\n1 files, 1 to be laid out\n"
        assert main(["fmt", str(tmp_path), "--lang", "zh"]) == 0
        assert path.read_text(encoding="utf-8") == TIDY
        assert "1 个已排版" in capsys.readouterr().out
        assert main(["fmt", str(path), "--check"]) == 0

    def test_line_ends_and_mark_are_plain(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
        assert main(["fmt", str(path)]) == 0
        assert path.read_bytes() == b"a: 1\nb: 2\n"

    def test_unreadable(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "a.yaml"
        path.write_text("a: [1\n", encoding="utf-8")
        assert main(["fmt", str(path), "--lang", "en"]) == 65
        assert path.read_text(encoding="utf-8") == "a: [1\n"
        assert main(["fmt", str(tmp_path / "nowhere")]) == 65
        assert "nowhere" in capsys.readouterr().err
