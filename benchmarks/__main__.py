"""``python -m benchmarks ranking|speed|scale ...``: each prints its own help with --help."""

import importlib
import sys

BENCHMARKS = {
    "ranking": "ranking quality of all models on a table of interactions",
    "speed": "fitting and serving times against the baselines",
    "community": "all models on simulated people and the real catalogue, with a shuffled control",
    "million": "fitting a million interactions beside implicit ALS: time and quality",
    "matching": "precision and recall of the matcher on pairs labelled by hand",
    "scale": "memory while very many interactions are gathered",
}


def main(argv):
    """Run one benchmark; returns the exit status."""
    if not argv or argv[0] not in BENCHMARKS:
        asked_for_help = bool(argv) and argv[0] in ("-h", "--help")
        lines = [f"  {name:10} {what}" for name, what in BENCHMARKS.items()]
        print(
            "\n".join(["usage: bench BENCHMARK [options]", *lines]),
            file=None if asked_for_help else sys.stderr,
        )
        return 0 if asked_for_help else 2
    # Imported only now: each benchmark brings packages of its own, which the others can do without.
    return importlib.import_module(f"benchmarks.{argv[0]}").run(argv[1:]) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
