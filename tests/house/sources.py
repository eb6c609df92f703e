"""Our own sources, as the rules of the house read them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def sources() -> dict[str, Path]:
    """Our modules by dotted name."""
    found = [*ROOT.glob("webapp/**/*.py"), *ROOT.glob("jobs/*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in found}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Dotted names that a module imports, `from x import y` as x.y."""
    names: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(names)


def within(name: str, floor: str) -> bool:
    return name == floor or name.startswith(f"{floor}.")


def module_of(name: str) -> str:
    """Our module that a dotted name leads to; empty when it is not ours."""
    while name and name not in sources():
        name = name.rpartition(".")[0]
    return name
