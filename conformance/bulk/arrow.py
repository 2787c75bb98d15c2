"""Arrow for streams: what is given back goes back to the system at once.

Its own allocator keeps tens of megabytes for later, of which a stream that is read a little at a
time never has any use.
"""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def arrow() -> Any:
    """Return the package, which has no types and need not be installed."""
    pyarrow = import_module("pyarrow")
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    return pyarrow
