import type { Context } from '../kernel/context.ts';
import { authorize, refusal } from '../kernel/errors.ts';
import { type Tx, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { findStreetsOf } from '../street/street.service.ts';
import { hasAudience } from './alert.audience.service.ts';
import { type AlertInput, readAlert } from './alert.content.rules.ts';
import { Incident, type IncidentAudience, type IncidentKind } from './alert.entity.ts';
import { canReadIncident } from './alert.rules.ts';
import { endsWithoutProof } from './alert.people.service.ts';
import { saysTheSame } from './alert.sameness.rules.ts';
import { authorizeSending } from './alert.senders.service.ts';
import { lockProposal, takeProposal } from './alert.proposed.service.ts';
import {
  createIncident,
  draftAlert,
  findNewest,
  type IncidentNature,
  lockIncident,
  submitAlert,
} from './alert.sending.service.ts';
import { type Template, templates } from './alert.templates.ts';
import {
  checkPersonAlert,
  findPersonWords,
  keepPerson,
  type MissingPersonInput,
  preparePerson,
} from './missing/alert.missing.service.ts';

/** The first alert of an incident. Kind, status and audience come from the mutation, never from its input. */
export interface StartInput {
  readonly municipalityId: string;
  readonly template: string;
  readonly alert: AlertInput;
  readonly asksSafety?: boolean | null | undefined;
  /** Incident of the proposal that becomes the alert. */
  readonly proposalId?: string | null | undefined;
  /** Send it even if its audience is empty. */
  readonly acceptsNobody?: boolean | null | undefined;
  readonly missingPerson?: MissingPersonInput | null | undefined;
  readonly idempotencyKey: string;
}

/**
 * Starts an actual warning. It leaves at once, or waits for the second person. Refused besides the faults of the input:
 * WRONG_PLACE_NAME, SIGN_IN_AGAIN, POSTGRES_REQUIRED, ALERT_REACHES_NOBODY, and what preparePerson() and checkPersonAlert()
 * refuse.
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
  const isRealWarning = nature.kind === 'WARNING' && nature.status === 'ACTUAL';
  if (isRealWarning && !ctx.config.hasPostgresFeatures) throw refusal('POSTGRES_REQUIRED');
  return write(ctx, async (tx) => {
    await requireModuleIn(tx, input.municipalityId, 'ALERTS');
    const proposed = input.proposalId == null ? null : await lockProposal(tx, input.proposalId, input, nature);
    // A stored hash of the name could be guessed, so the key does not depend on the person.
    const claim = await claimKey(tx, input.idempotencyKey, { ...input, ...nature, missingPerson: undefined });
    if (claim.isReplay) return proposed ?? tx.em.findOneOrFail(Incident, claim.id);
    const town = await tx.em.findOneOrFail(Municipality, input.municipalityId);
    if (placeName !== undefined && !isSameName(placeName, town.name)) throw refusal('WRONG_PLACE_NAME', 'placeName');
    const template = requireTemplate(input.template, nature.kind);
    const streetNames = await namesOfStreets(tx, town.id, input.alert);
    const person = await preparePerson(tx, input.missingPerson, { template, town, status: nature.status });
    const frame = { kind: nature.kind, template, town, now: tx.now(), streetNames, missingPersonId: person?.id };
    const read = readAlert(input.alert, frame);
    checkPersonAlert(person, read, { template });
    if (input.acceptsNobody !== true && !(await hasAudience(tx, town.id, nature, read.content.streets))) {
      throw refusal('ALERT_REACHES_NOBODY', 'acceptsNobody');
    }
    const asksSafety = nature.kind === 'WARNING' && (input.asksSafety ?? template.asksSafety);
    const words = { template: template.key, asksSafety };
    const given = { id: claim.id, municipalityId: town.id, ...nature, ...words };
    const incident = proposed ?? (await createIncident(tx, given));
    const alert =
      proposed === null
        ? await draftAlert(tx, incident, { msgType: 'ALERT', read })
        : await takeProposal(tx, proposed, words, read);
    await keepPerson(tx, person, alert);
    await submitAlert(tx, incident, alert, { namesPerson: person !== null, isRoutine: false });
    return incident;
  });
}

export interface UpdateInput {
  readonly incidentId: string;
  readonly alert: AlertInput;
  readonly isCorrection: boolean;
  /** Null: the person of the alert before, if it named one. */
  readonly missingPerson?: MissingPersonInput | null | undefined;
  readonly idempotencyKey: string;
}

