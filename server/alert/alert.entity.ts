import { defineEntity, p } from '@mikro-orm/core';
import type { PolygonGeometry } from '../area/area.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { Recipient } from '../recipient/recipient.entity.ts';

/** WARNING: of a danger, for the whole town. DISRUPTION: of a supply or a road, for those who follow its streets. */
export const incidentKinds = ['WARNING', 'DISRUPTION'] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** EXERCISE: a drill. */
const incidentStatuses = ['ACTUAL', 'EXERCISE'] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

/** STAFF: a drill for the people who work in the town hall. */
const incidentAudiences = ['PUBLIC', 'STAFF'] as const;
export type IncidentAudience = (typeof incidentAudiences)[number];

/** Message types of CAP 1.2 that the product writes. CANCEL: the all-clear, or the end after a false alarm. */
const msgTypes = ['ALERT', 'UPDATE', 'CANCEL'] as const;
export type MsgType = (typeof msgTypes)[number];

/** AWAITING: waits for the second person. REFUSED: the second person refused it, or its author withdrew it. */
const alertStates = ['DRAFT', 'AWAITING', 'SENT', 'REFUSED'] as const;
export type AlertState = (typeof alertStates)[number];

/** Scales of CAP 1.2, the strongest value first. */
export const severities = ['EXTREME', 'SEVERE', 'MODERATE', 'MINOR', 'UNKNOWN'] as const;
export type Severity = (typeof severities)[number];
export const urgencies = ['IMMEDIATE', 'EXPECTED', 'FUTURE', 'PAST', 'UNKNOWN'] as const;
export type Urgency = (typeof urgencies)[number];
export const certainties = ['OBSERVED', 'LIKELY', 'POSSIBLE', 'UNLIKELY', 'UNKNOWN'] as const;
export type Certainty = (typeof certainties)[number];

/** One instruction of an alert; `since`: time of the alert of the thread that said it first, ISO 8601. */
export interface Instruction {
  readonly text: string;
  /** The alert before did not say it; false in the first alert. */
  readonly isNew: boolean;
  readonly since: string;
}

/** Words of an alert in one language. */
export interface AlertText {
  readonly locale: string;
  readonly headline: string;
  readonly description: string;
  readonly instructions: readonly Instruction[];
}

/** Houses of a street: from `from` to `to` such as "12a"; null: open. */
export interface StreetSpan {
  readonly streetId: string;
  /** Name of the street at the time of the alert. */
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly side: 'ALL' | 'ODD' | 'EVEN';
}

/** Content of an alert, in all its languages. */
export interface AlertContent {
  /** At least one; the first is the language of the town hall. */
  readonly texts: readonly AlertText[];
  /** The area in words. */
  readonly area: string;
  /** The area on the map; null: the whole town. */
  readonly polygons: PolygonGeometry | null;
  /** Streets of a disruption; empty: other incidents. */
  readonly streets: readonly StreetSpan[];
  /** Telephone number for questions; null: none. */
  readonly phone: string | null;
  /** Values of the slots by name, for the words of the next alert; absent: none was given. */
  readonly slots?: Readonly<Record<string, string>>;
}

/** A real warning never becomes a drill, and a drill never becomes real, whatever a program writes. */
const keepNature = `if (new.kind, new.status, new.audience, new.municipality_id) is distinct from
    (old.kind, old.status, old.audience, old.municipality_id) then
    raise exception 'kind, status, audience and town of an incident never change' using errcode = 'check_violation';
  end if;
  return new`;
const copyNature = `select i.kind, i.status, i.municipality_id into new.kind, new.status, new.municipality_id
    from incident i where i.id = new.incident_id;
  return new`;

/** A thread of alerts from the first one to the all-clear. A trigger keeps kind, status and audience as they are. */
const IncidentSchema = defineEntity({
  name: 'Incident',
  properties: {
    /** UUID v7; incidents are ordered by id. */
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    kind: p.enum(incidentKinds),
    status: p.enum(incidentStatuses),
    audience: p.enum(incidentAudiences),
    /** Key of the template of its first alert, such as "flood". */
    template: p.text(),
    /** Whether readers are asked if they are safe or need help. */
    asksSafety: p.boolean().default(false),
    /** Number of the newest sent alert; 0: none was sent. */
    number: p.integer().default(0),
    /** Level of the newest sent alert that did not end the incident, 1 to 4; 0: none was sent. */
    level: p.smallint().default(0),
    /** Highest level of an alert that was sent, 1 to 4; 0: none was sent. */
    highestLevel: p.smallint().default(0),
    /** When the first alert was sent; null: not yet. */
    startedAt: p.datetime().nullable(),
    /** When the newest alert expires; null: none was sent. */
    expiresAt: p.datetime().nullable(),
    /** When the all-clear was sent; null: the incident goes on, or nothing was sent. */
    endedAt: p.datetime().nullable(),
    isFalseAlarm: p.boolean().default(false),
    createdAt: p.datetime(),
  },
  triggers: [{ name: 'incident_nature', timing: 'before', events: ['update'], forEach: 'row', body: keepNature }],
  indexes: [{ properties: ['municipality', 'id'] }, { properties: ['municipality', 'endedAt', 'expiresAt'] }],
});
export class Incident extends IncidentSchema.class {}
IncidentSchema.setClass(Incident);
export type IncidentRow = RowOf<Incident>;

