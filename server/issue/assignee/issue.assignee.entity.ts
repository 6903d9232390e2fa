import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import type { RowOf } from '../../kernel/rows.ts';
import { Issue } from '../issue.entity.ts';

/**
 * One change of the assignee of an issue. It is no move, so neither the reporter nor partners see it in the history.
 */
const IssueAssignmentSchema = defineEntity({
  name: 'IssueAssignment',
  properties: {
    id: p.uuid().primary(),
    issue: () => p.manyToOne(Issue).ref().deleteRule('cascade'),
    /** Version of the issue after the change; a move to another desk has the same version. */
    version: p.integer(),
    at: p.datetime(),
    /** Null: the server, without a person. */
    actor: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    /** Assignee before the change; null: none. */
    before: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    /** Assignee after the change; null: none. */
    assignee: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
  },
  uniques: [{ properties: ['issue', 'version'] }],
});
export class IssueAssignment extends IssueAssignmentSchema.class {}
IssueAssignmentSchema.setClass(IssueAssignment);
export type IssueAssignmentRow = RowOf<IssueAssignment>;
