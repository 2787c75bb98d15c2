"""Golden files: what the program said when somebody last read it, compared word for word."""

from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def compare(name: str, text: str, *, reset: bool) -> None:
    """Compare `text` with the file `name`; with `reset`, write it, to be read in the diff."""
    path = FOLDER / name
    if reset:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{name}: if meant, run pytest with --reset"
