"""Are settings read once, checked, and shown without their secrets?"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tenure.project.environment import REGISTRY, Environment

SOURCE = Path(__file__).parents[3] / "src/tenure"


def one(environment: Environment, name: str):
    return next(setting for setting in environment.settings if setting.name == name)


def test_a_setting_says_where_it_came_from():
    environment = Environment({"TENURE_DATA": "/srv/tenure"})
    assert (one(environment, "TENURE_DATA").shown, one(environment, "TENURE_DATA").source) == (
        "/srv/tenure",
        "environment",
    )
    assert (one(environment, "TENURE_RATE_LIMIT").shown, one(environment, "TENURE_RATE_LIMIT").source) == (
        "0",
        "default",
    )


def test_a_password_in_the_database_address_is_hidden():
    environment = Environment({"DATABASE_URL": "postgresql://tenure:s3cret@db.example.com:5433/tenure"})
    assert one(environment, "DATABASE_URL").shown == "postgresql://tenure:(hidden)@db.example.com:5433/tenure"


def test_the_signing_key_is_never_shown():
    assert one(Environment({"TENURE_SECRET_KEY": "s3cret"}), "TENURE_SECRET_KEY").shown == "(hidden)"


def test_a_number_that_is_none_is_refused_with_what_to_write():
    with pytest.raises(
        ImproperlyConfigured, match="TENURE_SPOOL_ROWS is “many”: write a whole number, such as 2000000"
    ):
        Environment({"TENURE_SPOOL_ROWS": "many"}).number("TENURE_SPOOL_ROWS")


def test_a_flag_is_one_or_nought():
    assert Environment({"TENURE_DEBUG": "1"}).flag("TENURE_DEBUG")
    with pytest.raises(ImproperlyConfigured, match="write 1 or 0"):
        Environment({"TENURE_DEBUG": "true"}).flag("TENURE_DEBUG")


def test_a_misspelt_setting_is_noticed():
    assert Environment({"TENURE_DATE": "/srv", "HOME": "/root"}).unknown == ("TENURE_DATE",)


def test_no_setting_is_read_past_the_registry():
    reading = re.compile(
        r"""environ(?:\.get\(|\[)\s*["'](?!DJANGO_SETTINGS_MODULE|PYSPARK_|\w+["']\]\s*=[^=])|getenv\("""
    )
    readers = [str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if reading.search(path.read_text())]
    assert readers == []


def test_every_setting_has_its_meaning():
    assert all(setting.meaning and not setting.meaning.endswith(".") for setting in REGISTRY)


def test_processes_that_start_together_share_one_signing_key(tmp_path):
    code = "from tenure.project import settings; print(settings.SECRET_KEY)"
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code], env={**os.environ, "TENURE_DATA": str(tmp_path)}, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    keys = {process.communicate()[0] for process in starts}
    assert len(keys) == 1
    assert len(keys.pop().strip()) > 40
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
