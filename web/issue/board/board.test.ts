import { describe, expect, it, vi } from 'vitest';
import type { IssueCardFragment, IssueStatus } from '../../gql/graphql.ts';
import { applyUpdate, mergeCards } from '../cards.ts';
import { neighbourOf } from './board.ts';
import { everything, filterFrom, matches, queryOf } from './boardFilter.ts';
import { columnsOf, countsIn, emptyLane, type Lane, withCard } from './boardLane.ts';
import { neededFields, nextStage, reporterAct, stageOf, targetsIn } from '../moves.ts';

const desk = { id: 'd1', name: 'Bauhof' };
const viewer = { id: 'me', desks: new Set(['d1']), timeZone: 'Europe/Berlin' };

function card(id: string, status: IssueStatus, version = 1, over: Partial<IssueCardFragment> = {}): IssueCardFragment {
  const lastMove = {
    id: `m${id}`,
    at: '2026-11-24T08:00:00Z',
    to: status,
    by: 'STAFF' as const,
    isReopening: false,
    isTakenBack: false,
    fixedBy: null,
    reroute: null,
  };
  const none = { from: null, desk: null, actorName: null, reason: null, message: null, scheduledFor: null };
  return {
    id,
    reference: `M-${id}`,
    kind: 'DEFECT',
    category: { id: 'c', name: 'Schlagloch', variants: [] },
    status,
    stage: stageOf(status),
    desk: null,
    place: { point: { lat: 50.6, lon: 7.2 }, address: null },
    title: 'Schlagloch',
    titleVariants: [],
    staffTitle: null,
    text: 'Loch',
    createdAt: `2026-11-2${id}T08:00:00Z`,
    updatedAt: '2026-11-24T08:00:00Z',
    version,
    isReopened: false,
    staffMoves: [],
    deskMoves: [],
    canAskReporter: true,
    clock: null,
    unanswered: null,
    assignee: null,
    supporters: 0,
    photos: [],
    lastMove: { ...lastMove, ...none },
    ...over,
  };
}
const lane = (cards: readonly IssueCardFragment[]): Lane =>
  cards.reduce((so, one) => withCard(so, one, true), emptyLane);
const shown = (so: Lane) =>
  Object.fromEntries(columnsOf(so).map(({ stage, cards, count }) => [stage, [...cards.map(({ id }) => id), count]]));