/**
 * Updates or corrects an incident that goes on. Refused: INCIDENT_ENDED, CORRECTION_RAISES_LEVEL, and what preparePerson()
 * and checkPersonAlert() refuse.
 */
export function updateIncident(ctx: Context, input: UpdateInput): Promise<Incident> {
  const { incidentId, alert: given, isCorrection, idempotencyKey } = input;
  return write(ctx, async (tx) => {
    const incident = await requireOpen(tx, incidentId);
    // The key does not depend on the person; see start().
    const claim = await claimKey(tx, idempotencyKey, { incidentId, given, isCorrection });
    if (claim.isReplay) return incident;
    if (incident.endedAt != null || incident.startedAt == null) throw refusal('INCIDENT_ENDED');
    const frame = await frameOf(tx, incident, given);
    const person = await preparePerson(tx, input.missingPerson, { ...frame, incident, status: incident.status });
    const read = readAlert(given, { ...frame, missingPersonId: person?.id });
    checkPersonAlert(person, read, frame);
    if (isCorrection && read.level > incident.level) throw refusal('CORRECTION_RAISES_LEVEL', 'isCorrection');
    const newest = await findNewest(tx, incident);
    const isSame = newest !== null && person?.row == null && saysTheSame(read, newest);
    const alert = await draftAlert(tx, incident, { id: claim.id, msgType: 'UPDATE', isCorrection, read });
    await keepPerson(tx, person, alert);
    await submitAlert(tx, incident, alert, { namesPerson: person !== null, isRoutine: isSame && !isCorrection });
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

/**
 * Ends an incident. The words of the template with the newest slots leave at once, also from somebody whom endsWithoutProof()
 * knows; own words wait for the second person as needsSecondPerson() says. Refused: INCIDENT_ENDED, SIGN_IN_AGAIN.
 */
export function endIncident(ctx: Context, { incidentId, isFalseAlarm, idempotencyKey, ...words }: EndInput) {
  return write(ctx, async (tx) => {
    const isPrepared = words.texts == null && words.slots == null;
    const incident = await requireOpen(tx, incidentId, isPrepared && (await endsWithoutProof(tx, incidentId)));
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
    const frame = { ...(await frameOf(tx, incident, given)), isEnd: true, isFalseAlarm };
    const read = readAlert(given, frame);
    const nameWords = await findPersonWords(tx, { incidentId, townName: frame.town.name });
    if (nameWords !== null) checkPersonAlert({ words: nameWords }, read, frame);
    const isRoutine = isPrepared || saysTheSame(read, readAlert({ ...given, texts: null, slots: null }, frame));
    const alert = await draftAlert(tx, incident, { id: claim.id, msgType: 'CANCEL', isFalseAlarm, read });
    await submitAlert(tx, incident, alert, { namesPerson: nameWords !== null, isRoutine });
    return incident;
  });
}

/** The locked incident, if the actor may send its next alert; `isProofWaived`: without a new proof of identity. */
async function requireOpen(tx: Tx, incidentId: string, isProofWaived = false): Promise<Incident> {
  const incident = await lockIncident(tx, incidentId);
  authorize(canReadIncident(tx.actor, incident));
  const { kind, status, municipality } = incident;
  await authorizeSending(tx, { kind, status, municipalityId: municipality.id }, isProofWaived);
  await requireModuleIn(tx, municipality.id, 'ALERTS');
  return incident;
}

/** Names of the streets of the town that an alert names, by id. */
export async function namesOfStreets(
  tx: Tx,
  municipalityId: string,
  { streets }: AlertInput,
): Promise<Map<string, string>> {
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

/** The template of this kind. Refused: TEMPLATE_UNKNOWN. */
export function requireTemplate(key: string, kind: IncidentKind): Template {
  const template = templates.get(key);
  if (template?.kind !== kind) throw refusal('TEMPLATE_UNKNOWN', 'template');
  return template;
}

function isSameName(typed: string, name: string): boolean {
  return typed.trim().toLowerCase() === name.toLowerCase();
}
