"""`python -m webapp.simulator`."""

import sys

from webapp.simulator.server import main

if __name__ == "__main__":
    sys.exit(main())
