"""Workers end with the process that started them."""

from __future__ import annotations

import subprocess
import sys

PARENT = """
import time
from concurrent.futures import ProcessPoolExecutor
from kbservice import workers
with ProcessPoolExecutor(2, initializer=workers.end_with_parent) as pool:
    list(pool.map(abs, range(8)))
    print("working", flush=True)
    time.sleep(60)
"""


def test_workers_of_a_killed_process_end() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "working\n"
        parent.kill()
        assert parent.communicate(timeout=20) == ("", None)  # the pipe is closed once the last worker has ended
