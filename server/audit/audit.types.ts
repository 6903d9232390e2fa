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

export const AuditTopicEnum = openEnumOf('AuditTopic', 'Topic of an entry of the audit trail.');

const AuditKindEnum = openEnumOf('AuditKind', 'Kind of an event.');

const AuditPartyEnum = enumOf<AuditParty>('AuditParty', 'Kind of the actor of an event.', {
  STAFF: 'A person who works in the town hall, or worked there when the event happened.',
  CITIZEN: 'A citizen; the name is never shown.',
  PARTNER: "A partner's program with an API key.",
  SYSTEM: 'A job, or a command on the server of the installation.',
});

const AuditSubjectKindEnum = openEnumOf('AuditSubjectKind', 'Kind of the object that an event changed.');

@ObjectType('AuditActor', { description: 'Actor of an event.' })
export class AuditActorType {
  @field(() => AuditPartyEnum, 'Kind of the actor.')
  declare party: AuditParty;

  @field(() => String, 'Name of the staff member or partner; null: unknown or not shown.', { nullable: true })
  declare name?: string | null;
}

@ObjectType('AuditSubject', { description: 'Object that an event changed.' })
export class AuditSubjectType {
  @field(() => AuditSubjectKindEnum, 'Kind of the object.')
  declare kind: string;

  @field(() => ID, 'Global id of the object.')
  declare objectId: string;

  @field(
    () => String,
    'Current title, name or reference of the object; null: a person who left the town hall, or an object of a closed group that the viewer may not read.',
    {
      nullable: true,
    },
  )
  declare name?: string | null;
}

@ObjectType('AuditEntry', {
  implements: NodeType,
  description: 'Entry of the audit trail, from which clients build a sentence.',
})
export class AuditEntryType {
  declare id: string;

  @field(() => DateTime, 'When the event happened.')
  declare at: Date;

  @field(() => AuditKindEnum, 'Kind of the event.')
  declare kind: string;

  @field(() => IssueStatusEnum, 'ISSUE_MOVED: new status of the issue; null for other kinds.', { nullable: true })
  declare status?: IssueStatus | null;

  @field(() => RoleKindEnum, 'ROLE_GRANTED, ROLE_REVOKED: the role; null for other kinds.', { nullable: true })
  declare role?: RoleKind | null;

  @field(
    () => String,
    'Name of the desk of the event, such as the desk of a CLERK whose role was granted; null: no desk.',
    {
      nullable: true,
    },
  )
  declare deskName?: string | null;

  @field(() => ModuleEnum, 'MODULE_SWITCHED_ON, MODULE_SWITCHED_OFF: the module; null for other kinds.', {
    nullable: true,
  })
  declare module?: Module | null;

  @field(
    () => String,
    'GROUP_ACCESS_TAKEN: reason of the admin. WORDS_KEPT, WORDS_HIDDEN: statement of reasons. Null for other kinds.',
    { nullable: true },
  )
  declare reason?: string | null;

  @field(() => DateTime, 'GROUP_ACCESS_TAKEN: end of the access; null for other kinds.', { nullable: true })
  declare until?: Date | null;
}

export const AuditConnectionType = connectionOf(AuditEntryType, 'Audit');
