import { describe, expect, it } from 'vitest';
import { copyOf, draftOf } from './draftOf.ts';
import { toInput } from './pollDraft.ts';

const zone = 'Europe/Berlin';
const picture = { __typename: 'Photo' as const, id: 'photo', alt: 'Eine Bank', large: { url: '/bank.webp' } };
const poll = {
  id: 'p',
  title: 'Was kommt auf den Platz?',
  description: 'Am Tor',
  version: 3,
  state: 'SCHEDULED' as 'SCHEDULED' | 'DRAFT',
  post: null as { id: string } | null,
  secrecy: 'EVERYDAY' as const,
  opensAt: '2027-01-05T08:00:00.000Z',
  closesAt: '2027-01-09T17:30:00.000Z',
  resultsVisibility: 'AFTER_CLOSE' as const,
  eligibility: 'MEMBERS' as const,
  assurance: 'SUBSTANTIAL' as const,
  changeAllowed: false,
  group: { id: 'g', name: 'Unkel', joinPolicy: 'OPEN' },
  viewerCanRevise: { allowed: true, code: null },
  questions: [
    {
      id: 'q1',
      text: 'Bank oder Baum?',
      kind: 'MULTIPLE' as const,
      minChoices: 1,
      maxChoices: 2,
      optionOrder: 'SHUFFLED' as const,
      options: [
        { id: 'o1', label: 'Bank', picture },
        { id: 'o2', label: 'Baum', picture: null },
      ],
    },
    {
      id: 'q2',
      text: 'Was noch?',
      kind: 'TEXT' as const,
      minChoices: 1,
      maxChoices: 1,
      optionOrder: 'FIXED' as const,
      options: [],
    },
  ],
  variants: [
    {
      locale: 'en',
      title: 'What goes on the square?',
      description: 'At the gate',
      questions: [
        { text: 'Bench or tree?', options: ['Bench', 'Tree'] },
        { text: 'What else?', options: [] },
      ],
    },
  ],
};
const asSaid = {
  title: poll.title,
  description: 'Am Tor',
  resultsVisibility: 'AFTER_CLOSE',
  eligibility: 'MEMBERS',
  assurance: 'SUBSTANTIAL',
  changeAllowed: false,
  secrecy: 'EVERYDAY',
  variants: poll.variants,
};
const question = { text: 'Bank oder Baum?', kind: 'MULTIPLE', minChoices: 1, maxChoices: 2, optionOrder: 'SHUFFLED' };

describe('a poll taken up again', () => {
  it('says the same, at the same times, with its pictures, until something is changed', () => {
    const { opensAt, closesAt } = poll;
    expect(toInput(draftOf(poll, zone), zone)).toMatchObject({ ...asSaid, opensAt, closesAt });
    expect(toInput(draftOf(poll, zone), zone).questions).toMatchObject([
      { ...question, options: ['Bank', 'Baum'], pictures: ['photo', null] },
      { text: 'Was noch?', kind: 'TEXT', isRequired: true, options: [] },
    ]);
  });

  it('has a start of its own unless it is a draft whose start has passed, or part of a post', () => {
    const starts = [
      poll,
      { ...poll, state: 'DRAFT' as const },
      { ...poll, state: 'DRAFT' as const, opensAt: '2020-01-05T08:00:00.000Z' },
      { ...poll, post: { id: 'n' } },
    ].map((one) => toInput(draftOf(one, zone), zone).opensAt);
    expect(starts).toEqual([poll.opensAt, poll.opensAt, null, null]);
  });

  it('as a copy has no times, and its pictures are sent again', () => {
    const copy = copyOf(poll);
    expect([copy.opensAt, copy.closesAt]).toEqual(['', '']);
    expect(copy.questions[0]?.options[0]?.picture).toMatchObject({ id: null, alt: 'Eine Bank' });
    expect(toInput(copy, zone)).toMatchObject({ ...asSaid, opensAt: null });
  });

  it('keeps what the form would not propose: nobody must choose', () => {
    const questions = poll.questions.slice(0, 1).map((one) => ({ ...one, minChoices: 0 }));
    expect(toInput(draftOf({ ...poll, questions }, zone), zone).questions[0]).toMatchObject({
      minChoices: 0,
      maxChoices: 2,
    });
  });

  it('keeps a single question that says something else than the title', () => {
    const [first] = poll.questions;
    const copy = copyOf({ ...poll, questions: first ? [first] : [] });
    expect(copy.asksTitle).toBe(false);
    expect(toInput(copy, zone).questions[0]?.text).toBe('Bank oder Baum?');
  });
});
