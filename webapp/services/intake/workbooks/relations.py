"""Which part of an XLSX is which, by the relations between them (ECMA-376 part 2, §6.5).

Producers differ in folders, case, absolute and relative targets, slashes, and in the namespace of the types.
"""

from __future__ import annotations

import posixpath
from typing import NamedTuple
from urllib.parse import unquote

from webapp.services.intake.workbooks.archive import Archive
from webapp.services.intake.workbooks.xml_parts import elements

MOST_BYTES = 32 * 1024 * 1024
"""Of a part that describes others."""


class Relation(NamedTuple):
    """`kind` is the last word of the type: `worksheet`, `styles`."""

    kind: str
    part: str


def of(archive: Archive, part: str) -> dict[str, Relation]:
    """The relations of a part by their id; those of the package for the part "". None without any."""
    folder, name = posixpath.split(part)
    described_in = posixpath.join(folder, "_rels", f"{name}.rels")
    if not archive.has(described_in):
        return {}
    return {
        attributes.get("Id", ""): _relation(folder, attributes)
        for name, attributes in elements(archive.chunks(described_in, MOST_BYTES))
        if name == "Relationship" and attributes.get("TargetMode") != "External"
    }


def find(relations: dict[str, Relation], kind: str) -> str | None:
    """The part of the first relation of a kind."""
    return next((relation.part for relation in relations.values() if relation.kind == kind), None)


def _relation(folder: str, attributes: dict[str, str]) -> Relation:
    target = unquote(attributes.get("Target", "")).replace("\\", "/")
    part = posixpath.normpath(target if target.startswith("/") else posixpath.join(folder, target))
    kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2]
    return Relation(kind, part.lstrip("/"))
