"""What the person at a phone hears: sentences that begin and end."""

from __future__ import annotations

import asyncio


class Ear:
    """`unread`: what was heard since it was last asked for. `playing`: how many voices speak right now.

    `change` is set once a voice begins or ends, and then is another event.
    """

    def __init__(self) -> None:
        self.unread: list[str] = []
        self.playing = 0
        self.version = 0
        self.change = asyncio.Event()

    def begin(self, text: str) -> None:
        """A voice begins to say this."""
        self.unread.append(text)
        self.playing += 1
        self._pulse()

    def end(self) -> None:
        """A voice falls silent."""
        self.playing -= 1
        self._pulse()

    async def until_begun(self) -> str:
        """Wait until a voice speaks; what it is about to say."""
        while not self.playing:
            await self.changed()
        return self.unread[-1] if self.unread else ""

    async def until_silent(self) -> None:
        """Wait until something was said, and is over."""
        while self.playing or not self.unread:
            await self.changed()

    def take(self) -> str:
        """What was heard since the last time."""
        text, self.unread = " ".join(self.unread), []
        return text

    async def changed(self) -> None:
        """Wait until a voice begins or ends."""
        await self.change.wait()

    def _pulse(self) -> None:
        self.version += 1
        changed, self.change = self.change, asyncio.Event()
        changed.set()
