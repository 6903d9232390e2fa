import { type Position, rounded } from '../map/geometry.ts';

/** A place as maps and navigation devices write it, "50.6012, 7.2145": latitude first. */
export function cornerText([lon, lat]: Position): string {
  return `${lat}, ${lon}`;
}

const forms = [
  /^([+-]?\d+,\d+)°?\s*[;\s]\s*([+-]?\d+,\d+)°?$/,
  /^([+-]?\d+(?:\.\d+)?)°?\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)°?$/,
];

/**
 * Reads a typed place; undefined unless the text holds two numbers that are a place on earth. A comma counts as a
 * decimal comma if a space separates the numbers.
 */
export function readCorner(text: string): Position | undefined {
  const [, first = '', second = ''] = forms.map((form) => form.exec(text.trim())).find((match) => match) ?? [];
  const [lat, lon] = [first, second].map((number) => Number(number.replace(',', '.')));
  if (first === '' || lat === undefined || lon === undefined) return undefined;
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? [rounded(lon), rounded(lat)] : undefined;
}
