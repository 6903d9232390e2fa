import { expect, it } from 'vitest';
import { faultsOf } from './draftFaults.ts';
import { emptyDraft, emptyQuestion } from './pollDraft.ts';

const pathsOf = (draft: ReturnType<typeof emptyDraft>, isInPost = false) =>
  faultsOf(draft, isInPost).map(({ code, path }) => `${path.join('.')}: ${code}`);
const options = ['questions.0.options.0: REQUIRED', 'questions.0.options.1: REQUIRED'];

it('names all that an empty draft lacks, in the order of the form', () => {
  const missing = ['title: REQUIRED', ...options, 'closesAt: REQUIRED'];
  expect(pathsOf(emptyDraft())).toEqual(['groupId: NO_AUDIENCE', ...missing]);
  expect(pathsOf({ ...emptyDraft(), when: 'LATER' }, true)).toEqual(missing);
});

it('needs a text for each of several questions, a start for a later poll, and no options for written answers', () => {
  const questions = [{ ...emptyQuestion(), text: 'Ob', kind: 'TEXT' as const }];
  const draft = { ...emptyDraft(), groupId: 'g', title: 'Titel', questions, asksTitle: false, when: 'LATER' as const };
  expect(pathsOf(draft)).toEqual(['questions.0.text: TOO_SHORT', 'opensAt: REQUIRED', 'closesAt: REQUIRED']);
});

it('has nothing to say about a complete draft', () => {
  const draft = { ...emptyDraft(), groupId: 'g', title: 'Bank oder Baum?', closesAt: '2031-01-01T18:00' };
  for (const option of draft.questions[0]?.options ?? []) option.label = 'Bank';
  expect(faultsOf(draft)).toEqual([]);
});
