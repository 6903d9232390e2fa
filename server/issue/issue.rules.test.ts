import { expect, test } from 'vitest';
import { type IssueStatus, issueStatuses } from './issue.entity.ts';
import { canMoveIssue, type IssueStanding, stageOf, targetsFor } from './issue.rules.ts';

/** The table as a clerk would write it down: from → who → to. Written a second time on purpose. */
const table: Record<string, { reporter?: string; staff?: string; desk?: string }> = {
  UNCONFIRMED: { reporter: 'SUBMITTED WITHDRAWN', staff: 'SUBMITTED' },
  SUBMITTED: { reporter: 'WITHDRAWN', staff: 'TRIAGED ASSIGNED DECLINED NOT_RESPONSIBLE DUPLICATE' },
  TRIAGED: { reporter: 'WITHDRAWN', staff: 'ASSIGNED DECLINED NOT_RESPONSIBLE DUPLICATE' },
  ASSIGNED: {
    reporter: 'WITHDRAWN',
    desk: 'IN_PROGRESS SCHEDULED WAITING_ON_REPORTER FORWARDED TRIAGED RESOLVED DECLINED NOT_RESPONSIBLE DUPLICATE',
  },
  IN_PROGRESS: { reporter: 'WITHDRAWN', desk: 'SCHEDULED RESOLVED WAITING_ON_REPORTER FORWARDED DECLINED' },
  SCHEDULED: { reporter: 'WITHDRAWN', desk: 'IN_PROGRESS RESOLVED WAITING_ON_REPORTER FORWARDED DECLINED' },
  WAITING_ON_REPORTER: { reporter: 'IN_PROGRESS WITHDRAWN', staff: 'IN_PROGRESS' }, // it came from IN_PROGRESS
  FORWARDED: { reporter: 'WITHDRAWN', staff: 'ASSIGNED RESOLVED DECLINED' },
  RESOLVED: { reporter: 'ASSIGNED', staff: 'ASSIGNED' },
  DECLINED: { reporter: 'ASSIGNED', staff: 'ASSIGNED' },
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
  return { status, previousStatus: status === 'WAITING_ON_REPORTER' ? ('IN_PROGRESS' as const) : null, updatedAt: now };
}

function isInTable(who: string, from: string, to: string): boolean {
  const row = table[from] ?? {};
  const lists = { nobody: [], reporter: [row.reporter], staff: [row.staff], desk: [row.staff, row.desk] }[who] ?? [];
  return lists.some((list) => list?.split(' ').includes(to) ?? false);
}

test('every cell of (who, from, to) is as the table says', () => {
  let [allowed, refused] = [0, 0];
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

test('staff of another desk are told that it is the desk', () => {
  const { staff } = standings;
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
