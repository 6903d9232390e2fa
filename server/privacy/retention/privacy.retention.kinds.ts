import { roleGranted, roleRevoked } from '../../identity/identity.events.ts';
import type { AuditRegistry } from '../../kernel/audit.ts';
import type { DueRows, Retention } from '../../kernel/retention.ts';
import { townTold } from '../../municipality/municipality.events.ts';
import { dueAccounts, eraseUnused, forgetUsed, unusedAccounts, warnUnused } from './privacy.unused.service.ts';

const textsSql = (types: readonly string[]): string => types.map((type) => `'${type}'`).join(', ');

function auditedTypes({ sentences }: AuditRegistry): string[] {
  return [...new Set(sentences.map(({ event }) => event.type))];
}

/**
 * Audited events. The grant of a role stays while somebody has it, and for a period after its end, because older entries of
 * the trail name the function of the person. The list of types makes the condition a search in the index.
 */
function dueAuditEvents({ before, isOfTown, audit }: DueRows): string {
  return `${isOfTown('t.municipality_id')} and t.type in (${textsSql(auditedTypes(audit))}) and t.at < ${before}
    and (t.type <> '${roleGranted.type}' or not exists (
      select from role r
      where r.person_id::text = t.facts->>'personId' and r.municipality_id is not distinct from t.municipality_id)
    and not exists (
      select from domain_event e where ${isOfTown('e.municipality_id')} and e.type = '${roleRevoked.type}'
      and e.at >= ${before} and e.facts->>'personId' = t.facts->>'personId')
    and not exists (select from person p where p.id::text = t.facts->>'personId' and p.erased_at >= ${before}))`;
}

/** All other events of the town, also those of types that this version does not know any more. */
function dueOtherEvents({ before, isOfTown, audit }: DueRows): string {
  const kept = textsSql([...auditedTypes(audit), townTold.type]);
  const next = `select e.type from domain_event e where ${isOfTown('e.municipality_id')}`;
  return `${isOfTown('t.municipality_id')} and t.at < ${before} and t.type = any(array(
    with recursive known(type) as (
      (${next} order by e.type limit 1)
      union all
      select (${next} and e.type > k.type order by e.type limit 1) from known k where k.type is not null
    ) select k.type from known k where k.type not in (${kept})))`;
}

/** Retention of events, of accounts that nobody uses, and of the tables of this domain. */
export const privacyRetention: Retention = {
  kinds: [
    {
      kind: 'AUDIT_EVENTS',
      description: 'Entries of the audit trail.',
      effect: 'DELETE',
      entities: ['DomainEventRow'],
      days: 730,
      bounds: [365, 3650],
      hasTownless: true,
      due: dueAuditEvents,
      batch: 2000,
    },
    {
      kind: 'OTHER_EVENTS',
      description: 'Events that no audit trail shows, such as reading, joining a group and sign-ins.',
      effect: 'DELETE',
      entities: ['DomainEventRow'],
      days: 90,
      bounds: [30, 365],
      hasTownless: true,
      due: dueOtherEvents,
      batch: 2000,
    },
    {
      kind: 'ENDED_SESSIONS',
      description: 'Marks by which a browser learns that its session ended with the account.',
      effect: 'DELETE',
      entities: ['EndedSession'],
      days: 31,
      due: ({ before }) => `t.ended_at < ${before}`,
      batch: 2000,
    },
    {
      kind: 'ACCOUNT_WARNINGS',
      description: 'Accounts of citizens that nobody has used for so long that their owners are warned.',
      effect: 'WARN',
      entities: ['Person'],
      days: 730,
      daysOf: 'UNUSED_ACCOUNTS',
      hasTownless: true,
      due: unusedAccounts,
      prepare: forgetUsed,
      carryOut: warnUnused,
      batch: 100,
    },
    {
      kind: 'UNUSED_ACCOUNTS',
      description: 'Accounts of citizens that nobody used for the period and for 30 days after a warning.',
      effect: 'ERASE',
      entities: ['Person'],
      days: 730,
      bounds: [365, 1825],
      hasTownless: true,
      due: dueAccounts,
      prepare: forgetUsed,
      carryOut: eraseUnused,
      batch: 1,
    },
  ],
  stays: { ACCOUNT: ['Erasure', 'UnusedAccount'], PROOF: ['Tombstone'], TOWN: ['RetentionSetting'] },
};
