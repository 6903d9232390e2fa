/** User errors of this domain: code and meaning. */
export const streetErrors = {
  BAD_HOUSE_NUMBER: 'The house number is not a number from 1 to 9,999 with at most one letter.',
  BAD_LINE: 'The line is neither WKT nor GeoJSON, or it is not a LINESTRING or MULTILINESTRING.',
  POLYGON_TOO_LARGE: 'The polygon has more than 500 points.',
  TOO_MANY_STREETS:
    'A town has at most 5,000 streets; a recipient follows at most 50, and all streets of at most 50 towns.',
  UNKNOWN_STREET: 'The town has no such street.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof streetErrors, true> {}
}
