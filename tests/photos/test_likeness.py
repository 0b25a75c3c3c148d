"""What pictures are like: edits are found by their keys and proven, other pictures are not."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from suicha.photos.likeness import ALIKE, FRAMES, difference, likeness, unpacked
from suicha.photos.lookup import BLOCK, MOST, Lookup

from .pictures import again, brighter, cut, drawn, half, retouched, scene, watermarked

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = ["塔吊", "临边", "配电箱", "脚手架", "消防通道", "宿舍"]
EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "compressed to quality 40": again,
    "half the size": half,
    "brighter by 20 %": partial(brighter, factor=1.2),
    "darker by 20 %": partial(brighter, factor=0.8),
    "watermark": watermarked,
    "left tenth cut": partial(cut, left=0.1, top=0, right=0, bottom=0),
    "lower tenth cut": partial(cut, left=0, top=0, right=0, bottom=0.1),
    "corner cut": partial(cut, left=0, top=0.1, right=0.1, bottom=0),
    "all around": partial(cut, left=0.1, top=0.1, right=0.1, bottom=0.1),
    "askew": partial(cut, left=0.03, top=0.07, right=0.07, bottom=0.03),
}


def kept(*pictures: Image.Image) -> Lookup:
    """A lookup of these pictures, named by their number."""
    lookup = Lookup()
    for n, picture in enumerate(pictures):
        lookup.add(f"{n:064x}", unpacked(likeness(picture).keys))
    return lookup


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edited_picture_is_found_and_proven_whichever_came_first(
    edit: Callable[[Image.Image], Image.Image],
) -> None:
    originals = [scene(seed) for seed in SEEDS]
    edited = [edit(original) for original in originals]
    for before, after in ((originals, edited), (edited, originals)):
        lookup, found = kept(*before), 0
        for n, picture in enumerate(after):
            like = likeness(picture)
            near = f"{n:064x}" in lookup.search(unpacked(like.keys))
            found += near and difference(likeness(before[n]), like) <= ALIKE
        assert found >= len(SEEDS) - 1


def test_a_retouched_picture_is_proven_whatever_its_keys() -> None:
    for seed in SEEDS:
        assert 0 < difference(likeness(scene(seed)), likeness(retouched(scene(seed)))) <= ALIKE


def test_pictures_of_different_things_are_not_alike() -> None:
    likenesses = [likeness(scene(seed)) for seed in [*SEEDS, *map(str, range(10))]]
    assert all(difference(*pair) > ALIKE for pair in combinations(likenesses, 2))


@pytest.mark.parametrize(
    "plain",
    [
        Image.new("RGB", (640, 480), "black"),
        Image.new("RGB", (640, 480), "white"),
        Image.linear_gradient("L").resize((640, 480)).convert("RGB"),  # fog
        drawn(640, 480),  # four fields of colour
        Image.new("RGB", (1, 1)),
        Image.new("RGB", (4000, 1)),
    ],
    ids=["black", "white", "fog", "fields", "a point", "a line"],
)
def test_a_picture_that_shows_too_little_is_like_none_not_even_itself(plain: Image.Image) -> None:
    assert not likeness(plain).tells
    assert difference(likeness(plain), likeness(plain)) == 1


def test_the_same_picture_does_not_differ() -> None:
    like = likeness(scene("塔吊"))
    assert difference(like, like) == 0
    assert len(like.keys) == 8 * len(FRAMES)


def test_a_lookup_finds_in_every_block_and_gives_the_nearest_first() -> None:
    dice = np.random.default_rng(7)
    sought = dice.integers(0, 2**63, len(FRAMES), dtype=np.uint64)
    lookup = Lookup()
    assert lookup.search(sought) == []
    for n in range(BLOCK + 10):
        keys = dice.integers(0, 2**63, len(FRAMES), dtype=np.uint64)
        near = {5: sought ^ np.uint64(0b111), BLOCK + 3: sought}.get(n)
        lookup.add(f"{n:064x}", keys if near is None else near)
    assert lookup.search(sought)[:2] == [f"{BLOCK + 3:064x}", f"{5:064x}"]


def test_a_picture_used_everywhere_gives_no_endless_work() -> None:
    same = scene("塔吊")
    lookup = kept(*[same] * 3)
    keys = unpacked(likeness(same).keys)
    for n in range(3, MOST + 50):
        lookup.add(f"{n:064x}", keys)
    assert len(lookup.search(keys)) == MOST
