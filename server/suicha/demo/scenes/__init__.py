"""The demo's photos: drawn pictures of building sites, which look like what they are said to show.

Nobody's photo is used. A seed makes each picture its own; the same seed gives the same bytes.
"""

from __future__ import annotations

import random
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from suicha.demo.scenes import fire, power, structure
from suicha.demo.scenes.sketch import HEIGHT, WIDTH, Sketch

if TYPE_CHECKING:
    from collections.abc import Callable

QUALITY = 80
GRAIN = 14  # of a small sensor; what makes a drawing weigh as much as a photo

SCENES: dict[str, Callable[[Sketch], None]] = {
    "scaffold": structure.scaffold,
    "edge": structure.edge,
    "crane": structure.crane,
    "notices": structure.notices,
    "box": power.box,
    "cable": power.cable,
    "overhead": power.overhead,
    "cellar": power.cellar,
    "extinguishers": fire.extinguishers,
    "lane": fire.lane,
    "welding": fire.welding,
    "dormitory": fire.dormitory,
}


def photograph(scene: str, seed: str, exif: Image.Exif, *, mended: bool = False) -> bytes:
    """Draw a scene as a phone would have seen it; give a JPEG of 1280 by 960 with this EXIF."""
    sketch = Sketch(seed, mended=mended)
    SCENES[scene](sketch)
    picture = sketch.image.transform(
        (WIDTH, HEIGHT), Image.Transform.AFFINE, sketch.held(), Image.Resampling.BILINEAR
    )
    picture = ImageChops.add(picture, _grain(), offset=-128)
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, exif=exif)
    return out.getvalue()


@cache  # noise is slow to make, and nobody compares the grain of two photos
def _grain() -> Image.Image:
    """A grey veil around 128: the same in every run, so that a photo keeps its hash."""
    small = (WIDTH // 2, HEIGHT // 2)
    noise = random.Random(59).randbytes(small[0] * small[1])  # noqa: S311  # a picture
    veil = Image.frombytes("L", small, noise).point(lambda value: 128 + (value - 128) // GRAIN)
    return veil.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR).convert("RGB")
