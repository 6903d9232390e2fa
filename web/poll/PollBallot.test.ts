import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { PollHeadFragment } from '../gql/graphql.ts';
import { german } from '../testing/german.ts';
import PollBallot from './PollBallot.vue';

type Question = PollHeadFragment['questions'][number];

const options = ['Dienstag', 'Donnerstag', 'Samstag'].map((label, index) => ({ id: `o${index}`, label }));
const single: Question = { id: 'q', text: 'Welcher Tag?', kind: 'SINGLE', minChoices: 1, maxChoices: 1, options };
const multiple: Question = { ...single, kind: 'MULTIPLE', minChoices: 1, maxChoices: 2 };

function mountBallot(question: Question, start: string[] = []) {
  const props = { poll: { title: 'Markt', questions: [question] }, start, busy: false };
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
    expect(ballot.emitted('cast')).toEqual([[['o2']]]);
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
    expect(ballot.emitted('cast')).toEqual([[['o1', 'o2']]]);
  });
});
