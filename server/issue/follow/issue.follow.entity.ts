import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import { Issue } from '../issue.entity.ts';

/** Somebody whom a public report concerns too: told of its public steps, counted once, never named. */
const IssueFollowerSchema = defineEntity({
  name: 'IssueFollower',
  properties: {
    id: p.uuid().primary(),
    issue: () => p.manyToOne(Issue).ref().deleteRule('cascade'),
    person: () => p.manyToOne(Person).ref().nullable().deleteRule('cascade'),
    /** Without an account: mails go there, and it counts, only once its owner has confirmed it; null once it is forgotten. */
    email: p.string().nullable(),
    locale: p.string(),
    /** A person may want to hear of it in the app only. */
    byMail: p.boolean().default(true),
    createdAt: p.datetime(),
    confirmedAt: p.datetime().nullable(),
  },
  uniques: [{ properties: ['issue', 'person'] }, { properties: ['issue', 'email'] }],
  indexes: [{ properties: ['person', 'issue'] }],
});
export class IssueFollower extends IssueFollowerSchema.class {}
IssueFollowerSchema.setClass(IssueFollower);
