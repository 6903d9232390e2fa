/** Why input of this domain is refused, or what stands against a change: code and meaning. */
export const ballotErrors = {
  ALREADY_CAST: 'A ballot with this key is in the box already.',
  BAD_BALLOT: 'The ballot is not written as the box reads it.',
  BAD_BLINDED: 'The blinded key is not a number the key of the poll can sign.',
  BAD_CHOICES: 'The choices do not fit the questions.',
  BAD_SIGNATURE: 'The ballot is not signed by its own key.',
  BALLOT_ISSUED: "The viewer's ballot was issued for another key.",
  NOT_GENUINE: 'The ballot was not signed by the town hall.',
  NOT_SECRET: 'The poll is not secret.',
  TOO_FEW_CHOICES: 'A question has fewer choices than it needs.',
  TOO_FEW_RANKS: 'A question has fewer ranks than it needs.',
  TOO_MANY_CHOICES: 'A question has more choices than it allows.',
  TOO_MANY_RANKS: 'A question has more ranks than it allows.',
  UNKNOWN_OPTION: 'An option belongs to no question of the poll.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof ballotErrors, true> {}
}
