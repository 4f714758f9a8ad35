"""What is known of who speaks goes in; a voice each, unlike the others of the film, comes out."""

from drama_backends.animatic.casting.apart import cast_voice
from drama_backends.animatic.casting.voice import Voice

__all__ = ["Voice", "cast_voice"]
