"""`python -m spamscore.cli` is the command `spamscore`."""

import sys

from spamscore.cli import main

sys.exit(main())
