"""Reports that are made for the tests of reading, in several layouts and by several typesetters."""
