/** User errors of this domain: code and meaning. */
export const municipalityErrors = {
  BAD_BOUNDS: 'The section of the map does not contain the town, or its corners are exchanged.',
  BAD_COLOR: 'The colour is not written like #2c6e5d.',
  BAD_POSTCODE: 'A postcode does not have five digits.',
  BAD_URL: 'The address is not https, or contains a user name or password.',
  IN_THE_FUTURE: 'The day is in the future.',
  LOOKS_LIKE_DANGER: 'The colour is too similar to the red that means danger.',
  TOO_PALE: 'The colour has too little contrast with light pages.',
  TOO_MANY_POSTCODES: 'A town has at most 50 postcodes.',
  UNKNOWN_DESK: 'The desk does not exist in the town.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof municipalityErrors, true> {}
}
