import { type Actor, hasRole, personId, strangersCode, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { isFresh } from '../kernel/assurance.ts';
import type { Alert, Certainty, Incident, IncidentKind, Severity, Urgency } from './alert.entity.ts';

export interface Scales {
  readonly severity: Severity;
  readonly urgency: Urgency;
  readonly certainty: Certainty;
}
/** Level from which a warning is an emergency. */
export const emergencyLevel = 3;
/** Milliseconds after which the author may send without a second person. */
const glassMs = 120_000;
/** Days after which an alert that was sent alone must have been reviewed. */
const reviewDays = 7;
/** Hours until an alert expires at the latest. */
export const longestHours: Readonly<Record<IncidentKind, number>> = { WARNING: 24, DISRUPTION: 14 * 24 };

const levels: Readonly<Record<Severity, number>> = { EXTREME: 4, SEVERE: 3, MODERATE: 2, MINOR: 1, UNKNOWN: 1 };

/** Level 1 to 4: that of the severity, and one lower (at least 1) for what is far ahead or doubtful. */
export function levelOf({ severity, urgency, certainty }: Scales): number {
  const isDoubtful = urgency === 'FUTURE' || certainty === 'POSSIBLE' || certainty === 'UNLIKELY';
  return Math.max(1, levels[severity] - (isDoubtful ? 1 : 0));
}

/** Everybody reads what was sent to the public; a partner needs the scope. */
export function canReadAlerts(actor: Actor, municipalityId: string): Verdict {
  return withinScope(actor, municipalityId, 'alerts:read');
}

/** Drills for the town hall are for the people who work there. */
export function canReadIncident(actor: Actor, incident: Pick<Incident, 'municipality' | 'audience' | 'startedAt'>) {
  const municipalityId = incident.municipality.id;
  const verdict = canReadAlerts(actor, municipalityId);
  if (!verdict.allow) return verdict;
  if (incident.startedAt == null && !isWarner(actor, municipalityId)) return deny('NOT_FOUND');
  return incident.audience === 'PUBLIC' || worksIn(actor, municipalityId) ? allow : deny('NOT_FOUND');
}

function worksIn(actor: Actor, municipalityId: string): boolean {
  return actor.kind === 'system' || hasRole(actor, municipalityId, 'WARNER', 'CLERK', 'EDITOR', 'REGISTRAR', 'ADMIN');
}

/** Whether the actor sees what is being prepared and who answered: warners and admins of the town. */
export function isWarner(actor: Actor, municipalityId: string): boolean {
  return actor.kind === 'system' || hasRole(actor, municipalityId, 'WARNER', 'ADMIN');
}

/** Verdict of `isWarner` for fields that others may not read. */
export function canFollowAlerts(actor: Actor, municipalityId: string): Verdict {
  if (isWarner(actor, municipalityId)) return allow;
  return deny(actor.kind === 'person' ? 'FORBIDDEN' : strangersCode(actor));
}

/**
 * Warners send warnings, drills and disruptions; clerks of desks that may, send disruptions. A real warning needs a sign-in
 * or a check of a passkey in the last 15 minutes (SIGN_IN_AGAIN), unless `isProofWaived`.
 */
export function canSend(
  actor: Actor,
  incident: Pick<Incident, 'kind' | 'status'> & { readonly municipalityId: string },
  {
    isDisruptionClerk,
    isProofWaived,
    now,
  }: { readonly isDisruptionClerk: boolean; readonly isProofWaived: boolean; readonly now: Date },
): Verdict {
  const { kind, status, municipalityId } = incident;
  if (actor.kind === 'system') return allow;
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  const mayBeClerk = kind === 'DISRUPTION' && isDisruptionClerk;
  if (!hasRole(actor, municipalityId, 'WARNER') && !mayBeClerk) return deny('FORBIDDEN');
  const needsProof = kind === 'WARNING' && status === 'ACTUAL' && !isProofWaived;
  return needsProof && !isFresh(actor.assurance, now) ? deny('SIGN_IN_AGAIN') : allow;
}

/** Programs with the scope; people write alerts themselves. */
export function canPropose(actor: Actor, municipalityId: string): Verdict {
  return actor.kind === 'partner' ? withinScope(actor, municipalityId, 'alerts:propose') : deny(strangersCode(actor));
}

/** Another warner or admin than the author, after a sign-in or a check of a passkey in the last 15 minutes. */
export function canDecide(actor: Actor, alert: Pick<Alert, 'municipality' | 'author' | 'state'>, now: Date): Verdict {
  const verdict = canFollowAlerts(actor, alert.municipality.id);
  if (!verdict.allow) return verdict;
  if (alert.state !== 'AWAITING') return deny('ALERT_NOT_AWAITING');
  if (personId(actor) === alert.author?.id) return deny('OWN_ALERT');
  return actor.kind === 'person' && !isFresh(actor.assurance, now) ? deny('SIGN_IN_AGAIN') : allow;
}

/** Time from which its author may send an alert alone: at once if no other warner exists (`isOnlyOne`), else 120 s later. */
export function aloneFrom({ createdAt }: Pick<Alert, 'createdAt'>, isOnlyOne: boolean): Date {
  return isOnlyOne ? createdAt : new Date(createdAt.getTime() + glassMs);
}

/** The author, once `aloneFrom` has come; never an end in own words, because that of the template leaves at once. */
export function canBreakGlass(
  actor: Actor,
  alert: Pick<Alert, 'municipality' | 'author' | 'state' | 'msgType' | 'createdAt'>,
  { isOnlyOne, now }: { readonly isOnlyOne: boolean; readonly now: Date },
): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  if (!hasRole(actor, alert.municipality.id, 'WARNER') || actor.id !== alert.author?.id) return deny('FORBIDDEN');
  if (alert.state !== 'AWAITING') return deny('ALERT_NOT_AWAITING');
  if (alert.msgType === 'CANCEL') return deny('END_NEEDS_SECOND_PERSON');
  if (!isFresh(actor.assurance, now)) return deny('SIGN_IN_AGAIN');
  return aloneFrom(alert, isOnlyOne) <= now ? allow : deny('GLASS_INTACT');
}

