/** User errors of this domain: code and meaning. */
export const areaErrors = {
  BAD_GEOMETRY: 'The geometry is neither a polygon nor a line.',
  BAD_TOLERANCE: 'The distance is not between 1 and 200 metres.',
  OUTSIDE_TOWN: 'The shape reaches more than two kilometres beyond the town.',
  RING_NOT_CLOSED: 'The last point of the border is not the first one.',
  SELF_CROSSING: 'The border crosses itself.',
  TOO_FEW_POINTS: 'The shape has too few points: an area needs three, a line two.',
  TOO_MANY_AREAS: 'The town has 200 areas and lines already.',
  TOO_MANY_POINTS: 'The shape has more than 2,000 points.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof areaErrors, true> {}
}
