"""Settings of one process of a race: those of the test run, on the test's own database."""

import os

from tests.settings import *  # noqa: F403 (the same settings)
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["RACE_DATABASE"]
