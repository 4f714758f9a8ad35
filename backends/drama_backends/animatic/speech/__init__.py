"""A spoken line's brief goes in; its sound, with the times of its words and mouth, comes out."""

from drama_backends.animatic.speech.passage import Phone, Word
from drama_backends.animatic.speech.speak import Speech, speak
from drama_backends.animatic.speech.voice import Voice, cast_voice

__all__ = ["Phone", "Speech", "Voice", "Word", "cast_voice", "speak"]
