"""The library: standards and category specs, from their files to located texts."""
