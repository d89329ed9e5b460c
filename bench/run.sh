#!/usr/bin/env bash
# Compares whole processes with a baseline run beside them on the same machine and site. Prints ratios; see docs/performance.md.
# usage: bench/run.sh [--runs N] [--records N]
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x out/drms ] || ./run.sh --build
exec python3 bench/compare.py "$@"
