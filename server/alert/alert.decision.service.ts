import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { InputCheck } from '../kernel/payload.ts';
import { isAuthorWarner, isOnlyWarner } from './alert.people.service.ts';
import { Alert, type Incident } from './alert.entity.ts';
import { alertApproved, alertBrokeGlass, alertRefused, alertReviewed } from './alert.events.ts';
import { canBreakGlass, canDecide, canFollowAlerts } from './alert.rules.ts';
import { factsOf, findNewest, lockIncident, sendAlert } from './alert.sending.service.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { requireNameless } from './missing/alert.missing.service.ts';

const reasonLengths = [3, 500] as const;

/**
 * The second person approves exactly the text with this hash, and the alert leaves. Refused: ALERT_NOT_AWAITING, OWN_ALERT,
 * SIGN_IN_AGAIN, APPROVED_OTHER_TEXT, AUTHOR_LOST_ROLE, and what requireCurrent() refuses.
 */
export function approveAlert(ctx: Context, alertId: string, contentHash: string): Promise<Incident> {
  return write(ctx, async (tx) => {
    const { alert, incident } = await lockAlert(tx, alertId);
    authorize(canDecide(tx.actor, alert, tx.now()));
    if (alert.contentHash !== contentHash) throw refusal('APPROVED_OTHER_TEXT', 'contentHash');
    if (!(await isAuthorWarner(tx, alert))) throw refusal('AUTHOR_LOST_ROLE');
    await requireCurrent(tx, alert, incident);
    tx.em.assign(alert, { approvedBy: personId(tx.actor), approvedAt: tx.now(), approvedHash: contentHash });
    await tx.em.flush();
    await record(tx, alertApproved(factsOf(alert)));
    await sendAlert(tx, incident, alert);
    return incident;
  });
}

/** Refuses an alert that waits; its author can withdraw it in the same way. Refused: ALERT_NOT_AWAITING. */
export function refuseAlert(ctx: Context, alertId: string, reason: string): Promise<Incident> {
  return write(ctx, async (tx) => {
    const { alert, incident } = await lockAlert(tx, alertId);
    authorize(canFollowAlerts(tx.actor, alert.municipality.id));
    if (alert.state !== 'AWAITING' && alert.state !== 'DRAFT') throw refusal('ALERT_NOT_AWAITING');
    const refusedBecause = readReason(reason);
    await requireNameless(tx, incident, refusedBecause);
    Object.assign(alert, { state: 'REFUSED', refusedBecause });
    await tx.em.flush();
    await record(tx, alertRefused(factsOf(alert)));
    return incident;
  });
}

/**
 * The author sends an alert without a second person, 120 s after it was submitted, or at once in a town with one warner.
 * Refused: ALERT_NOT_AWAITING, END_NEEDS_SECOND_PERSON, GLASS_INTACT, SIGN_IN_AGAIN, and what requireCurrent() refuses.
 */
export function breakGlass(ctx: Context, alertId: string, reason: string): Promise<Incident> {
  return write(ctx, async (tx) => {
    const { alert, incident } = await lockAlert(tx, alertId);
    const isOnlyOne = await isOnlyWarner(tx, alert.municipality.id);
    authorize(canBreakGlass(tx.actor, alert, { isOnlyOne, now: tx.now() }));
    const brokeGlassBecause = readReason(reason);
    await requireNameless(tx, incident, brokeGlassBecause);
    await requireCurrent(tx, alert, incident);
    alert.brokeGlassBecause = brokeGlassBecause;
    await record(tx, alertBrokeGlass(factsOf(alert)));
    await sendAlert(tx, incident, alert);
    return incident;
  });
}

/**
 * Refuses an alert that would replace newer words. Refused: INCIDENT_ENDED, EXPIRY_TOO_EARLY, ALERT_OUTDATED.
 */
async function requireCurrent(tx: Tx, alert: Alert, incident: Incident): Promise<void> {
  if (incident.endedAt != null) throw refusal('INCIDENT_ENDED');
  if (alert.expiresAt <= tx.now()) throw refusal('EXPIRY_TOO_EARLY');
  const newest = await findNewest(tx, incident);
  if (newest?.sentAt != null && newest.sentAt > alert.createdAt) throw refusal('ALERT_OUTDATED');
}

/** An admin reviewed that an alert was sent without a second person; the author cannot do so. Refused: OWN_ALERT. */
export function reviewAlert(ctx: Context, alertId: string): Promise<Incident> {
  return write(ctx, async (tx) => {
    const { alert, incident } = await lockAlert(tx, alertId);
    authorize(canRunTown(tx.actor, alert.municipality.id));
    if (alert.brokeGlassBecause == null) throw new DomainError('NOT_FOUND');
    if (alert.author?.id === personId(tx.actor)) throw refusal('OWN_ALERT');
    if (alert.reviewedAt != null) return incident;
    alert.reviewedAt = tx.now();
    await tx.em.flush();
    await record(tx, alertReviewed(factsOf(alert)));
    return incident;
  });
}

/** The alert and its locked incident; NOT_FOUND also for people who may not see alerts before they are sent. */
async function lockAlert(tx: Tx, alertId: string): Promise<{ readonly alert: Alert; readonly incident: Incident }> {
  const known = await tx.em.findOne(Alert, alertId);
  if (known === null) throw new DomainError(tx.actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'NOT_FOUND');
  const incident = await lockIncident(tx, known.incident.id);
  const alert = await tx.em.findOneOrFail(Alert, alertId, { refresh: true });
  return { alert, incident };
}

function readReason(reason: string): string {
  const check = new InputCheck();
  const text = check.multiline(reason, reasonLengths, 'reason');
  check.done();
  return text;
}
