"""Debian's python3-drms, unmodified, against a site: the calls of golden/client_requests.jsonl that need no queue, and the checks of spec 06 section 14.

usage: client_calls.py <site's address> <working folder>; prints one JSON object: name of the check -> "ok" or what went wrong."""
import json
import os
import sys
import traceback
import warnings

import drms
from drms.config import ServerConfig, register_server

warnings.simplefilter("ignore")
SITE, WORK = sys.argv[1], sys.argv[2]
SERVER = ServerConfig(name="ours", cgi_baseurl=SITE + "/cgi-bin/ajax/", cgi_show_series="show_series", cgi_jsoc_info="jsoc_info", cgi_jsoc_fetch="jsoc_fetch",
                      cgi_check_address="checkAddress.sh", cgi_show_series_wrapper="showextseries", show_series_wrapper_dbhost="hmidb2",
                      http_download_baseurl=SITE + "/")
register_server(SERVER)
REGISTERED, UNKNOWN = "user@example.com", "notregistered@example.com"
M45 = "gold.m_45s[2014.03.01_00:00:45_TAI/3m][2]"
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def client(**arguments):
    return drms.Client("ours", **arguments)


def refused(call, kind, text):
    try:
        result = call()
    except kind as error:
        assert text in str(error), f"{error!r} does not say {text!r}"
        return
    raise AssertionError(f"{result!r} instead of {kind.__name__}")


# ---- the calls of client_requests.jsonl

@check
def series_all_filtered_and_with_descriptions():
    assert {"gold.m_45s", "hmi.M_720s"} <= set(client().series())
    assert "gold.m_45s" not in client().series(r"hmi\.")
    table = client().series("m_45s", full=True)
    assert list(table.columns) == ["name", "note"], table.columns
    assert "gold.m_45s" in list(table.name)


@check
def series_without_wrapper():
    config = SERVER.copy()
    config._d.pop("cgi_show_series_wrapper")
    config._d.pop("url_show_series_wrapper")
    plain = drms.Client(config)
    assert "gold.m_45s" in plain.series()
    table = plain.series(r"gold\.m", full=True)
    assert list(table.columns) == ["name", "primekeys", "note"], table.columns
    assert table[table.name == "gold.m_45s"].primekeys.iloc[0] == ["T_REC", "CAMERA"]


@check
def info_of_a_series_in_any_case():
    info = client().info("gold.M_45s")
    assert info.primekeys == ["T_REC", "CAMERA"] and info.unitsize > 0 and info.note
    assert info.keywords.loc["QUALITY"].is_integer and info.keywords.loc["T_REC"].is_time
    assert "magnetogram" in info.segments.index
    assert len(info.links.columns) > 0


@check
def info_of_an_unknown_series():
    refused(lambda: client().info("gold.nosuch"), drms.DrmsQueryError, "series not found")


@check
def keys_and_pkeys():
    assert {"T_REC", "CAMERA", "QUALITY", "DATAMEAN"} <= set(client().keys("gold.m_45s"))
    assert client().pkeys("gold.m_45s") == ["T_REC", "CAMERA"]


@check
def query_of_keywords():
    table = client().query(M45 + "{magnetogram}", key="T_REC, QUALITY")
    assert list(table.T_REC)[0] == "2014.03.01_00:00:45_TAI" and table.QUALITY.dtype.kind == "i", table


@check
def query_of_keywords_and_segments():
    keys, segments = client().query(M45, key=["T_REC", "CAMERA"], seg="magnetogram")
    assert len(keys) == len(segments) > 0
    assert segments.magnetogram.str.startswith("/SUM").any(), list(segments.magnetogram)


@check
def query_of_prime_keys_links_and_the_last_five():
    assert list(client().query(M45, pkeys=True).columns) == ["T_REC", "CAMERA"]
    keys, links = client().query("gold.linked[]", key="NAME", link="MDATA", n=-2)
    assert len(keys) == 2 and links.MDATA.str.startswith("gold.m_45s[").any(), links
    indexed = client().query(M45, key="T_REC", rec_index=True, n=-5)
    assert indexed.index[0].startswith("gold.m_45s[2014.03.01"), indexed.index


@check
def query_of_all_keywords():
    table = client().query(M45, key="**ALL**")
    assert {"T_REC", "CONTENT", "DATE-OBS"} <= set(table.columns), list(table.columns)


@check
def query_with_a_condition():
    table = client().query("gold.m_45s[? DATAMEAN > 0 AND CAMERA='2' ?]", key="T_REC, CAMERA, DATAMEAN")
    assert len(table) > 0 and (table.CAMERA == 2).all() and (table.DATAMEAN > 0).all()


@check
def query_of_nothing_and_of_an_unknown_series():
    refused(lambda: client().query(M45), ValueError, "At least one key, seg or link")
    refused(lambda: client().query("foo[]", key="T_REC"), drms.DrmsQueryError, "")


@check
def low_level_summary_and_list():
    summary = client()._json.rs_summary(M45)
    assert summary["status"] == 0 and summary["count"] == 4, summary
    listed = client()._json.rs_list(M45, "T_REC", uid="h1")
    assert listed["status"] == 0 and listed["count"] == 4 and len(listed["keywords"][0]["values"]) == 4, listed


