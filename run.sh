#!/usr/bin/env bash
# Installs what is missing, builds, starts a complete demo site with real solar images, says where to look; Ctrl-C stops it.
# usage: ./run.sh [--check | --build]     --check: also define, store, query, retrieve and compare, then stop; exit 0 or 1
#                                         --build: only install and build
# The site is in ./site, or in $NETDRMS_SITE; a second run starts the same site with its data.
set -euo pipefail
cd "$(dirname "$0")"
. build/prepare.sh

mode=serve
case "${1-}" in
    "") ;;
    --check) mode=check ;;
    --build) mode=build ;;
    -h | --help) sed -n '2,5s/^# //p' "$0"; exit 0 ;;
    *) echo "run.sh: unknown option $1; try --help" >&2; exit 2 ;;
esac
export NETDRMS_SITE=${NETDRMS_SITE:-$PWD/site}
drms=$PWD/out/drms
images=/usr/lib/python3/dist-packages/sunpy/data/test

# The name that .NET has for this machine.
runtime() {
    case "$(uname -m)" in
        aarch64) echo linux-arm64 ;;
        *) echo linux-x64 ;;
    esac
}

build() {
    install_missing postgresql libcfitsio10 gcc libc6-dev python3-sunpy
    export LockedRestore=true
    say "building drms (native; about a minute the first time)"
    quietly dotnet publish src/NetDrms.Cli -c Release -r "$(runtime)" -o out -v quiet
    say "building drmsd"
    quietly dotnet publish src/NetDrms.Server -c Release -o out/drmsd -v quiet
    say "building the sample Sun"
    quietly dotnet publish samples/NetDrms.Samples -c Release -o out/samples -v quiet
}

start() {
    say "making the site in $NETDRMS_SITE"
    "$drms" site init
    trap stop EXIT
    trap 'exit 130' INT TERM
    "$drms" site up
}

stop() {
    trap - EXIT INT TERM
    say "stopping"
    "$drms" site down
}

# count SERIES: number of its records.
count() { "$drms" show_info -cq "ds=$1"; }

fill() {
    local series
    for series in aia_lev1 hmi_ic_45s eit eve_esp; do
        "$drms" show_series -q "^demo[.]${series}\$" | grep -q . || "$drms" create_series "samples/series/$series.jsd"
    done
    say "storing real solar images"
    "$drms" ingest --series demo.aia_lev1 "$images/aia_171_level1.fits"
    "$drms" ingest --series demo.hmi_ic_45s "$images/resampled_hmi.fits"
    "$drms" ingest --series demo.eit "$images/EIT"
    "$drms" ingest --series demo.eve_esp "$images/eve_l1_esp_2011046_00_truncated.fits"
    say "making a miniature of the public series: a model Sun (under a minute the first time)"
    if [ "$mode" = check ]; then
        out/samples/samples --series hmi.M_45s --size 128
    else
        out/samples/samples
    fi
}

# Defines a series, stores a file, finds it, retrieves it, compares it, removes the series.
check() {
    local work failed=0
    work=$(mktemp -d)
    say "self-check"
    head -c 65536 /dev/urandom >"$work/stored"
    cat >"$work/check.jsd" <<'JSD'
Seriesname:  demo.selfcheck
Author:      "self-check"
Owner:       demo
Unitsize:    1
Archive:     0
Retention:   1
Tapegroup:   0
PrimeKeys:   N
Description: "made and removed by ./run.sh --check"
Keyword: N, int, variable, record, 0, %d, none, "number"
Data: file, variable, int, 0, none, generic, "any file"
JSD
    if "$drms" create_series "$work/check.jsd" >/dev/null &&
        "$drms" set_info -c ds=demo.selfcheck N=1 "file=$work/stored" &&
        [ "$(count 'demo.selfcheck[1]')" = 1 ] &&
        "$drms" retrieve_file 'ds=demo.selfcheck[1]' "out=$work/retrieved" &&
        cmp "$work/stored" "$work/retrieved" &&
        [ "$(count 'hmi.M_45s[2014.01.01_01:00:00_TAI/90s]')" = 2 ] &&
        [ "$("$drms" show_info -q 'ds=hmi.m_45s[2014.01.01_01:00:00_TAI]' key=QUALITY,CONTENT)" = "0x00000000	MAGNETOGRAM" ] &&
        [ "$(count 'demo.aia_lev1[]')" -ge 1 ] && [ "$(count 'demo.hmi_ic_45s[]')" -ge 1 ] && [ "$(count 'demo.eit[]')" -ge 2 ] &&
        "$drms" retrieve_file 'ds=demo.eve_esp[2011.02.15/1d]' "out=$work/table.fits" &&
        cmp "$images/eve_l1_esp_2011046_00_truncated.fits" "$work/table.fits"; then
        say "self-check passed"
    else
        say "self-check FAILED"
        failed=1
    fi
    "$drms" delete_series demo.selfcheck --yes >/dev/null || failed=1
    rm -rf "$work"
    return $failed
}

tell() {
    local url monitor
    url=$(cat "$NETDRMS_SITE/run/web.url")
    monitor=$(cat "$NETDRMS_SITE/run/monitor.url" 2>/dev/null || true)   # a site of an earlier version shows none
    cat <<TEXT

The site is in $NETDRMS_SITE. In another terminal:

  export NETDRMS_SITE=$NETDRMS_SITE PATH=$PWD/out:\$PATH

  drms show_series
  drms show_info -A key=T_REC,WAVELNTH,EXPTIME,DATAMEAN 'demo.aia_lev1[2011.02.15/1d]'
  drms show_info -P seg=continuum key=T_REC,CONTENT 'demo.hmi_ic_45s[]'
  drms retrieve_file 'ds=demo.eit[2004.03.01/1h]' out=eit.fits segment=image
  drms show_info -P seg=magnetogram key=T_REC,CRLN_OBS,DATAMAX 'hmi.M_720s[2014.10.18/14d]'
  drms site status

In a browser:  $url/${monitor:+
For operators: $monitor/   storage, metrics}
In Python:     import drms; client = drms.Client(drms.config.ServerConfig(name="mine", cgi_baseurl="$url/cgi-bin/ajax/", cgi_show_series="show_series", cgi_jsoc_info="jsoc_info", cgi_jsoc_fetch="jsoc_fetch", cgi_check_address="checkAddress.sh", http_download_baseurl="$url/"))

Ctrl-C stops the site.
TEXT
}

build
[ "$mode" != build ] || exit 0
start
fill
if [ "$mode" = check ]; then
    check
    exit
fi
tell
sleep infinity &
wait $! || true
