"""Packed files are looked at before they are unpacked: how many parts, and how large."""

import zipfile
from pathlib import Path

from conformance.intake.problems import Refused

MOST_UNPACKED = 300 * 1024 * 1024
_MOST_PARTS = 5000
_HIGHEST_RATIO = 400


def look_into(path: Path) -> frozenset[str]:
    """Return the names of the parts; raises `Refused` for what is damaged or inflates."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("file-damaged") from error
    total = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or total > MOST_UNPACKED:
        raise Refused("file-inflates")
    for part in parts:
        if part.file_size > 50_000_000 and part.file_size > _HIGHEST_RATIO * part.compress_size:
            raise Refused("file-inflates")
        if part.flag_bits & 1:
            raise Refused("file-encrypted")
    return frozenset(part.filename for part in parts)
