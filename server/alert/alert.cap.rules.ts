import { Temporal } from 'temporal-polyfill';
import { toGlobalId } from '../kernel/ids.ts';
import { writeXml, type XmlNode } from '../kernel/xml.ts';
import type { Boundary, MunicipalityRow } from '../municipality/municipality.entity.ts';
import { ringsOf } from './alert.cap.area.rules.ts';
import { capTextsFor } from './alert.cap.texts.rules.ts';
import type { Alert, AlertText, Incident } from './alert.entity.ts';
import type { Template } from './alert.templates.ts';

/* Alerts as documents of the Common Alerting Protocol 1.2. */

const capNamespace = 'urn:oasis:names:tc:emergency:cap:1.2';
export const capType = 'application/cap+xml';

/** Values of `category`. */
export const capCategories: readonly string[] =
  'Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other'.split(' ');
/** Values of `responseType`. */
export const capResponseTypes: readonly string[] =
  'Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None'.split(' ');

const statuses = { ACTUAL: 'Actual', EXERCISE: 'Exercise' } as const;
const msgTypes = { ALERT: 'Alert', UPDATE: 'Update', CANCEL: 'Cancel' } as const;
const categoryOfUnknown = 'Other';

export interface CapFrame {
  readonly incident: Pick<Incident, 'id' | 'isFalseAlarm'>;
  /** Sent alerts of the incident, the oldest first. */
  readonly thread: readonly Alert[];
  /** Undefined: a template that no longer exists. */
  readonly template: Template | undefined;
  readonly town: Pick<MunicipalityRow, 'ags' | 'name' | 'timeZone' | 'isDemo'>;
  readonly boundary: Boundary;
  /** Origin of the town's pages. */
  readonly origin: string;
}

export function identifierOf({ id }: Pick<Alert, 'id'>): string {
  return `urn:uuid:${id}`;
}

/** ISO 8601 with seconds and the offset of the town. */
export function capTime(at: Date, timeZone: string): string {
  const here = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return here.toString({ timeZoneName: 'never', fractionalSecondDigits: 0 });
}

/** A sent alert as a document. */
export function writeCap(alert: Alert, frame: CapFrame): string {
  const { town, thread } = frame;
  const sender = senderOf(frame);
  const earlier = thread.filter(({ number }) => number < alert.number);
  const references = earlier.map((one) => `${sender},${identifierOf(one)},${sentOf(one, town.timeZone)}`);
  return writeXml('alert', {
    '@_xmlns': capNamespace,
    identifier: identifierOf(alert),
    sender,
    sent: sentOf(alert, town.timeZone),
    status: statuses[alert.status],
    msgType: msgTypes[alert.msgType],
    scope: 'Public',
    note: noteOf(alert, frame),
    references: references.length === 0 ? undefined : references.join(' '),
    info: alert.content.texts.map((text) => infoOf(text, alert, frame)),
  });
}

function senderOf({ origin }: CapFrame): string {
  return `warnung@${new URL(origin).hostname}`;
}

export function sentOf({ sentAt, id }: Pick<Alert, 'sentAt' | 'id'>, timeZone: string): string {
  if (sentAt == null) throw new Error(`The alert ${id} was not sent.`);
  return capTime(sentAt, timeZone);
}

function noteOf(alert: Alert, { incident: { isFalseAlarm }, town: { isDemo } }: CapFrame): string | undefined {
  const texts = capTextsFor(alert.content.texts[0]?.locale);
  const parts = [
    ...(isDemo ? [texts.demoNote] : []),
    ...(alert.status === 'EXERCISE' ? [texts.drillNote] : []),
    ...(alert.msgType === 'CANCEL' && isFalseAlarm ? [texts.falseAlarm] : []),
    ...(alert.isCorrection ? [texts.correction] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** "PROBE" stands first in every text of a drill. */
export function marked(words: string, { status }: Pick<Alert, 'status'>, locale: string): string {
  return status === 'EXERCISE' ? `${capTextsFor(locale).drill}: ${words}` : words;
}

function infoOf(text: AlertText, alert: Alert, frame: CapFrame): XmlNode {
  const { template, town, origin, incident } = frame;
  const { timeZone } = town;
  const isEnd = alert.msgType === 'CANCEL';
  return {
    language: text.locale,
    category: template?.categories ?? [categoryOfUnknown],
    event: (template?.texts[text.locale] ?? template?.texts.de)?.name ?? text.headline,
    responseType: isEnd ? ['AllClear'] : (template?.responseTypes ?? []),
    urgency: isEnd ? 'Past' : wordOf(alert.urgency),
    severity: wordOf(alert.severity),
    certainty: wordOf(alert.certainty),
    onset: alert.onsetAt == null ? undefined : capTime(alert.onsetAt, timeZone),
    expires: capTime(alert.expiresAt, timeZone),
    senderName: `${town.name}, ${alert.sender}`,
    headline: marked(text.headline, alert, text.locale),
    description: marked(text.description, alert, text.locale),
    instruction: instructionOf(text, alert),
    web: `${origin}/${town.ags}/warnings/${toGlobalId('Incident', incident.id)}`,
    contact: alert.content.phone ?? undefined,
    area: areaOf(alert, frame),
  };
}

function instructionOf({ instructions, locale }: AlertText, alert: Alert): string | undefined {
  if (instructions.length === 0) return undefined;
  return marked(instructions.map(({ text }, i) => `${i + 1}. ${text}`).join('\n'), alert, locale);
}

function areaOf({ content: { area, polygons } }: Alert, { town, boundary }: CapFrame): XmlNode {
  return {
    areaDesc: area,
    polygon: ringsOf(polygons ?? boundary).map((ring) => ring.map(([lon, lat]) => `${lat},${lon}`).join(' ')),
    geocode: { valueName: 'AGS', value: town.ags },
  };
}

/** A value of a scale as CAP writes it, such as "Severe". */
function wordOf(value: string): string {
  return `${value.slice(0, 1)}${value.slice(1).toLowerCase()}`;
}
