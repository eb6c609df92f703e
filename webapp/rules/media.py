"""What people send besides text: the kinds of media, and their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

LARGEST, LARGEST_RECORDING = 10 * 1024 * 1024, 100 * 1024 * 1024
"""Bytes that are fetched of what came with a text, and of the recording of a call: two hours of it."""


class MediaKind(StrEnum):
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    VCARD = "vcard"
    FILE = "file"


NAMES = {
    MediaKind.IMAGE: ("picture", "pictures"),
    MediaKind.VIDEO: ("video", "videos"),
    MediaKind.AUDIO: ("audio message", "audio messages"),
    MediaKind.VCARD: ("contact card", "contact cards"),
    MediaKind.FILE: ("file", "files"),
}
"""One, and several."""


def summary(kinds: Iterable[MediaKind]) -> str:
    """`Picture`; `2 pictures, video`; nothing for none."""
    counts = Counter(kinds)
    told = ", ".join(_counted(kind, counts[kind]) for kind in counts)
    return told[:1].upper() + told[1:]


def _counted(kind: MediaKind, count: int) -> str:
    one, several = NAMES[kind]
    return one if count == 1 else f"{count} {several}"


def too_large(largest: int) -> str:
    """In a sentence. `largest`: bytes that are taken."""
    return f"It is larger than {largest // (1024 * 1024):,} MB."
