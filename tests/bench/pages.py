"""Every list that the pages show, and every way to narrow it, page through it, and ask whether it is new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

from sqlalchemy import func, select

from tests.bench import campaigns, population
from tests.bench.campaigns import Campaign
from tests.bench.population import Sizes
from tests.bench.visitor import Ask, Visitor
from webapp.channels import registry
from webapp.db import db
from webapp.models.channel import Channel
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.models.workflow_run import RunState
from webapp.services.inbox.listing import inbox_filter
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View

ROW, BUBBLE, PERSON, BATCH = 'id="c-', 'id="m-', 'id="row-', 'role="row" data-href'
QUIET = 3
NUMBERS = {"": None, " of a busy number": 1, " of a quiet number": QUIET}
RARE = {View.HANDED_OFF, View.AGENT, View.SNOOZED, View.CLOSED, View.BLOCKED, View.CALL_BACK}
"""Views in which the quiet number has nothing."""
DEPTHS = (0.1, 0.5, 0.9)
SEARCHES = {
    "a frequent name": ("al", "ada", "Lovelace"),
    "beyond ASCII": ("müller", "ÇELIK", "søndergård"),
    "a rare name": (population.RARE_NAME, "xiomara", "quetz"),
    "a few letters": ("a", "Z", "zu", "ad"),
    "all of a phone": (campaigns.phone(0), f"(202) {campaigns.phone(3)[5:]}", f"0{campaigns.phone(1)[3:]}"),
    "last digits": tuple(campaigns.phone(person)[-digits:] for person, digits in ((3, 4), (10, 4), (20, 3))),
    "two digits": ("42",),
    "an area": ("1202", "+1 (202)"),
    "other scripts": ("伟", "小伟"),
    "nobody": ("zzyzzx", "00000000000"),
}
EMPTY = {"nobody", "other scripts"}
BARE = Ask("bare", "new message", ["/inbox/new"])


def catalogue(visitor: Visitor, sizes: Sizes, batches: list[Campaign]) -> list[Ask]:
    """Everything that is asked; needs an app context, for the keys of deep pages."""
    asks = [*_lists(), *_searches(), *_threads(sizes), *_batches(batches), *_others(batches)]
    db.session.remove()
    return [*asks, *_polls(visitor, sizes)]


def _lists() -> Iterator[Ask]:
    for view in View:
        for words, number in NUMBERS.items():
            wanted = {"view": view, "number": number}
            least = int(number != QUIET or view not in RARE)
            yield Ask("inbox", f"{view}{words}", [_url("/inbox", **wanted)], mark=ROW, least=least)
            if deep := [_url("/inbox", **wanted, before=key) for key in _keys(view, number)]:
                yield Ask("inbox, deep pages", f"{view}{words}", deep, mark=ROW, least=1)


def _keys(view: View, number: int | None) -> Iterator[str]:
    """The keys of the pages at some depths of a list; something follows each. Callbacks have other keys."""
    if view == View.CALL_BACK:
        return
    moment = inbox_filter.moment(view)
    rows = select(Thread).where(*inbox_filter.narrowed(InboxFilter(view, number, user_id=1)))
    count = db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    for at in sorted({int(count * depth) for depth in DEPTHS} - {count - 1, count}):
        found = rows.order_by(moment.desc(), Thread.id.desc()).offset(at).limit(1)
        yield inbox_filter.key(db.session.scalars(found).one(), view)


def _searches() -> Iterator[Ask]:
    for words, typed in SEARCHES.items():
        for view in View:
            for name, number in NUMBERS.items():
                paths = [_url("/inbox", view=view, number=number, q=one) for one in typed]
                least = int(words not in EMPTY and view == View.ALL and number is None)
                yield Ask(f"inbox, search: {words}", f"{view}{name}", paths, mark=ROW, least=least)


def _threads(sizes: Sizes) -> Iterator[Ask]:
    long = [one + 1 for one in population.long_threads(sizes)]
    short = [1 + sizes.threads * at // 7 for at in range(1, 6)]
    yield Ask("thread", "short", [f"/inbox/{one}" for one in short], mark=BUBBLE, least=1)
    yield Ask("thread", "long", [f"/inbox/{one}" for one in long], mark=BUBBLE, least=50)
    beside = [_url(f"/inbox/{one}", view="all", q="quetz") for one in long]
    yield Ask("thread", "long, beside a search", beside, mark=BUBBLE, least=50)
    earlier = [f"/inbox/{one}?before={before}" for one in long[:3] for before in _earlier(one)]
    yield Ask("thread, earlier messages", "part", earlier, part=True, mark=BUBBLE, least=5)
    yield Ask("thread, earlier messages", "page", earlier, mark=BUBBLE, least=5)
    yield Ask("composer", "part", [f"/inbox/{one}/composer" for one in long], part=True)
    yield Ask("composer", "new message", ["/inbox/new"])


def _earlier(thread_id: int) -> list[int]:
    ids = db.session.scalars(
        select(Message.id).where(Message.thread_id == thread_id).order_by(Message.id)
    ).all()
    return [ids[int(len(ids) * depth)] for depth in DEPTHS]


def _batches(batches: list[Campaign]) -> Iterator[Ask]:
    large = batches[0]
    sample = {one.state: one.id for one in reversed(batches) if one.state != "draft"}
    for state, batch_id in sample.items():
        yield Ask("batch", state, [f"/batches/{batch_id}"], mark=PERSON, least=1)
    for chosen in ("", *registry.of(Channel.SMS).tiles):
        here = {"status": chosen or None}
        known = large.counts["failed" if chosen == "failed" else chosen] if chosen else large.size
        first = [_url(f"/batches/{large.id}", **here)]
        yield Ask("recipients", chosen or "all", first, mark=PERSON, least=min(50, known))
        after = [int(large.size * depth) for depth in (*DEPTHS, 0.3999)]
        deep = [_url(f"/batches/{large.id}", **here, after=row) for row in after]
        yield Ask(
            "recipients, deep pages", chosen or "all", deep, mark=PERSON if not chosen else "", least=10
        )


def _others(batches: list[Campaign]) -> Iterator[Ask]:
    yield Ask("batch list", "newest", ["/batches"], mark=BATCH, least=len(batches))
    yield Ask("home", "page", ["/"])
    yield Ask("workflows", "list", ["/workflows"])
    yield Ask("workflows", "one", ["/workflows/1"])
    for state in ("", *RunState):
        runs = [_url("/workflows/1/runs", state=state or None)]
        yield Ask(
            "runs", state or "all", runs, mark="/runs/", least=int(state not in ("running", "canceled"))
        )
    yield Ask("runs", "refused", ["/workflows/1/refused"])
    yield Ask("opt-outs", "newest", ["/opt-outs"])
    yield Ask("opt-outs", "search", [_url("/opt-outs", q=campaigns.phone(50))])


def _polls(visitor: Visitor, sizes: Sizes) -> Iterator[Ask]:
    """As the pages poll: the addresses and versions are those that they carry."""
    long = population.long_threads(sizes)[0] + 1
    for page, path, mark in (
        ("inbox, poll", "/inbox", ROW),
        ("inbox, poll", "/inbox?q=al&view=all", ROW),
        ("inbox, poll", f"/inbox/{long}", ROW),
        ("thread, poll", f"/inbox/{long}", BUBBLE),
        ("batch, poll", "/batches/1", PERSON),
    ):
        body = visitor.ask(Ask(page, path, [path])).body
        url, version = _polled(
            body, "messages" if mark == BUBBLE else "progress" if mark == PERSON else "conv"
        )
        join = "&" if "?" in url else "?"
        yield Ask(page, f"nothing new at {path}", [f"{url}{join}v={version}"], part=True, status=204)
        yield Ask(page, f"news at {path}", [f"{url}{join}v=1"], part=True, mark=mark, least=1)


def _polled(body: str, element: str) -> tuple[str, str]:
    found = re.search(
        rf'id="{element}[^>]*?hx-get="([^"]+)"[^>]*?hx-vals=\'{{"v": "([^"]+)"', body, re.DOTALL
    )
    assert found, f"no poll of {element}"
    return unescape(found[1]), found[2]


def _url(path: str, **arguments: object) -> str:
    known = {name: value for name, value in arguments.items() if value is not None}
    return f"{path}?{urlencode(known)}" if known else path
