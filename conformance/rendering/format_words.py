"""Words of the formats beside the page: workbook, PDF, letters and pictures of many."""

FORMAT_WORDS = {
    "zh": {"requirement": "要求"},
    "en": {"requirement": "Requirement"},
}
