import { InputCheck } from '../kernel/payload.ts';

/** What somebody wrote to one question. */
export interface TextInput {
  readonly questionId: string;
  readonly text: string;
}

const longestText = 1000;

/**
 * Answers in words as they are kept, by their question: trimmed, none empty. All that needs the poll is judged by the
 * statement of votes. Refused: TOO_LONG, BAD_CHARACTERS, SAME_QUESTION_TWICE.
 */
export function readTexts(texts: readonly TextInput[]): Readonly<Record<string, string>> {
  const check = new InputCheck();
  const written = texts.map(({ questionId, text }, i) => {
    const isNew = texts.findIndex((one) => one.questionId === questionId) === i;
    check.require(isNew, 'SAME_QUESTION_TWICE', 'one answer to a question', 'texts', String(i), 'questionId');
    return [questionId, check.text(text, [0, longestText], 'texts', String(i), 'text')] as const;
  });
  check.done();
  return Object.fromEntries(written.filter(([, text]) => text !== ''));
}
