"""The words of ambiences and effects as data, a file a language."""
