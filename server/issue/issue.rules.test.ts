import { expect, test } from 'vitest';
import type { Actor, RoleGrant } from '../kernel/actor.ts';
import { Refusal } from '../kernel/errors.ts';
import { type IssueStatus, issueStatuses } from './issue.entity.ts';
import { audienceOf, canSeeBoard, type IssueStanding, standingTowards } from './issue.audience.rules.ts';
import { withoutContacts } from './issue.visibility.rules.ts';
import { canMoveIssue, checkMove, deskTargets, partyOf, stageOf, targetsFor } from './issue.rules.ts';

/** The table in the words of a clerk: from → who → to. Written a second time on purpose. */
const table: Record<string, { reporter?: string; staff?: string; desk?: string }> = {
  SUBMITTED: {
    reporter: 'WITHDRAWN',
    staff: 'TRIAGED ASSIGNED WAITING_ON_REPORTER DECLINED NOT_RESPONSIBLE DUPLICATE',
  },
  TRIAGED: { reporter: 'WITHDRAWN', staff: 'ASSIGNED WAITING_ON_REPORTER DECLINED NOT_RESPONSIBLE DUPLICATE' },
  ASSIGNED: {
    reporter: 'WITHDRAWN',
    desk: 'IN_PROGRESS SCHEDULED WAITING_ON_REPORTER FORWARDED TRIAGED RESOLVED DECLINED NOT_RESPONSIBLE DUPLICATE',
  },
  IN_PROGRESS: { reporter: 'WITHDRAWN', desk: 'SCHEDULED RESOLVED WAITING_ON_REPORTER FORWARDED DECLINED' },
  SCHEDULED: { reporter: 'WITHDRAWN', desk: 'IN_PROGRESS RESOLVED WAITING_ON_REPORTER FORWARDED DECLINED' },
  WAITING_ON_REPORTER: { reporter: 'IN_PROGRESS WITHDRAWN', staff: 'IN_PROGRESS' }, // the status before was IN_PROGRESS
  FORWARDED: { reporter: 'WITHDRAWN', staff: 'ASSIGNED RESOLVED WAITING_ON_REPORTER DECLINED' },
  RESOLVED: { reporter: 'ASSIGNED', staff: 'ASSIGNED' },
  DECLINED: { reporter: 'ASSIGNED', staff: 'ASSIGNED' },
  DUPLICATE: { staff: 'ASSIGNED' },
};

const nobody: IssueStanding = { isReporter: false, isStaff: false, isOfDesk: false };
const standings: Record<string, IssueStanding> = {
  nobody,
  reporter: { ...nobody, isReporter: true },
  staff: { ...nobody, isStaff: true },
  desk: { ...nobody, isStaff: true, isOfDesk: true },
};
const now = new Date('2026-11-25T12:00:00Z');

function issueIn(status: IssueStatus) {
  return {
    kind: 'DEFECT' as const,
    flag: null,
    status,
    previousStatus: status === 'WAITING_ON_REPORTER' ? ('IN_PROGRESS' as const) : null,
    updatedAt: now,
  };
}

function isInTable(who: string, from: string, to: string): boolean {
  const row = table[from] ?? {};
  const lists = { nobody: [], reporter: [row.reporter], staff: [row.staff], desk: [row.staff, row.desk] }[who] ?? [];
  return lists.some((list) => list?.split(' ').includes(to) ?? false);
}

test('every cell of (who, from, to) is as the table says', () => {
  let allowed = 0;
  let refused = 0;
  for (const [who, standing] of Object.entries(standings)) {
    for (const from of issueStatuses) {
      for (const to of issueStatuses) {
        const verdict = canMoveIssue(standing, issueIn(from), to, now);
        expect([who, from, to, verdict.allow]).toEqual([who, from, to, isInTable(who, from, to)]);
        if (verdict.allow) allowed++;
        else refused++;
      }
    }
  }
  console.log(`${allowed + refused} cells: ${allowed} allowed, ${refused} refused`);
  expect(allowed).toBeGreaterThan(50);
});

