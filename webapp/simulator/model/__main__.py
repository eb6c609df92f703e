"""`python -m webapp.simulator.model`."""

import sys

from webapp.simulator.model.server import main

if __name__ == "__main__":
    sys.exit(main())
