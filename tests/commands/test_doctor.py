"""Does `tenure doctor` list every setting, and tell programs by its exit code whether something is wrong?"""

import pytest

from tenure.project.environment import REGISTRY
from tests.installation import Installation


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "data", TENURE_SECRET_KEY="s3cret", TENURE_SPOOL_ROWS="5")
    yield made
    made.kill()


def test_every_setting_is_listed_with_value_source_and_meaning(installation):
    listed = {one["name"]: one for one in installation.json("doctor")["settings"]}
    assert listed.keys() == {setting.name for setting in REGISTRY}
    assert listed["TENURE_SPOOL_ROWS"] | {"meaning": ""} == {
        "name": "TENURE_SPOOL_ROWS", "value": "5", "source": "environment", "meaning": "",
    }  # fmt: skip
    assert "s3cret" not in installation.tenure("doctor")


def test_something_wrong_makes_the_exit_code_one(installation):
    installation.environment["TENURE_SPOLL_ROWS"] = "7"
    assert "No setting is called TENURE_SPOLL_ROWS" in installation.tenure("doctor", expect=1)


def test_a_setting_that_cannot_be_read_is_a_sentence_and_no_traceback(installation):
    installation.environment["TENURE_SPOOL_ROWS"] = "many"
    installation.tenure("doctor", expect=1)


def test_a_running_server_is_healthy(installation):
    installation.prepare()
    installation.serve()
    checks = {check["about"]: check["state"] for check in installation.json("doctor")["checks"]}
    assert {checks[name] for name in ("data directory", "database", "migrations", "spool", "log")} == {"fine"}