test('staff of another desk are told that it is the desk; what only the other party may do is FORBIDDEN', () => {
  const { staff, desk, reporter } = standings;
  expect(canMoveIssue(desk!, issueIn('ASSIGNED'), 'WITHDRAWN', now)).toEqual({ allow: false, code: 'FORBIDDEN' });
  expect(canMoveIssue(reporter!, issueIn('SUBMITTED'), 'TRIAGED', now)).toEqual({ allow: false, code: 'FORBIDDEN' });
  expect(canMoveIssue(staff!, issueIn('ASSIGNED'), 'RESOLVED', now)).toEqual({ allow: false, code: 'WRONG_DESK' });
  expect(canMoveIssue(staff!, issueIn('SUBMITTED'), 'RESOLVED', now)).toEqual({ allow: false, code: 'ILLEGAL_MOVE' });
});

test('the reporter may reopen for 30 days, staff always', () => {
  const old = { ...issueIn('RESOLVED'), updatedAt: new Date(now.getTime() - 31 * 86_400_000) };
  expect(canMoveIssue(standings.reporter!, old, 'ASSIGNED', now)).toEqual({ allow: false, code: 'REOPEN_TOO_LATE' });
  expect(canMoveIssue(standings.staff!, old, 'ASSIGNED', now)).toEqual({ allow: true });
});

test('what is offered is what is allowed', () => {
  for (const status of issueStatuses) {
    const offered = targetsFor(issueIn(status), 'STAFF');
    expect(offered.filter((to) => !canMoveIssue(standings.desk!, issueIn(status), to, now).allow)).toEqual([]);
    expect(['NEW', 'REVIEWED', 'IN_PROGRESS', 'WAITING', 'DONE']).toContain(stageOf(status));
  }
});

test('moves that only the desk may make are the ones that other staff are refused', () => {
  for (const status of issueStatuses) {
    const offered = targetsFor(issueIn(status), 'STAFF');
    const refused = offered.filter((to) => !canMoveIssue(standings.staff!, issueIn(status), to, now).allow);
    expect([status, deskTargets(issueIn(status))]).toEqual([status, refused]);
  }
});

test('who is both makes each move as the one it belongs to', () => {
  const both = { isReporter: true, isStaff: true, isOfDesk: true };
  expect(partyOf(both, issueIn('ASSIGNED'), 'RESOLVED')).toBe('STAFF');
  expect(partyOf(both, issueIn('ASSIGNED'), 'WITHDRAWN')).toBe('REPORTER');
});