@check
def addresses():
    assert client().check_email(REGISTERED)
    for address in ("user+x@example.com", UNKNOWN, "not-valid", ""):
        assert not client().check_email(address), address
    refused(lambda: client(email=UNKNOWN), ValueError, "invalid or not registered")
    assert client(email=REGISTERED).email == REGISTERED


@check
def export_url_quick_and_download():
    request = client(email=REGISTERED).export("gold.m_45s[2014.03.01_00:00:45_TAI][2]{magnetogram}")
    assert request.status == 0 and request.method == "url_quick" and request.protocol == "as-is", vars(request)
    assert request.data.record[0] == "gold.m_45s[2014.03.01_00:00:45_TAI][2]{magnetogram}", request.data
    assert request.urls.url[0].startswith(SITE + "/SUM"), request.urls
    fetched = request.download(WORK).download[0]
    assert open(fetched, "rb").read(6) == b"SIMPLE"


@check
def status_of_an_unknown_request():
    request = client().export_from_id("JSOC_20260101_001")
    assert request.status == 6 and request.id == "JSOC_20260101_001"   # not yet visible: the client polls a few times, then gives up
    refused(lambda: request.wait(sleep=0.1, retries_notfound=2), drms.DrmsExportError, "request JSOC_20260101_001 not found [status=6]")


@check
def export_with_an_unknown_step():
    refused(lambda: client(email=REGISTERED).export(M45, method="url", protocol="fits", process={"foobar": {}}), ValueError, "allowed processing options")


@check
def what_needs_the_queue_is_refused_in_words():
    refused(lambda: client(email=REGISTERED).export(M45 + "{magnetogram}", method="url", protocol="fits").wait(sleep=0.1), drms.DrmsExportError, "[status=")


# ---- spec 06 section 14

@check
def fixture_series_under_their_names():
    there = set(client().series())
    wanted = {"hmi.V_45s", "hmi.M_720s", "hmi.B_720s", "hmi.Ic_720s", "hmi.V_sht_2drls", "hmi.sharp_720s", "aia.lev1", "aia.lev1_euv_12s", "aia.response",
              "iris.lev1", "mdi.fd_V", "mdi.fd_M_lev182"}
    assert wanted <= there, wanted - there
    for name in wanted:
        assert client().info(name.lower()).name == name.lower()


@check
def fixture_prime_keys():
    wanted = {"hmi.v_45s": ["T_REC", "CAMERA"], "hmi.m_720s": ["T_REC", "CAMERA"], "hmi.v_sht_2drls": ["LMIN", "NACOEFF"], "aia.lev1": ["T_REC", "FSN"],
              "aia.lev1_euv_12s": ["T_REC", "WAVELNTH"], "aia.response": ["T_START", "WAVE_STR"], "iris.lev1": ["T_OBS", "FSN"],
              "mdi.fd_m_lev182": ["T_REC"], "mdi.fd_v": ["T_REC"]}
    for series, keys in wanted.items():
        assert set(keys) <= set(client().pkeys(series)) == set(client().info(series).primekeys), (series, client().pkeys(series))


@check
def fixture_dopplergrams():
    keys, segments = client().query("hmi.v_45s[2013.07.03_08:42_TAI/3m]", key="T_REC, CRLT_OBS", seg="Dopplergram")
    assert keys.shape == (4, 2) and abs(keys.CRLT_OBS.mean() - 3.14159) < 1e-4, keys
    assert list(segments.columns) == ["Dopplergram"] and len(segments) == 4
    five = client().query("hmi.v_45s[2013.07.03_08:42_TAI/4m]", key="T_REC, CRLT_OBS", rec_index=True)
    assert len(five) == 5 and all("hmi.V_45s" in name for name in five.index), five.index


@check
def fixture_hexadecimal_keywords():
    table = client().query("hmi.v_45s[2014.01.01_00:00:35_TAI-2014.01.01_01:00:35_TAI]", key="**ALL**")
    assert len(table) > 0 and table.QUALITY.dtype.kind == "i", table.QUALITY


@check
def fixture_unknown_names():
    keys, segments, links = client().query("hmi.v_45s[2013.07.03_08:42_TAI/3m]", key="foo", seg="baz", link="bar")
    assert (keys.foo == "Invalid KeyLink").all() and (segments.baz == "InvalidSegName").all() and (links.bar == "Invalid_Link").all()


@check
def fixture_cadence_and_links():
    assert len(client().query("hmi.M_720s[2011.04.14_00:30:00_TAI/6h@2h]", pkeys=True)) == 3
    keys, links = client().query("hmi.B_720s[2013.07.03_08:42_TAI/40m]", key="T_REC", link="MDATA")
    assert len(keys) == 3 and list(links.columns) == ["MDATA"] and links.MDATA.str.startswith("hmi.").all(), links


@check
def fixture_generic_segments():
    request = client(email=REGISTERED).export("hmi.v_sht_2drls[][]{split,rot,err}", method="url_quick")
    names = [os.path.basename(name) for name in request.data.filename]
    assert len(names) % 3 == 0 and "splittings.out" in names and sum(name.endswith(".2d") for name in names) > 0, names
    assert request.data.record.str.endswith("{split}").any()


def main():
    results = {}
    for function in CHECKS:
        try:
            function()
            results[function.__name__] = "ok"
        except Exception:   # every check is tried
            results[function.__name__] = traceback.format_exc(limit=-3)
    json.dump(results, sys.stdout)


main()
