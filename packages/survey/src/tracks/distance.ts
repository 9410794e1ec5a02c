/** Distances on the earth. */
export type Place = readonly [latitude: number, longitude: number];

const earthMetres = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great circle, haversine. */
export function distanceMetres([latitudeA, longitudeA]: Place, [latitudeB, longitudeB]: Place): number {
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const h =
    half(latitudeA, latitudeB) +
    Math.cos(radians(latitudeA)) * Math.cos(radians(latitudeB)) * half(longitudeA, longitudeB);
  return 2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(h)));
}
