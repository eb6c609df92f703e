"""What a carrier is: dataclasses in, dataclasses out, and one error that says what may be done next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, BinaryIO, Protocol, runtime_checkable

from webapp.carriers.calls import CallControl, CallLine, CallReport, PickedUp, RecordingMade, Turned
from webapp.config import Settings
from webapp.rules.callflow.commands import Command
from webapp.rules.media import MediaKind


@dataclass(frozen=True)
class Sms:
    """One SMS to send. Phones are E.164; `ref` comes back in the carrier's reports about it."""

    to: str
    sender: str
    text: str
    ref: str
    unicode: bool = False


class CarrierError(Exception):
    """The carrier did not take a message. `sentence` is for people, `code` is the carrier's.

    permanent: it will never take this message; do not repeat it as it is.
    unknown: it may have taken it: never repeat it by itself.
    Neither: it certainly did not take it, and it may be repeated, after `retry_after` seconds if given.
    pause: whatever is wrong concerns every message; stop sending until a person has looked.
    opted_out: the carrier says that this phone must not be reached.
    """

    def __init__(
        self,
        sentence: str,
        *,
        code: str = "",
        permanent: bool = False,
        unknown: bool = False,
        pause: bool = False,
        opted_out: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.permanent = permanent
        self.unknown = unknown
        self.pause = pause
        self.opted_out = opted_out
        self.retry_after = retry_after


class Carrier(Protocol):
    """Who moves a message."""

    def send(self, sms: Sms) -> str:
        """Hand over one SMS; returns the carrier's id for it, empty where it gave no usable one.

        Raises CarrierError, and nothing else.
        """


class Report(StrEnum):
    """What a carrier reports about a message that it took."""

    SUBMITTED = "submitted"
    DELIVERED = "delivered"
    REJECTED = "rejected"
    UNDELIVERED = "undelivered"
    OTHER = "other"
    """What we do not know; it moves no message, and may still say that someone has opted out."""


class Cause(StrEnum):
    """Why a webhook is not acted on: it cannot be verified, or (UNREAD) is verified and not understood."""

    UNSIGNED = "unsigned"
    MALFORMED = "malformed"
    """What should be a signature is none."""
    SECRET = "secret"  # noqa: S105
    """Signed with another secret."""
    CHANGED = "changed"
    """The body is not the one that was signed."""
    ACCOUNT = "account"
    """Of another account or application."""
    EXPIRED = "expired"
    SMS_API = "sms_api"
    """In the form of the account's other API, without a signature that verifies."""
    UNREAD = "unread"


@dataclass(frozen=True)
class StatusReport:
    """A carrier's word on one message, which `carrier_id` or `ref` names; either may be empty. `ref` is ours.

    `opted_out`: the carrier says that this phone must not be reached. `pause`: see CarrierError.
    `phone`: whom the message went to, as the report has it (E.164), or empty. `carrier`: who reports, by its
    name in the registry, set by the code that receives the webhook.
    """

    carrier_id: str
    ref: str
    report: Report
    code: str = ""
    sentence: str = ""
    opted_out: bool = False
    pause: bool = False
    phone: str = ""
    carrier: str = ""


@dataclass(frozen=True)
class InboundMedia:
    """A picture, video or file of a message: where it can be fetched, and what its sender called it."""

    kind: MediaKind
    url: str
    name: str = ""
    caption: str = ""


@dataclass(frozen=True)
class TextPart:
    """Which part of a long text this is: the `number`th (from 1) of `total`.

    `ref` is the same in all of them. The phone made it, so others use it, too, and it comes again later.
    """

    ref: str
    number: int
    total: int


@dataclass(frozen=True)
class InboundMessage:
    """A message that reached one of our numbers. Phones are E.164; `at` is when the carrier got it (UTC).

    `sender` and `to` are empty where the carrier named no one usable; either may be something
    else than a phone (a sender's name, a short code, the id of a chat service). `note` says in words what was
    sent and cannot be shown. `part`: it is only a part of a text. `incomplete`: parts of it are missing.
    """

    carrier_id: str
    sender: str
    to: str
    text: str
    at: datetime
    media: tuple[InboundMedia, ...] = ()
    note: str = ""
    part: TextPart | None = None
    incomplete: bool = False

    @property
    def captions(self) -> list[str]:
        """Those of its media, in their order."""
        return [one.caption for one in self.media]


@dataclass(frozen=True)
class Webhook:
    """A request of the carrier's as it came. `kind`: its address: inbound, status, event, answer or turn."""

    kind: str
    query: bytes
    mimetype: str
    authorization: str
    body: bytes


@dataclass(frozen=True)
class Told:
    """What a webhook says, and its payload, which is kept with it."""

    said: StatusReport | InboundMessage | CallReport | PickedUp | Turned | RecordingMade
    payload: dict[str, Any]


class Unverified(Exception):
    """It cannot be told whether the carrier says it. It may be genuine: the cause may be ours."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause)
        self.cause = cause


class BadWebhook(Exception):
    """Verified, but not a webhook that we understand; the message says what is missing."""


class MediaFault(Exception):
    """Something that was sent cannot be fetched; `sentence` is for people. `permanent`: do not try again."""

    def __init__(self, sentence: str, *, permanent: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.permanent = permanent


class MediaSource(Protocol):
    """Where media are fetched."""

    def fetch(self, url: str, into: BinaryIO) -> str:
        """Write the file at `url` into a file; returns its content type. Raises MediaFault, nothing else."""


class CarrierKind(Protocol):
    """All that is known of a carrier: the registry has one such object for each."""

    word: str
    """Its name on pages."""

    def load(self) -> None:
        """Import what connecting needs: once, in the process from which workers are forked for each job."""

    def connect(self, settings: Settings) -> Connection:
        """A way to it, to be closed in the end. The dispatch job alone makes one."""

    def media(self, settings: Settings) -> MediaSource:
        """Where what people send by it is fetched."""

    def read(self, webhook: Webhook, settings: Settings) -> Told:
        """What a webhook says, once it is certain that the carrier says it.

        Raises Unverified and BadWebhook.
        """


@runtime_checkable
class VoiceKind(CarrierKind, Protocol):
    """A carrier that has calls, too: what it connects to is a Voice."""

    def calls(self, settings: Settings) -> CallControl:
        """Where its calls are looked up and ended; to be closed in the end."""

    def recordings(self, settings: Settings) -> MediaSource:
        """Where recordings of its calls are fetched."""

    def speak(self, commands: Sequence[Command], line: CallLine, settings: Settings) -> Any:
        """The answer, as JSON, to what it asks of a call; empty when the line hears nothing new."""


class Connection(Carrier, Protocol):
    """A carrier that is connected."""

    def close(self) -> None: ...
