import { expect, test } from 'vitest';
import { issueKinds } from './issue.category.entity.ts';
import { issueStatuses } from './issue.entity.ts';
import { targetsFor } from './issue.rules.ts';

/**
 * The table in the words of a clerk: for a new report, and for a report at a desk. Written a second time on purpose.
 */
const arrived = 'TRIAGED ASSIGNED WAITING_ON_REPORTER DECLINED NOT_RESPONSIBLE DUPLICATE';
const table: Record<string, readonly [string, string]> = {
  DEFECT: [
    arrived,
    'IN_PROGRESS SCHEDULED RESOLVED WAITING_ON_REPORTER FORWARDED TRIAGED DECLINED NOT_RESPONSIBLE DUPLICATE',
  ],
  COMPLAINT: [arrived, 'IN_PROGRESS RESOLVED WAITING_ON_REPORTER FORWARDED TRIAGED DECLINED NOT_RESPONSIBLE DUPLICATE'],
  PRAISE: ['TRIAGED ASSIGNED RESOLVED', 'RESOLVED TRIAGED'],
  CRITICISM: [arrived, 'IN_PROGRESS RESOLVED WAITING_ON_REPORTER FORWARDED TRIAGED DECLINED NOT_RESPONSIBLE DUPLICATE'],
  SUGGESTION: [
    arrived,
    'IN_PROGRESS SCHEDULED RESOLVED WAITING_ON_REPORTER FORWARDED TRIAGED DECLINED NOT_RESPONSIBLE DUPLICATE',
  ],
  QUESTION: [
    'TRIAGED ASSIGNED WAITING_ON_REPORTER NOT_RESPONSIBLE DUPLICATE RESOLVED',
    'RESOLVED WAITING_ON_REPORTER FORWARDED TRIAGED NOT_RESPONSIBLE DUPLICATE',
  ],
};

test('each kind goes its own way', () => {
  for (const kind of issueKinds) {
    const from = (status: 'SUBMITTED' | 'ASSIGNED'): string =>
      targetsFor({ kind, status, previousStatus: null }, 'STAFF').join(' ');
    expect([from('SUBMITTED'), from('ASSIGNED')], kind).toEqual(table[kind]);
  }
});

test('of whatever it is about its reporter may say that it is not done, but of a thank-you', () => {
  const again = issueKinds.filter((kind) =>
    targetsFor({ kind, status: 'RESOLVED', previousStatus: null }, 'REPORTER').includes('ASSIGNED'),
  );
  expect(again).toEqual(issueKinds.filter((kind) => kind !== 'PRAISE'));
  expect(targetsFor({ kind: 'PRAISE', status: 'RESOLVED', previousStatus: null }, 'STAFF')).toEqual(['ASSIGNED']);
});

test('no kind has a dead end before its end: something is left to do at every open status it can reach', () => {
  for (const kind of issueKinds) {
    const seen = new Set<string>(['SUBMITTED']);
    for (const status of seen) {
      const known = issueStatuses.find((one) => one === status) ?? 'SUBMITTED';
      for (const to of targetsFor({ kind, status: known, previousStatus: 'ASSIGNED' }, 'STAFF')) seen.add(to);
    }
    expect(seen.has('RESOLVED'), kind).toBe(true);
  }
});
