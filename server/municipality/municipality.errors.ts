/** Why input of this domain is refused, or what stands against a change: code and meaning. */
export const municipalityErrors = {
  BAD_BOUNDS: 'The section of the map does not hold the town, or its corners are exchanged.',
  BAD_COLOR: 'The colour is not written like #2c6e5d.',
  BAD_URL: 'The address is not https, or has a name or password in it.',
  IN_THE_FUTURE: 'The day has not come yet.',
  LOOKS_LIKE_DANGER: 'The colour is too near to the red that means danger.',
  TOO_PALE: 'The colour has too little contrast with light pages.',
  UNKNOWN_DESK: 'There is no such desk in the town.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof municipalityErrors, true> {}
}
