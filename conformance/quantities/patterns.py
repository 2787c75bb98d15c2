"""Regular expressions that are compiled when they are first used.

One report needs few of those that read what laboratories write, and to compile them all takes
longer than to check it.
"""

import re
from typing import Any, AnyStr, cast


class _Pattern:
    """What stands for a compiled expression, and becomes its methods one by one."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        compiled: Any = re.compile(self._text, self._flags)
        found = getattr(compiled, name)
        setattr(self, name, found)
        return found


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return the regular expression, with the methods of a compiled one.

    >>> bool(pattern("[a-c]+", re.IGNORECASE).fullmatch("aBc"))
    True
    """
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))
