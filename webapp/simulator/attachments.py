"""What handsets send besides text: a few files of ours, as they are called on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("media")
TYPES = {
    "garden.jpg": "image/jpeg",
    "before.jpg": "image/jpeg",
    "after.png": "image/png",
    "leak.gif": "image/gif",
    "clip.webm": "video/webm",
    "hello.wav": "audio/wav",
    "card.vcf": "text/vcard",
    "invoice.pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """`kind` as Vonage calls it: image, video, audio, vcard, file; or unsupported, which has no `file`."""

    kind: str
    file: str = ""
    caption: str = ""

    def told(self, base: str, uuid: str) -> dict[str, str]:
        """As a webhook tells it; `base` is where the app reaches the simulator."""
        said = {"url": f"{base}/v3/media/{uuid}/{self.file}", "name": self.file}
        return said | ({"caption": self.caption} if self.caption else {})
