import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

export const joinPolicies = ['OPEN', 'ON_REQUEST', 'CLOSED'] as const;
export type JoinPolicy = (typeof joinPolicies)[number];

/** Who hears and decides together; the town itself is one. */
const GroupSchema = defineEntity({
  name: 'Group',
  tableName: 'group',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.string(),
    isTown: p.boolean().default(false),
    joinPolicy: p.enum(joinPolicies),
    memberships: () => p.oneToMany(Membership).mappedBy('group'),
  },
  indexes: [{ properties: ['municipality'] }],
});
export class Group extends GroupSchema.class {}
GroupSchema.setClass(Group);

const MembershipSchema = defineEntity({
  name: 'Membership',
  properties: {
    group: () => p.manyToOne(Group).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
    since: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['person'] }],
});
export class Membership extends MembershipSchema.class {}
MembershipSchema.setClass(Membership);
