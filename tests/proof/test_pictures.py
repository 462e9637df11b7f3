"""A picture of a finding shows the place that it speaks of, outlined."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest
from PIL import Image, ImageChops

from proofpress.proof.ledger import Box, Place
from proofpress.proof.pictures import BEYOND, OUTLINE, Pages, Picture

WHITE = (255, 255, 255)
BLUE = (0, 0, 255)
PIXELS = 1000 / 600


def drawn(content: bytes, width: int = 600, height: int = 800) -> bytes:
    """Return a PDF of one page with this content."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(width, height))
    page.Contents = pdf.make_stream(content)
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True)
    return file.getvalue()


SQUARE = drawn(b'0 0 1 rg 200 400 40 40 re f')
"""A blue square of 40 points, its lower left corner at 200, 400."""


@pytest.fixture
def pages() -> Iterator[Pages]:
    with Pages(SQUARE) as opened:
        yield opened


def image(picture: Picture | None) -> Image.Image:
    assert picture is not None
    found = Image.open(io.BytesIO(picture.content)).convert('RGB')
    assert found.size == (picture.width, picture.height)
    return found


def is_near(pixel: object, colour: tuple[int, int, int]) -> bool:
    """Tell whether a pixel has the colour, but for what the compression takes from it."""
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 70 for one, other in zip(pixel, colour, strict=True))


def where(picture: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Return the rectangle around the pixels of a colour: left, top, right, bottom."""
    near = [
        band.point([255 if abs(value - wanted) < 70 else 0 for value in range(256)])
        for band, wanted in zip(picture.split(), colour, strict=True)
    ]
    found = ImageChops.darker(ImageChops.darker(near[0], near[1]), near[2]).getbbox()
    assert found is not None
    return found


def test_the_outline_goes_around_the_place(pages: Pages) -> None:
    """An editor sees at once what is meant, and nothing else is marked."""
    picture = image(pages.of_place(Place(0, Box(200, 400, 240, 440))))
    square = where(picture, BLUE)
    outline = where(picture, OUTLINE)
    assert square[0] == pytest.approx(200 * PIXELS, abs=3)
    assert square[2] == pytest.approx(240 * PIXELS, abs=3)
    for side in range(2):
        assert 0 < square[side] - outline[side] < 8
        assert 0 < outline[side + 2] - square[side + 2] < 8


def test_the_page_around_the_place_is_shown(pages: Pages) -> None:
    """Without its surroundings nobody finds a place on the page."""
    picture = image(pages.of_place(Place(0, Box(200, 400, 240, 440))))
    assert picture.width == 1000
    assert picture.height == pytest.approx((40 + 2 * 42) * PIXELS, abs=2)


def test_what_slipped_off_the_page_is_shown_beside_it(pages: Pages) -> None:
    """The edge of the page is what the finding is about."""
    picture = image(pages.of_place(Place(0, Box(560, 400, 640, 420))))
    edge = 600 / 646 * 1000
    assert is_near(picture.getpixel((round(edge) - 8, 5)), WHITE)
    assert is_near(picture.getpixel((round(edge) + 8, 5)), BEYOND)
    assert where(picture, OUTLINE)[2] > edge


@pytest.mark.parametrize(
    'box',
    [
        Box(9000, 400, 9100, 420),
        Box(-9000, 400, -8000, 420),
        Box(100, 5000, 200, 5100),
        Box(100, -5100, 200, -5000),
        Box(0, 0, 600, 800),
        Box(50, 50, 50, 50),
        Box(-9000, -9000, 9000, 9000),
    ],
)
def test_every_place_gives_a_picture_with_its_outline(pages: Pages, box: Box) -> None:
    """Broken products put text anywhere; the report must not break on them."""
    picture = image(pages.of_place(Place(0, box)))
    assert picture.height <= 1000
    where(picture, OUTLINE)


def test_a_place_without_a_box_is_the_page(pages: Pages) -> None:
    """Nothing is outlined where the whole page is meant."""
    picture = image(pages.of_place(Place(0)))
    assert picture.height / picture.width == pytest.approx(800 / 600, abs=0.01)
    square = where(picture, BLUE)
    assert square[0] == pytest.approx(200 * picture.width / 600, abs=2)


def test_thumbnails_are_small_and_the_same_each_time(pages: Pages) -> None:
    """A long report has hundreds of them."""
    one, other = pages.thumbnail(0), pages.thumbnail(0)
    assert one == other
    assert one is not None
    assert (one.width, one.height) == (240, 320)
    assert len(one.content) < 2000


@pytest.mark.parametrize('size', [(3, 14400), (14400, 3)])
def test_no_shape_of_page_makes_a_huge_picture(size: tuple[int, int]) -> None:
    """A page as long as a road must not take the memory of the press."""
    with Pages(drawn(b'', *size)) as pages:
        picture = pages.thumbnail(0)
        assert picture is not None
        assert picture.height <= 4 * 240
        assert picture.width <= 240


def test_pages_that_are_not_there_give_no_picture(pages: Pages) -> None:
    """A finding about a lost page has no picture, and the report stands."""
    assert pages.thumbnail(1) is None
    assert pages.of_place(Place(7, Box(0, 0, 1, 1))) is None
    assert pages.thumbnail(-1) is None
    assert len(pages) == 1
    with Pages(b'no PDF') as none:
        assert none.thumbnail(0) is None
        assert len(none) == 0
