import type { AuditContribution } from '../kernel/audit.ts';
import {
  identified,
  identityLinked,
  languageChosen,
  passkeyAdded,
  passkeyRemoved,
  passkeysReset,
  personNamed,
  personRegistered,
  roleGranted,
  roleRevoked,
  sessionsEnded,
  signedIn,
  signedOut,
} from './identity.events.ts';
import { staffMemberSql } from './identity.staff.service.ts';

export const identityAudit: AuditContribution = {
  topics: { STAFF: 'Roles in the town hall.' },
  sentences: [
    { kind: 'ROLE_GRANTED', topic: 'STAFF', event: roleGranted, description: 'A person was given a role.' },
    { kind: 'ROLE_REVOKED', topic: 'STAFF', event: roleRevoked, description: 'A role was revoked.' },
    {
      kind: 'PERSON_NAMED',
      topic: 'STAFF',
      event: personNamed,
      description: 'The displayed function or name of a staff member changed.',
    },
    {
      kind: 'PASSKEYS_RESET',
      topic: 'STAFF',
      event: passkeysReset,
      description: 'The passkeys of a staff member were removed, because the device was lost.',
    },
  ],
  notAudited: [
    personRegistered,
    signedIn,
    signedOut,
    languageChosen,
    identified,
    identityLinked,
    passkeyAdded,
    passkeyRemoved,
    sessionsEnded,
  ],
  subjects: [
    {
      kind: 'PERSON',
      description: 'A staff member.',
      type: 'Person',
      sql: (event) => `
        select given.id, s.name from (select (${event}.facts->>'personId')::uuid as id) given
        left join lateral (${staffMemberSql('given.id', `${event}.municipality_id`)}) s on true
        where ${event}.type like 'identity.%' and given.id is not null`,
    },
  ],
};
