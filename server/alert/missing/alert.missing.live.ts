import { announce, on } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { Alert } from '../alert.entity.ts';
import { alertRefused, alertSent } from '../alert.events.ts';
import { incidentTopic } from '../alert.live.ts';
import { MissingPerson } from './alert.missing.entity.ts';
import { missingPersonRemoved, removeMissingPerson } from './alert.missing.events.ts';
import { removePersons, removeReplaced } from './alert.missing.removal.service.ts';
import { findShownPerson } from './alert.missing.service.ts';

/** A person ends with the all-clear, with a newer alert that names somebody, and with a refusal, in the same transaction. */
export const missingListeners = [
  on(alertSent, async (tx, { facts: { incidentId, alertId, msgType } }) => {
    await removeReplaced(tx, { incidentId, alertId, isEnd: msgType === 'CANCEL' });
    const shown = await findShownPerson(tx, incidentId);
    if (shown === null) return;
    const { expiresAt } = await tx.em.findOneOrFail(Alert, alertId);
    await enqueue(tx, removeMissingPerson, { id: shown.id }, { startAfter: expiresAt });
  }),
  on(alertRefused, async (tx, { facts: { alertId } }) => {
    await removePersons(tx, await tx.em.find(MissingPerson, { alert: alertId }));
  }),
  // Open pages drop the person at once.
  on(missingPersonRemoved, (tx, { facts }) => announce(tx, incidentTopic, facts)),
];
