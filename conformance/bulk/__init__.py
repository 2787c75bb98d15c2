"""Many submissions: judged by several processes, in order, in flat memory, resumable.

What is said of each is what `check` says of it alone, byte for byte.
"""

from conformance.bulk.batch import Batch
from conformance.bulk.judge import FORMS, Form, Judge
from conformance.bulk.summary import Summary

__all__ = ["FORMS", "Batch", "Form", "Judge", "Summary"]
