import { type Position, rounded } from '../map/geometry.ts';

/** "50.6012, 7.2145", as maps and navigation devices write a place; latitude first. */
export function cornerText([lon, lat]: Position): string {
  return `${lat}, ${lon}`;
}

const forms = [
  /^([+-]?\d+,\d+)°?\s*[;\s]\s*([+-]?\d+,\d+)°?$/,
  /^([+-]?\d+(?:\.\d+)?)°?\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)°?$/,
];

/** Undefined: not two numbers, or no place on earth. A comma may be that of a decimal if a blank stands between the two. */
export function readCorner(text: string): Position | undefined {
  const [, first = '', second = ''] = forms.map((form) => form.exec(text.trim())).find((match) => match) ?? [];
  const [lat, lon] = [first, second].map((number) => Number(number.replace(',', '.')));
  if (first === '' || lat === undefined || lon === undefined) return undefined;
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? [rounded(lon), rounded(lat)] : undefined;
}
