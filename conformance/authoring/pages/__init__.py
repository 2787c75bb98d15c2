"""Pages of Markdown about a library: one for each spec and each edition, for people who learn it.

`library_pages` returns them all by path; `write_pages` brings a folder up to date.
"""

from conformance.authoring.pages.folder import library_pages, write_pages

__all__ = ["library_pages", "write_pages"]
