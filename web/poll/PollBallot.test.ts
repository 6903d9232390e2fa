import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { PollHeadFragment } from '../gql/graphql.ts';
import { german } from '../testing/german.ts';
import { noVote } from './ownVote.ts';
import PollBallot from './PollBallot.vue';

type Question = PollHeadFragment['questions'][number];

const options = ['Dienstag', 'Donnerstag', 'Samstag'].map((label, index) => ({
  id: `o${index}`,
  label,
  picture: null,
}));
const single: Question = {
  id: 'q',
  text: 'Welcher Tag?',
  kind: 'SINGLE',
  minChoices: 1,
  maxChoices: 1,
  optionOrder: 'FIXED',
  options,
};
const multiple: Question = { ...single, kind: 'MULTIPLE', minChoices: 1, maxChoices: 2 };

function mountBallot(question: Question, start: string[] = []) {
  const own = { ...noVote, optionIds: start };
  const props = { poll: { title: 'Markt', questions: [question] }, start: own, busy: false };
  return mount(PollBallot, { props, global: { plugins: [german] } });
}
type Ballot = ReturnType<typeof mountBallot>;
const check = (ballot: Ballot, index: number, on = true) => ballot.findAll('input')[index]?.setValue(on);
const cast = (ballot: Ballot) => ballot.find('form').trigger('submit');

describe('a single choice', () => {
  it('is a group of radio buttons under the question', () => {
    const ballot = mountBallot(single);
    expect(ballot.find('fieldset > legend').text()).toBe('Welcher Tag?');
    expect(ballot.findAll('input[type=radio]')).toHaveLength(3);
  });

  it('casts the one that was chosen last', async () => {
    const ballot = mountBallot(single);
    await check(ballot, 0);
    await check(ballot, 2);
    await cast(ballot);
    expect(ballot.emitted('cast')).toEqual([[{ optionIds: ['o2'], ranked: [], texts: [] }]]);
  });

  it('does not cast an empty ballot and says why', async () => {
    const ballot = mountBallot(single);
    await cast(ballot);
    expect(ballot.emitted('cast')).toBeUndefined();
    expect(ballot.find('[role=alert]').text()).toBe('Wählen Sie mindestens 1 Antwort.');
  });
});

describe('several choices', () => {
  it('says the limits and how many are chosen', async () => {
    const ballot = mountBallot(multiple);
    await check(ballot, 0);
    expect(ballot.text()).toContain('Wählen Sie 1 bis 2 Antworten. 1 von 2 gewählt.');
  });

  it('takes no more than allowed, and frees the others when one is taken back', async () => {
    const ballot = mountBallot(multiple);
    const isClosed = () => ballot.findAll('input').map((input) => input.attributes('disabled') !== undefined);
    await check(ballot, 0);
    await check(ballot, 1);
    expect(isClosed()).toEqual([false, false, true]);
    await check(ballot, 0, false);
    expect(isClosed()).toEqual([false, false, false]);
  });

  it('begins with the vote that is being changed', async () => {
    const ballot = mountBallot(multiple, ['o1']);
    await check(ballot, 2);
    await cast(ballot);
    expect(ballot.emitted('cast')).toEqual([[{ optionIds: ['o1', 'o2'], ranked: [], texts: [] }]]);
  });
});

describe('a ranking', () => {
  const ranking: Question = { ...single, kind: 'RANKING', minChoices: 2, maxChoices: 2 };
  const act = (ballot: Ballot, name: string, id: string) =>
    ballot.find(`[data-act=${name}][data-id=${id}]`).trigger('click');
  const order = (ballot: Ballot) => ballot.findAll('ol > li').map((row) => row.findAll('span')[1]?.text());

  it('puts options in order by buttons, and says where they are', async () => {
    const ballot = mountBallot(ranking);
    await act(ballot, 'add', 'o2');
    await act(ballot, 'add', 'o0');
    expect(order(ballot)).toEqual(['Samstag', 'Dienstag']);
    await act(ballot, 'up', 'o0');
    expect(order(ballot)).toEqual(['Dienstag', 'Samstag']);
    expect(ballot.find('[aria-live=polite]').text()).toBe('Dienstag ist jetzt auf Platz 1 von 2.');
    await cast(ballot);
    expect(ballot.emitted('cast')).toEqual([[{ optionIds: [], ranked: ['o0', 'o2'], texts: [] }]]);
  });

  it('takes no more places than allowed and asks for those that are missing', async () => {
    const ballot = mountBallot(ranking, ['o1']);
    await cast(ballot);
    expect(ballot.find('[role=alert]').text()).toBe('Vergeben Sie mindestens 2 Plätze.');
    await act(ballot, 'add', 'o0');
    expect(ballot.find('[data-act=add]').attributes('disabled')).toBeDefined();
    await act(ballot, 'remove', 'o1');
    expect(order(ballot)).toEqual(['Dienstag']);
  });
});

describe('an answer in words', () => {
  const inWords: Question = { ...single, kind: 'TEXT', minChoices: 1, options: [] };

  it('must be there where it is asked for, and goes along trimmed', async () => {
    const ballot = mountBallot(inWords);
    await cast(ballot);
    expect(ballot.find('[role=alert]').exists()).toBe(true);
    await ballot.find('textarea').setValue(' Mehr Bänke. ');
    await cast(ballot);
    expect(ballot.emitted('cast')).toEqual([
      [{ optionIds: [], ranked: [], texts: [{ questionId: 'q', text: 'Mehr Bänke.' }] }],
    ]);
  });
});
