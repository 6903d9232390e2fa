import type { Tx } from '../../kernel/events.ts';
import { erasedId } from '../../kernel/personalData.kernel.ts';
import type { DueRows, Retention } from '../../kernel/retention.ts';
import { removeRecipients } from '../../recipient/recipient.address.service.ts';
import { issueStatuses } from '../issue.entity.ts';
import { stageOf } from '../issue.rules.ts';
import { eraseIssues } from '../photo/issue.photo.erasure.ts';

const ended = issueStatuses
  .filter((status) => stageOf(status) === 'DONE')
  .map((status) => `'${status}'`)
  .join(', ');

/** SQL condition: the issue ended long enough ago. */
function hasEnded(issue: string, before: string): string {
  return `${issue}.status in (${ended}) and ${issue}.updated_at < ${before}`;
}

/**
 * Reports that ended, got no comment for the same time, and changed since their last redaction. A merged report waits for
 * the one that is worked on, because its reporter gets messages about that one.
 */
function dueIssues({ before, isOfTown }: DueRows): string {
  return `${isOfTown('t.municipality_id')} and ${hasEnded('t', before)}
    and not exists (select from issue_comment c where c.issue_id = t.id and c.at >= ${before})
    and (t.redacted_at is null or t.redacted_at < t.updated_at
      or exists (select from issue_comment c where c.issue_id = t.id and c.at > t.redacted_at))
    and not exists (select from issue_merge g join issue p on p.id = g.parent_id
      where g.issue_id = t.id and not (${hasEnded('p', before)}))`;
}

/** Retention of the domain. Reporter and private words leave a report that ended; what is public and all times stay. */
export const issueRetention: Retention = {
  kinds: [
    {
      kind: 'ENDED_REPORTS',
      description: 'Reports that ended: reporter, addresses and private words.',
      effect: 'REDACT',
      entities: ['Issue'],
      days: 150,
      bounds: [30, 1095],
      due: dueIssues,
      carryOut: redactIssues,
      batch: 200,
    },
  ],
  stays: {
    TOWN: [
      'IssueCategory',
      'CategoryEmergency',
      'IssueQuestion',
      'IssueTarget',
      'IssueRoute',
      'DeskDeputy',
      'FallbackDesk',
      'IssueSettings',
      'IssueTemplate',
    ],
    ACCOUNT: ['SavedFilter'],
    OWN_JOB: ['IssueFollower'],
    PARENT: [
      'IssueMove',
      'IssueComment',
      'IssueAnswer',
      'IssueThread',
      'IssueConsent',
      'IssueReroute',
      'IssueForward',
      'IssueIntake',
      'IssueTitleChange',
      'IssueMerge',
      'IssueSurvey',
      'IssueFlagging',
      'IssuePhoto',
      'IssueAssignment',
    ],
    NUMBERS: ['MorningPlan', 'IssueCounter', 'IssueClock'],
  },
};

/** Removes what the subject map does not name: photos of complaints, addresses, words nobody may read, and ids in the trail. */
async function redactIssues(tx: Tx, ids: readonly string[]): Promise<void> {
  const among = `in (select value::uuid from json_array_elements_text('${JSON.stringify(ids)}'))`;
  for (const sql of keepCountsSql(among)) await tx.em.execute(sql);
  const nobody = { personId: null, emails: [], recipientIds: [], withTexts: false };
  await eraseIssues(tx, nobody, () => `t.id ${among}`);
  await removeRecipients(tx, ids);
  for (const sql of redactSql(among)) await tx.em.execute(sql);
  await tx.em.execute(`update issue set redacted_at = ?::timestamptz where id ${among}`, [tx.now().toISOString()]);
}

/** SQL of the address by which a person is recognised in the number of people concerned. */
const who = (issue: string): string =>
  `coalesce((select w.email from person w where w.id = ${issue}.reporter_id), ${issue}.reporter_email)`;

/**
 * The number of people concerned counts each address once and never the reporter. Rows that are not counted for this
 * reason are marked or deleted, before the addresses are gone.
 */
function keepCountsSql(among: string): string[] {
  const trees = `select id from issue where id ${among} union select parent_id from issue_merge where issue_id ${among}`;
  return [
    `update issue_merge g set is_counted = false from issue c, issue p
     where c.id = g.issue_id and p.id = g.parent_id and g.is_counted and g.parent_id in (${trees})
       and (${who('c')} = ${who('p')} or exists (
         select from issue_merge o join issue b on b.id = o.issue_id
         where o.parent_id = g.parent_id and o.issue_id < g.issue_id and ${who('b')} = ${who('c')}))`,
    `delete from issue_follower f using issue p
     where p.id in (${trees})
       and (f.issue_id = p.id or f.issue_id in (select issue_id from issue_merge where parent_id = p.id))
       and coalesce((select a.email from person a where a.id = f.person_id), f.email) in (
         select ${who('c')} from issue c
         where c.id = p.id or c.id in (select issue_id from issue_merge where parent_id = p.id))`,
  ];
}

function redactSql(among: string): string[] {
  return [
    `update domain_event e set actor = '${erasedId}' from issue i
     where i.id ${among} and e.municipality_id = i.municipality_id and e.type like 'issue.%'
       and e.facts->>'issueId' = i.id::text and e.actor = i.reporter_id`,
    `update issue_move set actor_id = null where issue_id ${among} and by = 'REPORTER'`,
    `update issue_comment set author_id = null where issue_id ${among} and by = 'REPORTER'`,
    `update issue set text = '' where id ${among} and not is_public`,
    `delete from issue_consent where issue_id ${among}`,
  ];
}
