#!/usr/bin/env python3
"""The storage daemon under load: sessions that store a file, pings, get and info of many units, idle sessions, sealing of a large file against sha256sum.

Makes a site of its own in a temporary folder (durable settings), measures, stops it. Load client, PostgreSQL and drmsd share the machine's cores.
Each line: what, figure, goal, verdict."""
import argparse
import os
import pwd
import shutil
import statistics
import subprocess
import tempfile
import time

import compare

MANY = 32768
SOME = 1000
FIRST = 1_000_000
IDLE = 2000
LOAD = os.path.join(compare.REPOSITORY, "bench", "NetDrms.Benchmarks", "bin", "Release", "net10.0")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=10, help="time of each load")
    options.add_argument("--runs", type=int, default=7, help="runs of each large request")
    options = options.parse_args()
    folder = tempfile.mkdtemp(prefix="netdrms-bench-")
    os.chmod(folder, 0o755)
    site = os.path.join(folder, "site")
    try:
        compare.run([compare.DRMS, "site", "init", site, "--web-port", "0", "--sums-port", "0"])
        compare.run([compare.DRMS, "site", "up", site])
        measure(Bench(site, folder), options)
    finally:
        subprocess.run([compare.DRMS, "site", "down", site], stdout=subprocess.DEVNULL, check=False)
        shutil.rmtree(folder, ignore_errors=True)


class Bench:
    """A running site and the load client as the daemon's own user, so that units belong to one user."""

    def __init__(self, site, folder):
        self.folder = folder
        self.socket = os.path.join(site, "run", "sums.sock")
        with open(os.path.join(site, "run", "drmsd.pid"), encoding="ascii") as file:
            self.daemon = int(file.read().split()[0])
        owner = pwd.getpwuid(os.stat(os.path.join(site, "SUM0")).st_uid)
        self.user = owner.pw_name if owner.pw_uid != os.getuid() else None
        self.psql = [compare.psql_binary(), "-X", "-q", "-A", "-t", "-h", os.path.join(site, "run"), "-U", "postgres", "-d", "netdrms_sums", "-c"]
        # the daemon's user may not see the repository
        self.program = os.path.join(folder, "load")
        shutil.copytree(LOAD, self.program)

    def command(self, *words):
        prefix = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--init-groups"] if self.user else []
        return prefix + ["dotnet", os.path.join(self.program, "NetDrms.Benchmarks.dll"), "sums-load", words[0], self.socket, *map(str, words[1:])]

    def load(self, *words):
        return float(compare.output(self.command(*words)))

    def sql(self, text):
        return compare.output(self.psql + [text]).strip()

    def resident(self):
        with open(f"/proc/{self.daemon}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024


def measure(bench, options):
    print(f"{os.cpu_count()} cores shared by the load client, PostgreSQL and drmsd; fsync on")
    idle(bench)
    for clients, goal in ((1, 150), (8, 400)):
        rate = bench.load("store", clients, options.seconds)
        at_least(f"open, alloc, put of one 16 kB file, close, {clients} client{'s' if clients > 1 else ''}", rate, goal, "sessions/s")
    at_least("ping in one session", bench.load("ping", options.seconds), 5000, "a second")
    fill(bench)
    compare.verdict(f"get of {SOME} units, all touched, median", bench.load("get", FIRST, SOME, options.runs) * 1000, 10, "ms")
    compare.verdict(f"get of {MANY} units, all touched, median", bench.load("get", FIRST, MANY, options.runs) * 1000, 1000, "ms")
    compare.verdict(f"info of {MANY} units, median", bench.load("info", FIRST, MANY, options.runs) * 1000, 500, "ms")
    seal(bench)
    print(f"resident size of drmsd (all roles) at the end: {bench.resident():.0f} MB")


def at_least(what, figure, goal, unit):
    print(f"{what}: {figure:.0f} {unit} (goal >= {goal}) {'ok' if figure >= goal else 'MISSED'}", flush=True)


def idle(bench):
    before = bench.resident()
    with subprocess.Popen(bench.command("idle", IDLE), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
        client.stdout.readline()
        time.sleep(5)
        used = bench.resident()
        connections = int(bench.sql("select count(*) from pg_stat_activity where datname = 'netdrms_sums' and usename <> 'postgres'"))
        client.stdin.close()
    compare.verdict(f"{IDLE} idle sessions: resident size of drmsd (all roles; {before:.0f} MB before)", used, 150, "MB")
    compare.verdict(f"{IDLE} idle sessions: database connections", connections, 16, "")


def fill(bench):
    bench.sql(f"""
        insert into sum_main (online_loc, online_status, archive_status, offsite_ack, history_comment, owning_series, storage_group, storage_set, bytes, ds_index, create_sumid, creat_date, access_date, username)
        select '/SUM0/D' || n, 'Y', 'N', 'N', '', 'bench.load', 0, 0, 24605, n, 1, localtimestamp, localtimestamp, 'bench' from generate_series({FIRST}, {FIRST + MANY - 1}) n;
        insert into sum_partn_alloc (wd, sumid, status, bytes, effective_date, archive_substatus, group_id, ds_index, safe_id)
        select '/SUM0/D' || n, 1, 2, 24605, to_char(localtimestamp + interval '1 day', 'YYYYMMDDHH24MI'), 32, 0, n, 0 from generate_series({FIRST}, {FIRST + MANY - 1}) n;
        analyze sum_main, sum_partn_alloc""")


def seal(bench):
    large = os.path.join(bench.folder, "large.dat")
    with open(large, "wb") as file:
        for _ in range(64):
            file.write(os.urandom(16 << 20))
    os.chmod(large, 0o644)
    ours, base = [], []
    for _ in range(5):
        base.append(compare.timed(["sha256sum", large], dict(os.environ)))
        ours.append(bench.load("seal", large))
    ratio = statistics.median(base) / statistics.median(ours)
    print(f"seal of a 1 GB file / sha256sum on it: {statistics.median(ours) * 1000:.0f} ms, {statistics.median(base) * 1000:.0f} ms, rate {ratio:.2f} x (goal >= 0.8) {'ok' if ratio >= 0.8 else 'MISSED'}", flush=True)


if __name__ == "__main__":
    main()
