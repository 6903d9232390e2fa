import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import { Issue } from '../issue.entity.ts';

/** A follower of a public issue: receives its public moves, is counted once and is never named. */
const IssueFollowerSchema = defineEntity({
  name: 'IssueFollower',
  properties: {
    id: p.uuid().primary(),
    issue: () => p.manyToOne(Issue).ref().deleteRule('cascade'),
    person: () => p.manyToOne(Person).ref().nullable().deleteRule('cascade'),
    /**
     * Address of a follower without an account; messages and counting begin only after its owner has confirmed it. Null
     * once it is deleted.
     */
    email: p.string().nullable(),
    locale: p.string(),
    /** False: the person wants messages in the app only. */
    byMail: p.boolean().default(true),
    createdAt: p.datetime(),
    confirmedAt: p.datetime().nullable(),
  },
  uniques: [{ properties: ['issue', 'person'] }, { properties: ['issue', 'email'] }],
  indexes: [{ properties: ['person', 'issue'] }],
});
export class IssueFollower extends IssueFollowerSchema.class {}
IssueFollowerSchema.setClass(IssueFollower);
