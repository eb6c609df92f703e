"""Conversations in which legs hear each other: named ones, and the bridge of a connected call."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field

from webapp.simulator.voice.leg import NOTE, OTHER, Leg

BRIDGE = "bridge "
"""How the names of rooms begin that `connect` makes."""


@dataclass(slots=True, eq=False)
class Seat:
    """A leg in a room. hears, heard_by: uuids of legs (None: all). ends_it: the room ends when it leaves."""

    leg: Leg
    hears: Collection[str] | None = None
    heard_by: Collection[str] | None = None
    mute: bool = False
    ends_it: bool = False


@dataclass(slots=True, eq=False)
class Room:
    """`uuid`: its conversation. `begun`: someone has entered who may begin it. `over`: it has ended."""

    name: str
    uuid: str
    seats: dict[str, Seat] = field(default_factory=dict)
    begun: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Rooms:
    """All rooms that hold at least one leg."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}

    def enter(self, name: str, uuid: str, seat: Seat, begins: bool = True) -> Room:
        """Sit down in the room of this name, which is made with this conversation when new."""
        room = self._rooms.get(name)
        if room is None:
            room = self._rooms[name] = Room(name, uuid)
        room.seats[seat.leg.uuid] = seat
        room.begun = room.begun or begins
        seat.leg.note(NOTE, "Connected" if name.startswith(BRIDGE) else f"Entered the conversation {name}")
        return room

    def leave(self, room: Room, leg: Leg) -> None:
        """Get up; the room ends with its last leg, or with one that ends it."""
        seat = room.seats.pop(leg.uuid, None)
        if not room.seats or (seat is not None and seat.ends_it):
            room.over.set()
            if self._rooms.get(room.name) is room:
                del self._rooms[room.name]

    def of(self, uuid: str) -> Room | None:
        """The room that is the conversation with this uuid."""
        return next((room for room in self._rooms.values() if room.uuid == uuid), None)

    def relay(self, speaker: Leg, text: str, begins: bool) -> int:
        """Let the others hear that the speaker begins or ends to say this; how many do."""
        room = next((room for room in self._rooms.values() if speaker.uuid in room.seats), None)
        if room is None or not room.begun or not text:
            return 0
        others = [seat.leg for seat in room.seats.values() if _hears(seat, room.seats[speaker.uuid])]
        for other in others:
            if begins:
                other.note(OTHER, text, heard=True)
                other.ear.begin(text)
            else:
                other.ear.end()
        return len(others)

    def forget(self) -> None:
        """No rooms."""
        self._rooms.clear()


def _hears(seat: Seat, speaker: Seat) -> bool:
    return (
        seat is not speaker
        and not (speaker.mute or speaker.leg.muted or seat.leg.earmuffed)
        and (speaker.heard_by is None or seat.leg.uuid in speaker.heard_by)
        and (seat.hears is None or speaker.leg.uuid in seat.hears)
    )
