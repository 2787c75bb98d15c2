"""Where the shipped library lies."""

from pathlib import Path


def packaged_folder() -> Path:
    """Return the folder that holds the shipped standards/ and specs/.

    An installed wheel carries them inside the package; in a checkout they lie beside it.
    """
    package = Path(__file__).parents[1]
    inside = package / "_library"
    return inside if inside.is_dir() else package.parent
