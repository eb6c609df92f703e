"""Every table: this imports all modules beside it, so that the mappers and Alembic know them."""

from __future__ import annotations

import importlib
import pkgutil

from webapp import models

for module in pkgutil.iter_modules(models.__path__, f"{models.__name__}."):
    importlib.import_module(module.name)
