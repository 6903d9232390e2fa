import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { german } from '../testing/german.ts';
import PollResults from './PollResults.vue';
import { leadingRow, roundRows, tallyRows } from './tally.ts';

const labels = ['Kletterwald', 'Wasserspielplatz', 'Alles bleibt'];
const options = labels.map((label, index) => ({ id: `o${index}`, label, picture: null }));
const question = {
  id: 'q',
  text: 'Was wird gebaut?',
  kind: 'SINGLE' as const,
  minChoices: 1,
  maxChoices: 1,
  optionOrder: 'FIXED' as const,
  options,
};
const poll = { title: 'Was wird gebaut?', questions: [question] };

function tallyOf(...votes: number[]) {
  const turnout = votes.reduce((sum, count) => sum + count, 0);
  const counted = options.map(({ id }, index) => ({ optionId: id, votes: votes[index] ?? 0 }));
  return {
    turnout,
    isFinal: false,
    cursor: 'c',
    questions: [{ question: { id: 'q' }, options: counted, runOff: null }],
  };
}
/** Replaces the no-break space that Intl puts before the percent sign. */
const plain = (text: string) => text.replace('\u00a0', ' ');
const mountResults = (tally: ReturnType<typeof tallyOf>, own: string[] = []) =>
  mount(PollResults, { props: { poll, tally, own }, global: { plugins: [german] } });

describe('PollResults', () => {
  it('is a table with labels, shares and votes in the order of the ballot', () => {
    const rows = mountResults(tallyOf(386, 1411, 0)).findAll('tbody tr');
    expect(rows.map((row) => row.find('th').text())).toEqual(labels);
    expect(rows.map((row) => plain(row.find('td').text()))).toEqual(['21 %', '79 %', '0 %']);
    expect(rows[1]?.text()).toContain('1.411 Stimmen');
  });

  it('says which option is the own one, and marks no winner', () => {
    const rows = mountResults(tallyOf(1, 5, 2), ['o0']).findAll('tbody tr');
    expect(rows[0]?.text()).toContain('Ihre Stimme');
    expect(rows.filter((row) => row.find('.track-own').exists())).toHaveLength(1);
    expect(rows[1]?.text()).not.toContain('Ihre Stimme');
  });

  it('follows new numbers', async () => {
    const wrapper = mountResults(tallyOf(1, 1, 0));
    await wrapper.setProps({ tally: tallyOf(3, 1, 0) });
    expect(plain(wrapper.find('tbody td').text())).toBe('75 %');
    expect(wrapper.find('.track > span').attributes('style')).toContain('scaleX(0.75)');
  });

  it('divides by nobody without a fault', () => {
    expect(tallyRows(tallyOf(0, 0, 0), question, []).map(({ share }) => share)).toEqual([0, 0, 0]);
  });
});

describe('the result of a ranking', () => {
  const votesOf = (...votes: (number | null)[]) =>
    votes.flatMap((count, i) => (count === null ? [] : [{ optionId: `o${i}`, votes: count }]));
  const runOff = {
    ballots: 10,
    rounds: [
      { votes: votesOf(4, 4, 2), exhausted: 0, eliminatedIds: ['o2'], tie: null },
      { votes: votesOf(4, 5, null), exhausted: 1, eliminatedIds: [], tie: null },
    ],
    winnerId: 'o1',
  };
  const ranking = { ...question, kind: 'RANKING' as const };
  const first = tallyOf(4, 4, 2).questions[0];
  const tally = { ...tallyOf(4, 4, 2), isFinal: true, questions: first ? [{ ...first, runOff }] : [] };

  it('has shares of the last round only, which add up to the whole', () => {
    const shares = tallyRows(tally, ranking, []).map(({ share }) => share);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect(shares[2]).toBe(0);
  });

  it('says in which round an option was eliminated, and gives it no bar and no percentage', () => {
    const props = { poll: { ...poll, questions: [ranking] }, tally, own: [] };
    const rows = mount(PollResults, { props, global: { plugins: [german], stubs: { RunOffRounds: true } } }).findAll(
      'tbody tr',
    );
    expect(rows.map((row) => plain(row.find('td').text()))).toEqual(['44 %', '56 %', 'ausgeschieden in Runde 1']);
    expect(rows.map((row) => row.find('.track').exists())).toEqual([true, true, false]);
    expect(rows[1]?.text()).toContain('Gewonnen');
  });

  it('keeps the round of the elimination in every later round of the wall', () => {
    expect(roundRows(runOff, ranking, 1).map(({ goneIn }) => goneIn)).toEqual([null, null, null]);
    expect(roundRows(runOff, ranking, 2).map(({ goneIn }) => goneIn)).toEqual([null, null, 1]);
  });
});

describe('leadingRow', () => {
  const leader = (...votes: number[]) => leadingRow(tallyRows(tallyOf(...votes), question, []))?.label ?? null;

  it('names who is ahead', () => expect(leader(2, 7, 1)).toBe('Wasserspielplatz'));
  it('names nobody when two are level', () => expect(leader(7, 7, 1)).toBeNull());
  it('names nobody before the first vote', () => expect(leader(0, 0, 0)).toBeNull());
});
