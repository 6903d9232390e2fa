/** Why input of this domain is refused, or what stands against a change: code and meaning. */
export const partnerErrors = {
  BAD_ADDRESS: 'An entry is neither an IP address nor a network.',
  EXPIRES_TOO_LATE: 'The key would work for more than two years.',
  NO_SCOPES: 'The key has no scope.',
  TOO_MANY_ADDRESSES: 'There are more addresses than the limit.',
  TOO_MANY_KEYS: 'The town has as many keys as the limit.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof partnerErrors, true> {}
}
