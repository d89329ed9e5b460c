#!/usr/bin/env bash
# Measures the web role with wrk against psql on the same machine and site. Prints figures with goals; see docs/performance.md.
# usage: bench/web.sh [--seconds N] [--clients N]
set -euo pipefail
cd "$(dirname "$0")/.."
. build/prepare.sh
install_missing wrk
[ -x out/drms ] && [ -x out/drmsd/drmsd ] || ./run.sh --build
exec python3 bench/web.py "$@"
