#!/usr/bin/env python3
"""Whole-process comparisons of issue "A site in one command": our commands against psql on the same socket.

Makes a site of its own in a temporary folder (durable settings: fsync is on), fills it, measures, stops it.
Each line: what, median of ours, median of the baseline, ratio, goal, verdict."""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

REPOSITORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DRMS = os.path.join(REPOSITORY, "out", "drms")
KEYS = ["T_REC", "CAMERA", "DATAMEAN", "DATARMS", "QUALITY", "CRPIX1", "CRVAL1", "EXPTIME", "FSN", "CONTENT"]
DEFINITION = """Seriesname: bench.wide
Author: "bench"
Owner: "bench"
Unitsize: 1
Archive: 0
Retention: 10
Tapegroup: 0
PrimeKeys: T_REC, CAMERA
Description: "ten keywords of the usual types"
Keyword: T_REC, time, ts_eq, record, DRMS_MISSING_VALUE, 0, TAI, "slotted time"
Keyword: T_REC_epoch, time, constant, record, 1993.01.01_00:00:00_TAI, 0, TAI, "epoch"
Keyword: T_REC_step, time, constant, record, 45, %f, secs, "step"
Keyword: CAMERA, int, variable, record, 1, %d, none, "camera"
Keyword: DATAMEAN, float, variable, record, DRMS_MISSING_VALUE, %f, G, "mean"
Keyword: DATARMS, double, variable, record, DRMS_MISSING_VALUE, %g, G, "rms"
Keyword: QUALITY, int, variable, record, 0, 0x%08X, none, "quality"
Keyword: CRPIX1, float, variable, record, 0, %.3f, pixel, "centre"
Keyword: CRVAL1, double, variable, record, 0, %.6f, arcsec, "value"
Keyword: EXPTIME, float, variable, record, 0, %f, s, "exposure"
Keyword: FSN, longlong, variable, record, 0, %lld, none, "frame"
Keyword: CONTENT, string, variable, record, "", %s, none, "text"
"""
FILES = DEFINITION.replace("bench.wide", "bench.files").replace("ten keywords of the usual types", "one file a record") \
    + 'Data: file, variable, int, 0, none, generic, "any file"\n'


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=21, help="runs of each short command")
    options.add_argument("--records", type=int, default=100_000, help="records of the long listing")
    options = options.parse_args()
    folder = tempfile.mkdtemp(prefix="netdrms-bench-")
    os.chmod(folder, 0o755)
    site = os.path.join(folder, "site")
    try:
        run([DRMS, "site", "init", site])
        run([DRMS, "site", "up", site])
        compare(site, folder, options)
    finally:
        subprocess.run([DRMS, "site", "down", site], stdout=subprocess.DEVNULL, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def compare(site, folder, options):
    env = dict(os.environ, NETDRMS_SITE=site)
    for line in output([DRMS, "site", "env", site]).splitlines():
        if line.startswith("export "):
            name, value = line[7:].rstrip(";").split("=", 1)
            env[name] = value.strip("'\"")
    psql = [psql_binary(), "-X", "-q", "-A", "-t", "-h", env["PGHOST"], "-p", env["PGPORT"], "-U", env["PGUSER"], "-d", env["PGDATABASE"]]
    run([DRMS, "ns", "create", "bench"], env=env)
    for text in (DEFINITION, FILES):
        run([DRMS, "create_series", "-i"], env=env, text=text)

    blocks = os.path.join(folder, "blocks.txt")
    with open(blocks, "w", encoding="ascii") as out:
        for i in range(options.records):
            out.write(f"T_REC=MJD_{56717 + 45 * (i // 2) / 86400:.9f}_TAI\n")
            out.write(f"CAMERA={1 + i % 2}\nDATAMEAN={i * 0.25 - 1000}\nDATARMS={i / 7.0!r}\nQUALITY={i % 65536}\nCRPIX1={2048 + i % 10}.5\n"
                      f"CRVAL1={i * 1e-3!r}\nEXPTIME=0.125\nFSN={10**10 + i}\nCONTENT=\"frame {i}\"\n\n")

    def ingest():
        run(psql + ["-c", "truncate bench.wide"], env=env)
        with open(blocks, "rb") as stdin:
            return timed([DRMS, "set_info", "-k", "ds=bench.wide"], env=env, stdin=stdin)

    def copy():
        run(psql + ["-c", "truncate bench.copied"], env=env)
        return timed(psql + ["-c", f"\\copy bench.copied from '{binary}' with (format binary)"], env=env)

    print(f"{os.cpu_count()} cores; medians of alternating runs; {options.records} records")
    ingest()
    binary = os.path.join(folder, "rows.bin")
    run(psql + ["-c", "create table bench.copied (like bench.wide including all)", "-c", f"\\copy bench.wide to '{binary}' with (format binary)"], env=env)
    ours, base, _ = alternate(5, ingest, copy)
    report(f"set_info -k, {options.records} records / binary COPY of the same rows", ours, base, 2.0)
    run(psql + ["-c", "vacuum analyze bench.wide"], env=env)   # as autovacuum leaves it a minute later

    columns = "t_rec,camera,datamean,datarms,quality,crpix1,crval1,exptime,fsn,content"
    listing, base, memory = alternate(options.runs, lambda: timed([DRMS, "show_info", "-q", "key=" + ",".join(KEYS), "bench.wide[]"], env),
                                      lambda: timed(psql + ["-c", f"copy (select {columns} from bench.wide) to stdout"], env))
    report(f"show_info, {options.records} records x 10 keywords / COPY TO STDOUT", listing, base, 1.5)
    verdict("  its memory", memory, 80, "MB")

    recnum = output(psql + ["-c", "select min(recnum) from bench.wide"], env).strip()
    one, base, _ = alternate(options.runs, lambda: timed([DRMS, "show_info", "-q", "key=" + ",".join(KEYS), f"bench.wide[:#{recnum}]"], env),
                             lambda: timed(psql + ["-c", f"select {columns} from bench.wide where recnum = {recnum}"], env))
    report("show_info of one record / psql -c select", one, base, 1.5)

    payload = os.path.join(folder, "file16k")
    with open(payload, "wb") as out:
        out.write(os.urandom(16384))
    times = []
    for i in range(options.runs):
        seconds, _ = timed([DRMS, "set_info", "-c", "ds=bench.files", f"T_REC=2014.03.01_00:{i // 60:02d}:{i % 60:02d}_TAI", f"CAMERA={i}", f"file={payload}"], env=env)
        times.append(seconds)
    verdict("set_info -c with one 16 kB file, whole process, fsync on", statistics.median(times) * 1000, 60, "ms")


def psql_binary():
    found = sorted(os.path.join(folder, "bin", "psql") for folder in
                   (os.path.join("/usr/lib/postgresql", v) for v in os.listdir("/usr/lib/postgresql")))
    return found[-1]


def run(command, env=None, text=None):
    done = subprocess.run(command, env=env, input=text, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")


def output(command, env=None):
    return subprocess.run(command, env=env, text=True, capture_output=True, check=True).stdout


def timed(command, env, stdin=subprocess.DEVNULL):
    """Seconds of wall time and MB of the largest resident size of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdin=stdin, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def alternate(runs, ours, base):
    """Medians of both and the largest memory of ours; in turn, so that what else the machine does hits both alike."""
    ours(), base()   # warms caches
    results = [(ours(), base()) for _ in range(runs)]
    return (statistics.median(o[0] for o, _ in results), statistics.median(b[0] for _, b in results), max(o[1] for o, _ in results))


def report(what, ours, base, goal):
    ratio = ours / base
    print(f"{what}: {ours * 1000:.1f} ms / {base * 1000:.1f} ms = {ratio:.2f} (goal <= {goal}) {'ok' if ratio <= goal else 'MISSED'}", flush=True)


def verdict(what, value, goal, unit):
    print(f"{what}: {value:.1f} {unit} (goal <= {goal}) {'ok' if value <= goal else 'MISSED'}", flush=True)


if __name__ == "__main__":
    main()