test('what a move needs beside the wish', () => {
  const missing = (from: IssueStatus, to: IssueStatus, more: object = {}, party: 'STAFF' | 'REPORTER' = 'STAFF') => {
    try {
      const issue = { ...issueIn(from), deskId: null, canBeAsked: from !== 'FORWARDED' };
      checkMove(issue, { to, tellReporter: true, ...more }, party, now);
      return 'nothing';
    } catch (error) {
      return error instanceof Refusal ? error.userErrors.map(({ code }) => code).join() : String(error);
    }
  };
  expect(missing('SUBMITTED', 'TRIAGED')).toBe('nothing');
  expect(missing('SUBMITTED', 'ASSIGNED')).toBe('DESK_REQUIRED');
  expect(missing('SUBMITTED', 'ASSIGNED', { deskId: 'desk' })).toBe('nothing');
  for (const to of ['DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE'] as const) {
    expect(missing('TRIAGED', to, { reason: ' ' })).toBe('REASON_REQUIRED');
    expect(missing('TRIAGED', to, { reason: 'Privatgrund' })).toBe('nothing');
  }
  expect(missing('ASSIGNED', 'SCHEDULED')).toBe('DATE_REQUIRED');
  expect(missing('ASSIGNED', 'SCHEDULED', { scheduledFor: now })).toBe('DATE_REQUIRED');
  expect(missing('ASSIGNED', 'SCHEDULED', { scheduledFor: new Date(now.getTime() + 1) })).toBe('nothing');
  expect(missing('ASSIGNED', 'FORWARDED')).toBe('ADDRESSEE_REQUIRED');
  expect(missing('ASSIGNED', 'WAITING_ON_REPORTER')).toBe('MESSAGE_REQUIRED');
  const message = 'Vor welchem Haus?';
  for (const from of ['SUBMITTED', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED'] as const) {
    expect(missing(from, 'WAITING_ON_REPORTER', { message })).toBe('nothing');
    expect(missing(from, 'WAITING_ON_REPORTER', { message, tellReporter: false })).toBe('QUESTION_UNTOLD');
  }
  expect(missing('FORWARDED', 'WAITING_ON_REPORTER', { message })).toBe('NOBODY_TO_ASK');
  expect(missing('WAITING_ON_REPORTER', 'IN_PROGRESS')).toBe('nothing');
  expect(missing('WAITING_ON_REPORTER', 'IN_PROGRESS', {}, 'REPORTER')).toBe('MESSAGE_REQUIRED');
  expect(missing('RESOLVED', 'ASSIGNED', {}, 'REPORTER')).toBe('REASON_REQUIRED');
  expect(missing('RESOLVED', 'ASSIGNED', { message: 'Das Loch ist noch da.' }, 'REPORTER')).toBe('nothing');
  expect(missing('TRIAGED', 'ASSIGNED', { deskId: 'desk', message: 'x'.repeat(4001) })).toBe('TOO_LONG');
  expect(missing('TRIAGED', 'ASSIGNED', { deskId: 'desk', reason: 'a\u0000b' })).toBe('BAD_CHARACTERS');
});

test('who sees an issue and a board, and who may work on it', () => {
  const someone = (...roles: Partial<RoleGrant>[]): Actor => ({
    kind: 'person',
    id: 'me',
    sessionId: 's',
    expiresAt: now,
    roles: roles.map((role) => ({ role: 'CLERK', municipalityId: 'here', deskId: null, ...role })),
  });
  const issue = {
    ...issueIn('ASSIGNED'),
    municipalityId: 'here',
    deskId: 'roads',
    reporterId: 'other',
    isPublic: false,
  };
  const seen = (actor: Actor, hasClaim = false): unknown[] => {
    const { isStaff, isOfDesk } = standingTowards(actor, issue, hasClaim);
    return [audienceOf(actor, issue, hasClaim), isStaff, isOfDesk, canSeeBoard(actor, 'here')];
  };
  const yes = { allow: true };
  const no = (code: string) => ({ allow: false, code });
  expect(seen({ kind: 'anonymous' })).toEqual([undefined, false, false, no('UNAUTHENTICATED')]);
  expect(seen({ kind: 'anonymous' }, true)).toEqual(['reporter', false, false, no('UNAUTHENTICATED')]);
  expect(seen(someone())).toEqual([undefined, false, false, no('FORBIDDEN')]);
  expect(seen(someone({ role: 'OPERATOR', municipalityId: null }))).toEqual([undefined, false, false, no('FORBIDDEN')]);
  expect(seen(someone({ deskId: 'roads' }))).toEqual(['staff', true, true, yes]);
  expect(seen(someone({ deskId: 'parks' }))).toEqual(['staff', true, false, yes]);
  expect(seen(someone({ role: 'ADMIN' }))).toEqual(['staff', true, true, yes]);
  expect(seen(someone({ role: 'EDITOR' }))).toEqual(['staff', false, false, yes]);
  expect(seen(someone({ role: 'ADMIN', municipalityId: 'there' }))).toEqual([undefined, false, false, no('NOT_FOUND')]);
  const own = standingTowards(someone(), { ...issue, reporterId: 'me' }, false);
  expect(own).toEqual({ isReporter: true, isStaff: false, isOfDesk: false });
});

test('a text loses what leads to people, and nothing else', () => {
  const masked = [
    '02224 123456',
    '0049-2224-123 456',
    '(02224) 12 34 56',
    '+49 151 23456789',
    'Erika@example.org',
    '123456',
  ];
  for (const contact of masked)
    expect([contact, withoutContacts(`Bitte: ${contact}!`)]).toEqual([contact, 'Bitte: […]!']);
  const kept = [
    'am 24.11.2026',
    'seit 1.1.26',
    '50.6012, 7.2149',
    '53572 Unkel',
    'M-2031',
    '8–12 Uhr',
    '1.250.000 Euro',
    '14:05',
  ];
  for (const text of kept) expect(withoutContacts(text)).toBe(text);
});