describe('the board', () => {
  it('sorts cards into five columns, newest first', () => {
    const so = lane([card('1', 'SUBMITTED'), card('2', 'SUBMITTED'), card('3', 'FORWARDED')]);
    expect(shown(so)).toEqual({ NEW: ['2', '1', 2], REVIEWED: [0], IN_PROGRESS: [0], WAITING: ['3', 1], DONE: [0] });
  });

  it('sorts by what is due next if wished, what stands still last', () => {
    const hand = (state: 'ON_TIME' | 'PAUSED' | 'MET', dueAt: string) => ({
      state,
      dueAt,
      dueSoonAt: null,
      stoppedAt: null,
    });
    const due = (state: 'ON_TIME' | 'PAUSED', day: number) => ({
      isPaused: state === 'PAUSED',
      firstResponse: hand('MET', '2026-11-01T08:00:00Z'),
      resolution: hand(state, `2026-12-0${day}T08:00:00Z`),
    });
    const cards = [
      card('1', 'SUBMITTED', 1, { clock: due('ON_TIME', 3) }),
      card('2', 'SUBMITTED', 1, { clock: due('PAUSED', 1) }),
      card('3', 'SUBMITTED', 1, { clock: due('ON_TIME', 2) }),
      card('4', 'SUBMITTED'),
    ];
    const ends = {
      ...emptyLane.ends,
      NEW: { cursor: 'more', last: card('3', 'SUBMITTED', 1, { clock: due('ON_TIME', 2) }) },
    };
    expect(shown({ ...lane(cards), order: 'DUE' }).NEW).toEqual(['3', '1', '4', '2', 4]);
    const so: Lane = { ...emptyLane, order: 'DUE', ends };
    expect(shown(cards.reduce((now, one) => withCard(now, one, true), so)).NEW).toEqual(['3', 4]);
  });

  it('lets the newest version win, in whatever order messages come', () => {
    expect(shown(lane([card('1', 'RESOLVED', 3), card('1', 'SUBMITTED', 1)])).DONE).toEqual(['1', 1]);
  });

  it('removes what left the view, and starts anew on reset', () => {
    const before = mergeCards(new Map(), [card('1', 'SUBMITTED'), card('2', 'SUBMITTED')]);
    const removed = applyUpdate(before, { entries: [], removedIds: ['1'], reset: false, cursor: 'a' });
    expect([...removed.keys()]).toEqual(['2']);
    const reset = applyUpdate(before, { entries: [card('3', 'TRIAGED')], removedIds: [], reset: true, cursor: 'b' });
    expect([...reset.keys()]).toEqual(['3']);
  });

  it('takes in what lies within the loaded part of a column, and counts the rest', () => {
    const last = card('5', 'SUBMITTED');
    const ends = { ...emptyLane.ends, NEW: { cursor: 'more', last } };
    const so: Lane = { ...lane([last]), ends, counts: { NEW: 9, DONE: 2 } };
    expect(shown(withCard(so, card('6', 'SUBMITTED'), true)).NEW).toEqual(['6', '5', 10]);
    expect(shown(withCard(so, card('4', 'SUBMITTED'), true)).NEW).toEqual(['5', 10]);
    const moved = withCard(so, card('5', 'RESOLVED', 2), true);
    expect([shown(moved).NEW, shown(moved).DONE]).toEqual([[8], ['5', 3]]);
    expect(shown(withCard(so, card('5', 'SUBMITTED', 2), false)).NEW).toEqual([8]);
  });

  it('knows of each row how much lies in it, also where no card was read', () => {
    const counts = [
      { stage: 'NEW' as const, deskId: null, count: 2 },
      { stage: 'NEW' as const, deskId: 'd1', count: 3 },
      { stage: 'DONE' as const, deskId: 'd1', count: 4 },
    ];
    const of = (part: object) => countsIn(counts, { ...everything, ...part });
    expect(of({})).toEqual({ NEW: 5, DONE: 4 });
    expect([of({ deskId: 'd1' }), of({ withoutDesk: true })]).toEqual([{ NEW: 3, DONE: 4 }, { NEW: 2 }]);
  });

  it('finds the neighbour of a card, also in the next row', () => {
    const above = columnsOf(lane([card('3', 'SUBMITTED'), card('2', 'SUBMITTED'), card('1', 'FORWARDED')]));
    const rows = [above, columnsOf(lane([card('9', 'SUBMITTED')]))];
    const from = (id: string) =>
      (['up', 'down', 'left', 'right', 'first', 'last'] as const).map((way) => neighbourOf(rows, id, way)?.id);
    expect(from('3')).toEqual([undefined, '2', undefined, '1', '3', '2']);
    expect(from('2')).toEqual(['3', '9', undefined, '1', '3', '2']);
    expect(from('1')).toEqual([undefined, undefined, '3', undefined, '1', '1']);
    expect(from('9')[0]).toBe('2');
  });
});

