#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test. Last line: N passed, N failed[, N skipped].
# usage: ./test.sh [--long]     --long: fault and fuzz loops at full length
set -euo pipefail
cd "$(dirname "$0")"
. build/prepare.sh

case "${1-}" in
    "") ;;
    --long) export NETDRMS_TEST_LONG=1 ;;
    -h | --help) sed -n '2,3s/^# //p' "$0"; exit 0 ;;
    *) echo "test.sh: unknown option $1; try --help" >&2; exit 2 ;;
esac

install_missing postgresql libcfitsio10 python3-sunpy python3-astropy fitsverify python3-drms python3-zeep python3-bs4 chromium
say "building"
LockedRestore=true quietly dotnet build NetDrms.slnx -v quiet

passed=0 failed=0 skipped=0 broken=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in tests/*.Tests; do
    name=$(basename "$project")
    say "$name"
    set +e
    "$project/bin/Debug/net10.0/$name" -noColor -noLogo 2>&1 | tee "$log" | grep -vE '^ *(Discovering|Discovered|Starting|Finished):'
    status=${PIPESTATUS[0]}
    set -e
    summary=$(grep -oE "$name +Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+" "$log" | tail -n 1 || true)
    if [ -z "$summary" ]; then
        echo "test.sh: $name ended without a summary (exit $status)" >&2
        broken=$((broken + 1))
        continue
    fi
    read -r total errors bad skips unrun <<<"$(sed -E 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+), Not Run: ([0-9]+).*/\1 \2 \3 \4 \5/' <<<"$summary")"
    passed=$((passed + total - bad - skips - unrun)) failed=$((failed + bad + errors)) skipped=$((skipped + skips))
    [ "$status" = 0 ] || [ $((bad + errors)) -gt 0 ] || { echo "test.sh: $name ended with $status" >&2; broken=$((broken + 1)); }
    [ "$total" -gt 0 ] || { echo "test.sh: $name holds no test" >&2; broken=$((broken + 1)); }
done
failed=$((failed + broken))
echo "$passed passed, $failed failed$([ "$skipped" = 0 ] || echo ", $skipped skipped")"
[ "$failed" = 0 ]
