import { describe, expect, it } from 'vitest';
import type { IssueCardFragment, IssueStatus } from '../gql/graphql.ts';
import { applyUpdate, type Cards, columnsOf, mergeCards } from './board.ts';
import { neededFields, nextStage, reporterAct, stageOf, targetsIn } from './moves.ts';

const desk = { id: 'd1', name: 'Bauhof' };

function card(id: string, status: IssueStatus, version = 1, over: Partial<IssueCardFragment> = {}): IssueCardFragment {
  const lastMove = {
    id: `m${id}`,
    at: '2026-11-24T08:00:00Z',
    to: status,
    by: 'STAFF' as const,
    isReopening: false,
    isTakenBack: false,
  };
  const none = { from: null, desk: null, actorName: null, reason: null, message: null, scheduledFor: null };
  return {
    id,
    reference: `M-${id}`,
    kind: 'DEFECT',
    category: { id: 'c', name: 'Schlagloch' },
    status,
    stage: stageOf(status),
    desk: null,
    place: { point: { lat: 50.6, lon: 7.2 }, address: null },
    text: 'Loch',
    createdAt: `2026-11-2${id}T08:00:00Z`,
    updatedAt: '2026-11-24T08:00:00Z',
    version,
    staffMoves: [],
    unanswered: null,
    lastMove: { ...lastMove, ...none },
    ...over,
  };
}
const shown = (cards: Cards, deskId: string | null = null) =>
  Object.fromEntries(columnsOf(cards, deskId).map(({ stage, cards: inStage }) => [stage, inStage.map(({ id }) => id)]));

describe('the board', () => {
  it('sorts cards into five columns, newest first', () => {
    const cards = mergeCards(new Map(), [card('1', 'SUBMITTED'), card('2', 'SUBMITTED'), card('3', 'FORWARDED')]);
    expect(shown(cards)).toEqual({ NEW: ['2', '1'], REVIEWED: [], IN_PROGRESS: [], WAITING: ['3'], DONE: [] });
  });

  it('lets the newest version win, in whatever order messages come', () => {
    const cards = mergeCards(mergeCards(new Map(), [card('1', 'RESOLVED', 3)]), [card('1', 'SUBMITTED', 1)]);
    expect(shown(cards).DONE).toEqual(['1']);
  });

  it('removes what left the view, and starts anew on reset', () => {
    const before = mergeCards(new Map(), [card('1', 'SUBMITTED'), card('2', 'SUBMITTED')]);
    const removed = applyUpdate(before, { entries: [], removedIds: ['1'], reset: false, cursor: 'a' });
    expect([...removed.keys()]).toEqual(['2']);
    const reset = applyUpdate(before, { entries: [card('3', 'TRIAGED')], removedIds: [], reset: true, cursor: 'b' });
    expect([...reset.keys()]).toEqual(['3']);
  });

  it('shows one desk alone', () => {
    const cards = mergeCards(new Map(), [card('1', 'ASSIGNED', 1, { desk }), card('2', 'ASSIGNED')]);
    expect(shown(cards, 'd1').IN_PROGRESS).toEqual(['1']);
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
    expect(reporterAct('UNCONFIRMED', 'SUBMITTED')).toBe('confirm');
  });
});
