"""Whether this machine can print Chinese at all."""

from conformance.rendering.typesetting import CHINESE_FONTS


def has_chinese_font() -> bool:
    """Return whether typst finds a font for Chinese; where there is none, nothing is printed."""
    import typst

    return bool(set(CHINESE_FONTS) & set(typst.Fonts().families()))
