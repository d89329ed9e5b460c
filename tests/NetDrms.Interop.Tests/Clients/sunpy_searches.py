"""Debian's python3-sunpy, unmodified, searching a site with its JSOC client (spec 06 sections 13.4, 14).

usage: sunpy_searches.py <site's address>; prints one JSON object: name of the check -> "ok" or what went wrong."""
import datetime
import json
import sys
import traceback
import warnings

warnings.simplefilter("ignore")
import astropy.units as u
import drms.config
from drms.config import ServerConfig
from sunpy.net import attrs as a

SITE = sys.argv[1]
# What sunpy calls "jsoc" is the site: its description is configuration, the programs are unchanged.
drms.config._server_configs["jsoc"] = ServerConfig(
    name="JSOC", cgi_baseurl=SITE + "/cgi-bin/ajax/", cgi_show_series="show_series", cgi_jsoc_info="jsoc_info", cgi_jsoc_fetch="jsoc_fetch",
    cgi_check_address="checkAddress.sh", cgi_show_series_wrapper="showextseries", show_series_wrapper_dbhost="hmidb2", http_download_baseurl=SITE + "/")
from sunpy.net.jsoc import JSOCClient

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def search(*query):
    return JSOCClient().search(*query)


@check
def magnetograms_every_90_seconds():
    # the site's own first magnetograms: their times are the sample's business
    times = drms.Client().query("hmi.M_45s[^]", key="T_REC").T_REC
    start = drms.to_datetime(times)[0]
    found = search(a.Time(start, start + datetime.timedelta(seconds=135)), a.jsoc.Series("hmi.M_45s"), a.Sample(90 * u.s))
    assert len(found) == 2, found


@check
def sharp_of_one_region():
    found = search(a.jsoc.Series("hmi.sharp_cea_720s"), a.jsoc.PrimeKey("HARPNUM", 3604), a.jsoc.Segment("Bp") & a.jsoc.Segment("magnetogram"))
    assert len(found) == 1336, len(found)


@check
def condition_on_a_keyword():
    every = search(a.jsoc.Series("hmi.sharp_cea_720s"), a.jsoc.PrimeKey("HARPNUM", 3604))
    good = search(a.jsoc.Series("hmi.sharp_cea_720s"), a.jsoc.PrimeKey("HARPNUM", 3604), a.jsoc.Keyword("QUALITY") < 1)
    assert 0 < len(good) <= len(every), (len(good), len(every))


@check
def unknown_keyword_segment_and_series():
    for query, text in [((a.jsoc.Keyword("FOO") == 1,), "not supported"), ((a.jsoc.Segment("foo"),), "Unexpected Segments")]:
        try:
            search(a.jsoc.Series("hmi.M_45s"), a.Time("2014-01-01", "2014-01-02"), *query)
        except ValueError as error:
            assert text in str(error), error
        else:
            raise AssertionError(f"{text} was expected")


@check
def chosen_keywords():
    found = search(a.jsoc.Series("hmi.sharp_cea_720s"), a.jsoc.PrimeKey("HARPNUM", 3604), a.jsoc.Segment("Bp"))
    assert {"T_REC", "HARPNUM", "TELESCOP"} <= set(found.colnames), found.colnames


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
