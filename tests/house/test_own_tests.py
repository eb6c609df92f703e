"""A source file has a test file of its own name; those that have none stand in a list that only shrinks."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.sources import ROOT, imports, module_of, sources

LIST = Path(__file__).with_name("without_own_test.txt")
"""Lines of a source file and, as the reason, the test file that goes through it."""
MOST = 224
"""Lower it when the list has become shorter."""
PROGRAMS = ("services/media/rewriting.py",)
"""Run in a process of their own: no test imports them."""
FLOORS = ("rules", "models", "carriers", "channels", "services", "views")


def listed() -> dict[str, str]:
    lines = (line.split() for line in LIST.read_text("utf-8").splitlines())
    return {source: test for source, test in lines}  # noqa: C416  (a line of more or fewer words is a fault)


def without_own_test() -> set[str]:
    found = set()
    for floor in FLOORS:
        for path in ROOT.joinpath("webapp", floor).rglob("*.py"):
            relative = path.relative_to(ROOT / "webapp")
            own = ROOT / "tests" / relative.parent / f"test_{relative.name}"
            if path.name != "__init__.py" and not own.exists():
                found.add(str(relative))
    return found


def reached_by(test: Path) -> set[str]:
    """Our modules that a test imports, directly or by what it imports."""
    todo = [module_of(name) for name in imports(test)]
    for helper in (one for one in imports(test) if one.startswith("tests.")):
        path = ROOT / (helper.replace(".", "/") + ".py")
        path = path if path.exists() else path.parent.with_suffix(".py")
        todo += [module_of(name) for name in imports(path)] if path.exists() else []
    reached: set[str] = set()
    while todo:
        module = todo.pop()
        if module and module not in reached:
            reached.add(module)
            todo += map(module_of, imports(sources()[module]))
    return reached


def test_no_source_file_is_without_a_test() -> None:
    missing = without_own_test() - listed().keys()
    assert not missing, "give each a test file of its own name"


def test_the_list_only_shrinks() -> None:
    assert not listed().keys() - without_own_test(), "these have a test of their own by now"
    assert len(listed()) <= MOST
    assert len(listed()) == MOST, "lower MOST"


def test_each_reason_holds() -> None:
    """The test is there, and comes by the source file; pages are reached by their addresses."""
    wrong = []
    for source, test in listed().items():
        path = ROOT / test
        module = "webapp." + source.removesuffix(".py").replace("/", ".")
        by_address = source.startswith("views/") or source in PROGRAMS
        asserts = path.exists() and any(
            isinstance(node, ast.Assert) for node in ast.walk(ast.parse(path.read_text("utf-8")))
        )
        if not asserts or not (by_address or module in reached_by(path)):
            wrong.append(f"{source}: {test}")
    assert not wrong
