"""The page of a simulated model: its mood, and what it was asked and said."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import jinja2
from aiohttp import web

from webapp.simulator.guard import Bad
from webapp.simulator.model import moods, prompt
from webapp.simulator.model.memory import MEMORY, Request

STATIC = Path(__file__).parents[1] / "pages" / "static"
SHOWN = 30
_jinja = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("pages")), autoescape=True,
    undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def add_routes(app: web.Application) -> None:
    """Add the page to the server."""
    app.router.add_get("/", show)
    app.router.add_post("/mood", set_mood)
    app.router.add_post("/forget", forget)
    app.router.add_static("/static", STATIC)


async def show(request: web.Request) -> web.Response:
    """The mood and the newest requests."""
    return _page(request)


async def set_mood(request: web.Request) -> web.Response:
    """Change the mood."""
    form = await request.post()
    typed = {name: str(value).strip() for name, value in form.items() if str(value).strip()}
    try:
        request.app[MEMORY].mood = moods.read(_asked(typed))
    except Bad as fault:
        return _page(request, 422, str(fault), typed)
    raise web.HTTPSeeOther("/")


async def forget(request: web.Request) -> web.Response:
    """Forget all requests, and be normal again."""
    request.app[MEMORY].reset()
    raise web.HTTPSeeOther("/")


def _asked(typed: dict[str, str]) -> dict[str, object]:
    """A form, as a mood wants it. A field that the mood does not have is left out: the form shows all."""
    kind = moods.KINDS.get(typed.get("mood", ""))
    asked: dict[str, object] = {"mood": typed.get("mood")}
    if "count" in typed:
        asked["count"] = int(typed["count"]) if typed["count"].isdecimal() else typed["count"]
    if kind and kind.seconds is not None and "seconds" in typed:
        asked["seconds"] = _number(typed["seconds"])
    if kind and kind.given and "output" in typed:
        asked["output"] = _json_or_text(typed["output"])
    return asked


def _number(typed: str) -> float:
    try:
        return float(typed)
    except ValueError:
        raise Bad("The seconds must be a number.") from None


def _json_or_text(typed: str) -> object:
    try:
        value = json.loads(typed)
    except ValueError:
        return typed
    return value if isinstance(value, dict) else typed


def _page(
    request: web.Request, status: int = 200, fault: str = "", typed: dict[str, str] | None = None
) -> web.Response:
    memory = request.app[MEMORY]
    rows = [_row(one) for one in memory.newest(SHOWN)]
    values = {
        "kinds": moods.KINDS.values(), "mood": memory.mood, "fault": fault, "typed": typed or {},
        "rows": rows,
        "model": memory.settings.model, "url": f"http://{request.host}/v1", "key": bool(memory.settings.key),
    }  # fmt: skip
    html = _jinja.get_template("model.html").render(values)
    return web.Response(
        text=html, status=status, content_type="text/html", headers={"Cache-Control": "no-store"}
    )


def _row(request: Request) -> dict[str, object]:
    return {
        "seq": request.seq, "at": datetime.fromtimestamp(request.at, UTC), "mood": request.mood,
        "status": request.status, "said": request.said[:5_000],
        "system": "\n\n".join(prompt.texts(request.body, "system", "developer")),
        "user": "\n\n".join(prompt.texts(request.body, "user", "tool", "assistant")),
    }  # fmt: skip
