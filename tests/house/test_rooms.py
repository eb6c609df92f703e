"""How large a room may be, and what must not lie about in it."""

from __future__ import annotations

import ast
import re

from tests.house.sources import ROOT, sources, tree, within

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_HANDLER = 15
MOST_SERVICES = 35


def test_rooms_stay_small() -> None:
    large = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in [*sources().values(), *ROOT.glob("tests/**/*.py")]
        if "migrations" not in path.parts
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert not large


def test_services_stay_few() -> None:
    """What belongs together lies in a folder."""
    assert len([one for one in ROOT.glob("webapp/services/*") if one.name != "__pycache__"]) <= MOST_SERVICES


def test_functions_stay_short() -> None:
    long = [
        f"{module}.{node.name}: {length} lines"
        for module, path in sources().items()
        if "migrations" not in module
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long


def test_handlers_parse_call_one_verb_and_answer() -> None:
    long = []
    for module, path in sources().items():
        if not within(module, "webapp.views"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and any(
                ".get(" in ast.unparse(d) or ".post(" in ast.unparse(d) for d in node.decorator_list
            ):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_HANDLER:
                    long.append(f"{module}.{node.name}: {length} lines")
    assert not long


def test_no_error_is_swallowed() -> None:
    """No bare except; `except Exception` only where it raises again."""
    wrong = []
    for module, path in sources().items():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ExceptHandler):
                continue
            broad = node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
            raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
            silent = len(node.body) == 1 and isinstance(node.body[0], ast.Pass) and broad
            if node.type is None or silent or (broad and not raises):
                wrong.append(f"{module}:{node.lineno}")
    assert not wrong


def test_no_file_names_a_registry_or_a_machine() -> None:
    pattern = re.compile(
        r"--(extra-)?index-url|https?://(files\.pythonhosted|pypi|registry\.npmjs)|/(work|root)/"
    )
    kept = [
        *ROOT.glob("*.txt"),
        *ROOT.glob("*.toml"),
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        ROOT / "outbound",
    ]
    assert [str(path) for path in [*kept, *sources().values()] if pattern.search(path.read_text())] == []
