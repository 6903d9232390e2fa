import { defineEntity, p } from '@mikro-orm/core';
import { Area, placeOwners } from '../area/area.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';
import { IssueCategory, issueKinds } from './issue.category.entity.ts';

/** A rule that sends matching issues to a desk; a null column is no condition. */
const IssueRouteSchema = defineEntity({
  name: 'IssueRoute',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    category: () => p.manyToOne(IssueCategory).ref().nullable(),
    kind: p.enum(issueKinds).nullable(),
    area: () => p.manyToOne(Area).ref().nullable(),
    owner: p.enum(placeOwners).nullable(),
    desk: () => p.manyToOne(Desk).ref(),
    /** Body outside the town hall that staff should forward the issue to: name and e-mail address. */
    forwardName: p.string().nullable(),
    forwardEmail: p.string().nullable(),
  },
  indexes: [{ properties: ['municipality'] }],
});
export class IssueRoute extends IssueRouteSchema.class {}
IssueRouteSchema.setClass(IssueRoute);
export type IssueRouteRow = RowOf<IssueRoute>;

/** Deputy of a desk: another desk or a person. */
const DeskDeputySchema = defineEntity({
  name: 'DeskDeputy',
  properties: {
    desk: () => p.oneToOne(Desk).primary().ref(),
    deputyDesk: () => p.manyToOne(Desk).ref().nullable(),
    deputyPerson: () => p.manyToOne(Person).ref().nullable().deleteRule('cascade'),
  },
});
export class DeskDeputy extends DeskDeputySchema.class {}
DeskDeputySchema.setClass(DeskDeputy);

/** Desk that receives the issues of a town that no other rule assigns. */
const FallbackDeskSchema = defineEntity({
  name: 'FallbackDesk',
  properties: {
    municipality: () => p.oneToOne(Municipality).primary().ref(),
    desk: () => p.manyToOne(Desk).ref(),
  },
});
export class FallbackDesk extends FallbackDeskSchema.class {}
FallbackDeskSchema.setClass(FallbackDesk);
