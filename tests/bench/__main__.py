"""`script/bench [--json | --readme] [--scale 0.1] [NAME …]`: measures, each figure beside its rival of the same run."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from tests.bench import backfill, churn, content, cycle, feed, import_files, moving, placement, serve, serving
from tests.bench.figure import Figure
from tests.bench.readme import write_both

BENCHES: dict[str, Callable[[float], list[Figure]]] = {
    "import": import_files.run,
    "backfill": backfill.run,
    "moving": moving.run,
    "serving": serving.run,
    "cycle": cycle.run,
    "placement": placement.run,
    "churn": churn.run,
    "content": content.run,
    "feed": feed.run,
    "serve": serve.run,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--readme", action="store_true", help="write the tables of README.md and docs/figures.md")
    parser.add_argument("--scale", type=float, default=1.0, help="smaller is quicker and rougher")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHES)}; none means all")
    options = parser.parse_args()
    if unknown := sorted(set(options.names) - BENCHES.keys()):
        parser.error(f"there is no benchmark called {unknown[0]}: choose from {', '.join(BENCHES)}")
    figures = [figure for name in options.names or BENCHES for figure in BENCHES[name](options.scale)]
    if options.readme:
        write_both(figures, options.scale)
        return 0
    if options.json:
        json.dump([asdict(figure) for figure in figures], sys.stdout, indent=2)
        print()
        return 0
    for figure in figures:
        rival = f"   {figure.rival_name}: {figure.rival_value:.2f} {figure.unit}" if figure.rival_name else ""
        print(f"{figure.name}: {figure.value:.2f} {figure.unit}{rival}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
