"""Files that go with a brief: what they are, where they are kept, and who gets them."""
