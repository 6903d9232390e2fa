import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

export const joinPolicies = ['OPEN', 'ON_REQUEST', 'CLOSED'] as const;
export type JoinPolicy = (typeof joinPolicies)[number];
/** Who of the town hall publishes in a group; members may be named besides. */
export const publishPolicies = ['EDITORS', 'STAFF'] as const;
export type PublishPolicy = (typeof publishPolicies)[number];
/** Motifs a group may have as its picture, drawn by whoever shows it. */
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

/** Who hears and decides together; the town itself is one. */
const GroupSchema = defineEntity({
  name: 'Group',
  tableName: 'group',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.string(),
    /** What it is for, one or two sentences. */
    purpose: p.text().default(''),
    picture: p.enum(groupPictures).default('TOWN'),
    isTown: p.boolean().default(false),
    joinPolicy: p.enum(joinPolicies),
    publishPolicy: p.enum(publishPolicies).default('EDITORS'),
    memberships: () => p.oneToMany(Membership).mappedBy('group'),
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
    /** Publishes in the group without being staff: a club's secretary, a head of a kindergarten. */
    isPublisher: p.boolean().default(false),
  },
  indexes: [{ properties: ['person'] }],
});
export class Membership extends MembershipSchema.class {}
MembershipSchema.setClass(Membership);

/** Somebody wants to join an ON_REQUEST group; gone when the town hall has decided. */
const MembershipRequestSchema = defineEntity({
  name: 'MembershipRequest',
  properties: {
    group: () => p.manyToOne(Group).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
    /** What the person says about it, for the town hall only. */
    note: p.text().default(''),
    at: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['person'] }],
});
export class MembershipRequest extends MembershipRequestSchema.class {}
MembershipRequestSchema.setClass(MembershipRequest);
