"""Which addresses of a blueprint may be read, and which change something."""

from __future__ import annotations

from collections.abc import Set

from flask import Flask


def must_be_posts(app: Flask, blueprint: str, changes: Set[str]) -> None:
    """These take a POST and nothing else; all others are pages, which no GET changes."""
    methods: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        name, _, endpoint = rule.endpoint.rpartition(".")
        if name == blueprint:
            methods[endpoint] = (rule.methods or set()) & {"GET", "POST"}
    assert {name for name, allowed in methods.items() if "POST" in allowed} == changes
    assert all(allowed == {"POST"} for name, allowed in methods.items() if name in changes)
    assert len(methods) > len(changes)
