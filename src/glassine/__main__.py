"""`python -m glassine` is `glassine`."""

import sys

from glassine.cli.main import main

sys.exit(main())
