"""A frame in BGR comes in; the same in planar Y'CbCr 4:2:0 by BT.709 goes out, as encoders take it.

ffmpeg's own conversion takes three times as long, which is an eighth of all that a frame costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

# ITU-R BT.709-6, items 3.2 to 3.5: the weights of red and blue; 219 and 224 steps of 255.
_RED, _BLUE = 0.2126, 0.0722
_GREEN = 1.0 - _RED - _BLUE
_LUMA = 219 / 255
_CB, _CR = 224 / 255 / (2 - 2 * _BLUE), 224 / 255 / (2 - 2 * _RED)

# Of blue, green and red, and what is added.
_Y_OF = (_BLUE * _LUMA, _GREEN * _LUMA, _RED * _LUMA, 16)
_CB_OF = (_CB * (1 - _BLUE), -_CB * _GREEN, -_CB * _RED, 128)
_CR_OF = (-_CR * _BLUE, -_CR * _GREEN, _CR * (1 - _RED), 128)


class Planes:
    """Room for one frame of `width` by `height`, both even: Y', Cb and Cr, limited range.

    `data` has shape (height * 3 // 2, width), the three below each other; it is used again for
    every frame.
    """

    def __init__(self, width: int, height: int) -> None:
        self.data = np.empty((height * 3 // 2, width), np.uint8)
        self._luma = self.data[:height]
        self._chroma = self.data[height:].reshape(2, height // 2, width // 2)
        # Memory that is asked for anew for each frame costs as much as the sums themselves.
        self._channels: list[Any] = [np.empty((height, width), np.uint8) for _ in range(3)]
        small = (height // 2, width // 2)
        self._halves: list[Any] = [np.empty(small, np.uint8) for _ in range(3)]
        self._sums: Any = np.empty((height, width), np.float32)
        self._small_sums: Any = np.empty(small, np.float32)

    def fill(self, frame: Bytes) -> Bytes:
        """Convert a frame of shape (height, width, 3) or (height, width, 4); returns `data`.

        A sample of colour is of the mean of its four pixels and lies in their middle.
        """
        size = (frame.shape[1] // 2, frame.shape[0] // 2)
        for index, (channel, half) in enumerate(zip(self._channels, self._halves, strict=True)):
            cv2.extractChannel(frame, index, dst=channel)
            cv2.resize(channel, size, dst=half, interpolation=cv2.INTER_AREA)
        _weigh(self._luma, self._channels, _Y_OF, self._sums)
        _weigh(self._chroma[0], self._halves, _CB_OF, self._small_sums)
        _weigh(self._chroma[1], self._halves, _CR_OF, self._small_sums)
        return self.data


def _weigh(
    into: Bytes, channels: Sequence[Any], weights: tuple[float, float, float, float], sums: Any
) -> None:
    """The weighted sum of three channels, rounded once."""
    blue, green, red = channels
    cv2.addWeighted(blue, weights[0], green, weights[1], weights[3], dst=sums, dtype=cv2.CV_32F)
    cv2.addWeighted(sums, 1.0, red, weights[2], 0, dst=into, dtype=cv2.CV_8U)
