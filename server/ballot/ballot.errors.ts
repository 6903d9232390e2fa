/** User error codes of this domain with their descriptions for the schema. */
export const ballotErrors = {
  ALREADY_CAST: 'A different envelope with the same one-time key was cast before.',
  BAD_BALLOT:
    'A field of the envelope is missing or malformed, or the ciphertext does not have the length of this poll.',
  BAD_BLINDED: 'The blinded key is malformed, or not smaller than the modulus of the RSA key of the poll.',
  BAD_RECOVERY_WORDS: 'The words are not those of a recovery sheet: a word is wrong, missing or in another place.',
  BAD_SIGNATURE: 'The signature of the envelope does not match its one-time key.',
  BALLOT_ISSUED: "The viewer's ballot was issued for another key.",
  KEY_IS_NOT_LOST: 'The key of the poll is in its place, so no recovery sheet is needed.',
  KEY_FOLDER_MISSING: 'The folder for the keys of secret polls is missing, so the poll cannot open.',
  NOT_GENUINE: 'The one-time key of the envelope was not signed by the town hall.',
  NOT_SECRET: 'The poll is not secret.',
  OTHER_RECOVERY_SHEET: 'The recovery sheet belongs to another poll.',
  POLL_IS_COUNTED: 'The poll is counted already.',
  RECOVERY_SHEET_TAKEN: 'The recovery sheet of the poll was taken before.',
  TOO_FEW_CHOICES: 'A question has fewer choices than required.',
  TOO_FEW_RANKS: 'A question has fewer ranks than required.',
  TOO_MANY_CHOICES: 'A question has more choices than allowed.',
  TOO_MANY_RANKS: 'A question has more ranks than allowed.',
  UNKNOWN_OPTION: 'An option belongs to no question of the poll.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof ballotErrors, true> {}
}
