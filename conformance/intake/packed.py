"""Packed files are looked at before they are unpacked: how many parts, how large, and what in them.

A packed Office file with a document type of its own, which none has, could name entities that grow
when they are read, or files of this machine; one with macros may show a person something else than
what stands in it.
"""

import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from conformance.intake.problems import Refused

MOST_UNPACKED = 300 * 1024 * 1024
MOST_XML = 48 * 1024 * 1024
_MOST_PARTS = 5000
_HIGHEST_RATIO = 400
_CHUNK = 1 << 16


def look_into(path: Path) -> frozenset[str]:
    """Return the names of the parts; raises `Refused` for what is damaged or hostile."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            _measure(parts)
            names = frozenset(part.filename for part in parts)
            if any(map(_is_macro, names)):
                raise Refused("file-has-macros")
            for part in parts:
                if _is_xml(part.filename):
                    _without_entities(packed, part)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise Refused("file-damaged") from error
    return names


def _measure(parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    written = sum(part.file_size for part in parts if _is_xml(part.filename))
    if len(parts) > _MOST_PARTS or total > MOST_UNPACKED or written > MOST_XML:
        raise Refused("file-inflates")
    for part in parts:
        if part.file_size > 20_000_000 and part.file_size > _HIGHEST_RATIO * part.compress_size:
            raise Refused("file-inflates")
        if part.flag_bits & 1:
            raise Refused("file-encrypted")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _is_macro(name: str) -> bool:
    """Return whether a part holds macros: of today, or of Excel 4."""
    low = name.lower()
    return low.endswith("vbaproject.bin") or "/macrosheets/" in low


class _Rooted(Exception):
    """Ends the look at a part: a document type can only stand before its first element."""


def _without_entities(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that has a document type; whether its XML is sound is for its reader."""

    def declared(*_: object) -> None:
        raise Refused("file-has-entities", part.filename)

    def rooted(*_: object) -> None:
        raise _Rooted

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = rooted
    try:
        with packed.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
    except (_Rooted, expat.ExpatError):
        return
