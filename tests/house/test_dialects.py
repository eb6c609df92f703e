"""What differs between the databases is in `webapp/dialects`; no other module asks which one is in use."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.sources import imports, sources, tree, within

NAMES = {"sqlite", "postgresql"}


def test_only_dialects_ask_which_database_is_in_use() -> None:
    """Migrations may: they are history, and each is written for both."""
    asks = [
        f"{module}:{node.lineno}"
        for module, path in _others()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.expr | ast.stmt) and (_compares_a_name(node) or _tests_a_dialect(node))
    ]
    assert not asks


def test_only_dialects_import_what_is_of_one_database() -> None:
    wrong = [
        f"{module} imports {name}"
        for module, path in _others()
        for name in imports(path)
        if module != "webapp.db"  # names the types that its `insert` returns
        if within(name, "sqlalchemy.dialects") or name in ("sqlite3", "psycopg")
    ]
    assert not wrong


def test_a_test_of_the_dialect_is_found() -> None:
    """Or the tests above would prove nothing."""
    for text in ('engine.name == "sqlite"', "1 if dialect().name else 2"):
        (expression,) = ast.parse(text).body
        assert isinstance(expression, ast.Expr)
        assert _compares_a_name(expression.value) or _tests_a_dialect(expression.value)


def _others() -> list[tuple[str, Path]]:
    return [
        (module, path)
        for module, path in sources().items()
        if not within(module, "webapp.dialects") and not within(module, "webapp.migrations")
    ]


def _compares_a_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and any(
        isinstance(one, ast.Constant) and one.value in NAMES for one in ast.walk(node)
    )


def _tests_a_dialect(node: ast.AST) -> bool:
    """`intake.dialect` is of CSV files."""
    return isinstance(node, ast.If | ast.IfExp) and "dialect()" in ast.unparse(node.test)
