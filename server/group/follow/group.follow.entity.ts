import { defineEntity, p } from '@mikro-orm/core';
import { Recipient } from '../../recipient/recipient.entity.ts';
import { Group } from '../group.entity.ts';

/** A recipient without an account follows an OPEN group; with an account the membership takes its place. */
const GroupFollowSchema = defineEntity({
  name: 'GroupFollow',
  properties: {
    group: () => p.manyToOne(Group).primary().ref(),
    recipient: () => p.manyToOne(Recipient).primary().ref().deleteRule('cascade'),
    since: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['recipient'] }],
});
export class GroupFollow extends GroupFollowSchema.class {}
GroupFollowSchema.setClass(GroupFollow);
