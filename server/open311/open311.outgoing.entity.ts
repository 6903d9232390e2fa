import { defineEntity, p } from '@mikro-orm/core';
import { Issue, IssueMove } from '../issue/issue.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** Somebody else's GeoReport v2 server (the county's, a utility's) that takes a town's reports for one of its services. */
const Open311ServerSchema = defineEntity({
  name: 'Open311Server',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Whose it is, as the town hall calls it; reporters are told. */
    name: p.string(),
    /** What `requests.json` is put behind. */
    url: p.string(),
    jurisdictionId: p.string().nullable(),
    serviceCode: p.string(),
    /** Only this installation can read it (`unlockText`), and it is shown to nobody. */
    lockedKey: p.text().nullable(),
    createdAt: p.datetime(),
    removedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['municipality'] }],
});
export class Open311Server extends Open311ServerSchema.class {}
Open311ServerSchema.setClass(Open311Server);
export type Open311ServerRow = RowOf<Open311Server>;

/**
 * WAITING: surely not there. SENDING: perhaps there. SENT: there, and asked after. CLOSED: settled there. REFUSED, UNCLEAR,
 * FAILED: staff were told why. ENDED: no longer asked after.
 */
const handoverStates = ['WAITING', 'SENDING', 'SENT', 'CLOSED', 'REFUSED', 'UNCLEAR', 'FAILED', 'ENDED'] as const;
export type HandoverState = (typeof handoverStates)[number];

/** A step by which a report was passed on to such a server, and how it stands there. */
const HandoverSchema = defineEntity({
  name: 'Handover',
  properties: {
    move: () => p.oneToOne(IssueMove).primary().ref().deleteRule('cascade'),
    issue: () => p.manyToOne(Issue).ref(),
    server: () => p.manyToOne(Open311Server).ref(),
    /** What staff say besides. */
    note: p.text().nullable(),
    state: p.enum(handoverStates),
    /** Goes with each try: a server that knows such keys makes one report of them all. */
    token: p.uuid(),
    tries: p.integer().default(0),
    firstTriedAt: p.datetime().nullable(),
    /** Given instead of a number by servers that make the report later. */
    foreignToken: p.string().nullable(),
    foreignId: p.string().nullable(),
    asks: p.integer().default(0),
    /** When they last said how it stands. */
    askedAt: p.datetime().nullable(),
    /** What they say about it, in their words. */
    said: p.text().nullable(),
    /** A try that has not ended yet. */
    tryingSince: p.datetime().nullable(),
    endsAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['issue'] }],
});
export class Handover extends HandoverSchema.class {}
HandoverSchema.setClass(Handover);
export type HandoverRow = RowOf<Handover>;
