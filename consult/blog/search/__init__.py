"""The search: what was typed, what is found, and what was meant where nothing is."""
