"""How alike two pictures are: keys that find a picture among millions, and what proves it.

The keys are perceptual hashes (signs of low frequencies, as pHash takes them) of the whole picture
and of frames within it, so that a picture cut by a tenth still has a key in common with the whole.
Keys only find: pictures of the same kind often share them. What proves is the miniature, laid over
the other and compared part by part, so that a watermark or a retouched corner hides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

Frame = tuple[float, float, float, float]  # left, top, right, bottom, of 1
Grey = NDArray[np.float32]
Keys = NDArray[np.uint64]

WHOLE: Frame = (0, 0, 1, 1)
# What is left of a picture that was cut: all around by a twentieth or a tenth, at a corner, a side.
FRAMES: tuple[Frame, ...] = (
    WHOLE,
    (0.05, 0.05, 0.95, 0.95),
    (0.1, 0.1, 0.9, 0.9),
    (0, 0, 0.9, 0.9),
    (0.1, 0, 1, 0.9),
    (0, 0.1, 0.9, 1),
    (0.1, 0.1, 1, 1),
    (0, 0, 0.9, 1),
    (0.1, 0, 1, 1),
    (0, 0, 1, 0.9),
    (0, 0.1, 1, 1),
)
SIDE = 48  # of a miniature, in pixels: 2,304 bytes
LAID = 36  # of what is compared of two miniatures that were laid over each other
PART = 6  # of its parts
BITS = 64
SAMPLES = 32  # of a frame, in each direction, under its key

# Grey levels: a part that varies less shows nothing that could be told from another (a plain wall).
SHOWN = 2.5
SAME = 0.8  # correlation of two parts that show the same
FEWEST = 12  # parts that show something, of 36: with fewer, a picture is compared with none
ALIKE = 0.5  # of the parts may differ; pictures of different things differ in two thirds or more
HOPELESS = 0.15  # correlation of two that were not fitted yet, below which no fitting helps
# Which edge of a frame is moved by how much to lay one picture over the other, the widest first.
MOVES = tuple(product((0.04, 0.02, 0.01), range(4), (-1, 1)))


@dataclass(frozen=True)
class Likeness:
    """What is kept of a picture to be compared: its keys, packed, its miniature, its detail."""

    keys: bytes
    miniature: bytes
    detail: int

    @property
    def tells(self) -> bool:
        """Whether the picture shows enough to be told from another: fog and plain walls do not."""
        return self.detail >= FEWEST


def _waves() -> Grey:
    """Give the cosines whose weights in a picture are its low frequencies (DCT-II)."""
    places = (np.arange(SAMPLES) + 0.5) * np.pi / SAMPLES
    return np.cos(np.arange(11)[:, None] * places[None]).astype(np.float32)


def _order() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the 64 lowest frequencies but the mean, the lowest first."""
    pairs = sorted((u + v, u, v) for u in range(11) for v in range(11) if u + v > 0)
    lowest = np.array(pairs[:BITS])
    return lowest[:, 1], lowest[:, 2]


_WAVES, _ORDER = _waves(), _order()


def likeness(picture: Image.Image) -> Likeness:
    """Reduce a picture to what is compared."""
    grey = picture.convert("L")
    grey.thumbnail((SAMPLES * 16, SAMPLES * 16), Image.Resampling.BOX)
    keys = np.array([_key(grey, frame) for frame in FRAMES], dtype=np.uint64)
    small = grey.resize((SIDE, SIDE), Image.Resampling.BOX)
    shown = int(_varies(_parts(_detail(_laid(small, WHOLE)))).sum())
    return Likeness(keys.astype(">u8").tobytes(), small.tobytes(), shown)


def unpacked(keys: bytes) -> Keys:
    """Give the keys of a likeness as numbers."""
    return np.frombuffer(keys, dtype=">u8").astype(np.uint64)


def difference(one: Likeness, other: Likeness) -> float:
    """Say how much of two pictures differs, from 0 (the same) to 1, wherever either was cut."""
    if not (one.tells and other.tells):
        return 1.0
    first, second = _miniature(one), _miniature(other)
    return 1 - max(_agreement(first, second, *frames) for frames in _layings(one, other))


