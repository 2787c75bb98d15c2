"""The nouns: what people write and send, as frozen values without any reading or writing."""
