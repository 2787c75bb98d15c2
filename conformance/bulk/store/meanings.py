"""What the numbers of a partition stand for: small beside the numbers, and read as a whole."""

import msgspec

from conformance.model.submission import Number, Result, Specimen

Slot = tuple[int, int, str | None, str | None, str | None, int, str | None, bool]
"""Place of the document, number of the row of its kind in it, clause, requirement, item, how many
specimens the row lists (-1: it has one value), its part, and whether it is a row of a frame.

Reports have their numbers from 0 on; other documents with rows, which only frames have, those
from -1 down."""


class Run(msgspec.Struct, frozen=True, array_like=True):
    """Plain decimals in one unit and with as many decimals, in ascending order.

    They have the numbers from `start` to below `stop`, counted from 0.
    """

    unit: str
    decimals: int
    start: int
    stop: int


class ColumnMeaning(msgspec.Struct, frozen=True):
    """What a column of cells is about.

    Attributes:
        report: The place of the report among the reports of a submission; below 0 where it is
            another document.
        again: How many rows of the same kind stand before it in the report.
        specimens: How many specimens a row lists; -1: it has one value.
        framed: Whether its rows are those of frames.
        manners: What rows say beside their values, with the number of specimens of the sample.
        start: The place of the first text of the column among the texts of the partition.
        runs: The plain decimals among the texts, which come first.
        others: The texts behind them, as they were written.
    """

    report: int
    again: int
    clause: str | None
    requirement: str | None
    item: str | None
    specimens: int
    part: str | None
    framed: bool
    manners: list[tuple[Result, Number | None]]
    start: int
    runs: list[Run]
    others: list[Specimen]

    @property
    def slot(self) -> Slot:
        """What tells the column from others."""
        return (self.report, self.again, self.clause, self.requirement, self.item,
                self.specimens, self.part, self.framed)  # fmt: skip

    @property
    def plain(self) -> int:
        """How many texts are plain decimals."""
        return self.runs[-1].stop if self.runs else 0

    @property
    def count(self) -> int:
        """How many different texts there are."""
        return self.plain + len(self.others)


class Meanings(msgspec.Struct, frozen=True):
    """What all numbers stand for.

    Attributes:
        facts: The values of each fact, counted from 1; 0 is one that is not stated.
        classes: What documents say beside dates and what tells whose they are, as JSON.
        papers: Which documents other than reports were sent together, by their classes.
    """

    facts: dict[str, list[str]]
    classes: list[str]
    papers: list[list[int]]
    columns: list[ColumnMeaning]


_MEANINGS = msgspec.json.Decoder(Meanings)


def read_meanings(data: bytes) -> Meanings:
    """Return the meanings that `as_bytes` wrote."""
    return _MEANINGS.decode(data)


def as_bytes(meanings: Meanings) -> bytes:
    """Return meanings as JSON."""
    return msgspec.json.encode(meanings)
