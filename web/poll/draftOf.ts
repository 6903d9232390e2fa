import type { PollDraftQuery } from '../gql/graphql.ts';
import { localOf } from '../shared/localTime.ts';
import { emptyDraft, newKey, type PictureDraft, type PollDraft, type QuestionDraft } from './pollDraft.ts';

type Poll = NonNullable<PollDraftQuery['poll']>;
type Question = Poll['questions'][number];

/** Draft of an existing poll that has not opened. `timeZone`: of the municipality. */
export function draftOf(poll: Poll, timeZone: string): PollDraft {
  const copy = copyOf(poll);
  copy.questions.forEach(({ options }, q) =>
    options.forEach(({ picture }, at) => {
      if (picture) picture.id = poll.questions[q]?.options[at]?.picture?.id ?? null;
    }),
  );
  const closesAt = localOf(poll.closesAt, timeZone);
  return isStartedAtOnce(poll) ? { ...copy, closesAt } : { ...copy, closesAt, ...laterAt(poll.opensAt, timeZone) };
}

/** Whether the poll has no start of its own: a draft whose start has passed, or a poll that opens with its post. */
function isStartedAtOnce({ state, post, opensAt }: Poll): boolean {
  return post !== null || (state === 'DRAFT' && Date.parse(opensAt) <= Date.now());
}

function laterAt(opensAt: string, timeZone: string): Pick<PollDraft, 'when' | 'opensAt'> {
  return { when: 'LATER', opensAt: localOf(opensAt, timeZone) };
}

/** Draft of a new poll with the same content: without times, and its pictures are uploaded again. */
export function copyOf(poll: Poll): PollDraft {
  const questions = poll.questions.map(questionOf);
  const { resultsVisibility, eligibility, assurance, changeAllowed, secrecy } = poll;
  return {
    ...emptyDraft(),
    groupId: poll.group.id,
    title: poll.title,
    description: poll.description ?? '',
    questions,
    resultsVisibility,
    eligibility,
    assurance,
    changeAllowed,
    asksTitle: questions.length === 1 && poll.questions[0]?.text === poll.title,
    isSecret: secrecy === 'SECRET',
    variants: poll.variants.map(({ locale, title, description, questions: said }) => ({
      locale,
      title,
      description: description ?? '',
      words: Object.fromEntries(
        questions.flatMap(({ key, options }, q) => [
          [key, said[q]?.text ?? ''],
          ...options.map((option, at) => [option.key, said[q]?.options[at] ?? '']),
        ]),
      ),
    })),
  };
}

function questionOf({ text, kind, minChoices, maxChoices, optionOrder, options }: Question): QuestionDraft {
  return {
    key: newKey(),
    text,
    kind,
    optionOrder,
    isRequired: kind === 'TEXT' && minChoices > 0,
    ...(kind === 'TEXT' ? { minChoices: 1, maxChoices: 1 } : { minChoices, maxChoices }),
    options: options.map(({ label, picture }) => ({
      key: newKey(),
      label,
      picture: picture ? pictureOf(picture) : null,
    })),
  };
}

function pictureOf({ alt, large }: NonNullable<Question['options'][number]['picture']>): PictureDraft {
  const blob = async () => (await fetch(large.url)).blob();
  return { blob, preview: large.url, alt: alt ?? '', id: null };
}
