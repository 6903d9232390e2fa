/** User error codes of this domain with their descriptions for the schema. */
export const privacyErrors = {
  NOT_IN_TOWN: 'No account with this address belongs to the town.',
  STAFF_THEMSELVES: 'People who work in a town hall take and erase their own data themselves.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof privacyErrors, true> {}
}
