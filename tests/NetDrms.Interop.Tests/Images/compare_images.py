"""Compares source FITS files with what came out of the storage.

usage: compare_images.py LIST
LIST is a JSON file: [{"source": path, "unit": number, "copies": [path, ...], "keywords": {DRMS name: [type, text printed in full precision]}}, ...];
the header is that of the given unit of the source.
Prints a JSON object: {"problems": [text, ...], "pixels": number compared, "keywords": number compared, "absent": [names that no header has]}.
"""
import json
import re
import sys
import warnings

import numpy
from astropy.io import fits
from astropy.time import Time
from astropy.utils import iers

warnings.simplefilter('ignore')
iers.conf.auto_download = False

FITS_NAMES = {'T_REC_epoch': 'TRECEPOC', 'T_REC_step': 'TRECSTEP'}
TIME = re.compile(r'(\d{4})[.-](\d\d)[.-](\d\d)[_T](\d\d:\d\d:\d\d(?:\.\d+)?)(_TAI|_UTC|Z|)$')
MICROSECOND = 2e-6   # keywords are printed with six decimals of a second


def time_of(text):
    year, month, day, clock, zone = TIME.match(text).groups()
    return Time(f'{year}-{month}-{day}T{clock}', scale='tai' if zone == '_TAI' else 'utc').tai


def same_value(header, kind, text):
    if kind == 'string':
        text = text[1:-1]   # printed in quotes
        return header == text if isinstance(header, str) else float(text) == float(header)
    if kind == 'time':
        return abs((time_of(header) - time_of(text)).sec) < MICROSECOND
    if kind == 'float':
        return numpy.float32(text) == numpy.float32(header)
    if kind == 'double':
        return float(text) == float(header)
    return int(text) == header


def header_value(header, name):
    name = FITS_NAMES.get(name, name).replace('__', '-')
    if name not in header:
        return None
    if name in ('HISTORY', 'COMMENT'):
        return '\\n'.join(str(line).rstrip() for line in header[name]).rstrip()
    value = header[name]
    return value.strip() if isinstance(value, str) else value


def pixels_of(path):
    with fits.open(path) as units:
        unit = next(u for u in units if u.data is not None)
        return unit.data.copy()


def compare(entry, result):
    if entry['copies']:
        pixels = pixels_of(entry['source'])
    for copy in entry['copies']:
        others = pixels_of(copy)
        if others.dtype != pixels.dtype or others.shape != pixels.shape or not numpy.array_equal(others, pixels, equal_nan=pixels.dtype.kind == 'f'):
            result['problems'].append(f'{copy}: pixels differ from those of {entry["source"]}')
        result['pixels'] += pixels.size
    with fits.open(entry['source']) as units:
        header = units[entry['unit']].header
    for name, (kind, text) in entry['keywords'].items():
        value = header_value(header, name)
        if value is None:
            result['absent'].append(name)
            continue
        result['keywords'] += 1
        if not same_value(value, kind, text):
            result['problems'].append(f'{entry["source"]}: {name} is {text}, in the header {value!r}')


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        entries = json.load(file)
    result = {'problems': [], 'pixels': 0, 'keywords': 0, 'absent': []}
    for entry in entries:
        compare(entry, result)
    json.dump(result, sys.stdout)


main()
