import { defineEntity, p } from '@mikro-orm/core';
import { Issue, IssueMove } from '../issue/issue.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** GeoReport v2 server of another body (a county, a utility) that accepts a town's issues for one of its services. */
const Open311ServerSchema = defineEntity({
  name: 'Open311Server',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Name of the body that operates the server; reporters see it. */
    name: p.string(),
    /** Base address; `/requests.json` is appended. */
    url: p.string(),
    jurisdictionId: p.string().nullable(),
    serviceCode: p.string(),
    /** API key, encrypted with the secret of the installation (`unlockText`); never returned by the API. */
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
 * WAITING: certainly not at the other server. SENDING: possibly there. SENT: there, and its state is polled. CLOSED:
 * settled there. REFUSED, UNCLEAR, FAILED: the desk got a note with the reason. ENDED: its state is no longer polled.
 */
const handoverStates = ['WAITING', 'SENDING', 'SENT', 'CLOSED', 'REFUSED', 'UNCLEAR', 'FAILED', 'ENDED'] as const;
export type HandoverState = (typeof handoverStates)[number];

/** A move that sent an issue to another server, and the state there. */
const HandoverSchema = defineEntity({
  name: 'Handover',
  properties: {
    move: () => p.oneToOne(IssueMove).primary().ref().deleteRule('cascade'),
    issue: () => p.manyToOne(Issue).ref(),
    server: () => p.manyToOne(Open311Server).ref(),
    /** Additional text of staff for the other body. */
    note: p.text().nullable(),
    state: p.enum(handoverStates),
    /** Idempotency key of all tries: a server that supports such keys creates one report only. */
    token: p.uuid(),
    tries: p.integer().default(0),
    firstTriedAt: p.datetime().nullable(),
    /** Token instead of an id, from servers that create the report later. */
    foreignToken: p.string().nullable(),
    foreignId: p.string().nullable(),
    asks: p.integer().default(0),
    /** Time of the last answer about the state. */
    askedAt: p.datetime().nullable(),
    /** Last text of the other server about the report. */
    said: p.text().nullable(),
    /** Start of the try that is running; null: none. */
    tryingSince: p.datetime().nullable(),
    endsAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['issue'] }],
});
export class Handover extends HandoverSchema.class {}
HandoverSchema.setClass(Handover);
export type HandoverRow = RowOf<Handover>;
