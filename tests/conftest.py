"""Fixtures that many tests share, and the rule that a required program may not be missing."""

import os
from datetime import UTC, datetime

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

import tests.environment  # noqa: F401 - it must come first: it sets Django up
from tenure.records.models import Member, User, Workspace
from tests import depth

# What several tests assert in one place says as much when it fails as an assertion in a test.
pytest.register_assert_rewrite("tests.installation", "tests.crash", "tests.bad_days")
pytest_plugins = ["tests.postgres", "tests.servers", "tests.spark"]

# A busy machine is no failure; every property test prints what reproduces it.
settings.register_profile("tenure", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("tenure")

LONG = ("crash", "browser", "stories", "agree", "spec", "sdk", "bad_days")
# .ci/run names what it installed; a test that is skipped for want of it fails there.
REQUIRED = os.environ.get("TENURE_TEST_REQUIRE", "").lower().split()


@pytest.fixture(autouse=True)
def _no_language_stays():
    """A page leaves its language in force; the next request of a server sets its own, the next test does not."""
    yield
    translation.deactivate()


@pytest.fixture
def workspace(db) -> Workspace:
    """A software vendor whose accounts are companies."""
    return Workspace.objects.create(slug="acme", name="Acme", created_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def other_workspace(db) -> Workspace:
    """Somebody else's: nothing of it may ever be seen from ``workspace``."""
    return Workspace.objects.create(slug="rival", name="Rival", created_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def member(workspace) -> Member:
    """The owner of ``workspace``."""
    user = User.objects.create_user("ada@example.com", "correct horse battery")
    return Member.objects.create(
        workspace=workspace, user=user, role=Member.Role.OWNER, name="Ada", created_at=workspace.created_at
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Share out the work: a file goes to one process, what takes long starts first, and one Spark serves all."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            folder = item.path.parent.name
            alone = item.nodeid if folder == "crash" else str(item.path)
            group = "spark" if "spark_session" in getattr(item, "fixturenames", ()) else alone
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.path.parent.name not in LONG)


def pytest_terminal_summary(terminalreporter) -> None:
    terminalreporter.write_line(depth.said())


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if missing := [name for name in REQUIRED if name in reason.lower()]:
            report.outcome = "failed"
            report.longrepr = (
                f"{', '.join(missing)} must be here (TENURE_TEST_REQUIRE), but the test was skipped: {reason}"
            )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    _refuse_skip(report)
    return report