describe('the filter', () => {
  it('judges a card like the server', () => {
    const one = card('1', 'ASSIGNED', 1, { desk, place: { point: { lat: 1, lon: 1 }, address: 'Linzer Straße 3' } });
    const fits = (part: object) => matches(one, { ...everything, ...part }, viewer);
    const right = [
      {},
      { deskId: 'd1' },
      { mine: true },
      { street: ' linzer ' },
      { kind: 'DEFECT' },
      { categoryId: 'c' },
    ];
    const wrong = [
      { deskId: 'd2' },
      { withoutDesk: true },
      { street: 'Rhein' },
      { reopened: true },
      { kind: 'PRAISE' },
    ];
    expect([right.map(fits), wrong.map(fits)]).toEqual([right.map(() => true), wrong.map(() => false)]);
    expect(matches(card('2', 'ASSIGNED'), { ...everything, mine: true }, viewer)).toBe(false);
  });

  it('counts as mine what I have and what nobody at my desk has', () => {
    const had = (assigneeId: string | null, at = desk) =>
      card('1', 'ASSIGNED', 1, { desk: at, assignee: assigneeId === null ? null : { assigneeId, name: 'Kim' } });
    const mine = (one: IssueCardFragment) => matches(one, { ...everything, mine: true }, viewer);
    expect([had('me'), had(null), had('other'), had(null, { id: 'd2', name: 'Bauamt' })].map(mine)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('knows what is due today, new since yesterday, and waiting for an answer, by the days of the town', () => {
    vi.useFakeTimers({ now: new Date('2026-11-28T23:30:00Z') }); // half past midnight of 29 November in the town
    const none = { state: 'NONE', dueAt: null, dueSoonAt: null, stoppedAt: null } as const;
    const running = (dueAt: string) => ({ ...none, state: 'ON_TIME', dueAt }) as const;
    const due = (dueAt: string) =>
      card('1', 'SUBMITTED', 1, { clock: { isPaused: false, firstResponse: running(dueAt), resolution: none } });
    const fits = (one: IssueCardFragment, part: object) => matches(one, { ...everything, ...part }, viewer);
    const days = ['2026-11-27T08:00:00Z', '2026-11-29T22:59:00Z', '2026-11-29T23:00:00Z'];
    expect(days.map((dueAt) => fits(due(dueAt), { dueToday: true }))).toEqual([true, true, false]);
    expect(fits(card('1', 'RESOLVED'), { dueToday: true })).toBe(false);
    const made = ['2026-11-27T22:59:00Z', '2026-11-27T23:00:00Z'];
    const isNew = (createdAt: string) => fits(card('1', 'SUBMITTED', 1, { createdAt }), { sinceYesterday: true });
    expect(made.map(isNew)).toEqual([false, true]);
    const unanswered = { count: 1, isPressing: false };
    expect(fits(card('1', 'SUBMITTED', 1, { unanswered }), { unanswered: true })).toBe(true);
    expect(fits(card('1', 'SUBMITTED'), { unanswered: true })).toBe(false);
    vi.useRealTimers();
  });

  it('stands in the address of the page, and nothing else does', () => {
    const query = { desk: 'none', category: 'c', kind: 'PRAISE', street: 'Am Graben', mine: 'yes', reopened: 'yes' };
    const ready = { due: 'today', since: 'yesterday', waiting: 'yes' };
    expect(queryOf(filterFrom(query))).toEqual(query);
    expect(queryOf(filterFrom(ready))).toEqual(ready);
    expect(filterFrom({ kind: 'nonsense', desk: ['a'], mine: 'no', street: '' })).toEqual(everything);
    expect(queryOf(everything)).toEqual({});
  });
});

describe('moves', () => {
  it('ask for what the table needs', () => {
    expect(neededFields(card('1', 'SUBMITTED'), 'TRIAGED')).toEqual([]);
    expect(neededFields(card('1', 'SUBMITTED'), 'ASSIGNED')).toEqual(['desk']);
    expect(neededFields(card('1', 'SUBMITTED'), 'DECLINED')).toEqual(['reason']);
    expect(neededFields(card('1', 'ASSIGNED', 1, { desk }), 'SCHEDULED')).toEqual(['date']);
    expect(neededFields(card('1', 'RESOLVED', 1, { desk }), 'ASSIGNED')).toEqual(['reason']);
  });

  it('lead to columns: those with a status the server names, one column or more on', () => {
    const assigned = card('1', 'ASSIGNED', 1, { staffMoves: ['IN_PROGRESS', 'TRIAGED', 'RESOLVED', 'DECLINED'] });
    expect(targetsIn(assigned, 'DONE')).toEqual(['RESOLVED', 'DECLINED']);
    expect(targetsIn(assigned, 'WAITING')).toEqual([]);
    expect(nextStage(assigned, 1)).toBe('DONE');
    expect(nextStage(assigned, -1)).toBe('REVIEWED');
    expect(nextStage(card('2', 'DUPLICATE'), -1)).toBeUndefined();
  });

  it('are named from where the reporter stands', () => {
    expect(reporterAct('WAITING_ON_REPORTER', 'IN_PROGRESS')).toBe('answer');
    expect(reporterAct('RESOLVED', 'ASSIGNED')).toBe('reopen');
    expect(reporterAct('ASSIGNED', 'WITHDRAWN')).toBe('withdraw');
  });
});
