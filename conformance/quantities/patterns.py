"""Regular expressions that are compiled when they are first used.

One report needs few of those that read what laboratories write, and to compile them all takes
longer than to check it.
"""

import re
from typing import Any, cast


class _Pattern:
    """What stands for a compiled expression, and becomes its methods one by one."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return the regular expression, with the methods of a compiled one.

    >>> bool(pattern("[a-c]+", re.IGNORECASE).fullmatch("aBc"))
    True
    """
    return cast("re.Pattern[str]", _Pattern(text, flags))
