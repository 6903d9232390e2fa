import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { Recipient } from '../recipient/recipient.entity.ts';
import { type EarlierTimes, Occurrence, slotKinds } from './calendar.entity.ts';

/** Seats at one date of an event, for the date itself or for a shift of helpers. */
const SlotSchema = defineEntity({
  name: 'Slot',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    occurrence: () => p.manyToOne(Occurrence).ref().deleteRule('cascade'),
    kind: p.enum(slotKinds),
    /** Name of the shift; empty for ATTENDANCE. */
    title: p.text(),
    /** Time of the shift; null: that of the date. */
    startsAt: p.datetime().nullable(),
    endsAt: p.datetime().nullable(),
    /** Number of seats; null: unlimited. */
    capacity: p.integer().nullable(),
    /** Number of taken seats; changed only while the row is locked. */
    taken: p.integer().default(0),
    /** Place among the slots of the date, from 0. */
    position: p.integer().default(0),
    /** Times of the shift that its last changes replaced, in their order, for the messages about them; null: no change. */
    earlier: p.json<readonly EarlierTimes[]>().nullable(),
  },
  uniques: [{ properties: ['occurrence', 'kind', 'position'] }],
});
export class Slot extends SlotSchema.class {}
SlotSchema.setClass(Slot);
export type SlotRow = RowOf<Slot>;

export const attendanceAnswers = ['YES', 'NO', 'MAYBE'] as const;
export type AttendanceAnswer = (typeof attendanceAnswers)[number];

export const attendanceReminders = ['NONE', 'DAY_BEFORE', 'TWO_HOURS_BEFORE'] as const;
export type AttendanceReminder = (typeof attendanceReminders)[number];

/** Serves the removal of names after the end of the dates. */
const namedIndex =
  "create index attendance_named_index on attendance (slot_id) where name <> '' or recipient_id is not null";

/** Answer of a person for a slot. */
const AttendanceSchema = defineEntity({
  name: 'Attendance',
  properties: {
    /** UUID v7. */
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    slot: () => p.manyToOne(Slot).ref().deleteRule('cascade'),
    /** Recipient of the messages; that of an account has the id of its person. Null: a caller without contact. */
    recipient: () => p.manyToOne(Recipient).ref().nullable().deleteRule('set null'),
    /** Name for the organisers; empty: deleted 30 days after the end of the date. */
    name: p.text(),
    answer: p.enum(attendanceAnswers),
    /** Number of companions. */
    companions: p.integer().default(0),
    /** Since when a YES waits for seats, also the order of the waiting list; null: it does not wait. */
    waitingSince: p.datetime().nullable(),
    /** How often the party got seats after waiting; a message about it names this number. */
    promotions: p.integer().default(0),
    checkedInAt: p.datetime().nullable(),
    reminder: p.enum(attendanceReminders).default('NONE'),
    /** Since when the reminder is wanted for seats; one that was due earlier is left out. Null: since the answer. */
    reminderSince: p.datetime().nullable(),
    /** Start about which the last reminder was sent; another start is reminded of again. Null: none was sent. */
    remindedFor: p.datetime().nullable(),
    /** Member of staff or publisher who entered a caller; null: the person answered. */
    enteredBy: () => p.manyToOne(Person).ref().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
  indexes: [
    { properties: ['recipient', 'slot'] },
    { properties: ['slot', 'waitingSince', 'id'] },
    { name: 'attendance_named_index', expression: namedIndex },
  ],
  uniques: [{ properties: ['slot', 'recipient'] }],
});
export class Attendance extends AttendanceSchema.class {}
AttendanceSchema.setClass(Attendance);
export type AttendanceRow = RowOf<Attendance>;
