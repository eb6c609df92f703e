"""The same as `import`, with the list as an XLSX workbook. Writing the workbook is not measured."""

from __future__ import annotations

import sys

from tests.bench import lists
from tests.bench.import_ import Kind, figures, options
from tests.bench.measure import tell

XLSX = Kind("import-xlsx", ".xlsx", lists.write_xlsx, 0.4)


if __name__ == "__main__":
    given = options(__doc__, XLSX)
    sys.exit(tell(figures(XLSX, given), given.json))
