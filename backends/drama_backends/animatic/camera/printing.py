"""How a theme prints comes in; planes of premultiplied BGRA go out in its colours.

Every step is a straight line in the colours, so it may be done a plane at a time, once, and
costs a frame nothing.
"""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np

from drama_backends.animatic.camera.motion import Matrix
from drama_backends.animatic.camera.raster import Pixels

LUMA = (0.114, 0.587, 0.299)
"""What blue, green and red weigh in how light a colour is."""


class Printing(Protocol):
    """The colours of a print, as a theme has them."""

    @property
    def chroma(self) -> float: ...
    @property
    def contrast(self) -> float: ...
    @property
    def dark(self) -> str: ...
    @property
    def light(self) -> str: ...


def print_matrix(printing: Printing) -> Matrix:
    """What a premultiplied pixel (blue, green, red, alpha) is multiplied with, 4x4."""
    grey = np.tile(np.array(LUMA), (3, 1))
    mixed = printing.chroma * np.eye(3) + (1.0 - printing.chroma) * grey
    dark = _channels(printing.dark or "#000000")
    light = _channels(printing.light or "#ffffff")
    # Contrast turns about the middle; black and white become what the theme says.
    span = light - dark
    matrix = np.eye(4)
    matrix[:3, :3] = printing.contrast * span[:, None] * mixed
    matrix[:3, 3] = dark + span * (1.0 - printing.contrast) / 2.0
    return matrix


def printed(image: Pixels, matrix: Matrix) -> Pixels:
    """The pixels in the print's colours."""
    result = cv2.transform(image, matrix)
    alpha = cv2.cvtColor(cv2.extractChannel(image, 3), cv2.COLOR_GRAY2BGRA)
    cv2.mixChannels([image], [alpha], [3, 3])
    return np.asarray(cv2.min(result, alpha), np.uint8)


def _channels(colour: str) -> Matrix:
    return np.array([int(colour[i : i + 2], 16) / 255.0 for i in (5, 3, 1)])
