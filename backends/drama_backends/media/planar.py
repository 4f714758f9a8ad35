"""A frame in BGR comes in; the same in planar Y'CbCr 4:2:0 by BT.709 goes out, as encoders take it.

ffmpeg's own conversion takes five times as long, which is a fifth of all that a frame costs.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

# ITU-R BT.709-6, items 3.2 to 3.5: the weights of red and blue; 219 and 224 steps of 255.
_RED, _BLUE = 0.2126, 0.0722
_GREEN = 1.0 - _RED - _BLUE
_LUMA = 219 / 255
_CB, _CR = 224 / 255 / (2 - 2 * _BLUE), 224 / 255 / (2 - 2 * _RED)

# A row for each of Y', Cb and Cr: of blue, green and red, and what is added.
_MATRIX = np.array(
    [
        (_BLUE * _LUMA, _GREEN * _LUMA, _RED * _LUMA, 16),
        (_CB * (1 - _BLUE), -_CB * _GREEN, -_CB * _RED, 128),
        (-_CR * _BLUE, -_CR * _GREEN, _CR * (1 - _RED), 128),
    ],
    np.float32,
)


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
        self._colors, self._mixed = (np.empty((height, width, 3), np.uint8) for _ in range(2))
        small = (height // 2, width // 2, 3)
        self._half, self._half_mixed = (np.empty(small, np.uint8) for _ in range(2))

    def fill(self, frame: Bytes) -> Bytes:
        """Convert a frame of shape (height, width, 3) or (height, width, 4); returns `data`.

        A sample of colour is of the mean of its four pixels and lies in their middle.
        """
        if frame.shape[2] == 4:
            # Of three channels OpenCV weighs many pixels at once, of four it does not.
            cv2.cvtColor(frame, cv2.COLOR_BGRA2BGR, dst=self._colors)
            frame = self._colors
        cv2.transform(frame, _MATRIX, dst=self._mixed)
        cv2.extractChannel(self._mixed, 0, dst=self._luma)
        size = (frame.shape[1] // 2, frame.shape[0] // 2)
        cv2.resize(frame, size, dst=self._half, interpolation=cv2.INTER_AREA)
        cv2.transform(self._half, _MATRIX, dst=self._half_mixed)
        for index, plane in enumerate(self._chroma):
            cv2.extractChannel(self._half_mixed, index + 1, dst=plane)
        return self.data
