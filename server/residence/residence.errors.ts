/** Why input of this domain is refused, or what stands against a change: code and meaning. */
export const residenceErrors = {
  BAD_POSTCODE: 'A postcode has five digits.',
  CODE_USED: 'The code was used before.',
  EMPTY_LIST: 'The list has no rows.',
  FAULTY_ROWS: 'Some rows of the list have faults, which are in the answer; no letter was made.',
  LETTERS_EXIST: 'Letters were made from this list already.',
  LETTER_EXPIRED: 'The letter is too old: ask for a new one.',
  LETTER_VOID: 'The letter was declared void, or a newer one was sent.',
  NOT_PROVEN: 'This person has no proof of residence in the town.',
  TOO_MANY_ROWS: 'The list has more than 10,000 rows.',
  UNKNOWN_CODE: 'No letter of the town has this code.',
  UNKNOWN_REQUEST: 'One of the requests is not there any more.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof residenceErrors, true> {}
}
