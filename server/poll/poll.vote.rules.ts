import { InputCheck } from '../kernel/payload.ts';

/** Answer to one TEXT question. */
export interface TextInput {
  readonly questionId: string;
  readonly text: string;
}

const longestText = 1000;

/**
 * Trimmed, non-empty answers by the id of their question. Rules that need the poll are checked by `castVotesSql`. User
 * errors: TOO_LONG, BAD_CHARACTERS, SAME_QUESTION_TWICE.
 */
export function readTexts(texts: readonly TextInput[]): Readonly<Record<string, string>> {
  const check = new InputCheck();
  const written = texts.map(({ questionId, text }, i) => {
    const isNew = texts.findIndex((one) => one.questionId === questionId) === i;
    check.require(isNew, 'SAME_QUESTION_TWICE', 'one answer to a question', 'texts', String(i), 'questionId');
    return [questionId, check.multiline(text, [0, longestText], 'texts', String(i), 'text')] as const;
  });
  check.done();
  return Object.fromEntries(written.filter(([, text]) => text !== ''));
}
