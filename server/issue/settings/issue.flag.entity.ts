import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import { Issue } from '../issue.entity.ts';

/** Reason for which an issue was set aside (Issue.flag), and the visibility to restore. */
const IssueFlaggingSchema = defineEntity({
  name: 'IssueFlagging',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref(),
    reason: p.text(),
    by: () => p.manyToOne(Person).ref().nullable(),
    at: p.datetime(),
    /** Whether the issue was public before. */
    wasPublic: p.boolean(),
  },
});
export class IssueFlagging extends IssueFlaggingSchema.class {}
IssueFlaggingSchema.setClass(IssueFlagging);
