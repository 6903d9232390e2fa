import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { Street } from '../street/street.entity.ts';

/** Standard types of waste, by which programs recognise what a town calls "Graue Tonne". */
export const wasteTypes = [
  'RESIDUAL',
  'ORGANIC',
  'PAPER',
  'PACKAGING',
  'GARDEN',
  'GLASS',
  'BULKY',
  'HAZARDOUS',
  'CHRISTMAS_TREE',
  'OTHER',
] as const;
export type WasteType = (typeof wasteTypes)[number];

/** Kind of waste that a town collects, such as "Biotonne"; a town may have several kinds of one type. */
const WasteKindSchema = defineEntity({
  name: 'WasteKind',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    type: p.enum(wasteTypes),
    name: p.text(),
    /** Form of the name that all its spellings share (labelKey). */
    key: p.text(),
  },
  uniques: [{ properties: ['municipality', 'key'] }],
});
export class WasteKind extends WasteKindSchema.class {}
WasteKindSchema.setClass(WasteKind);
export type WasteKindRow = RowOf<WasteKind>;

/** Words of a calendar that a clerk has assigned to kinds; the next import uses the assignment again. */
const WasteLabelSchema = defineEntity({
  name: 'WasteLabel',
  properties: {
    municipality: () => p.manyToOne(Municipality).primary().ref(),
    /** Form of the words that all their spellings share (labelKey). */
    key: p.text().primary(),
    /** Kinds that the words mean; empty: entries with these words are left out. */
    kindIds: p.array().columnType('uuid[]'),
  },
});
export class WasteLabel extends WasteLabelSchema.class {}
WasteLabelSchema.setClass(WasteLabel);

/** Part of a town whose bins are collected on the same days. */
const WasteDistrictSchema = defineEntity({
  name: 'WasteDistrict',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.text(),
    /** Form of the name that all its spellings share (labelKey). */
    key: p.text(),
    /** https address of an iCalendar file that is read weekly; `{year}` stands for the year. Null: none. */
    address: p.text().nullable(),
    /** When the address is read next; null: never. */
    readsAt: p.datetime().nullable(),
    /** When the address was last read; null: not yet. */
    readAt: p.datetime().nullable(),
    /** Code of the fault of the last reading; null: none. */
    readFault: p.text().nullable(),
  },
  uniques: [{ properties: ['municipality', 'key'] }],
});
export class WasteDistrict extends WasteDistrictSchema.class {}
WasteDistrictSchema.setClass(WasteDistrict);
export type WasteDistrictRow = RowOf<WasteDistrict>;

/** Sides of a street: all houses, or those with odd or even numbers. */
const streetSides = ['ALL', 'ODD', 'EVEN'] as const;
export type StreetSide = (typeof streetSides)[number];

/** Street, or a range of its houses, that belongs to a district. */
const WasteDistrictStreetSchema = defineEntity({
  name: 'WasteDistrictStreet',
  properties: {
    id: p.uuid().primary(),
    district: () => p.manyToOne(WasteDistrict).ref().deleteRule('cascade'),
    street: () => p.manyToOne(Street).ref().deleteRule('cascade'),
    /** First house, such as "1" or "12a"; null: from the beginning. */
    fromNumber: p.text().nullable(),
    /** Last house; null: to the end. */
    toNumber: p.text().nullable(),
    side: p.enum(streetSides).default('ALL'),
  },
  indexes: [{ properties: ['district'] }, { properties: ['street'] }],
});
export class WasteDistrictStreet extends WasteDistrictStreetSchema.class {}
WasteDistrictStreetSchema.setClass(WasteDistrictStreet);
export type WasteDistrictStreetRow = RowOf<WasteDistrictStreet>;

/** Day on which a kind of waste is collected in a district. */
const WasteDateSchema = defineEntity({
  name: 'WasteDate',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    district: () => p.manyToOne(WasteDistrict).ref().deleteRule('cascade'),
    kind: () => p.manyToOne(WasteKind).ref(),
    date: p.date(),
    /** Usual day, of which this one takes the place; null: it was not moved. */
    movedFrom: p.date().nullable(),
    /** Import that moved the date, about which followers get a message; null: none. */
    movedBy: p.uuid().nullable(),
    /** When the row was last changed: DTSTAMP of the calendar file. */
    changedAt: p.datetime(),
  },
  uniques: [{ properties: ['district', 'kind', 'date'] }],
  indexes: [{ properties: ['municipality', 'date', 'id'] }, { properties: ['movedBy'] }],
});
export class WasteDate extends WasteDateSchema.class {}
WasteDateSchema.setClass(WasteDate);
export type WasteDateRow = RowOf<WasteDate>;

/** Forms of calendars that can be imported. */
const calendarFormats = ['CSV', 'ICS'] as const;
export type CalendarFormat = (typeof calendarFormats)[number];

/** OPEN: waits for a decision. APPLIED: its dates were taken over. DISCARDED: nothing of it was taken over. */
const importStates = ['OPEN', 'APPLIED', 'DISCARDED'] as const;
export type ImportState = (typeof importStates)[number];

/** Calendar that was uploaded or read from an address; it changes no date until somebody applies it. */
const WasteImportSchema = defineEntity({
  name: 'WasteImport',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** District of a calendar that names none; null: the calendar names the districts. */
    district: () => p.manyToOne(WasteDistrict).ref().nullable().deleteRule('cascade'),
    format: p.enum(calendarFormats),
    /** Name of the file; null: read from the address of the district. */
    fileName: p.text().nullable(),
    /** Text of the calendar; empty after the decision. */
    content: p.text(),
    state: p.enum(importStates).default('OPEN'),
    createdAt: p.datetime(),
    decidedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['municipality', 'state'] }],
});
export class WasteImport extends WasteImportSchema.class {}
WasteImportSchema.setClass(WasteImport);

/** Plan of a town's next reminder. The row exists since the town's first import. */
const WasteReminderPlanSchema = defineEntity({
  name: 'WasteReminderPlan',
  properties: {
    municipality: () => p.manyToOne(Municipality).primary().ref().deleteRule('cascade'),
    /** Evening at which the next reminder is due. */
    at: p.datetime(),
  },
});
export class WasteReminderPlan extends WasteReminderPlanSchema.class {}
WasteReminderPlanSchema.setClass(WasteReminderPlan);
