/** User errors of this domain: code and meaning. */
export const hoursErrors = {
  BAD_DATE: 'The date does not exist.',
  BAD_TIME: 'A time is not written like 08:30.',
  DUPLICATE_DAY: 'The day is in the list twice.',
  ENDS_BEFORE_START: 'The end is not after the beginning on the same day.',
  NEVER_OPEN: 'The hours contain no opening time.',
  SPANS_OVERLAP: 'Two of the times overlap.',
  TOO_MANY: 'The list has more entries than the limit.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof hoursErrors, true> {}
}
