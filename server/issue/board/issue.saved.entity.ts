import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import type { RowOf } from '../../kernel/rows.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';

/** A filter of the board that a member of staff saved; nobody else reads it, and it is deleted with the account. */
const SavedFilterSchema = defineEntity({
  name: 'SavedFilter',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref().deleteRule('cascade'),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    name: p.string(),
    /** Query of the address of the board or of its search, such as `mine=yes&street=Rhein`. */
    query: p.text(),
  },
  uniques: [{ properties: ['person', 'municipality', 'name'] }],
});
export class SavedFilter extends SavedFilterSchema.class {}
SavedFilterSchema.setClass(SavedFilter);
export type SavedFilterRow = RowOf<SavedFilter>;
