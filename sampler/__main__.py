"""`python -m sampler`."""

import sys

from sampler.cli import main

sys.exit(main())
