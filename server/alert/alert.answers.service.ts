import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { InputCheck } from '../kernel/payload.ts';
import { hmacText, lockText, unlockText } from '../kernel/secrets.ts';
import { Acknowledgement, type AcknowledgementAnswer, type Incident } from './alert.entity.ts';
import { helpTaken, incidentAcknowledged } from './alert.events.ts';
import { findByAnswerLink } from './alert.link.service.ts';
import { canFollowAlerts, isWarner } from './alert.rules.ts';
import { findIncident } from './alert.reading.service.ts';

export interface AcknowledgeInput {
  readonly incidentId: string;
  readonly answer: AcknowledgementAnswer;
  /** HELP: where the reader is. */
  readonly place?: string | null | undefined;
  /** HELP: telephone number for questions. */
  readonly phone?: string | null | undefined;
  /** Secret of the device, for readers without an account. */
  readonly device?: string | null | undefined;
  /** Token of the link of a message: the answer is that of its recipient. */
  readonly link?: string | null | undefined;
}

/** Milliseconds after which a warner counts as gone. */
const presenceMs = 60_000;
const answerRate = { name: 'acknowledge', points: 20, seconds: 60 } as const;
/** Answers without an account from one network, such as that of a hall. */
const networkRate = { name: 'acknowledge-anonymous', points: 600, seconds: 900 } as const;

function roomOf(incidentId: string): string {
  return `incident:${incidentId}`;
}

/** A warner reads the answers for the next minute; `isFirst`: nobody read them before. */
export async function readAnswers(
  ctx: Context,
  incidentId: string,
): Promise<{ readonly incident: Incident; readonly isFirst: boolean }> {
  const incident = await findIncident(ctx, incidentId);
  authorize(canFollowAlerts(ctx.actor, incident.municipality.id));
  const isFirst = incident.asksSafety && !(await isRead(ctx, incidentId));
  const who = personId(ctx.actor);
  if (who !== null) await ctx.presence.enter(roomOf(incidentId), { who, place: who }, {}, presenceMs);
  return { incident, isFirst };
}

/** Whether somebody in the town hall reads the answers at the moment. */
export async function isRead({ presence, now }: Context, incidentId: string): Promise<boolean> {
  return (await presence.list(roomOf(incidentId))).some(({ until }) => until > now().getTime());
}

/**
 * Stores the answer of a reader; a later one replaces it, except that SEEN never replaces SAFE or HELP. Refused:
 * INCIDENT_ENDED (SAFE, HELP), NO_SAFETY_ASKED, NOBODY_READS, and those of `findByAnswerLink`. RATE_LIMITED above the rates.
 */
