/** User error codes of this domain with their descriptions for the schema. */
export const ballotErrors = {
  ALREADY_CAST: 'A ballot with the same one-time key but other content was cast before.',
  BAD_BALLOT: 'A field of the ballot is missing or malformed.',
  BAD_BLINDED: 'The blinded key is malformed, or not smaller than the modulus of the RSA key of the poll.',
  BAD_CHOICES: 'The choices are malformed or name options that the questions do not have.',
  BAD_SIGNATURE: 'The signature of the ballot does not match its one-time key.',
  BALLOT_ISSUED: "The viewer's ballot was issued for another key.",
  NOT_GENUINE: 'The one-time key of the ballot was not signed by the town hall.',
  NOT_SECRET: 'The poll is not secret.',
  TOO_FEW_CHOICES: 'A question has fewer choices than required.',
  TOO_FEW_RANKS: 'A question has fewer ranks than required.',
  TOO_MANY_CHOICES: 'A question has more choices than allowed.',
  TOO_MANY_RANKS: 'A question has more ranks than allowed.',
  UNKNOWN_OPTION: 'An option belongs to no question of the poll.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof ballotErrors, true> {}
}
