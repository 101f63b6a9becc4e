"""Where do the tests run? In a data directory of their own, with no setting taken from the caller's shell.

Importing this module sets Django up; pytest-django finds it done, because ``pyproject.toml`` names no settings module.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from django.conf import settings

from tenure.project.catalogues import compile_catalogues

if settings.configured:
    raise pytest.UsageError(
        "Django was configured before the tests chose their data directory: unset DJANGO_SETTINGS_MODULE."
    )

for name in list(os.environ):
    if name == "DATABASE_URL" or (name.startswith("TENURE_") and not name.startswith("TENURE_TEST_")):
        del os.environ[name]

DATA = Path(tempfile.mkdtemp(prefix="tenure-tests-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["TENURE_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "tenure.project.settings"
compile_catalogues()  # a .po may have changed since the package was installed
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]  # else pytest's other processes would read settings before they come here
settings.WHITENOISE_AUTOREFRESH = True  # else every test client lists all static files before its first question
