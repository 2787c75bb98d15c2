"""How well reports are read: `python -m tests.intake.measure [--rows N] [--keep DIR]`.

Prints for every layout and typesetter the share of cells and header fields that were read right.
"""

import argparse
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from conformance.engine import open_library
from conformance.intake.document import Document
from conformance.intake.reading import read_document
from conformance.intake.results import ReadRow
from tests.intake.foreign import FOREIGN
from tests.intake.layouts import LAYOUTS, Fact, Layout, facts_of
from tests.intake.reports import scored, truths
from tests.intake.typesetters import TYPESETTERS, as_word, available

SPECS = ("smart-toilet-seat", "balance-board", "childrens-furniture")


@lru_cache(maxsize=100_000)
def folded(text: object) -> str:
    """Return a text without spaces and width, for comparison."""
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split())


def cells_of(fact: Fact, layout: Layout) -> dict[str, str]:
    """Return what has to be read for a fact."""
    value = " / ".join(fact.specimens) or fact.value
    told = {"item": fact.zh or fact.en, "value": value}
    if layout.name == "lines":
        told["item"] = fact.en
    for key in ("clause", "limit", "verdict", "part"):
        if getattr(fact, key):
            told[key] = getattr(fact, key)
    if fact.unit and not fact.specimens:
        told["unit"] = fact.unit
    return told


def right_and_all(document: Document, layout: Layout) -> tuple[int, int, list[str]]:
    """Return how many cells were read right, of how many, and what was wrong.

    Facts and rows are paired in their order, so that a row that is missing costs its own cells
    alone.
    """
    right = every = 0
    wrong: list[str] = []
    rows = rows_in_order(document, layout)
    pairs = paired([cells_of(fact, layout) for fact in layout.facts], rows, layout.facts)
    for number, fact in enumerate(layout.facts):
        told = cells_of(fact, layout)
        every += len(told)
        row = pairs.get(number)
        if row is None:
            wrong.append(f"row {number + 1} is missing: {told}")
            continue
        differing = unlike(told, rows[row], fact)
        right += len(told) - len(differing)
        wrong += [
            f"row {number + 1} {key}: {told[key]!r} was read as {getattr(rows[row], key)!r}"
            for key in differing
        ]
    more = set(range(len(rows))) - set(pairs.values())
    wrong += [f"a row too many: {rows[n].item!r} {rows[n].value!r}" for n in sorted(more)]
    return right, every, wrong


def rows_in_order(document: Document, layout: Layout) -> list[ReadRow]:
    """Return the rows in the order of the facts: of two tables side by side, the left one first."""
    middle = 297  # of an A4 page, in points
    return sorted(
        document.rows, key=lambda row: layout.beside and row.box is not None and row.box[0] > middle
    )


def paired(
    told: Sequence[dict[str, str]], rows: Sequence[ReadRow], facts: Sequence[Fact]
) -> dict[int, int]:
    """Return the pairs of facts and rows, in order, that have the most cells in common."""
    like = [
        [len(each) - len(unlike(each, row, fact)) for row in rows]
        for each, fact in zip(told, facts, strict=True)
    ]  # fmt: skip
    best = [[0] * (len(rows) + 1) for _ in range(len(told) + 1)]
    for i in reversed(range(len(told))):
        for j in reversed(range(len(rows))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + like[i][j])
    pairs: dict[int, int] = {}
    i = j = 0
    while i < len(told) and j < len(rows):
        if like[i][j] and best[i][j] == best[i + 1][j + 1] + like[i][j]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def unlike(told: dict[str, str], row: ReadRow, fact: Fact) -> list[str]:
    """Return the cells that were read otherwise than they were printed."""
    wrong = []
    for key, text in told.items():
        read = folded(getattr(row, key))
        also = folded(f"{text} {fact.unit}") if key == "value" else None
        if read not in (folded(text), also):
            wrong.append(key)
    return wrong


def header_right(document: Document, layout: Layout) -> tuple[int, int, list[str]]:
    """Return how many fields of the header were read right, of how many, and what was wrong."""
    data = document.header.as_data()
    read = {**data, **data["dates"], "report_number": data["report_number"]}
    wrong = [
        f"{key}: {text!r} was read as {read.get(key)!r}"
        for key, text in layout.said.items()
        if folded(read.get(key)) != folded(text)
    ]
    return len(layout.said) - len(wrong), len(layout.said), wrong


def measured(
    count: int, folder: Path
) -> Iterator[tuple[str, str, tuple[int, int], tuple[int, int], float, list[str]]]:
    """Yield layout, typesetter, cells, fields, seconds and what was wrong."""
    library = open_library()
    facts = facts_of([library.plan(name) for name in SPECS], count)
    for lay in (*LAYOUTS, *FOREIGN):
        layout = lay(facts)
        files = {
            name: write(layout, folder)
            for name, write in TYPESETTERS.items() if available(name)
        }  # fmt: skip
        files["docx"] = as_word(layout, folder)
        for name, file in files.items():
            start = time.perf_counter()
            document = read_document(file)
            took = time.perf_counter() - start
            right, every, wrong = right_and_all(document, layout)
            fields, all_fields, more = header_right(document, layout)
            yield (layout.name, name, (right, every), (fields, all_fields), took, wrong + more)


def print_real() -> None:
    """Print how well each real report is read."""
    for truth in truths():
        said = scored(truth)
        shares = " ".join(
            f"{k} {said[k]:7.2%}" for k in ("recall", "precision", "unit", "limit", "verdict")
        )
        print(f"{truth.stem:34} rows {said['rows']:4} {shares} header {said['header']}", flush=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--real", action="store_true", help="the real reports beside the project")
    options = parser.parse_args()
    if options.real:
        print_real()
        return
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        folder.mkdir(exist_ok=True)
        for layout, by, cells, fields, took, wrong in measured(options.rows, folder):
            print(
                f"{layout:10} {by:9} cells {cells[0]:5}/{cells[1]:5} {cells[0] / cells[1]:7.2%}"
                f"  header {fields[0]:2}/{fields[1]:2}  {took:5.1f} s", flush=True,
            )  # fmt: skip
            for line in wrong[: 6 if options.v else 0]:
                print("      ", line)


if __name__ == "__main__":
    main()
