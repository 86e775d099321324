"""Settings of a test run: the site's own, on a throw-away directory and database.

SQLite is a file in WAL mode, never memory, so that threads and processes meet as they do on
a real site. `RAPPORT_TEST_DATABASE_URL` chooses PostgreSQL instead.
"""

import atexit
import os
import shutil
import tempfile

_directory = tempfile.mkdtemp(prefix="rapport-tests-")
atexit.register(shutil.rmtree, _directory, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("RAPPORT_") and "TEST" not in name]:
    del os.environ[_name]
os.environ["RAPPORT_DATA"] = _directory
os.environ["RAPPORT_SECRET_KEY"] = "a-key-for-tests-that-is-fifty-characters-long-or-more"
os.environ["RAPPORT_URL"] = "http://testserver"
if "RAPPORT_TEST_DATABASE_URL" in os.environ:
    os.environ["RAPPORT_DATABASE_URL"] = os.environ["RAPPORT_TEST_DATABASE_URL"]

from rapport.config.settings import *  # noqa: E402 (the environment has to be ready first)

if "RAPPORT_TEST_DATABASE_URL" not in os.environ:
    DATABASES["default"]["TEST"] = {"NAME": f"{_directory}/tests.sqlite3"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# without `collectstatic` there is no list of hashed names
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir()  # WhiteNoise warns of a folder that is not there