/** Time by which an admin reviews an alert that was sent without a second person; null: reviewed, or none is needed. */
export function reviewDueOf({
  brokeGlassBecause,
  sentAt,
  reviewedAt,
}: Pick<Alert, 'brokeGlassBecause' | 'sentAt' | 'reviewedAt'>): Date | null {
  if (brokeGlassBecause == null || sentAt == null || reviewedAt != null) return null;
  return new Date(sentAt.getTime() + reviewDays * 86_400_000);
}

/** Facts about an alert beside its level that decide whether a second person has to read it. */
export interface Novelty {
  /** The alert or its incident names a person. */
  readonly namesPerson: boolean;
  /** Nobody chose new words: an update changes only the expiry, an end has the words of the template. */
  readonly isRoutine: boolean;
}

/**
 * Whether an alert leaves only with the approval of a second person: an actual warning that names a person, or that reaches
 * level 3 now or did so before. The database enforces the answer.
 */
export function needsSecondPerson(
  { kind, status, highestLevel }: Pick<Incident, 'kind' | 'status' | 'highestLevel'>,
  { level }: Pick<Alert, 'level'>,
  { namesPerson, isRoutine }: Novelty,
): boolean {
  if (kind !== 'WARNING' || status !== 'ACTUAL' || isRoutine) return false;
  return namesPerson || Math.max(level, highestLevel) >= emergencyLevel;
}

/** Kind of the message with which an incident begins. */
export function startMessage(
  { kind, status }: Pick<Incident, 'kind' | 'status'>,
  level: number,
): 'DISRUPTION_STARTED' | 'DRILL_SENT' | 'EMERGENCY_WARNING' | 'WARNING_SENT' {
  if (kind === 'DISRUPTION') return 'DISRUPTION_STARTED';
  if (status === 'EXERCISE') return 'DRILL_SENT';
  return level >= emergencyLevel ? 'EMERGENCY_WARNING' : 'WARNING_SENT';
}
