"""What killed engines left on the disk goes, and nothing else does."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tenure.answers import process
from tenure.eventlog.engines import own
from tenure.eventlog.engines.spills import remove_dead


def dead_pid() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_only_spills_of_dead_processes_of_this_machine_go(tmp_path):
    here = socket.gethostname()
    gone = dead_pid()
    dead = [f"spill-{here}-{gone}", f"spill-{gone}"]
    alive = [f"spill-{here}-{os.getpid()}", f"spill-{os.getpid()}", "spill-1"]
    others = [f"spill-elsewhere-{gone}", "spill-", "spill-0", "spill-12x", "spill-1 2", "keep", f"spill-{gone}-kept"]
    for name in (*dead, *alive, *others):
        (tmp_path / name).mkdir()
        (tmp_path / name / "duckdb_temp_block-1.block").write_text("x")
    (tmp_path / "spill-99999998").write_text("a file")
    (tmp_path / "spill-99999999").symlink_to(tmp_path / "keep")
    before = {entry.name for entry in tmp_path.iterdir()}
    assert sorted(entry.name for entry in remove_dead(tmp_path)) == sorted(dead)
    assert {entry.name for entry in tmp_path.iterdir()} == before - set(dead)


def test_a_folder_that_was_never_made_is_nothing_to_tidy(tmp_path):
    assert remove_dead(tmp_path / "none") == []


def test_who_starts_to_work_tidies_where_engines_spill(tmp_path, settings):
    settings.TENURE_DATA = tmp_path
    process.forget()
    try:
        ours = Path(own.engine()._database.execute("SELECT current_setting('temp_directory')").fetchone()[0])
        left = ours.with_name(ours.name.replace(str(os.getpid()), str(dead_pid())))
        left.mkdir(parents=True)
        process.tidy()
        assert not left.exists()
    finally:
        process.forget()
