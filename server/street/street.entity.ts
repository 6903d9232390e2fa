import { defineEntity, p } from '@mikro-orm/core';
import type { LineGeometry } from '../area/area.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { Recipient } from '../recipient/recipient.entity.ts';

/** A street of a town, which people follow and of which disruptions are about. */
const StreetSchema = defineEntity({
  name: 'Street',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.text(),
    /** Form of the name that all its spellings share (streetKey). */
    key: p.text(),
    /** District of the town, because two districts may have streets of the same name; empty: not stated. */
    district: p.text().default(''),
    /** Course of the street; null: unknown, so no polygon proposes the street. */
    line: p.json<LineGeometry>().nullable(),
    /** Bounding box of the line in degrees, a cheap test before the exact one; null without a line. */
    west: p.float().columnType('double precision').nullable(),
    south: p.float().columnType('double precision').nullable(),
    east: p.float().columnType('double precision').nullable(),
    north: p.float().columnType('double precision').nullable(),
  },
  uniques: [{ properties: ['municipality', 'key', 'district'] }],
});
export class Street extends StreetSchema.class {}
StreetSchema.setClass(Street);
export type StreetRow = RowOf<Street>;

/** A recipient, with or without an account, wants to know of disruptions in a street. */
const StreetFollowSchema = defineEntity({
  name: 'StreetFollow',
  properties: {
    street: () => p.manyToOne(Street).primary().ref().deleteRule('cascade'),
    recipient: () => p.manyToOne(Recipient).primary().ref().deleteRule('cascade'),
    /** Number of the house without its letter; null: the whole street. */
    houseNumber: p.integer().nullable(),
    /** Letter of the house in lower case; empty: none. */
    houseSuffix: p.text().default(''),
    /** Whether the recipient wants to be reminded of the bins of this address on the evening before. */
    remindsOfWaste: p.boolean().default(false),
    since: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['recipient'] }],
});
export class StreetFollow extends StreetFollowSchema.class {}
StreetFollowSchema.setClass(StreetFollow);

/** A recipient, with or without an account, wants to know of disruptions in all streets of a town. */
const AllStreetsFollowSchema = defineEntity({
  name: 'AllStreetsFollow',
  properties: {
    municipality: () => p.manyToOne(Municipality).primary().ref().deleteRule('cascade'),
    recipient: () => p.manyToOne(Recipient).primary().ref().deleteRule('cascade'),
    since: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['recipient'] }],
});
export class AllStreetsFollow extends AllStreetsFollowSchema.class {}
AllStreetsFollowSchema.setClass(AllStreetsFollow);