/**
 * A sent alert needs the approval of a second person: an actual warning from level 3 that begins an incident or raises its
 * level. An author who sends it alone gives a reason. The approval counts for exactly the text that was approved.
 */
const secondPerson = `state <> 'SENT' or kind <> 'WARNING' or status <> 'ACTUAL' or level < 3 or msg_type = 'CANCEL'
  or (msg_type = 'UPDATE' and not raises_level) or broke_glass_because is not null
  or (approved_at is not null and approved_hash = content_hash and approved_by_id is distinct from author_id)`;

/**
 * An alert that the service has marked for a second person is sent with an approval, or alone with a reason; an end in own words
 * only with an approval.
 */
const marked = `state <> 'SENT' or not needs_second_person
  or (broke_glass_because is not null and msg_type <> 'CANCEL')
  or (approved_at is not null and approved_hash = content_hash and approved_by_id is distinct from author_id)`;

/** One message of an incident. Kind and status are those of the incident; a trigger copies them. */
const AlertSchema = defineEntity({
  name: 'Alert',
  properties: {
    /** UUID v7; also the identifier in CAP. */
    id: p.uuid().primary(),
    incident: () => p.manyToOne(Incident).ref(),
    municipality: () => p.manyToOne(Municipality).ref(),
    kind: p.enum(incidentKinds),
    status: p.enum(incidentStatuses),
    /** Position in the thread from 1, given when the alert is sent; 0: it was not sent. */
    number: p.integer().default(0),
    msgType: p.enum(msgTypes),
    /** The alert corrects an earlier one. */
    isCorrection: p.boolean().default(false),
    state: p.enum(alertStates),
    severity: p.enum(severities),
    urgency: p.enum(urgencies),
    certainty: p.enum(certainties),
    /** Level derived from the scales, 1 to 4. */
    level: p.smallint(),
    /** The level is higher than that of the alert before. */
    raisesLevel: p.boolean().default(false),
    /** The alert leaves only with a second person, or alone with a reason (needsSecondPerson()). */
    needsSecondPerson: p.boolean().default(false),
    /** CANCEL: the alarm was false. */
    isFalseAlarm: p.boolean().default(false),
    content: p.json<AlertContent>(),
    /** SHA-256 of everything that the second person approves. */
    contentHash: p.text(),
    /** When the danger or the disruption begins; null: it has begun. */
    onsetAt: p.datetime().nullable(),
    expiresAt: p.datetime(),
    author: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    /** API key of a proposal; null: a person wrote the alert. */
    partnerKeyId: p.uuid().nullable(),
    /** Function or name of the author that readers see. */
    sender: p.text(),
    createdAt: p.datetime(),
    sentAt: p.datetime().nullable(),
    approvedBy: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    approvedAt: p.datetime().nullable(),
    /** `contentHash` at the time of the approval. */
    approvedHash: p.text().nullable(),
    /** Reason for which the author sent the alert without a second person. */
    brokeGlassBecause: p.text().nullable(),
    /** When an admin reviewed that the alert was sent alone; null: not yet, or a second person approved it. */
    reviewedAt: p.datetime().nullable(),
    refusedBecause: p.text().nullable(),
  },
  triggers: [
    { name: 'alert_nature', timing: 'before', events: ['insert', 'update'], forEach: 'row', body: copyNature },
  ],
  checks: [
    { name: 'alert_second_person_check', expression: secondPerson },
    { name: 'alert_marked_check', expression: marked },
  ],
  indexes: [{ properties: ['incident', 'number'] }, { properties: ['municipality', 'state', 'sentAt'] }],
});
export class Alert extends AlertSchema.class {}
AlertSchema.setClass(Alert);
export type AlertRow = RowOf<Alert>;

const acknowledgementAnswers = ['SEEN', 'SAFE', 'HELP'] as const;
export type AcknowledgementAnswer = (typeof acknowledgementAnswers)[number];

/** Answer of a reader to an incident. A later answer of the same reader replaces it. */
const AcknowledgementSchema = defineEntity({
  name: 'Acknowledgement',
  properties: {
    id: p.uuid().primary(),
    incident: () => p.manyToOne(Incident).ref().deleteRule('cascade'),
    /** Null: a device without an account and without a link of a message. */
    recipient: () => p.manyToOne(Recipient).ref().nullable().deleteRule('cascade'),
    /** Keyed hash of the secret of a device; null: the recipient is known. */
    deviceHash: p.text().nullable(),
    answer: p.enum(acknowledgementAnswers),
    /** HELP: where the reader is, in words, encrypted with lockText(); null: other answers. */
    place: p.text().nullable(),
    /** HELP: telephone number of the reader, encrypted with lockText(); null: none given. */
    phone: p.text().nullable(),
    at: p.datetime(),
    /** HELP: member of staff who takes care of it; null: nobody yet. */
    takenBy: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    takenAt: p.datetime().nullable(),
  },
  uniques: [{ properties: ['incident', 'recipient'] }, { properties: ['incident', 'deviceHash'] }],
  indexes: [{ properties: ['incident', 'answer'] }, { properties: ['recipient'] }],
});
export class Acknowledgement extends AcknowledgementSchema.class {}
AcknowledgementSchema.setClass(Acknowledgement);
export type AcknowledgementRow = RowOf<Acknowledgement>;