def _key(grey: Image.Image, frame: Frame) -> int:
    box = _box(grey, frame)
    small = grey.resize((SAMPLES, SAMPLES), Image.Resampling.BOX, box=box)
    weights = (_WAVES @ np.asarray(small, dtype=np.float32) @ _WAVES.T)[_ORDER]
    return int.from_bytes(np.packbits(weights > np.median(weights)).tobytes(), "big")


def _box(grey: Image.Image, frame: Frame) -> Frame:
    left, top, right, bottom = frame
    return left * grey.width, top * grey.height, right * grey.width, bottom * grey.height


def _miniature(of: Likeness) -> Image.Image:
    return Image.frombytes("L", (SIDE, SIDE), of.miniature)


def _layings(one: Likeness, other: Likeness) -> Iterator[tuple[Frame, Frame]]:
    """Give the frames to lay over each other: the wholes, and those whose keys are nearest."""
    yield WHOLE, WHOLE
    first, second = unpacked(one.keys), unpacked(other.keys)
    within_first = np.bitwise_count(first ^ second[0])
    within_second = np.bitwise_count(second ^ first[0])
    if within_first.min() <= within_second.min():
        yield FRAMES[int(within_first.argmin())], WHOLE
    else:
        yield WHOLE, FRAMES[int(within_second.argmin())]


def _agreement(one: Image.Image, other: Image.Image, first: Frame, second: Frame) -> float:
    """Lay two miniatures over each other as well as can be; give the share of parts that agree."""
    if second != WHOLE:
        one, other, first = other, one, second
    fixed = _detail(_laid(other, WHOLE))
    if _fit(one, fixed, first) < HOPELESS:
        return 0.0
    frame = _fitted(one, fixed, first)
    a, b = _parts(_detail(_laid(one, frame))), _parts(fixed)
    told = _varies(a) | _varies(b)
    if told.sum() < FEWEST:
        return 0.0
    return float((_correlation(a, b) >= SAME)[told].mean())


def _fitted(one: Image.Image, fixed: Grey, frame: Frame) -> Frame:
    """Move the edges of a frame as long as what it shows becomes more like what is fixed."""
    best = _fit(one, fixed, frame)
    for step, edge, way in MOVES:
        moved = _moved(frame, edge, way * step)
        fit = _fit(one, fixed, moved)
        if fit > best:
            best, frame = fit, moved
    return frame


def _moved(frame: Frame, edge: int, by: float) -> Frame:
    edges = list(frame)
    edges[edge] = min(1.0, max(0.0, edges[edge] + by))
    return edges[0], edges[1], edges[2], edges[3]


def _fit(one: Image.Image, fixed: Grey, frame: Frame) -> float:
    laid = _detail(_laid(one, frame))
    return float(_correlation(laid.reshape(1, -1), fixed.reshape(1, -1))[0])


def _laid(miniature: Image.Image, frame: Frame) -> Grey:
    box = _box(miniature, frame)
    laid = miniature.resize((LAID, LAID), Image.Resampling.BICUBIC, box=box)
    return np.asarray(laid, dtype=np.float32)


def _detail(grey: Grey) -> Grey:
    """Take away what is lighter or darker over a wide area: brightness, haze, the sky."""
    wide = np.pad(grey, 3, mode="edge").cumsum(0).cumsum(1)
    wide = np.pad(wide, ((1, 0), (1, 0)))
    summed = wide[7:, 7:] - wide[:-7, 7:] - wide[7:, :-7] + wide[:-7, :-7]
    level: Grey = grey - summed / 49
    return level


def _parts(grey: Grey) -> Grey:
    """Cut into parts, one row for each."""
    count = LAID // PART
    cut = grey.reshape(count, PART, count, PART).swapaxes(1, 2)
    return cut.reshape(count * count, PART * PART)


def _varies(parts: Grey) -> NDArray[np.bool_]:
    varied: NDArray[np.bool_] = parts.std(axis=1) >= SHOWN
    return varied


def _correlation(one: Grey, other: Grey) -> Grey:
    a = one - one.mean(axis=1, keepdims=True)
    b = other - other.mean(axis=1, keepdims=True)
    norm = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    correlated: Grey = (a * b).sum(axis=1) / np.maximum(norm, 1e-6)
    return correlated
