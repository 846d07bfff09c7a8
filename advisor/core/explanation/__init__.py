"""The parts of an explanation, one module for each thing that a verdict has to say.

`telling`, `sentence`, and `phrases` are what they share.
"""
