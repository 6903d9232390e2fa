import { ID, ObjectType } from 'type-graphql';
import type { RoleKind } from '../kernel/actor.ts';
import { enumOf, openEnumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { connectionOf } from '../kernel/page.ts';
import { DateTime } from '../kernel/scalars.ts';
import { RoleKindEnum } from '../identity/identity.types.ts';
import type { IssueStatus } from '../issue/issue.entity.ts';
import { IssueStatusEnum } from '../issue/issue.types.ts';
import type { Module } from '../kernel/names.ts';
import { ModuleEnum } from '../municipality/municipality.types.ts';
import type { AuditParty } from './audit.service.ts';

export const AuditTopicEnum = openEnumOf('AuditTopic', 'What an entry of the audit trail is about.');

const AuditKindEnum = openEnumOf('AuditKind', 'What happened.');

const AuditPartyEnum = enumOf<AuditParty>('AuditParty', 'Who did it.', {
  STAFF: 'Somebody who works in the town hall, or did then.',
  CITIZEN: 'Somebody of the town; never named.',
  PARTNER: "A partner's program.",
  SYSTEM: 'The clock, or the installation itself.',
});

const AuditSubjectKindEnum = openEnumOf('AuditSubjectKind', 'What something was done to.');

@ObjectType('AuditActor', { description: 'Who did it.' })
export class AuditActorType {
  @field(() => AuditPartyEnum, 'What they are to the town.')
  declare party: AuditParty;

  @field(() => String, 'The name of staff or of the partner; null: not known or not to be told.', { nullable: true })
  declare name?: string | null;
}

@ObjectType('AuditSubject', { description: 'What it was done to.' })
export class AuditSubjectType {
  @field(() => AuditSubjectKindEnum, 'What it is.')
  declare kind: string;

  @field(() => ID, 'Its global id.')
  declare objectId: string;

  @field(() => String, 'Its title, name or reference as it is now; null: somebody who left the town hall.', {
    nullable: true,
  })
  declare name?: string | null;
}

@ObjectType('AuditEntry', {
  implements: NodeType,
  description: 'One thing that happened in a town; a sentence is made of it.',
})
export class AuditEntryType {
  declare id: string;

  @field(() => DateTime, 'When it happened.')
  declare at: Date;

  @field(() => AuditKindEnum, 'What happened.')
  declare kind: string;

  @field(() => IssueStatusEnum, 'ISSUE_MOVED: the status since then.', { nullable: true })
  declare status?: IssueStatus | null;

  @field(() => RoleKindEnum, 'ROLE_GRANTED, ROLE_REVOKED: which role.', { nullable: true })
  declare role?: RoleKind | null;

  @field(() => String, 'ROLE_GRANTED, ROLE_REVOKED: the desk of a CLERK.', { nullable: true })
  declare deskName?: string | null;

  @field(() => ModuleEnum, 'MODULE_SWITCHED_ON, MODULE_SWITCHED_OFF: which part.', { nullable: true })
  declare module?: Module | null;
}

export const AuditConnectionType = connectionOf(AuditEntryType, 'Audit');
