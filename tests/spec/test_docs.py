"""Do the pages in docs/metrics say what the declarations and specifications say?"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_pages_on_facts_are_fresh():
    done = subprocess.run(
        [sys.executable, "scripts/render_metrics.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
