"""A script and a model's name come in; what the model would write into the script comes out.

Nothing here writes a file, and all else works without it.
"""
