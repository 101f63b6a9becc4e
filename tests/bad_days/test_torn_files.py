"""Torn files are found at start: each is taken out, and everything acknowledged is in the log once, with facts fresh."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bad_days.site import Site
from tests.installation import wait_for

SAID = "Bring the file back or restore a backup"


@pytest.fixture(scope="module")
def torn(tmp_path_factory):
    """An installation whose server goes on, and whose worker dies again and again."""
    one = Site(tmp_path_factory.mktemp("torn") / "data").found()
    try:
        one.serve("--no-worker")
        one.introduce()
        yield one
    finally:
        one.kill()


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def newest_commit(site: Site) -> Path:
    return max((site.home.events("acme") / "_delta_log").glob("*.json"))


def newest_parquet(site: Site) -> Path:
    return max(site.home.events("acme").glob("event_date=*/*.parquet"), key=lambda path: path.stat().st_mtime_ns)


def next_commit(site: Site) -> Path:
    last = newest_commit(site)
    return last.with_name(f"{int(last.stem) + 1:020d}.json")


def checkpoint(site: Site) -> Path:
    return site.home.events("acme") / "_delta_log" / "_last_checkpoint"


def die_before_the_commit_is_known_to_be_on_the_disk(site: Site) -> None:
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "tenure.project.settings"}
    command = [sys.executable, "-m", "tests.crash.dying", "seal", "tenure.eventlog.seal", "settle", "before"]
    assert subprocess.run(command, env=environment, check=False, timeout=300).returncode == -9


@pytest.mark.parametrize(
    ("find", "tear"),
    [(newest_commit, half), (newest_commit, empty), (newest_parquet, empty), (newest_parquet, half)],
    ids=["half a commit", "an empty commit", "an empty Parquet file", "half a Parquet file"],
)
def test_a_torn_end_of_the_log_is_taken_out_at_start_and_sealed_again(torn, find, tear, request):
    assert torn.track(request.node.callspec.id) == 200
    die_before_the_commit_is_known_to_be_on_the_disk(torn)
    tear(find(torn))
    mended = torn.output().count("removed the torn end of")
    with torn.working():
        torn.assert_whole()
    assert torn.output().count("removed the torn end of") > mended, "the worker says what it mended"


@pytest.mark.parametrize(
    ("find", "content"),
    [(next_commit, b'{"commitInfo": {"time'), (next_commit, b""), (checkpoint, b'{"version"')],
    ids=["half a commit behind the last", "an empty one", "half a pointer to the checkpoint"],
)
def test_what_a_power_cut_left_of_a_file_is_taken_out_at_start(torn, find, content, request):
    assert torn.track(f"{request.node.callspec.id} before") == 200
    with torn.working():
        wait_for(lambda: torn.waiting() == 0, "it is sealed")
    find(torn).write_bytes(content)
    assert torn.track(f"{request.node.callspec.id} after") == 200
    with torn.working():
        torn.assert_whole()


@pytest.mark.parametrize("tear", [half, empty])
def test_a_commit_that_went_bad_later_is_named_and_nothing_is_built_upon_it_until_it_is_back(torn, tear, request):
    assert torn.track(f"before {request.node.callspec.id}") == 200
    with torn.working():
        wait_for(lambda: torn.waiting() == 0, "it is sealed")
    kept = (bad := newest_data_commit(torn)).read_bytes()
    for behind in (path for path in bad.parent.glob("*.checkpoint*.parquet") if path.name[:20] >= bad.stem):
        behind.unlink()
        checkpoint(torn).unlink(missing_ok=True)
    tear(bad)
    assert torn.track(f"while it was bad {request.node.callspec.id}") == 200
    known = torn.output().count(SAID)
    with torn.working():
        wait_for(lambda: torn.output().count(SAID) > known, "the worker says what is the matter")
    assert torn.waiting() >= 1
    code, said = torn.says("doctor")
    assert (code, SAID in said) == (1, True), said
    bad.write_bytes(kept)
    with torn.working():
        torn.assert_whole()


def newest_data_commit(site: Site) -> Path:
    commits = sorted((site.home.events("acme") / "_delta_log").glob("*.json"))
    return next(path for path in reversed(commits) if b'"txn"' in path.read_bytes())
