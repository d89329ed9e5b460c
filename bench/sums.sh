#!/usr/bin/env bash
# Measures the storage daemon: sessions, pings, large requests, idle sessions, sealing against sha256sum. Prints figures with goals; see docs/performance.md.
# usage: bench/sums.sh [--seconds N]
set -euo pipefail
cd "$(dirname "$0")/.."
. build/prepare.sh
[ -x out/drms ] && [ -x out/drmsd/drmsd ] || ./run.sh --build
dotnet build -c Release -v quiet --nologo bench/NetDrms.Benchmarks
exec python3 bench/sums.py "$@"
