import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import type { RowOf } from '../../kernel/rows.ts';
import { Issue } from '../issue.entity.ts';

/** A change of an issue's title by staff; part of its history for staff. */
const IssueTitleChangeSchema = defineEntity({
  name: 'IssueTitleChange',
  properties: {
    id: p.uuid().primary(),
    issue: () => p.manyToOne(Issue).ref(),
    at: p.datetime(),
    actor: () => p.manyToOne(Person).ref().nullable(),
    /** New title; null: staff removed their title. */
    title: p.text().nullable(),
  },
  indexes: [{ properties: ['issue', 'id'] }],
});
export class IssueTitleChange extends IssueTitleChangeSchema.class {}
IssueTitleChangeSchema.setClass(IssueTitleChange);
export type IssueTitleChangeRow = RowOf<IssueTitleChange>;
