#!/usr/bin/env python3
"""The web role under load: one-record queries of many clients (wrk), a listing against COPY of the same columns, the definition of a wide series.

Makes a site of its own in a temporary folder (durable settings), fills it, measures, stops it.
wrk, PostgreSQL and drmsd share the machine's cores. Each line: what, figure, goal, verdict."""
import argparse
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

import compare

RECORDS = 10_000
WIDE = 200
COLUMNS = "t_rec,camera,datamean,datarms,quality,crpix1,crval1,exptime,fsn,content"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=10, help="time of each load")
    options.add_argument("--clients", type=int, default=200, help="connections of wrk")
    options.add_argument("--runs", type=int, default=21, help="runs of each single request")
    options = options.parse_args()
    folder = tempfile.mkdtemp(prefix="netdrms-bench-")
    os.chmod(folder, 0o755)
    site = os.path.join(folder, "site")
    try:
        compare.run([compare.DRMS, "site", "init", site, "--web-port", "0", "--sums-port", "0"])
        compare.run([compare.DRMS, "site", "up", site])
        measure(site, folder, options)
    finally:
        subprocess.run([compare.DRMS, "site", "down", site], stdout=subprocess.DEVNULL, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def measure(site, folder, options):
    env = dict(os.environ, NETDRMS_SITE=site)
    for line in compare.output([compare.DRMS, "site", "env", site]).splitlines():
        if line.startswith("export "):
            name, value = line[7:].rstrip(";").split("=", 1)
            env[name] = value.strip("'\"")
    psql = [compare.psql_binary(), "-X", "-q", "-A", "-t", "-h", env["PGHOST"], "-p", env["PGPORT"], "-U", env["PGUSER"], "-d", env["PGDATABASE"]]
    fill(env, psql)
    with open(os.path.join(site, "run", "web.url"), encoding="ascii") as file:
        url = file.read().strip()

    one = "bench.wide[2014.03.01_01:00:00_TAI][1]"
    ask = {
        "show_info": {"ds": one, "key": "T_REC,DATAMEAN,QUALITY", "q": "1"},
        "jsoc_info": {"op": "rs_list", "ds": one, "key": "T_REC,DATAMEAN,QUALITY"},
    }
    print(f"{os.cpu_count()} cores shared by wrk, PostgreSQL and drmsd; {options.clients} clients")
    for program, parameters in ask.items():
        path = f"/cgi-bin/ajax/{program}?" + urllib.parse.urlencode(parameters)
        check(url + path)
        for clients in (1, options.clients):
            load(f"{program}, one record by prime key", url + path, clients, options.seconds, 2000 if clients > 1 else None)

    listing = url + "/cgi-bin/ajax/jsoc_info?" + urllib.parse.urlencode({"op": "rs_list", "ds": f"bench.wide[][? recnum <= {RECORDS} ?]", "key": ",".join(compare.KEYS)})
    if len(json.loads(fetch(listing))["keywords"][0]["values"]) != RECORDS:
        sys.exit("the listing is not whole")
    copy = psql + ["-c", f"copy (select {COLUMNS} from bench.wide where recnum <= {RECORDS}) to stdout"]
    ours, base = alternate(options.runs, lambda: timed(lambda: fetch(listing)), lambda: timed(lambda: subprocess.run(copy, env=env, stdout=subprocess.DEVNULL, check=True)))
    compare.report(f"jsoc_info rs_list of {RECORDS} records x 10 keywords / psql COPY of the same columns", ours, base, 2.0)

    struct = url + "/cgi-bin/ajax/jsoc_info?" + urllib.parse.urlencode({"op": "series_struct", "ds": "bench.broad"})
    if len(json.loads(fetch(struct))["keywords"]) < WIDE:
        sys.exit("the definition is not whole")
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc)
    for _ in range(100):   # warm: the compiler has seen the code often enough to optimise it
        fetch(struct, connection)
    times = sorted(timed(lambda: fetch(struct, connection)) for _ in range(options.runs))
    compare.verdict(f"jsoc_info series_struct of {WIDE} keywords, median", statistics.median(times) * 1000, 5, "ms")
    size(folder)


def fill(env, psql):
    compare.run([compare.DRMS, "ns", "create", "bench"], env=env)
    broad = compare.DEFINITION.replace("bench.wide", "bench.broad") + "".join(f'Keyword: K{i:03d}, float, variable, record, 0, %f, m/s, "keyword {i}"\n' for i in range(WIDE - 10))
    for text in (compare.DEFINITION, broad):
        compare.run([compare.DRMS, "create_series", "-i"], env=env, text=text)
    blocks = "".join(
        f"T_REC=MJD_{56717 + 45 * (i // 2) / 86400:.9f}_TAI\nCAMERA={1 + i % 2}\nDATAMEAN={i * 0.25 - 1000}\nDATARMS={i / 7.0!r}\nQUALITY={i % 65536}\nCRPIX1={2048 + i % 10}.5\n"
        f"CRVAL1={i * 1e-3!r}\nEXPTIME=0.125\nFSN={10**10 + i}\nCONTENT=\"frame {i}\"\n\n" for i in range(RECORDS * 2))
    compare.run([compare.DRMS, "set_info", "-k", "ds=bench.wide"], env=env, text=blocks)
    compare.run(psql + ["-c", "vacuum analyze bench.wide"], env=env)


def check(url):
    answer = fetch(url)
    if b"2014.03.01_01:00:00_TAI" not in answer:
        sys.exit(f"{url}: {answer[:500]!r}")


def load(what, url, clients, seconds, goal):
    """Requests a second; a first second warms the server."""
    threads = ["-t", "1" if clients == 1 else "2", "-c", str(clients)]
    subprocess.run(["wrk", *threads, "-d", "3s", url], stdout=subprocess.DEVNULL, check=True)
    said = compare.output(["wrk", *threads, "-d", f"{seconds}s", "--latency", url])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    bad = re.search(r"(Non-2xx.*|Socket errors.*)", said)
    middle, late = (re.search(rf"{share}%\s+(\S+)", said)[1] for share in (50, 99))
    judged = "" if goal is None else f" (goal >= {goal}) {'ok' if rate >= goal and not bad else 'MISSED'}"
    print(f"{what}, {clients} client{'s' if clients > 1 else ''}: {rate:.0f} requests/s, median {middle}, 99 % {late}{', ' + bad[0].strip() if bad else ''}{judged}", flush=True)


def fetch(url, connection=None):
    parts = urllib.parse.urlsplit(url)
    connection = connection or http.client.HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}?{parts.query}")
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        sys.exit(f"{url}: {response.status} {body[:500]!r}")
    return body


def timed(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def alternate(runs, ours, base):
    for _ in range(3):
        ours(), base()   # warms caches and the compiler
    results = [(ours(), base()) for _ in range(runs)]
    return statistics.median(o for o, _ in results), statistics.median(b for _, b in results)


def size(folder):
    with open(os.path.join(folder, "site", "run", "drmsd.pid"), encoding="ascii") as file:
        pid = file.read().split()[0]
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    print(f"largest resident size of drmsd: {peak / 1024:.0f} MB")


if __name__ == "__main__":
    main()
