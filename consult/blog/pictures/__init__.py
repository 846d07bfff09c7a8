"""Pictures in articles: read with suspicion, made in several sizes, found by name, and sent."""
