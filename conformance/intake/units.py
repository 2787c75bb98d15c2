"""Units as documents print them: which text is a unit and nothing else."""

import re
from functools import lru_cache

from conformance.quantities.units import find_units

_PER = re.compile(
    r"(?:(?:k|m|µ|μ|u|n|p)?(?:g|mol|L|l|m|Bq|Sv|cm|IU)|cfu|CFU|mpn|MPN|oz|lb|unit|pcs)"
    r"\s*/\s*(?:\d+\s*)?"
    r"(?:k|m|µ|μ|u|c|d)?(?:g|L|l|m|m2|m²|m3|m³|cm2|cm²|dm2|dm²|h|serv|serving|serving size|unit"
    r"|package|pkg|container|cm³|cm3|kg·d)",
)
_OTHER = {"%", "‰", "ppm", "ppb", "ppt", "ppm.", "aw", "cfu", "ph", "ntu", "fmu",
          "wt%", "%wt", "w/w", "%w/w", "级", "分", "次", "个"}  # fmt: skip


@lru_cache(maxsize=4096)
def unit_in(text: str) -> str | None:
    """Return the text as a unit where it is one and nothing else; None where it is not.

    >>> unit_in("mg/kg"), unit_in("PPM"), unit_in("(%)"), unit_in("Lead")
    ('mg/kg', 'PPM', '%', None)
    """
    bare = text.strip().strip("()[]（）【】").strip()
    if not bare or len(bare) > 20 or bare.isdigit():
        return None
    if bare.lower() in _OTHER or _PER.fullmatch(bare):
        return bare
    # a lone letter is more often a word of the heading than a unit, except the common ones
    if len(bare) == 1 and bare not in "VAWNKhmgsL℃°Ω":
        return None
    return bare if find_units(bare) else None
