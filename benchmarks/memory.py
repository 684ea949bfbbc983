"""Peak memory of this process."""

import platform
import re
import resource
from pathlib import Path

MIB = 1 << 20


def peak_mib():
    """MiB of memory at its highest so far."""
    status = Path("/proc/self/status")
    if status.is_file():
        # Linux counts the parent's memory into a child's ru_maxrss; this figure is the child's own.
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))[1]) / 1024
    unit = 1 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MIB
