"""Planes: colours as a BT.709 player shows them, blending exact to a level, nothing written beyond the sprite."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from shared.video.planes import Planes, blend, planes_of, sprite_of


def canvas(width: int = 64, height: int = 48, level: int = 100) -> Planes:
    half = (height // 2, width // 2)
    return np.full((height, width), level, np.uint8), np.full(half, 90, np.uint8), np.full(half, 160, np.uint8)


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((228, 87, 46), (114, 96, 192)),  # an orange that BT.601 would turn into another one
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_pictures_and_sprites_have_the_same_colours(rgb: tuple[int, int, int], yuv: tuple[int, int, int]) -> None:
    from_picture = planes_of(Image.new("RGB", (8, 8), rgb))
    out = canvas(8, 8)
    blend(sprite_of(Image.new("RGBA", (8, 8), (*rgb, 255))), out, 0, 0)
    for picture, sprite, expected in zip(from_picture, out, yuv, strict=True):
        assert abs(int(picture[0, 0]) - expected) <= 1
        assert abs(int(sprite[0, 0]) - expected) <= 1


@settings(max_examples=60)
@given(st.integers(0, 255), st.integers(0, 256), st.integers(16, 235), st.integers(16, 235))
def test_blending_is_exact_to_a_level(alpha: int, strength: int, under: int, gray: int) -> None:
    out = canvas(8, 8, under)
    level = round((gray - 16) * 255 / 219)
    blend(sprite_of(Image.new("RGBA", (8, 8), (level, level, level, alpha))), out, 0, 0, strength)
    part = alpha / 255 * strength / 256
    assert abs(int(out[0][3, 3]) - (under * (1 - part) + gray * part)) <= 2


def test_an_invisible_sprite_changes_nothing() -> None:
    out, before = canvas(), canvas()
    blend(sprite_of(Image.new("RGBA", (20, 20), (255, 0, 0, 0))), out, 4, 4)
    blend(sprite_of(Image.new("RGBA", (20, 20), (255, 0, 0, 255))), out, 4, 4, strength=0)
    for now, then in zip(out, before, strict=True):
        assert np.array_equal(now, then)


@settings(max_examples=80)
@given(
    st.integers(-60, 90).map(lambda n: n * 2),
    st.integers(-60, 90).map(lambda n: n * 2),
    st.integers(1, 80),
    st.integers(1, 80),
)
def test_a_sprite_anywhere_touches_only_its_own_rectangle(x: int, y: int, width: int, height: int) -> None:
    out = canvas()
    blend(sprite_of(Image.new("RGBA", (width, height), (255, 255, 255, 255))), out, x, y)
    touched = out[0] != 100
    expected = np.zeros_like(touched)
    expected[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)] = True
    assert np.array_equal(touched, expected)


def test_hidden_pixels_do_not_bleed_into_the_colour_of_an_edge() -> None:
    image = Image.new("RGBA", (4, 4), (0, 255, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 1, 4))
    out = canvas(4, 4)
    blend(sprite_of(image), out, 0, 0)
    red = canvas(4, 4)
    blend(sprite_of(Image.new("RGBA", (4, 4), (255, 0, 0, 255))), red, 0, 0)
    for index in (1, 2):
        expected = (int(red[index][0, 0]) + (90, 160)[index - 1]) / 2
        assert abs(int(out[index][0, 0]) - expected) <= 2
