import { hasRole } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, refusal } from '../kernel/errors.ts';
import { type Tx, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { findStreetsOf } from '../street/street.service.ts';
import { type AlertInput, readAlert } from './alert.content.rules.ts';
import { Incident, type IncidentAudience, type IncidentKind, type IncidentStatus } from './alert.entity.ts';
import { canFollowAlerts, canReadIncident, canSend } from './alert.rules.ts';
import { draftAlert, findNewest, lockIncident, submitAlert } from './alert.sending.service.ts';
import { type Template, templates } from './alert.templates.ts';

/** The first alert of an incident. Kind, status and audience come from the mutation, never from its input. */
export interface StartInput {
  readonly municipalityId: string;
  readonly template: string;
  readonly alert: AlertInput;
  readonly asksSafety?: boolean | null | undefined;
  readonly idempotencyKey: string;
}
export interface IncidentNature {
  readonly kind: IncidentKind;
  readonly status: IncidentStatus;
  readonly audience: IncidentAudience;
}

/**
 * Starts an actual warning. It leaves at once, or waits for the second person. Refused besides the faults of the input:
 * WRONG_PLACE_NAME, SIGN_IN_AGAIN.
 */
export function sendWarning(ctx: Context, { placeName, ...input }: StartInput & { readonly placeName: string }) {
  return start(ctx, input, { kind: 'WARNING', status: 'ACTUAL', audience: 'PUBLIC' }, placeName);
}

/** Starts a drill of a warning. */
export function sendDrill(ctx: Context, { audience, ...input }: StartInput & { readonly audience: IncidentAudience }) {
  return start(ctx, input, { kind: 'WARNING', status: 'EXERCISE', audience });
}

/** Reports a disruption. */
export function sendDisruption(ctx: Context, input: StartInput): Promise<Incident> {
  return start(ctx, input, { kind: 'DISRUPTION', status: 'ACTUAL', audience: 'PUBLIC' });
}

async function start(ctx: Context, input: StartInput, nature: IncidentNature, placeName?: string): Promise<Incident> {
  await authorizeSending(ctx, { ...nature, municipalityId: input.municipalityId });
  return write(ctx, async (tx) => {
    await requireModuleIn(tx, input.municipalityId, 'ALERTS');
    const claim = await claimKey(tx, input.idempotencyKey, { ...input, ...nature });
    if (claim.isReplay) return tx.em.findOneOrFail(Incident, claim.id);
    const town = await tx.em.findOneOrFail(Municipality, input.municipalityId);
    if (placeName !== undefined && !isSameName(placeName, town.name)) throw refusal('WRONG_PLACE_NAME', 'placeName');
    const template = requireTemplate(input.template, nature.kind);
    const streetNames = await namesOfStreets(tx, town.id, input.alert);
    const read = readAlert(input.alert, { kind: nature.kind, template, town, now: tx.now(), streetNames });
    const asksSafety = nature.kind === 'WARNING' && (input.asksSafety ?? template.asksSafety);
    const incident = tx.em.create(Incident, {
      id: claim.id,
      municipality: town.id,
      ...nature,
      template: template.key,
      asksSafety,
      createdAt: tx.now(),
    });
    await tx.em.persist(incident).flush();
    await submitAlert(tx, incident, await draftAlert(tx, incident, { msgType: 'ALERT', read }));
    return incident;
  });
}

export interface UpdateInput {
  readonly incidentId: string;
  readonly alert: AlertInput;
  readonly isCorrection: boolean;
  readonly idempotencyKey: string;
}

/** Updates or corrects an incident that goes on. Refused: INCIDENT_ENDED, CORRECTION_RAISES_LEVEL. */
export function updateIncident(ctx: Context, { incidentId, alert: given, isCorrection, idempotencyKey }: UpdateInput) {
  return write(ctx, async (tx) => {
    const incident = await requireOpen(tx, incidentId);
    const claim = await claimKey(tx, idempotencyKey, { incidentId, given, isCorrection });
    if (claim.isReplay) return incident;
    if (incident.endedAt != null) throw refusal('INCIDENT_ENDED');
    const read = readAlert(given, await frameOf(tx, incident, given));
    if (isCorrection && read.level > incident.level) throw refusal('CORRECTION_RAISES_LEVEL', 'isCorrection');
    const alert = await draftAlert(tx, incident, { id: claim.id, msgType: 'UPDATE', isCorrection, read });
    await submitAlert(tx, incident, alert);
    return incident;
  });
}

export interface EndInput {
  readonly incidentId: string;
  readonly isFalseAlarm: boolean;
  /** Words in each language; null: those of the template. */
  readonly texts?: AlertInput['texts'];
  readonly slots?: AlertInput['slots'];
  readonly idempotencyKey: string;
}

/** Hours for which feeds keep the all-clear. */
const endHours = 24;

/** Sends the all-clear. Refused: INCIDENT_ENDED. */
export function endIncident(ctx: Context, { incidentId, isFalseAlarm, idempotencyKey, ...words }: EndInput) {
  return write(ctx, async (tx) => {
    const incident = await requireOpen(tx, incidentId);
    const claim = await claimKey(tx, idempotencyKey, { incidentId, isFalseAlarm, ...words });
    if (claim.isReplay) return incident;
    const newest = await findNewest(tx, incident);
    if (incident.endedAt != null || newest === null) throw refusal('INCIDENT_ENDED');
    const { severity, certainty, content } = newest;
    const expiresAt = new Date(tx.now().getTime() + endHours * 3_600_000);
    const { area, polygons, phone, streets } = content;
    const given = {
      severity,
      certainty,
      urgency: 'PAST' as const,
      area,
      polygons,
      phone,
      streets,
      expiresAt,
      ...words,
    };
    const read = readAlert(given, { ...(await frameOf(tx, incident, given)), isEnd: true, isFalseAlarm });
    incident.isFalseAlarm = isFalseAlarm;
    await submitAlert(tx, incident, await draftAlert(tx, incident, { id: claim.id, msgType: 'CANCEL', read }));
    return incident;
  });
}

/** The locked incident, if the actor may send its next alert. */
async function requireOpen(tx: Tx, incidentId: string): Promise<Incident> {
  const incident = await lockIncident(tx, incidentId);
  authorize(canReadIncident(tx.actor, incident));
  const { kind, status, municipality } = incident;
  await authorizeSending(tx, { kind, status, municipalityId: municipality.id });
  await requireModuleIn(tx, municipality.id, 'ALERTS');
  return incident;
}

/** Names of the streets of the town that an alert names, by id. */
async function namesOfStreets(tx: Tx, municipalityId: string, { streets }: AlertInput): Promise<Map<string, string>> {
  const ids = (streets ?? []).map(({ streetId }) => streetId);
  if (ids.length === 0) return new Map();
  return new Map((await findStreetsOf(tx, municipalityId, ids)).map(({ id, name }) => [id, name]));
}

async function frameOf(tx: Tx, incident: Incident, input: AlertInput) {
  const town = await tx.em.findOneOrFail(Municipality, incident.municipality.id);
  const template = requireTemplate(incident.template, incident.kind);
  const newest = await findNewest(tx, incident);
  const streetNames = await namesOfStreets(tx, town.id, input);
  return { kind: incident.kind, template, town, now: tx.now(), before: newest?.content, streetNames };
}

type Sending = Pick<IncidentNature, 'kind' | 'status'> & { readonly municipalityId: string };

async function authorizeSending(ctx: Context, incident: Sending): Promise<void> {
  const { actor } = ctx;
  const isWarner = hasRole(actor, incident.municipalityId, 'WARNER');
  const isDisruptionClerk =
    !isWarner && incident.kind === 'DISRUPTION' && (await worksAtDisruptionDesk(ctx, incident.municipalityId));
  authorize(canSend(actor, incident, { isDisruptionClerk, now: ctx.now() }));
}

/** Throws unless the actor may ask whom an alert of this kind would reach: people who may begin such an incident, and admins. */
export async function authorizeReach(ctx: Context, municipalityId: string, kind: IncidentKind): Promise<void> {
  if (kind === 'DISRUPTION' && (await worksAtDisruptionDesk(ctx, municipalityId))) return;
  authorize(canFollowAlerts(ctx.actor, municipalityId));
}

/** Whether the actor is a clerk of a desk that may send disruptions. */
async function worksAtDisruptionDesk({ em, actor }: Context, municipalityId: string): Promise<boolean> {
  if (actor.kind !== 'person') return false;
  const desks = actor.roles.flatMap(({ deskId, municipalityId: town }) =>
    deskId !== null && town === municipalityId ? [deskId] : [],
  );
  if (desks.length === 0) return false;
  return (await em.count(Desk, { id: { $in: desks }, municipality: municipalityId, maySendDisruptions: true })) > 0;
}

function requireTemplate(key: string, kind: IncidentKind): Template {
  const template = templates.get(key);
  if (template?.kind !== kind) throw refusal('TEMPLATE_UNKNOWN', 'template');
  return template;
}

function isSameName(typed: string, name: string): boolean {
  return typed.trim().toLowerCase() === name.toLowerCase();
}
