/** User errors of the retention: code and meaning. */
export const retentionErrors = {
  DUPLICATE_PERIOD: 'The kind is in the list twice.',
  FIXED_PERIOD: 'Towns cannot change the period of this kind.',
  OUT_OF_BOUNDS: 'The number lies outside its bounds.',
} as const;

declare module '../../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof retentionErrors, true> {}
}
