/** User error codes about answers and seats with their descriptions for the schema. */
export const answerErrors = {
  ANSWERS_CLOSED: 'Answers are not accepted yet or no longer.',
  DATE_CANCELLED: 'The date does not take place.',
  NOT_ENOUGH_SEATS: 'The answer asks for more seats than are free; the earlier answer stays.',
  TOO_MANY_COMPANIONS: 'The event allows fewer companions.',
  SHIFTS_OVERLAP: 'The person has another shift of the same date at this time.',
  NOT_A_SHIFT: 'The slot to remove is no shift; the slot of the date itself stays.',
  SLOT_IS_TAKEN: 'Somebody has answered for the shift, so it cannot be removed.',
  UNKNOWN_SLOT: 'The slot does not belong to the date.',
  NOT_A_CALLER: 'The person answered alone; only callers are removed from the list.',
} as const;

declare module '../../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof answerErrors, true> {}
}
