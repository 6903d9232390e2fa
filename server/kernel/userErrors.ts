import { openEnumOf } from './enum.ts';

/** User errors that several domains use. */
export const kernelErrors = {
  BAD_CHARACTERS:
    'The text has control characters, characters that force another direction, or line breaks in a field of one line.',
  BAD_COORDINATES: 'Latitude or longitude is out of range.',
  CONFLICT: 'Somebody else changed the object after the given version; the payload contains its current state.',
  DATE_REQUIRED: 'This action needs a date.',
  EXTERNAL_ID_TAKEN: 'Another object of the key has this external id.',
  FORBIDDEN: 'In a list of results: the viewer may not do this to this object.',
  IDEMPOTENCY_KEY_REUSED: 'The idempotency key was used before with another input.',
  ILLEGAL_MOVE: 'The status of the object does not allow this move.',
  IN_THE_PAST: 'The moment lies in the past.',
  KEYS_ONLY: 'Only partner keys may set an external id.',
  MESSAGE_REQUIRED: 'This action needs a text.',
  NAME_TAKEN: 'Another object of the town has this name.',
  NOT_FOUND: 'In a list of results: there is no such object for the viewer.',
  NOT_HTTPS: 'The address does not begin with https://.',
  OUT_OF_RANGE: 'The number is too small or too large, or the moment too early or too late.',
  PROOF_REFUSED:
    'The proof is malformed, used, expired, or was made for another act or another address; `proofChallenge` is a new challenge.',
  PROOF_REQUIRED:
    'Without an account this request needs a proof of work at the moment: solve `proofChallenge` and repeat the request with `proof`.',
  REASON_REQUIRED: 'This action needs a reason.',
  REQUIRED: 'The field must not be empty.',
  SAME_LOCALE_TWICE: 'Two variants have the same language.',
  SAME_OPTION_TWICE: 'Two options of a question have the same text, or a ranking names an option twice.',
  SAME_QUESTION_TWICE: 'A question is answered twice.',
  TOO_LONG: 'The text or the time is too long.',
  TOO_MANY_QUESTIONS: 'The poll or category has more questions than allowed.',
  TOO_SHORT: 'The text is too short.',
  UNKNOWN_LOCALE: "The language is not one of the product's.",
} as const;

declare module './names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof kernelErrors, true> {}
}

export const UserErrorCodeEnum = openEnumOf(
  'UserErrorCode',
  'Reason why an input or a change is refused. The description of a mutation lists its codes.',
);
