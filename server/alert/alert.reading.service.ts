import type { FilterQuery } from '@mikro-orm/core';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { batchedRead, idsIn, idsParameterSql } from '../kernel/rows.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { requireModule, townOf } from '../municipality/municipality.service.ts';
import { prepareEnd } from './alert.content.rules.ts';
import { Alert, Incident, type IncidentKind } from './alert.entity.ts';
import { canReadAlerts, canReadIncident, isWarner } from './alert.rules.ts';
import { sendsDisruptions } from './alert.senders.service.ts';
import { templates } from './alert.templates.ts';

/**
 * PROPOSED: a proposal of a program waits. AWAITING: the first alert waits for the second person. CURRENT: goes on. EXPIRED: the newest alert expired, and nobody gave the all-clear.
 * ENDED: the all-clear was given. REFUSED: the only alert was refused, or the
 * proposal expired.
 */
export type IncidentState = 'PROPOSED' | 'AWAITING' | 'CURRENT' | 'EXPIRED' | 'ENDED' | 'REFUSED';

export interface IncidentFilter {
  readonly kind?: IncidentKind | null;
  /** True: those that go on or expired without an all-clear; false: the others; null: all. */
  readonly isOpen?: boolean | null;
}

/** Incidents of a town, the newest first: what was sent to the public, for warners also drills of the town hall and drafts. */
export function listIncidents(
  ctx: Context,
  town: MunicipalityRow,
  { kind, isOpen }: IncidentFilter,
  page: PageArgs,
): Promise<Connection<Incident>> {
  authorize(canReadAlerts(ctx.actor, town.id));
  requireModule(town, 'ALERTS');
  const seesAll = isWarner(ctx.actor, town.id);
  const wanted: FilterQuery<Incident> = {
    municipality: town.id,
    ...(kind != null && { kind }),
    ...(isOpen === true && { endedAt: null }),
    ...(isOpen === false && { endedAt: { $ne: null } }),
    ...(!seesAll && { audience: 'PUBLIC' as const, startedAt: { $ne: null } }),
  };
  return readPage(ctx, page, {
    scope: `incidents:${town.id}:${kind ?? ''}:${String(isOpen)}:${seesAll}`,
    count: () => ctx.em.count(Incident, wanted),
    positionOf: ({ id }): readonly [string] => [id],
    load: (limit, position) => {
      const after: FilterQuery<Incident> = position === undefined ? {} : { id: { $lt: position[0] } };
      return ctx.em.find(Incident, { $and: [wanted, after] }, { limit, orderBy: { id: 'desc' }, refresh: true });
    },
  });
}

/** The incident, if the actor may read it; NOT_FOUND otherwise. */
export async function findIncident(ctx: Context, id: string): Promise<Incident> {
  const incident = await ctx.em.findOne(Incident, id, { refresh: true });
  if (incident === null) throw new DomainError('NOT_FOUND');
  authorize(canReadIncident(ctx.actor, incident));
  requireModule(await townOf(ctx, incident), 'ALERTS');
  return incident;
}

/** Batched reads share one entity manager, which would otherwise keep each row for good. */
const unmanaged = { disableIdentityMap: true } as const;

/** Incidents by id; callers may read them, or an alert of each. */
export const incidentsOf = batchedRead(async ({ em }, ids: readonly string[]): Promise<Incident[]> => {
  const incidents = await em.find(Incident, { id: { $in: [...ids] } }, unmanaged);
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  return ids.map((id) => {
    const incident = byId.get(id);
    if (incident === undefined) throw new DomainError('NOT_FOUND');
    return incident;
  });
});

/** The alert, if it was sent and the actor may read its incident, or the actor prepares alerts; NOT_FOUND otherwise. */
export async function findAlert(ctx: Context, id: string): Promise<Alert> {
  const alert = await ctx.em.findOne(Alert, id, { refresh: true });
  if (alert === null) throw new DomainError('NOT_FOUND');
  await findIncident(ctx, alert.incident.id);
  if (alert.state !== 'SENT' && !isWarner(ctx.actor, alert.municipality.id)) throw new DomainError('NOT_FOUND');
  return alert;
}

/** Most alerts of an incident that are shown. */
const mostAlerts = 100;

/** Sent alerts of incidents, the oldest first; callers may read the incidents. */
export const alertsOf = batchedRead(async ({ em }, incidentIds: readonly string[]): Promise<Alert[][]> =>
  byIncident(em, incidentIds, "state = 'SENT'"),
);

/** Newest sent alerts of incidents; null: none was sent yet. Callers may read the incidents. */
export const newestOf = batchedRead(async ({ em }, incidentIds: readonly string[]): Promise<(Alert | null)[]> => {
  const rows: { id: string }[] = await em.execute(
    `select distinct on (incident_id) id from alert where incident_id in (${idsParameterSql}) and state = 'SENT'
      order by incident_id, number desc, id desc`,
    [idsIn(incidentIds)],
  );
  const alerts = await em.find(Alert, { id: { $in: rows.map(({ id }) => id) } }, unmanaged);
  const newest = new Map(alerts.map((alert) => [alert.incident.id, alert]));
  return incidentIds.map((id) => newest.get(id) ?? null);
});

/** Alerts of incidents that wait for the second person or for a decision about a proposal; for warners. */
export const waitingOf = batchedRead(async ({ em }, incidentIds: readonly string[]): Promise<Alert[][]> =>
  byIncident(em, incidentIds, "(state = 'AWAITING' or (state = 'DRAFT' and expires_at > now()))"),
);

async function byIncident(em: Context['em'], incidentIds: readonly string[], condition: string): Promise<Alert[][]> {
  const rows: { id: string }[] = await em.execute(
    `select id from (select id, row_number() over (partition by incident_id order by id desc) as n from alert
      where incident_id in (${idsParameterSql}) and ${condition}) a where n <= ${mostAlerts}`,
    [idsIn(incidentIds)],
  );
  const alerts = await em.find(
    Alert,
    { id: { $in: rows.map(({ id }) => id) } },
    { ...unmanaged, orderBy: { number: 'asc', id: 'asc' } },
  );
  const grouped = Map.groupBy(alerts, ({ incident }) => incident.id);
  return incidentIds.map((id) => grouped.get(id) ?? []);
}

/** Words of the end of an incident as `endIncident` would send them; null: it has none, or the actor may not end it. */
export async function listEndWords(ctx: Context, incident: Incident, isFalseAlarm: boolean) {
  const template = templates.get(incident.template);
  const { id, number, endedAt, municipality } = incident;
  if (number === 0 || endedAt != null || template === undefined) return null;
  const isClerks = incident.kind === 'DISRUPTION' && (await sendsDisruptions(ctx, municipality.id));
  if (!isClerks && !isWarner(ctx.actor, municipality.id)) return null;
  const newest = await ctx.em.findOneOrFail(Alert, { incident: id, number });
  const texts = prepareEnd(template, newest.content, isFalseAlarm);
  return texts.map((text) => ({ name: template.texts[text.locale]?.name ?? template.key, ...text }));
}

/** State of an incident at this moment. */
export function stateOf(incident: Incident, waiting: readonly Alert[], now: Date): IncidentState {
  if (incident.endedAt != null) return 'ENDED';
  if (incident.startedAt == null) {
    if (waiting.length === 0) return 'REFUSED';
    return waiting.some(({ state }) => state === 'AWAITING') ? 'AWAITING' : 'PROPOSED';
  }
  return incident.expiresAt != null && incident.expiresAt <= now ? 'EXPIRED' : 'CURRENT';
}
