"""A spoken line's brief goes in; its sound, with the times of its words and mouth, comes out."""

from drama_backends.animatic.casting import Voice, cast_voice
from drama_backends.animatic.speech.passage import Phone, Word
from drama_backends.animatic.speech.speak import Speech, speak

__all__ = ["Phone", "Speech", "Voice", "Word", "cast_voice", "speak"]
