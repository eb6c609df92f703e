"""Each page of workflows has its address, and none is changed by a GET."""

from __future__ import annotations

from flask import Flask

from tests.views.methods import must_be_posts
from webapp.views.workflows.routes import bp

CHANGES = {
    "add_step",
    "approve",
    "archive",
    "begin",
    "begin_from",
    "bring_back",
    "cancel_all",
    "cancel_run",
    "cancel_start",
    "choose_again",
    "create",
    "download_entries",
    "download_runs",
    "duplicate",
    "move_step",
    "pause",
    "publish",
    "remove_step",
    "renew_address",
    "resume",
    "retry_run",
    "save_part",
    "send_back",
    "start",
    "start_for_segment",
    "take_file",
}


def test_every_change_is_a_post_and_every_page_a_get(app: Flask) -> None:
    must_be_posts(app, bp.name, CHANGES)
