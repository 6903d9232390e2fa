import { ID, ObjectType } from 'type-graphql';
import type { RoleKind } from '../kernel/actor.ts';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { connectionOf } from '../kernel/page.ts';
import { DateTime } from '../kernel/scalars.ts';
import { RoleKindEnum } from '../identity/identity.types.ts';
import type { IssueStatus } from '../issue/issue.entity.ts';
import { IssueStatusEnum } from '../issue/issue.types.ts';
import type { Module } from '../municipality/municipality.entity.ts';
import { ModuleEnum } from '../municipality/municipality.types.ts';
import type { AuditKind, AuditTopic } from './audit.rules.ts';
import type { AuditParty, AuditSubjectKind } from './audit.service.ts';

export const AuditTopicEnum = enumOf<AuditTopic>('AuditTopic', 'What an entry of the audit trail is about.', {
  POSTS: 'News.',
  POLLS: 'Polls; never who voted.',
  RESIDENCE: 'Proofs of residence; never who asked for a letter or redeemed one.',
  ISSUES: 'Reports.',
  IDEAS: 'Ideas; never who supports them.',
  GROUPS: 'Groups, and what others did to memberships.',
  STAFF: 'Roles in the town hall.',
  SETTINGS: 'Parts of the product, pages that the law wants, the map, and keys of partners.',
});

export const AuditKindEnum = enumOf<AuditKind>('AuditKind', 'What happened.', {
  POST_DRAFTED: 'A text was written, or goes back to being one.',
  POST_SCHEDULED: 'A post will be published by itself.',
  POST_PUBLISHED: 'A post was published.',
  POST_REVISED: 'A published post says something else.',
  POST_TRANSLATED: 'Other languages say what a published post says, or say it in other words.',
  POST_WITHDRAWN: 'A post may not be read any more.',
  POLL_CREATED: 'A poll was made.',
  POLL_REVISED: 'Before it opened a poll was written anew.',
  POLL_OPENED: 'Votes are taken.',
  POLL_CLOSED: 'No more votes are taken.',
  POLL_CONFIRMED: 'The counted result of a poll was confirmed and is shown from then on.',
  POLL_OUTCOME_GIVEN: 'The town hall said what happens after a poll.',
  POLL_OUTCOME_REVISED: 'The town hall says something else about what happens after a poll.',
  POLL_REMINDER_PLANNED: 'Those who have not voted will be reminded.',
  POLL_REMINDER_CANCELLED: 'Those who have not voted will not be reminded.',
  POLL_REMINDED: 'Those who had not voted were reminded.',
  BALLOTS_COUNTED: 'The ballots of a secret poll were counted and published.',
  RESIDENCE_CONFIRMED: 'Somebody proved at the counter that they live in the town.',
  RESIDENCE_ENDED: 'A proof of residence was taken back.',
  LETTERS_CREATED: 'Letters with codes were printed.',
  LETTERS_VOIDED: 'Letters were declared void.',
  ISSUE_REPORTED: 'Somebody reported something.',
  ISSUE_TAKEN: 'The town hall wrote a report down for somebody.',
  ISSUE_MOVED: 'A report has another status.',
  ISSUE_DUE_SOON: 'A clock of a report has nearly run out: its desk was told.',
  ISSUE_OVERDUE: 'A clock of a report has run out: its desk and those who run the town were told.',
  ISSUE_ANSWERED: 'An answer to a report, for everybody who sees it.',
  ISSUE_MESSAGED: 'Words between the town hall and a reporter.',
  ISSUE_NOTED: 'A note of the town hall on a report.',
  ISSUE_SPAM: 'A report was set aside as spam.',
  ISSUE_SET_ASIDE: 'A report was hidden from everybody but its reporter.',
  ISSUE_BROUGHT_BACK: 'A report is no longer set aside.',
  ISSUE_REROUTED: 'A report went to another desk.',
  ISSUE_FORWARDED: 'A report was passed on by mail.',
  ISSUE_HANDED_OVER: 'A report was passed on to another server.',
  ISSUE_SHOWN: 'A report is shown to everybody.',
  ISSUE_HIDDEN: 'A report is no longer shown to everybody.',
  PHOTO_APPROVED: 'A photo of a report is shown to everybody who sees the report.',
  PHOTO_HIDDEN: 'A photo of a report is for its reporter and the town hall only.',
  PHOTO_ADDED: 'The town hall put a photo to a report.',
  PHOTO_BLURRED: 'Parts of a photo of a report were made unrecognisable.',
  PHOTO_RESTORED: 'A photo of a report is again as it was sent.',
  PHOTO_REMOVED: 'The town hall took a photo away from a report.',
  IDEA_SUBMITTED: 'Somebody wrote an idea.',
  IDEA_MOVED: 'An idea came a step further, or was taken back.',
  IDEA_REACHED: 'An idea has the supporters it needs and is to be brought before the council.',
  IDEA_THRESHOLD_SET: 'New ideas need another number of supporters.',
  GROUP_CREATED: 'A group was made.',
  GROUP_CHANGED: 'A group has another name, purpose or rules.',
  MEMBER_ADDED: 'Somebody was made a member by others.',
  MEMBER_REMOVED: 'Somebody was made to leave by others.',
  REQUEST_DECLINED: 'Somebody who asked to become a member was not accepted.',
  PUBLISHER_NAMED: 'A member may publish in the group.',
  PUBLISHER_UNNAMED: 'A member may no longer publish in the group.',
  ROLE_GRANTED: 'Somebody was appointed.',
  ROLE_REVOKED: 'A role was taken back.',
  PERSON_NAMED: 'Somebody of the town hall has another function or name.',
  MODULE_SWITCHED_ON: 'A part of the product is used.',
  MODULE_SWITCHED_OFF: 'A part of the product is no longer used.',
  IMPRINT_CHANGED: 'The Impressum says something else.',
  PRIVACY_CHANGED: 'The privacy notice says something else.',
  ACCESSIBILITY_CHANGED: 'The accessibility statement was made or made anew.',
  REPORT_FORM_CHANGED: 'A category asks otherwise, or says something else before a report.',
  EMBED_CHANGED: 'Other pages than before may show the public reports in a frame.',
  MAP_CHANGED: "The town's map is drawn from elsewhere.",
  AREA_DRAWN: 'An area or a line was drawn, or drawn otherwise.',
  AREA_REMOVED: 'An area or a line was removed.',
  ROUTING_CHANGED: 'Reports go to a desk otherwise.',
  CATEGORY_CHANGED: 'What may be reported was changed.',
  HOURS_CHANGED: 'The town hall works at other times.',
  TARGETS_CHANGED: 'Reports about something may take another time.',
  LOOK_CHANGED: 'The town has another colour or picture.',
  ISSUE_SETTINGS_CHANGED: 'How statuses are called, or for how long a report may be opened again.',
  TEMPLATE_KEPT: 'A template for answers is new or says something else.',
  TEMPLATE_REMOVED: 'A template for answers is dropped.',
  KEY_CREATED: 'A partner was given a key.',
  KEY_REVOKED: 'A key opens nothing any more.',
  SERVER_ADDED: 'Reports may be passed on to another server.',
  SERVER_REMOVED: 'Reports are no longer passed on to another server.',
});

