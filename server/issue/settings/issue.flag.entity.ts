import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import { Issue } from '../issue.entity.ts';

/** Why a report was set aside (Issue.flag), and what has to be put back when that is undone. */
const IssueFlaggingSchema = defineEntity({
  name: 'IssueFlagging',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref(),
    reason: p.text(),
    by: () => p.manyToOne(Person).ref().nullable(),
    at: p.datetime(),
    /** Everybody could see it before. */
    wasPublic: p.boolean(),
  },
});
export class IssueFlagging extends IssueFlaggingSchema.class {}
IssueFlaggingSchema.setClass(IssueFlagging);
