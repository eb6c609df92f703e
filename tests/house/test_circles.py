"""Nothing imports itself, over others: neither files nor rooms.

A room is what lies in a folder: another folder with all that is in it, or a loose module beside folders.
"""

from __future__ import annotations

from collections import defaultdict, deque

import pytest

from tests.house.sources import imports, module_of, sources

Graph = dict[str, dict[str, str]]
"""For each room (or file), those that it imports, each with one import that does so."""


def folders() -> list[str]:
    """Our folders by dotted name; the empty one holds webapp and jobs."""
    names = {module.rpartition(".")[0] for module in sources()}
    return sorted({""} | {".".join(name.split(".")[:depth]) for name in names for depth in range(1, 9)})


def room(module: str, folder: str) -> str:
    """The room of a folder in which a module lies; empty when it lies elsewhere."""
    if folder and not module.startswith(f"{folder}."):
        return ""
    depth = folder.count(".") + 2 if folder else 1
    return ".".join(module.split(".")[:depth])


def rooms(folder: str) -> Graph:
    graph: Graph = defaultdict(dict)
    for module, path in sources().items():
        for name in map(module_of, imports(path)):
            one, other = room(module, folder), room(name, folder)
            if one and other and one != other:
                graph[one].setdefault(other, f"{module} imports {name}")
    return graph


def files() -> Graph:
    found = {module: map(module_of, imports(path)) for module, path in sources().items()}
    return {
        module: {name: f"{module} imports {name}" for name in names if name not in ("", module)}
        for module, names in found.items()
    }


def circle(graph: Graph) -> list[str]:
    """The imports that make the shortest circle; none when there is no circle."""
    return min(filter(None, (way(graph, one, one) for one in sorted(graph))), key=len, default=[])


def way(graph: Graph, start: str, goal: str) -> list[str]:
    """The imports that lead from one room to another, as few as can be; none when nothing does."""
    ways = deque([(start, list[str]())])
    seen = set()
    while ways:
        one, steps = ways.popleft()
        for other, step in graph.get(one, {}).items():
            if other == goal:
                return [*steps, step]
            if other not in seen:
                seen.add(other)
                ways.append((other, [*steps, step]))
    return []


def test_there_is_no_circle_of_files() -> None:
    found = circle(files())
    assert not found, "\n".join(found)


@pytest.mark.parametrize("folder", folders())
def test_there_is_no_circle_of_rooms(folder: str) -> None:
    found = circle(rooms(folder))
    assert not found, "\n".join(found)


def test_a_circle_is_found_and_its_imports_are_named() -> None:
    """Or the tests above would prove nothing."""
    graph = {"a": {"b": "a to b", "c": "a to c"}, "b": {"c": "b to c"}, "c": {"d": "c to d"}}
    assert circle(graph) == []
    assert circle(graph | {"d": {"a": "d to a"}}) == ["a to c", "c to d", "d to a"]
    assert "webapp.services.recipients" in rooms("webapp.services")["webapp.services.batches"]
