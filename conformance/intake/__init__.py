"""Files that were made for people, and the forms that come back, to draft submissions."""
