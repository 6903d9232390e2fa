/** User error codes of this domain with their descriptions for the schema. */
export const residenceErrors = {
  CODE_USED: 'The code was used before.',
  EMPTY_LIST: 'The list has no rows.',
  FAULTY_ROWS: 'Some rows of the list have faults, which the response lists; nothing was written.',
  LETTERS_EXIST: 'Letters were already created with this idempotency key.',
  LETTER_EXPIRED: 'The code of the letter has expired; a new letter is needed.',
  LETTER_VOID: 'The letter was declared void or replaced by a newer one.',
  NOT_PROVEN: 'The person has no proof of residence in the town.',
  TOO_MANY_ROWS: 'The list has more than 10,000 rows.',
  UNKNOWN_CODE: 'No letter of the town has this code.',
  UNKNOWN_REQUEST: 'A request does not exist any more.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof residenceErrors, true> {}
}
