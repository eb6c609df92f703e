"""The program that reads a received picture from its standard input, and writes a clean one to its output.

What it is and how large stands on its error output, as JSON. Exit code 3: not a picture of a kind that we
read; 4: too many pixels; 5: no room for what it writes. It may be killed, or fail in any other way: it is not
trusted with anything.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import warnings
from typing import BinaryIO, TextIO

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
LARGEST_SIDE = 2048
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
"""What phones send in MMS. The fewer readers there are, the less there is to break."""
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space, of which the libraries take a third; 40 million pixels are 160 MB."""
SECONDS = 30
NOT_READ, TOO_LARGE, NO_ROOM = 3, 4, 5


def main() -> int:
    """Exit code."""
    limit()
    try:
        written, told = rewritten(sys.stdin.buffer)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return TOO_LARGE
    except (OSError, ValueError, SyntaxError, MemoryError):  # what Pillow raises for what it cannot read
        return NOT_READ
    try:
        _write(sys.stdout.fileno(), written)
    except OSError:
        return NO_ROOM
    _tell(sys.stderr, told)
    return 0


def limit() -> None:
    """Of this process: memory, time on the processor, and what it may write."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def rewritten(content: BinaryIO) -> tuple[bytes, dict[str, object]]:
    """The first frame, upright, without metadata."""
    warnings.simplefilter("ignore")  # they would stand where our answer is read
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(content.read()), formats=FORMATS) as source:
        if source.width * source.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        source.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        source.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        upright = ImageOps.exif_transpose(source)
    see_through = upright.has_transparency_data
    ours = upright.convert("RGBA" if see_through else "RGB")
    ours.info.clear()  # comments and colour profiles would go along
    written = io.BytesIO()
    ours.save(written, "WEBP" if see_through else "JPEG", quality=85)
    kind = "image/webp" if see_through else "image/jpeg"
    return written.getvalue(), {"content_type": kind, "width": ours.width, "height": ours.height}


def _write(descriptor: int, content: bytes) -> None:
    """Without a buffer: what is left in one is tried again at the end, which has an exit code of its own."""
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


def _tell(to: TextIO, told: dict[str, object]) -> None:
    to.write(json.dumps(told))


if __name__ == "__main__":
    sys.exit(main())
