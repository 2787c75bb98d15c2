"""The tests of the project; `python -m tests` runs every check there is."""
