import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { announce, announceChanged, type DomainEvent, on, type Tx } from '../kernel/events.ts';
import { defineTopic } from '../kernel/live/topic.ts';
import { readLog } from '../kernel/live/version.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { type AnswerCounts, countAnswers, listHelp, readAnswers } from './alert.answers.service.ts';
import { type Acknowledgement, Alert, type Incident } from './alert.entity.ts';
import {
  alertApproved,
  alertBrokeGlass,
  type AlertFacts,
  alertProposed,
  alertRefused,
  alertReviewed,
  alertSent,
  type AlertSentFacts,
  alertSubmitted,
  helpTaken,
  incidentAcknowledged,
  type AcknowledgedFacts,
} from './alert.events.ts';
import { findIncident, incidentsOf } from './alert.reading.service.ts';
import { canFollowAlerts, canReadAlerts } from './alert.rules.ts';

export interface AlertsUpdate {
  readonly entries: readonly Alert[];
  readonly reset: boolean;
  readonly cursor: string;
}
export interface IncidentUpdate {
  readonly incident: Incident;
  readonly cursor: string;
}
export interface AcknowledgementsUpdate {
  readonly counts: AnswerCounts;
  readonly help: readonly Acknowledgement[];
  readonly cursor: string;
}

/** Most alerts of one message. */
const mostEntries = 200;

/**
 * Alerts of a town to the public in the order of their commits, whatever the clocks of the processes say. None is left out
 * because a newer one came.
 */
export const alertsTopic = defineTopic({
  name: 'alerts',
  kind: 'list',
  conflateMs: 0,
  id: (args: { readonly municipalityId: string }) => args.municipalityId,
  audience: async (ctx, { municipalityId }) => {
    authorize(canReadAlerts(ctx.actor, municipalityId));
    await requireModuleIn(ctx, municipalityId, 'ALERTS');
    return 'public' as const;
  },
  read: async ({ em }, { municipalityId }, _audience, span): Promise<AlertsUpdate> => {
    const log = await readLog<AlertSentFacts>(em, span);
    const ids = log && [...new Set(log.map(({ facts }) => facts.alertId))];
    const isOpen = { endedAt: null, startedAt: { $ne: null }, audience: 'PUBLIC' as const };
    const entries = await em.find(
      Alert,
      {
        municipality: municipalityId,
        state: 'SENT',
        ...(ids === undefined ? { incident: isOpen } : { id: { $in: ids }, incident: { audience: 'PUBLIC' } }),
      },
      { orderBy: { id: 'desc' }, limit: mostEntries, refresh: true },
    );
    const places = new Map(ids?.map((id, place) => [id, place]));
    const placeOf = ({ id }: Alert): number => places.get(id) ?? 0;
    const inOrder = entries.toSorted(
      (a, b) => placeOf(a) - placeOf(b) || Number(a.sentAt) - Number(b.sentAt) || a.number - b.number,
    );
    return { entries: inOrder, reset: ids === undefined, cursor: span.cursor };
  },
});

/** One incident with its thread; for warners also what waits for the second person. */
export const incidentTopic = defineTopic({
  name: 'incident',
  kind: 'state',
  conflateMs: 0,
  id: (args: { readonly incidentId: string }) => args.incidentId,
  audience: async (ctx, { incidentId }) => {
    const incident = await findIncident(ctx, incidentId);
    return canFollowAlerts(ctx.actor, incident.municipality.id).allow ? ('warners' as const) : ('public' as const);
  },
  read: async (ctx, { incidentId }, _audience, { cursor }): Promise<IncidentUpdate> => ({
    incident: await incidentsOf(ctx, incidentId),
    cursor,
  }),
});

/** Answers to an incident, for warners. */
export const acknowledgementsTopic = defineTopic({
  name: 'acknowledgements',
  kind: 'state',
  conflateMs: 250,
  id: (args: { readonly incidentId: string }) => args.incidentId,
  audience: async (ctx, { incidentId }) => {
    const incident = await findIncident(ctx, incidentId);
    authorize(canFollowAlerts(ctx.actor, incident.municipality.id));
    return 'warners' as const;
  },
  read: async (ctx: Context, { incidentId }, _audience, { cursor }): Promise<AcknowledgementsUpdate> => ({
    counts: await countAnswers(ctx, incidentId),
    help: await listHelp(ctx, incidentId),
    cursor,
  }),
});

export const alertLiveListeners = [
  on(alertSent, (tx, event) => {
    announce(tx, alertsTopic, event.facts, event);
    announce(tx, incidentTopic, event.facts);
  }),
  ...[alertSubmitted, alertApproved, alertRefused, alertBrokeGlass, alertReviewed, alertProposed].map((type) =>
    on(type, tellIncident),
  ),
  on(incidentAcknowledged, tellAnswers),
  on(helpTaken, tellAnswers),
];

/** A warner reads the answers for the next minute; readers learn at once that somebody reads. */
export async function followAnswers(ctx: Context, incidentId: string): Promise<Incident> {
  const { incident, isFirst } = await readAnswers(ctx, incidentId);
  if (isFirst) await announceChanged(ctx, incidentTopic, [{ incidentId }]);
  return incident;
}

function tellIncident(tx: Tx, { facts }: DomainEvent<AlertFacts>): void {
  announce(tx, incidentTopic, facts);
}

function tellAnswers(tx: Tx, { facts }: DomainEvent<AcknowledgedFacts>): void {
  announce(tx, acknowledgementsTopic, facts);
}
