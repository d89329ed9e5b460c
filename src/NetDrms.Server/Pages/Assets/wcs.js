// Places on the sky and on the Sun of image pixels: gnomonic projection, helioprojective, Stonyhurst and Carrington
// coordinates (Thompson 2006). Angles in degrees unless a name says arcsec; null where the pixel lies beside the Sun.
const RADIAN = Math.PI / 180;
const ARCSEC = RADIAN / 3600;

/** Helioprojective longitude and latitude, arcsec, of a pixel counted from 1. */
export function projective(frame, x, y) {
  const dx = x - frame.referenceX;
  const dy = y - frame.referenceY;
  const [a, b, c, d] = frame.matrix;
  const u = (a * dx + b * dy) * ARCSEC;
  const v = (c * dx + d * dy) * ARCSEC;
  const lon0 = frame.valueX * ARCSEC;
  const lat0 = frame.valueY * ARCSEC;
  // the tangent plane touches the sphere at the reference pixel
  const away = Math.hypot(u, v);
  const angle = Math.atan(away);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const north = away === 0 ? 0 : v / away;
  const west = away === 0 ? 0 : u / away;
  const lat = Math.asin(cos * Math.sin(lat0) + sin * north * Math.cos(lat0));
  const lon = lon0 + Math.atan2(sin * west, cos * Math.cos(lat0) - sin * north * Math.sin(lat0));
  return { x: lon / ARCSEC, y: lat / ARCSEC };
}

/** Angular radius of the Sun, arcsec; null when its distance is not known. */
export function sunRadius(frame) {
  return frame.distance ? Math.asin(1 / frame.distance) / ARCSEC : null;
}

/** Distance from the centre of the disk in solar radii. */
export function radius(frame, place) {
  const sun = sunRadius(frame);
  if (!sun) return null;
  const x = place.x * ARCSEC;
  const y = place.y * ARCSEC;
  return Math.acos(Math.min(1, Math.cos(y) * Math.cos(x))) / ARCSEC / sun;
}

/** Heliographic latitude, and longitude from the observer's meridian; null beside the Sun or when the observer's place is not known. */
export function heliographic(frame, place) {
  if (!frame.distance || frame.latitude === null || frame.latitude === undefined) return null;
  const x = place.x * ARCSEC;
  const y = place.y * ARCSEC;
  const cos = Math.cos(y) * Math.cos(x);
  const inside = frame.distance ** 2 * (cos ** 2 - 1) + 1;
  if (inside < 0) return null;
  const far = frame.distance * cos - Math.sqrt(inside);   // to the nearer point of the sphere, in solar radii
  const west = far * Math.cos(y) * Math.sin(x);
  const north = far * Math.sin(y);
  const near = frame.distance - far * cos;
  const tilt = frame.latitude * RADIAN;
  const lat = Math.asin(north * Math.cos(tilt) + near * Math.sin(tilt));
  const lon = Math.atan2(west, near * Math.cos(tilt) - north * Math.sin(tilt));
  return { longitude: lon / RADIAN, latitude: lat / RADIAN };
}

/** Stonyhurst longitude and latitude. */
export function stonyhurst(frame, place) {
  const here = heliographic(frame, place);
  return here && { longitude: turned(here.longitude + (frame.stonyhurst ?? 0), 180), latitude: here.latitude };
}

/** Carrington longitude (0 to 360) and latitude; null when the observer's is not known. */
export function carrington(frame, place) {
  const here = heliographic(frame, place);
  if (!here || frame.carrington === null || frame.carrington === undefined) return null;
  return { longitude: turned(here.longitude + frame.carrington, 360), latitude: here.latitude };
}

// Into (high - 360, high].
function turned(angle, high) {
  const rest = (((angle - high) % 360) + 360) % 360;
  return rest === 0 ? (high === 360 ? 0 : high) : rest + high - 360;
}
