"""Pictures are written anew: upright, small enough, and with nothing in them but what one sees."""

from __future__ import annotations

import io
import tempfile
import time

import pytest
from PIL import Image

from tests import pictures
from tests.pictures import BOTTOM, SECRET, TOP
from webapp.services.media import picture
from webapp.services.media.picture import TOO_LARGE, UNREADABLE, NotShown


def rewrite(content: bytes) -> tuple[picture.Picture, bytes, Image.Image]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        made = picture.rewrite(file)
    with made.content:
        written = made.content.read()
    assert made.size == len(written)
    shown = Image.open(io.BytesIO(written))
    assert shown.size == (made.width, made.height)
    return made, written, shown


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 25 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_phones_send_is_shown(kind: str) -> None:
    made, _, shown = rewrite(pictures.photo(kind))
    assert (made.content_type, made.width, made.height) == ("image/jpeg", 60, 40)
    assert near(shown.getpixel((30, 5)), TOP)
    assert near(shown.getpixel((30, 35)), BOTTOM)


def test_it_stands_upright_and_keeps_no_word_of_where_it_was_taken() -> None:
    source = pictures.sideways()
    made, written, shown = rewrite(source)
    assert (made.width, made.height) == (40, 60)
    assert near(shown.getpixel((20, 5)), TOP)
    assert near(shown.getpixel((20, 55)), BOTTOM)
    assert source.count(SECRET.encode()) == 3
    assert SECRET.encode() not in written
    assert not {"exif", "comment", "icc_profile"} & shown.info.keys()


def test_texts_in_a_png_do_not_stay() -> None:
    assert SECRET.encode() in pictures.told()
    assert SECRET.encode() not in rewrite(pictures.told())[1]


def test_what_one_sees_through_stays_so() -> None:
    made, _, shown = rewrite(pictures.see_through())
    assert (made.content_type, shown.mode) == ("image/webp", "RGBA")
    assert shown.getpixel((3, 3))[3] == 0  # type: ignore[index]


def test_a_moving_picture_is_its_first_frame() -> None:
    _, _, shown = rewrite(pictures.moving())
    assert getattr(shown, "n_frames", 1) == 1
    assert near(shown.getpixel((5, 5)), TOP)


def test_a_large_one_becomes_smaller() -> None:
    made, _, _ = rewrite(pictures.photo("JPEG", 6000, 4000))
    assert (made.width, made.height) == (2048, 1365)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", UNREADABLE),
        (b"\xff\xd8\xff" + b"x" * 1000, UNREADABLE),
        (pictures.photo("PNG")[:70], UNREADABLE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", UNREADABLE),
        (b"<html><script>alert(1)</script>", UNREADABLE),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", UNREADABLE),
        (pictures.photo("TIFF"), UNREADABLE),
        (pictures.photo("BMP"), UNREADABLE),
        (pictures.bomb(50_000, 50_000), TOO_LARGE),
        (pictures.bomb(40_001, 1000), TOO_LARGE),
        (pictures.bomb(2**31 - 1, 2**31 - 1), TOO_LARGE),
    ],
    ids=["nothing", "no jpeg", "cut off", "svg", "html", "eps", "tiff", "bmp", "bomb", "just over", "most"],
)
def test_what_is_no_picture_for_us_is_not_shown_and_costs_nothing(content: bytes, why: str) -> None:
    began = time.monotonic()
    with pytest.raises(NotShown) as refused:
        rewrite(content)
    assert refused.value.sentence == why
    assert time.monotonic() - began < 15


def test_the_largest_that_is_read_has_room() -> None:
    made, _, _ = rewrite(pictures.bomb(8000, 5000))
    assert (made.width, made.height) == (2048, 1280)


def test_a_full_disk_does_not_say_that_a_picture_cannot_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(pictures.photo())
        file.seek(0)
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda: open("/dev/full", "r+b", buffering=0))
        with pytest.raises(OSError, match="No space left"):
            picture.rewrite(file)
