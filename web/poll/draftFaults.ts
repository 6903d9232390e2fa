import type { UserErrorPartsFragment } from '../gql/graphql.ts';
import type { PollDraft, QuestionDraft } from './pollDraft.ts';

type Fault = Pick<UserErrorPartsFragment, 'code' | 'path'>;

/**
 * Missing parts of a draft, in the form of the server's refusals and in the order of the form. The server refuses an
 * absent end as a whole, without naming other fields, so the form names at once all that are missing. The post of a
 * poll names group and start.
 */
export function faultsOf(draft: PollDraft, isInPost = false): Fault[] {
  return [
    ...(draft.groupId || isInPost ? [] : [{ code: 'NO_AUDIENCE' as const, path: ['groupId'] }]),
    ...textFaults(draft.title, 5, ['title']),
    ...draft.questions.flatMap((question, i) => questionFaults(question, draft.asksTitle, ['questions', String(i)])),
    ...(draft.when === 'LATER' && !isInPost ? textFaults(draft.opensAt, 1, ['opensAt']) : []),
    ...textFaults(draft.closesAt, 1, ['closesAt']),
  ];
}

function questionFaults({ text, kind, options }: QuestionDraft, asksTitle: boolean, at: readonly string[]): Fault[] {
  const labels = kind === 'TEXT' ? [] : options;
  return [
    ...(asksTitle ? [] : textFaults(text, 3, [...at, 'text'])),
    ...labels.flatMap(({ label }, i) => textFaults(label, 1, [...at, 'options', String(i)])),
  ];
}

function textFaults(text: string, least: number, path: string[]): Fault[] {
  const { length } = text.trim();
  if (length >= least) return [];
  return [{ code: length === 0 ? 'REQUIRED' : 'TOO_SHORT', path }];
}
