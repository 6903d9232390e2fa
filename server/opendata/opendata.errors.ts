/** User errors of this domain: code and meaning. */
export const opendataErrors = {
  BAD_ORIGIN: 'An entry is not the https origin of a website.',
  TOO_MANY_ORIGINS: 'The list has more than ten origins.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof opendataErrors, true> {}
}
