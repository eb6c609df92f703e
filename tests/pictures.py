"""Pictures as phones send them, and worse ones."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

SECRET = "48.2082 N 16.3738 E"
TOP, BOTTOM = (200, 30, 30), (30, 30, 200)


def photo(kind: str = "JPEG", width: int = 60, height: int = 40, **options: object) -> bytes:
    """Red above, blue below."""
    picture = Image.new("RGB", (width, height), TOP)
    picture.paste(BOTTOM, (0, height // 2, width, height))
    return _written(picture, kind, **options)


def sideways() -> bytes:
    """As a phone takes it when it is held upright: lying, with a note that says how to turn it (EXIF 6)."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = SECRET
    lying = Image.new("RGB", (60, 40), TOP)
    lying.paste(BOTTOM, (30, 0, 60, 40))
    return _written(lying, "JPEG", exif=exif, comment=SECRET.encode(), icc_profile=SECRET.encode())


def told() -> bytes:
    """A PNG with a text in it."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET)
    notes.add_itxt("XML:com.adobe.xmp", SECRET)
    return photo("PNG", pnginfo=notes)


def see_through() -> bytes:
    return _written(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG")


def moving() -> bytes:
    """A GIF of two frames, red and blue."""
    first, second = (Image.new("RGB", (20, 20), colour) for colour in (TOP, BOTTOM))
    return _written(first, "GIF", save_all=True, append_images=[second], duration=100)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kB that says how large it is; of its pixels, zeroes, it holds 40 million at most."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    most = min(height, 40_000_000 // width)
    row = b"\0" * (1 + width // 8) if most else b""
    rows = b"".join(packer.compress(row) for _ in range(most))
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", rows + packer.flush())
        + chunk(b"IEND", b"")
    )


def _written(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
