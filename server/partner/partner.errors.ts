/** User error codes of this domain with their descriptions for the schema. */
export const partnerErrors = {
  BAD_ADDRESS: 'An entry is neither an IP address nor a network.',
  EXPIRES_TOO_LATE: 'The key would be valid for more than two years.',
  NO_SCOPES: 'The key has no scope.',
  TOO_MANY_ADDRESSES: 'The key has more addresses than the limit.',
  TOO_MANY_KEYS: 'The town has reached the limit of valid keys.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof partnerErrors, true> {}
}
