import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { record, type Tx } from '../kernel/events.ts';
import { findSenderName } from './alert.people.service.ts';
import type { ReadAlert } from './alert.content.rules.ts';
import {
  Alert,
  Incident,
  type IncidentAudience,
  type IncidentKind,
  type IncidentStatus,
  type MsgType,
} from './alert.entity.ts';
import { type AlertFacts, alertRefused, alertSent, alertSubmitted } from './alert.events.ts';
import { needsSecondPerson, type Novelty } from './alert.rules.ts';

/** The incident, locked until the end of the transaction, so that the alerts of a thread have an order. */
export async function lockIncident(tx: Tx, incidentId: string): Promise<Incident> {
  const incident = await tx.em.findOne(Incident, incidentId, {
    lockMode: LockMode.PESSIMISTIC_WRITE,
    refresh: true,
  });
  if (incident === null) throw new DomainError('NOT_FOUND');
  return incident;
}

/** Newest sent alert of an incident; null: none. */
export function findNewest({ em }: Pick<Context, 'em'>, { id, number }: Pick<Incident, 'id' | 'number'>) {
  return number === 0 ? Promise.resolve(null) : em.findOne(Alert, { incident: id, number });
}

/** Kind, status and audience of an incident, which never change. */
export interface IncidentNature {
  readonly kind: IncidentKind;
  readonly status: IncidentStatus;
  readonly audience: IncidentAudience;
}
interface NewIncident extends IncidentNature {
  readonly id: string;
  readonly municipalityId: string;
  readonly template: string;
  readonly asksSafety: boolean;
}

/** Stores an incident without an alert. */
export async function createIncident(tx: Tx, { municipalityId, ...given }: NewIncident): Promise<Incident> {
  const incident = tx.em.create(Incident, { ...given, municipality: municipalityId, createdAt: tx.now() });
  await tx.em.persist(incident).flush();
  return incident;
}

interface NewAlert {
  readonly id?: string;
  readonly msgType: MsgType;
  readonly isCorrection?: boolean;
  readonly isFalseAlarm?: boolean;
  readonly read: ReadAlert;
  readonly partnerKeyId?: string | null;
}

/** Stores an alert of a locked incident as a draft. */
export async function draftAlert(tx: Tx, incident: Incident, { id = v7(), read, ...input }: NewAlert): Promise<Alert> {
  const { msgType, isCorrection = false, isFalseAlarm = false, partnerKeyId = null } = input;
  const alert = tx.em.create(Alert, {
    id,
    incident: incident.id,
    municipality: incident.municipality.id,
    kind: incident.kind,
    status: incident.status,
    msgType,
    isCorrection,
    isFalseAlarm,
    state: 'DRAFT',
    ...read,
    raisesLevel: msgType === 'UPDATE' && read.level > incident.level,
    author: personId(tx.actor),
    partnerKeyId,
    sender: await findSenderName(tx, incident.municipality.id),
    createdAt: tx.now(),
  });
  await tx.em.persist(alert).flush();
  return alert;
}

/** Sends an alert, or lets it wait for the second person. */
export async function submitAlert(tx: Tx, incident: Incident, alert: Alert, novelty: Novelty): Promise<void> {
  alert.needsSecondPerson = needsSecondPerson(incident, alert, novelty);
  if (!alert.needsSecondPerson) {
    await sendAlert(tx, incident, alert);
    return;
  }
  alert.state = 'AWAITING';
  await tx.em.flush();
  await record(tx, alertSubmitted(factsOf(alert)));
}

/**
 * Sends an alert of a locked incident: gives it its number, and moves the incident on. The end withdraws what waits for a
 * second person.
 */
export async function sendAlert(tx: Tx, incident: Incident, alert: Alert): Promise<void> {
  const levelBefore = incident.level;
  const now = tx.now();
  Object.assign(alert, { state: 'SENT', number: incident.number + 1, sentAt: now });
  const isEnd = alert.msgType === 'CANCEL';
  Object.assign(incident, {
    number: alert.number,
    level: isEnd ? incident.level : alert.level,
    highestLevel: Math.max(incident.highestLevel, isEnd ? 0 : alert.level),
    startedAt: incident.startedAt ?? now,
    expiresAt: alert.expiresAt,
    endedAt: isEnd ? now : null,
    isFalseAlarm: alert.isFalseAlarm,
  });
  await tx.em.flush();
  if (isEnd) await withdrawWaiting(tx, incident);
  const { number, msgType, level } = alert;
  await record(tx, alertSent({ ...factsOf(alert), number, msgType, level, levelBefore }));
}

async function withdrawWaiting(tx: Tx, incident: Incident): Promise<void> {
  const waiting = await tx.em.find(Alert, { incident: incident.id, state: 'AWAITING' }, { refresh: true });
  for (const alert of waiting) alert.state = 'REFUSED';
  await tx.em.flush();
  for (const alert of waiting) await record(tx, alertRefused(factsOf(alert)));
}

export function factsOf({ id, municipality, incident, kind, status }: Alert): AlertFacts {
  return { municipalityId: municipality.id, incidentId: incident.id, alertId: id, kind, status };
}
