import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

export const joinPolicies = ['OPEN', 'ON_REQUEST', 'CLOSED'] as const;
export type JoinPolicy = (typeof joinPolicies)[number];
/** Which staff may publish in a group; single members may be allowed to publish as well. */
export const publishPolicies = ['EDITORS', 'STAFF'] as const;
export type PublishPolicy = (typeof publishPolicies)[number];
/** Motifs that a group may have as its picture; the client draws them. */
export const groupPictures = [
  'TOWN',
  'CHILDREN',
  'SCHOOL',
  'YOUTH',
  'SENIORS',
  'FIRE_BRIGADE',
  'WASTE',
  'BUILDING',
  'TRAFFIC',
  'SPORT',
  'CULTURE',
  'MUSIC',
  'NATURE',
  'MARKET',
  'HELP',
  'COUNCIL',
] as const;
export type GroupPicture = (typeof groupPictures)[number];

/** People who follow the same publications and vote in the same polls; the whole town is a group too. */
const GroupSchema = defineEntity({
  name: 'Group',
  tableName: 'group',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.string(),
    /** Purpose of the group in plain text, one or two sentences. */
    purpose: p.text().default(''),
    picture: p.enum(groupPictures).default('TOWN'),
    isTown: p.boolean().default(false),
    joinPolicy: p.enum(joinPolicies),
    publishPolicy: p.enum(publishPolicies).default('EDITORS'),
    /** Whether publications of the group need the approval of an editor or admin who did not write them. */
    needsReview: p.boolean().default(false),
    memberships: () => p.oneToMany(Membership).mappedBy('group'),
    accesses: () => p.oneToMany(GroupAccess).mappedBy('group'),
  },
  uniques: [{ properties: ['municipality', 'name'] }],
});
export class Group extends GroupSchema.class {}
GroupSchema.setClass(Group);
export type GroupRow = RowOf<Group>;

const MembershipSchema = defineEntity({
  name: 'Membership',
  properties: {
    group: () => p.manyToOne(Group).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
    since: p.datetime().defaultRaw('now()'),
    /** May publish in the group without being staff, such as the secretary of a club or the head of a kindergarten. */
    isPublisher: p.boolean().default(false),
  },
  indexes: [{ properties: ['person'] }],
});
export class Membership extends MembershipSchema.class {}
MembershipSchema.setClass(Membership);

/** Request of a person to join an ON_REQUEST group; deleted when the town hall has decided. */
const MembershipRequestSchema = defineEntity({
  name: 'MembershipRequest',
  properties: {
    group: () => p.manyToOne(Group).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
    /** Note of the person, visible to the town hall only. */
    note: p.text().default(''),
    at: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['person'] }],
});
export class MembershipRequest extends MembershipRequestSchema.class {}
MembershipRequestSchema.setClass(MembershipRequest);

/** Latest decision of the town hall on a person's request to join a group; the message about it refers to this row. */
const MembershipDecisionSchema = defineEntity({
  name: 'MembershipDecision',
  properties: {
    /** Version of the message about the decision. */
    number: p.integer().primary().autoincrement(),
    group: () => p.manyToOne(Group).ref().deleteRule('cascade'),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    isAccepted: p.boolean(),
    at: p.datetime(),
  },
  uniques: [{ properties: ['group', 'person'] }],
  indexes: [{ properties: ['person'] }],
});
export class MembershipDecision extends MembershipDecisionSchema.class {}
MembershipDecisionSchema.setClass(MembershipDecision);

/**
 * Access of an admin to the publications of a CLOSED group for a limited time. Rows are kept, because the members of the
 * group see who took access and why.
 */
const GroupAccessSchema = defineEntity({
  name: 'GroupAccess',
  properties: {
    id: p.uuid().primary(),
    group: () => p.manyToOne(Group).ref(),
    person: () => p.manyToOne(Person).ref(),
    /** Reason of the admin, visible to the members and admins. */
    reason: p.text(),
    takenAt: p.datetime(),
    /** End of the access by the database's clock. */
    expiresAt: p.datetime(),
  },
  indexes: [{ properties: ['group', 'person', 'expiresAt'] }],
});
export class GroupAccess extends GroupAccessSchema.class {}
GroupAccessSchema.setClass(GroupAccess);
