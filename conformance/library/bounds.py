"""How large, how deep and how many: what no text that is read may exceed."""

MOST_BYTES = 64 * 2**20
MOST_AUTHORED_BYTES = 4 * 2**20
MOST_DEPTH = 64
MOST_VALUES = 10**6
MOST_PROBLEMS = 100
