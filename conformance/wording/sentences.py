"""What one reason says, in both languages."""

from typing import NamedTuple


class Wording(NamedTuple):
    """What a reason says, and what to do about it; `zh_need` is empty for a pass."""

    zh: str
    en: str
    zh_need: str = ""
    en_need: str = ""
