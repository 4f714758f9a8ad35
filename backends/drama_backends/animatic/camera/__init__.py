"""The camera department: marks, framing, moves and the composing of frames."""