const AuditPartyEnum = enumOf<AuditParty>('AuditParty', 'Who did it.', {
  STAFF: 'Somebody who works in the town hall, or did then.',
  CITIZEN: 'Somebody of the town; never named.',
  PARTNER: "A partner's program.",
  SYSTEM: 'The clock, or the installation itself.',
});

const AuditSubjectKindEnum = enumOf<AuditSubjectKind>('AuditSubjectKind', 'What something was done to.', {
  POST: 'A post.',
  POLL: 'A poll.',
  ISSUE: 'A report.',
  IDEA: 'An idea.',
  GROUP: 'A group.',
  PERSON: 'Somebody of the town hall.',
  KEY: "A partner's key.",
});

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
  declare kind: AuditSubjectKind;

  @field(() => ID, 'Its global id.')
  declare objectId: string;

  @field(() => String, 'Its title, name or reference as it is now; null: somebody who left the town hall.', {
    nullable: true,
  })
  declare name?: string | null;
}

@ObjectType('AuditEntry', { description: 'One thing that happened in a town; a sentence is made of it.' })
export class AuditEntryType {
  @field(() => ID, 'Stable id of the entry.')
  declare id: string;

  @field(() => DateTime, 'When it happened.')
  declare at: Date;

  @field(() => AuditKindEnum, 'What happened.')
  declare kind: AuditKind;

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
