"""From a submission, read strictly, to findings."""
