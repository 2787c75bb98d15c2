"""What would change an answer: other values, other documents, other facts, other days."""
