"""Reads a VOTable with astropy and prints it as JSON: rows, units, time systems, and whatever astropy complains about."""
import json
import sys
import warnings

import numpy
from astropy.io.votable import parse
from astropy.io.votable.ucd import parse_ucd

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    votable = parse(sys.argv[1], verify="exception")
    table = votable.get_first_table()

for field in table.fields:
    if field.ucd:
        parse_ucd(field.ucd, check_controlled_vocabulary=True)


def plain(value, missing):
    if bool(numpy.any(missing)) or value is numpy.ma.masked:
        return None
    if isinstance(value, (bool, numpy.bool_)):
        return bool(value)
    if isinstance(value, numpy.integer):
        return int(value)
    if isinstance(value, numpy.floating):
        number = float(str(value))
        if numpy.isnan(number):
            return None
        return ("Infinity" if number > 0 else "-Infinity") if numpy.isinf(number) else number
    return str(value) or None


names = [field.name for field in table.fields]
rows = [
    {name: plain(row[i], table.array.mask[number][i]) for i, name in enumerate(names)}
    for number, row in enumerate(table.array.data)
]
systems = {system.ID: [system.timescale, system.timeorigin] for resource in votable.resources for system in resource.time_systems}
json.dump({
    "rows": rows,
    "units": {field.name: str(field.unit) for field in table.fields if field.unit},
    "scales": {field.name: systems[field.ref] for field in table.fields if field.ref and field.name in ("T_OBS", "DATE")},
    "warnings": "\n".join(str(w.message) for w in caught),
}, sys.stdout)
