"""How far visitors come: counted as they go, and reported to staff."""
