import { authorize } from '../../kernel/errors.ts';
import { announce, on } from '../../kernel/events.ts';
import { defineTopic } from '../../kernel/live/topic.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import type { Incident } from '../alert.entity.ts';
import {
  alertApproved,
  alertBrokeGlass,
  alertProposed,
  alertRefused,
  alertSent,
  alertSubmitted,
} from '../alert.events.ts';
import { canFollowAlerts } from '../alert.rules.ts';
import { listWaiting } from './alert.proposal.service.ts';

export interface AlertDeskUpdate {
  readonly incidents: readonly Incident[];
  readonly cursor: string;
}

/** Alerts of a town that wait for the second person, and proposals; for warners. */
export const alertDeskTopic = defineTopic({
  name: 'alertDesk',
  kind: 'state',
  conflateMs: 100,
  id: (args: { readonly municipalityId: string }) => args.municipalityId,
  audience: async (ctx, { municipalityId }) => {
    authorize(canFollowAlerts(ctx.actor, municipalityId));
    await requireModuleIn(ctx, municipalityId, 'ALERTS');
    return 'warners' as const;
  },
  read: async (ctx, { municipalityId }, _audience, { cursor }): Promise<AlertDeskUpdate> => ({
    incidents: await listWaiting(ctx, municipalityId),
    cursor,
  }),
});

export const alertDeskListeners = [alertProposed, alertSubmitted, alertApproved, alertRefused, alertBrokeGlass].map(
  (type) => on(type, (tx, { facts }) => announce(tx, alertDeskTopic, facts)),
);

/** A sent alert may have begun an incident that waited. */
export const alertDeskSentListener = on(alertSent, (tx, { facts }) => announce(tx, alertDeskTopic, facts));
