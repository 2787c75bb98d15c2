"""Every output of some assessments as digests, for a process of its own: see test_formats.

`python -m tests.written_elsewhere FILE…`, each an assessment as JSON.
"""

import hashlib
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from conformance.model.assessment import Assessment
from conformance.rendering import overview
from conformance.rendering.formats import FORMATS, OF_SEVERAL, render
from conformance.rendering.letter import Case, letters
from conformance.rendering.letter_files import write
from conformance.rendering.tally import Tally
from tests.fonts import has_chinese_font

DAY = date(2026, 11, 23)
LETTERS = {"md": None, "docx": "docx", "pdf": "typst"}


def digests(answers: tuple[Assessment, ...]) -> dict[str, str]:
    """Return the digest of each output that this machine can write, by its name."""
    printable = find_spec("typst") is not None and has_chinese_font()
    found: dict[str, str | bytes] = {}
    for lang in ("zh", "en"):
        for name, format in FORMATS.items():
            if (format.needs is None or find_spec(format.needs)) and (name != "pdf" or printable):
                found[f"{name} {lang}"] = render(name, answers, lang)
                # a workbook about nothing has no date to take
                found[f"{name} {lang} empty"] = render(name, (), lang) if name == "xlsx" else b""
        for name in OF_SEVERAL:
            found[f"{name} {lang} several"] = render(name, answers, lang, several=True)
        some = letters([Case(assessment=each, addressee="x") for each in answers], lang, DAY, DAY)
        for form, needs in LETTERS.items():
            if (needs is None or find_spec(needs)) and (form != "pdf" or printable):
                found[f"letter {form} {lang}"] = write(form, some)
        tally = Tally()
        for each in answers:
            tally.take(each, {"R1": "Laboratory"})
        found[f"overview {lang}"] = overview.page(tally, lang)
    return {
        name: hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
        for name, data in found.items()
    }


if __name__ == "__main__":
    read = tuple(Assessment.from_json(Path(name).read_bytes()) for name in sys.argv[1:])
    for name, digest in digests(read).items():
        print(name, digest)
