"""Makes a sunpy map of a stored picture and the keywords of its record, and tells what sunpy sees.

usage: look_at_map.py FITS KEYWORDS
KEYWORDS is the output of show_info -k -a. Prints a JSON object.
"""
import json
import sys
import warnings

import numpy
from astropy import units
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.utils import iers

iers.conf.auto_download = False
import sunpy.map
from sunpy.coordinates import frames


def keywords(path):
    values = {}
    for line in open(path):
        name, equals, text = line.rstrip('\n').partition('=')
        if not equals or name.startswith('#'):
            continue
        if text.startswith('"'):
            values[name.replace('__', '-')] = text[1:-1]
        elif text not in ('nan', 'MISSING', '-2147483648'):
            try:
                values[name.replace('__', '-')] = float(text)
            except ValueError:
                values[name.replace('__', '-')] = text
    return values


def main(path, keyword_path):
    header = keywords(keyword_path)
    with fits.open(path) as file:
        data = next(hdu.data for hdu in file if hdu.data is not None).astype(float)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        image = sunpy.map.Map(data, header)
        frame = image.coordinate_frame
        centre = image.world_to_pixel(SkyCoord(0 * units.arcsec, 0 * units.arcsec, frame=frame))
        image.unit, image.date, image.rotation_matrix, image.exposure_time
    good = numpy.isfinite(data)
    rows, columns = numpy.nonzero(good)
    dark = numpy.unravel_index(numpy.nanargmin(numpy.where(good, data, numpy.inf)), data.shape)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        spot = image.pixel_to_world(dark[1] * units.pix, dark[0] * units.pix).transform_to(frames.HeliographicCarrington(observer=image.observer_coordinate, obstime=image.date))
    observer = image.observer_coordinate.transform_to(frames.HeliographicStonyhurst(obstime=image.date))
    print(json.dumps({
        'warnings': [str(warning.message) for warning in caught if 'sunpy' in type(warning.message).__module__ or 'etadata' in str(warning.message)],
        'kind': type(image).__name__,
        'centre_x': float(centre.x.value), 'centre_y': float(centre.y.value),
        'crpix1': header['CRPIX1'], 'crpix2': header['CRPIX2'], 'cdelt1': header['CDELT1'],
        'crlt_obs': header['CRLT_OBS'], 'dsun_obs': header['DSUN_OBS'], 'rsun_obs': header['RSUN_OBS'],
        'observer_lat': float(observer.lat.deg), 'observer_distance': float(observer.radius.to_value(units.m)), 'map_rsun': float(image.rsun_obs.to_value(units.arcsec)),
        'good_x': float(columns.mean()), 'good_y': float(rows.mean()), 'good_radius': float(numpy.sqrt(good.sum() / numpy.pi)),
        'dark_lon': None if not numpy.isfinite(spot.lon.deg) else float(spot.lon.deg), 'dark_lat': None if not numpy.isfinite(spot.lat.deg) else float(spot.lat.deg),
    }))


main(*sys.argv[1:])
