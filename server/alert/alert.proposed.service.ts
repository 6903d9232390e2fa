import { personId } from '../kernel/actor.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import type { Tx } from '../kernel/events.ts';
import type { ReadAlert } from './alert.content.rules.ts';
import { Alert, type Incident } from './alert.entity.ts';
import { findSenderName } from './alert.people.service.ts';
import { canReadIncident } from './alert.rules.ts';
import { type IncidentNature, lockIncident } from './alert.sending.service.ts';

/** The locked incident of a proposal of this kind in the town. Refused: PROPOSAL_OTHER_KIND. */
export async function lockProposal(
  tx: Tx,
  incidentId: string,
  { municipalityId }: { readonly municipalityId: string },
  { kind, status, audience }: IncidentNature,
): Promise<Incident> {
  const incident = await lockIncident(tx, incidentId);
  authorize(canReadIncident(tx.actor, incident));
  if (incident.municipality.id !== municipalityId) throw new DomainError('NOT_FOUND');
  const isSame = incident.kind === kind && incident.status === status && incident.audience === audience;
  if (!isSame) throw refusal('PROPOSAL_OTHER_KIND', 'proposalId');
  return incident;
}

/**
 * A person makes the proposal their own alert, which can then be submitted. The time that the author waits before sending alone
 * begins now. Refused: ALERT_NOT_AWAITING.
 */
export async function takeProposal(
  tx: Tx,
  incident: Incident,
  { template, asksSafety }: Pick<Incident, 'template' | 'asksSafety'>,
  read: ReadAlert,
): Promise<Alert> {
  const alert = await tx.em.findOne(Alert, { incident: incident.id, state: 'DRAFT' }, { refresh: true });
  if (alert === null) throw refusal('ALERT_NOT_AWAITING', 'proposalId');
  tx.em.assign(incident, { template, asksSafety });
  tx.em.assign(alert, {
    ...read,
    author: personId(tx.actor),
    sender: await findSenderName(tx, incident.municipality.id),
    createdAt: tx.now(),
  });
  await tx.em.flush();
  return alert;
}
