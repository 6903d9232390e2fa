/** User error codes of SMS with their descriptions for the schema. */
export const smsErrors = {
  BAD_BUDGET: 'A budget has 0 to 1,000,000 cents.',
  BAD_NUMBER: 'The text is not a phone number.',
  BAD_SENDER: 'A sender has 1 to 11 letters, digits and blanks, and at least one letter.',
  CHANNEL_NOT_OFFERED: 'The town does not let people choose this channel.',
  CONTACT_FIRST: 'A code needs a confirmed e-mail address or device of the account.',
  NO_BUDGET: "The town's budget for SMS is spent for this month.",
  NUMBER_ABROAD: 'SMS are not sent to numbers of this country.',
  NUMBER_CODE_EXPIRED: 'The code has expired or was used; a new code is needed.',
  NUMBER_CODE_LOCKED: 'The code is locked after five wrong tries; a new code is needed.',
  NUMBER_NOT_MOBILE: 'The number is a landline, a premium service or otherwise no mobile number.',
  SMS_NOT_OFFERED: 'The town sends no SMS.',
  TOO_MANY_CODES: 'Too many codes were sent to this number, to this account or in this town.',
  TOO_MANY_NUMBERS: 'The account has five mobile numbers, which is the maximum.',
} as const;

declare module '../../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof smsErrors, true> {}
}
