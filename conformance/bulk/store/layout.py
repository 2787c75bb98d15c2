"""What a store consists of: names of files, and the columns of each.

A partition is a folder of Parquet files that is never changed once it is there.  The manifest
names the partitions that count; whatever else lies in the folder does not.

    DIR/store.json              the manifest, replaced as a whole
    DIR/part-000001/            a partition
        submissions.parquet     one row each: what is declared, and where it was found
        documents.parquet       one row for each document
        heads.arrow             one row for each submission: its facts and documents as numbers
        cells.arrow             one row for each submission, one column for each kind of row
        meanings.json           what the numbers of both stand for
        texts.parquet           specimens as written, with exact columns
        digits.arrow            those of plain decimals, in the order of their numbers
        bytes.parquet           the submissions themselves
        rejects.jsonl           what was no submission, if anything
"""

from conformance.bulk.store.arrow import pa

SUBMISSIONS, DOCUMENTS, HEADS = "submissions.parquet", "documents.parquet", "heads.arrow"
CELLS, MEANINGS = "cells.arrow", "meanings.json"
TEXTS, DIGITS, BYTES = "texts.parquet", "digits.arrow", "bytes.parquet"
REJECTS = "rejects.jsonl"
IN_A_GROUP = 64
"""How many submissions stand together in a group of `bytes.parquet`."""
ATTRIBUTE = "attribute:"
"""What the names of the columns of declared attributes begin with."""

_TEXT, _DAY, _NUMBER = pa.string(), pa.date32(), pa.uint32()
SUBMISSION = pa.schema([
    ("at", _TEXT), ("digest", _TEXT), ("submission", _TEXT), ("spec", _TEXT), ("kind", _TEXT),
    ("brand", _TEXT), ("name", _TEXT), ("model", _TEXT), ("lot", _TEXT), ("manufacturer", _TEXT),
    ("factory", _TEXT), ("manufactured", _DAY), ("imported", _DAY), ("sold", _DAY),
    ("aside", _TEXT),
])  # fmt: skip
DOCUMENT = pa.schema([
    ("row", _NUMBER), ("place", pa.uint16()), ("document", _TEXT), ("id", _TEXT),
    ("number", _TEXT), ("class", _NUMBER), ("own", pa.bool_()), ("ordered", pa.bool_()),
    ("last", _DAY), ("tested", _DAY), ("received", _DAY), ("issued", _DAY), ("expires", _DAY),
    ("status_checked", _DAY), ("laboratory", _TEXT), ("cma", _TEXT), ("cnas", _TEXT),
    ("scheme", _TEXT), ("status", _TEXT),
])  # fmt: skip
SPECIMEN = pa.schema([
    ("column", _NUMBER), ("code", _NUMBER), ("text", _TEXT), ("kind", _TEXT),
    ("digits", pa.int64()), ("decimals", pa.int8()), ("unit", _TEXT),
    ("high_digits", pa.int64()), ("high_decimals", pa.int8()), ("closed", pa.bool_()),
    ("mark", _TEXT), ("plain", pa.bool_()),
])  # fmt: skip
BYTE = pa.schema([("data", pa.binary())])
