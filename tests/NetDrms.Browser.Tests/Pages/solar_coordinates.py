"""Reads {"header": {...}, "pixels": [[x, y], ...]} (pixels counted from 1), prints what sunpy and astropy make of them."""
import json
import sys
import warnings

warnings.simplefilter("ignore")
import astropy.units as u
import numpy as np
import sunpy.map
from sunpy.coordinates import HeliographicCarrington, HeliographicStonyhurst

asked = json.load(sys.stdin)
image = sunpy.map.GenericMap(np.zeros((8, 8)), asked["header"])
answer = []
for x, y in asked["pixels"]:
    seen = image.pixel_to_world((x - 1) * u.pix, (y - 1) * u.pix)
    item = {"x": seen.Tx.to_value(u.arcsec), "y": seen.Ty.to_value(u.arcsec), "sun": None}
    on_sun = seen.transform_to(HeliographicStonyhurst(obstime=image.date))
    if np.isfinite(on_sun.lon.value):
        turning = seen.transform_to(HeliographicCarrington(obstime=image.date, observer=image.observer_coordinate))
        item["sun"] = [on_sun.lon.wrap_at(180 * u.deg).value, on_sun.lat.value, turning.lon.value, turning.lat.value]
    answer.append(item)
json.dump(answer, sys.stdout)
