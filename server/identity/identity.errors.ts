/** User error codes of this domain with their descriptions for the schema. */
export const identityErrors = {
  ACCOUNT_ENDS: 'The account is about to be erased; the link in the mail about it keeps the account.',
  ACCOUNT_FIRST:
    'The identity is not linked to an account, and the service gave no verified e-mail address: sign in by e-mail first.',
  ADDRESS_KNOWN: 'An account with this e-mail address exists: sign in to the account before linking the identity.',
  BAD_EMAIL: 'The text is not an e-mail address.',
  BAD_PASSKEY: 'The response of the passkey is invalid.',
  CODE_EXPIRED:
    'The code has expired, was used or was requested in another browser; the link of the newest mail works, or a new code is needed.',
  IDENTIFICATION_CANCELLED: 'The identification was cancelled at the identity service.',
  IDENTIFICATION_FAILED: 'The response of the identity service is invalid.',
  IDENTITY_TAKEN: 'The identity is linked to another account.',
  INCOMPLETE_ROLE:
    'CLERK needs a desk, other roles must not have one; OPERATOR must not have a town, other roles need one.',
  LAST_ADMIN: 'The last admin of a town cannot be removed.',
  LAST_PASSKEY: 'An ADMIN or OPERATOR cannot remove the last passkey, without which nothing can be done.',
  LEVEL_TOO_LOW: 'The proven level is lower than the requested level.',
  LINK_EXPIRED: 'The link has expired; a new link is needed.',
  OWN_PASSKEYS: 'Your own passkeys are reset by another admin or by the operator.',
  PASSKEY_EXPIRED: 'The challenge has expired or was used; start again.',
  SERVICE_AWAY: 'The identity service does not respond.',
  SESSION_CHANGED: 'Account or session of this browser changed during the identification.',
  SIGN_IN_AGAIN: 'This step needs a sign-in or a check of a passkey that is at most 15 minutes old.',
  TOO_MANY_PASSKEYS: 'The account has ten passkeys, which is the maximum.',
  TOO_MANY_TRIES: 'The code is locked after five wrong tries; the link of the mail works, or a new code is needed.',
  UNKNOWN_LINK: 'The link is unknown, used, expired or replaced by a newer one.',
  UNKNOWN_PASSKEY: 'The passkey belongs to no account.',
  UNKNOWN_SERVICE: 'The town has no identity service with this key.',
  WRONG_CODE: 'The code is wrong.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof identityErrors, true> {}
}
