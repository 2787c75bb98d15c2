"""Submissions as columns, to be judged again without reading them again."""