export async function acknowledge(ctx: Context, input: AcknowledgeInput): Promise<Incident> {
  const incident = await findIncident(ctx, input.incidentId);
  const { answer, link } = input;
  const person = personId(ctx.actor);
  const check = new InputCheck();
  const place = input.place == null ? null : check.text(input.place, [2, 200], 'place');
  const phone = input.phone == null ? null : check.text(input.phone, [3, 40], 'phone');
  const device = person === null && link == null ? check.text(input.device ?? '', [16, 100], 'device') : null;
  check.require(answer !== 'HELP' || place !== null, 'TOO_SHORT', 'where the reader is', 'place');
  check.done();
  if (person === null && ctx.caller !== undefined) await ctx.limits.spend(networkRate, ctx.caller.ip);
  const recipient = link == null ? person : await findByAnswerLink(ctx, incident, link);
  await ctx.limits.spend(answerRate, recipient ?? hmacText(ctx.secret, device ?? ''));
  if (answer !== 'SEEN') {
    if (!incident.asksSafety) throw refusal('NO_SAFETY_ASKED', 'answer');
    if (incident.endedAt != null) throw refusal('INCIDENT_ENDED');
    if (!(await isRead(ctx, incident.id))) throw refusal('NOBODY_READS', 'answer');
  }
  return write(ctx, async (tx) => {
    const deviceHash = device === null ? null : hmacText(ctx.secret, `${incident.id}:${device}`);
    const made: unknown[] = await tx.em.execute(
      `insert into acknowledgement (id, incident_id, recipient_id, device_hash, answer, at)
       values (?, ?, ?, ?, 'SEEN', ?) on conflict do nothing returning id`,
      [v7(), incident.id, recipient, deviceHash, tx.now()],
    );
    if (made.length === 0 && answer === 'SEEN') return incident;
    const own = await tx.em.findOneOrFail(
      Acknowledgement,
      { incident: incident.id, ...(recipient === null ? { deviceHash } : { recipient }) },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    const isHelp = answer === 'HELP';
    const locked = (text: string | null) => (isHelp && text !== null ? lockText(ctx.secret, own.id, text) : null);
    Object.assign(own, {
      answer,
      place: locked(place),
      phone: locked(phone),
      at: tx.now(),
      takenBy: null,
      takenAt: null,
    });
    await tx.em.flush();
    const { municipality } = incident;
    await record(tx, incidentAcknowledged({ municipalityId: municipality.id, incidentId: incident.id, answer }));
    return incident;
  });
}

/** A member of staff takes care of somebody who needs help; idempotent. */
export function takeHelp(ctx: Context, acknowledgementId: string): Promise<Acknowledgement> {
  return write(ctx, async (tx) => {
    const known = await tx.em.findOne(Acknowledgement, acknowledgementId, { populate: ['incident'], refresh: true });
    if (known === null) throw new DomainError(tx.actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'NOT_FOUND');
    const incident = known.incident.getEntity();
    authorize(canFollowAlerts(tx.actor, incident.municipality.id));
    if (known.answer !== 'HELP') throw new DomainError('NOT_FOUND');
    if (known.takenAt != null) return known;
    tx.em.assign(known, { takenBy: personId(tx.actor), takenAt: tx.now() });
    await tx.em.flush();
    const facts = { municipalityId: incident.municipality.id, incidentId: incident.id, answer: known.answer };
    await record(tx, helpTaken(facts));
    return known;
  });
}

/** Number of readers by their answer. */
export interface AnswerCounts {
  readonly seen: number;
  readonly safe: number;
  readonly help: number;
  /** HELP that nobody has taken. */
  readonly openHelp: number;
  /** Readers of all answers who have an account or used the link of a message; the others are devices. */
  readonly recipients: number;
}

/** Counts the answers to an incident; callers are warners. */
export async function countAnswers({ em }: Pick<Context, 'em'>, incidentId: string): Promise<AnswerCounts> {
  const [row]: AnswerCounts[] = await em.execute(
    `select count(*) filter (where answer = 'SEEN')::int as seen, count(*) filter (where answer = 'SAFE')::int as safe,
       count(*) filter (where answer = 'HELP')::int as help,
       count(*) filter (where answer = 'HELP' and taken_at is null)::int as "openHelp",
       count(recipient_id)::int as recipients
     from acknowledgement where incident_id = ?`,
    [incidentId],
  );
  return row ?? { seen: 0, safe: 0, help: 0, openHelp: 0, recipients: 0 };
}

/** Most calls for help that are shown. */
const mostHelp = 200;

/** Readers who need help, those whom nobody has taken first; callers are warners. */
export function listHelp({ em }: Pick<Context, 'em'>, incidentId: string): Promise<Acknowledgement[]> {
  return em.find(
    Acknowledgement,
    { incident: incidentId, answer: 'HELP' },
    { orderBy: [{ takenAt: 'asc nulls first' }, { id: 'asc' }], limit: mostHelp, refresh: true, populate: ['takenBy'] },
  );
}

/** Own answer of the viewer; null: none, or the viewer has no account. */
export function findOwnAnswer({ em, actor }: Context, incidentId: string): Promise<Acknowledgement | null> {
  const recipient = personId(actor);
  return recipient == null
    ? Promise.resolve(null)
    : em.findOne(Acknowledgement, { incident: incidentId, recipient }, { refresh: true });
}

/** Function or name of the member of staff who took a call for help; null: nobody, or no name is known. */
export async function nameOf(takenBy: Acknowledgement['takenBy']): Promise<string | null> {
  return (await takenBy?.load())?.displayName ?? null;
}

/** Text of a call for help that only warners read; null: not given. */
export function openText({ secret }: Context, { id }: Acknowledgement, locked: string | null): string | null {
  return locked === null ? null : unlockText(secret, id, locked);
}

/** The answer for warners and for the reader who gave it; NOT_FOUND otherwise. */
export async function findAcknowledgement(ctx: Context, id: string): Promise<Acknowledgement> {
  const found = await ctx.em.findOne(Acknowledgement, id, { populate: ['incident', 'takenBy'], refresh: true });
  if (found === null) throw new DomainError('NOT_FOUND');
  const isOwn = found.recipient != null && found.recipient?.id === personId(ctx.actor);
  if (!isOwn && !isWarner(ctx.actor, found.incident.getEntity().municipality.id)) throw new DomainError('NOT_FOUND');
  return found;
}
