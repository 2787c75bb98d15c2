"""Answers in the formats that people and systems read; one file per format."""
