/** Why input of this domain is refused, or what stands against a change: code and meaning. */
export const identityErrors = {
  ACCOUNT_FIRST: 'The proof belongs to no account yet: sign in by e-mail first.',
  ADDRESS_KNOWN: 'There is an account for this e-mail address: sign in to it first.',
  BAD_EMAIL: 'This is no e-mail address.',
  BAD_PASSKEY: 'The answer of the passkey is not valid.',
  CODE_EXPIRED: 'The code is too old: ask for a new one.',
  IDENTIFICATION_CANCELLED: 'The person stopped at the identity service.',
  IDENTIFICATION_FAILED: 'The answer of the identity service is not valid.',
  IDENTITY_TAKEN: 'The proof belongs to another account.',
  INCOMPLETE_ROLE: 'The role needs a desk, or must not have one.',
  LAST_ADMIN: 'The town would be left without an admin.',
  LEVEL_TOO_LOW: 'The proof is of a lower level than was asked for.',
  LINK_EXPIRED: 'The link is too old: ask for a new one.',
  PASSKEY_EXPIRED: 'Too much time has passed since the start: begin again.',
  SERVICE_AWAY: 'The identity service does not answer.',
  SESSION_CHANGED: 'Another account has signed in at this browser since the start.',
  TOO_MANY_PASSKEYS: 'The account has ten passkeys already.',
  TOO_MANY_TRIES: 'The code was wrong too often: ask for a new one.',
  UNKNOWN_LINK: 'There is no such link, or it was used.',
  UNKNOWN_PASSKEY: 'No account has this passkey.',
  UNKNOWN_SERVICE: 'There is no such identity service.',
  WRONG_CODE: 'The code is not the right one.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof identityErrors, true> {}
}
