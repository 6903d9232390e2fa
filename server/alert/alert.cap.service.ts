import { type Feed, type FeedEntry, writeAtom } from '../kernel/atom.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { boundaryOf, findMunicipality, requireModule } from '../municipality/municipality.service.ts';
import { capType, identifierOf, marked, sentOf, writeCap } from './alert.cap.rules.ts';
import { capTextsFor } from './alert.cap.texts.rules.ts';
import { type Alert, Incident } from './alert.entity.ts';
import { alertsOf, findAlert } from './alert.reading.service.ts';
import { canReadAlerts } from './alert.rules.ts';
import { templates } from './alert.templates.ts';

/** Documents of CAP for everybody: only what was sent to the public. */

/** Indexes of a town. A drill or a disruption stands in no other index than its own. */
const indexes = {
  actual: { kind: 'WARNING', status: 'ACTUAL' },
  exercise: { kind: 'WARNING', status: 'EXERCISE' },
  disruptions: { kind: 'DISRUPTION', status: 'ACTUAL' },
} as const;
export type CapIndex = keyof typeof indexes;

/** Most incidents of an index. */
const mostIncidents = 100;

/** The town whose alerts everybody may read. NOT_FOUND: unknown, not on the platform, or the module is switched off. */
export async function findAlertingTown(ctx: Context, ags: string): Promise<MunicipalityRow> {
  const town = await findMunicipality(ctx, ags);
  authorize(canReadAlerts(ctx.actor, town.id));
  requireModule(town, 'ALERTS');
  if (!town.isOnPlatform) throw new DomainError('NOT_FOUND');
  return town;
}

/** Incidents of an index whose newest alert has not expired, the newest first. */
function listCurrent(ctx: Context, { id }: MunicipalityRow, index: CapIndex): Promise<Incident[]> {
  const wanted = { ...indexes[index], municipality: id, audience: 'PUBLIC' as const, startedAt: { $ne: null } };
  return ctx.em.find(
    Incident,
    { ...wanted, expiresAt: { $gt: ctx.now() } },
    { orderBy: { id: 'desc' }, limit: mostIncidents, refresh: true },
  );
}

/** Sent alerts of the incidents of an index, the newest first. */
export async function listSent(ctx: Context, town: MunicipalityRow, index: CapIndex): Promise<readonly Alert[]> {
  const incidents = await listCurrent(ctx, town, index);
  const threads = await Promise.all(incidents.map(({ id }) => alertsOf(ctx, id)));
  return threads.flat().toSorted((a, b) => Number(b.sentAt) - Number(a.sentAt) || b.number - a.number);
}

/** Atom feed with one entry for each alert; without alerts it has no entries. */
export async function writeIndex(ctx: Context, town: MunicipalityRow, index: CapIndex): Promise<string> {
  const alerts = await listSent(ctx, town, index);
  const origin = ctx.publicUrl(town.ags);
  const base = `${origin}/cap/${town.ags}`;
  const texts = capTextsFor('de');
  const title = texts[index].replace('{town}', () => town.name);
  const [newest] = alerts;
  const feed: Feed = {
    self: index === 'actual' ? `${base}.atom` : `${base}/${index}.atom`,
    title: town.isDemo ? `${title} (${texts.demoNote})` : title,
    home: `${origin}/${town.ags}/warnings`,
    author: town.name,
    lang: 'de',
    updated: newest === undefined ? '1970-01-01T01:00:00+01:00' : sentOf(newest, town.timeZone),
    entries: alerts.map((alert) => entryOf(alert, town, base)),
  };
  return writeAtom(feed);
}

function entryOf(alert: Alert, { timeZone }: MunicipalityRow, base: string): FeedEntry {
  const [words] = alert.content.texts;
  if (words === undefined) throw new Error(`The alert ${alert.id} has no words.`);
  return {
    id: identifierOf(alert),
    title: marked(words.headline, alert, words.locale),
    updated: sentOf(alert, timeZone),
    url: `${base}/${identifierOf(alert)}.xml`,
    type: capType,
    summary: marked(words.description, alert, words.locale),
  };
}

/** A sent alert for everybody. NOT_FOUND: unknown, of another town, not sent, or a drill of the town hall. */
export async function findPublicAlert(
  ctx: Context,
  town: MunicipalityRow,
  identifier: string,
): Promise<{ readonly alert: Alert; readonly incident: Incident }> {
  const id = /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(identifier)?.[1];
  if (id === undefined) throw new DomainError('NOT_FOUND');
  const alert = await findAlert(ctx, id);
  const isOfTown = alert.state === 'SENT' && alert.municipality.id === town.id;
  const incident = await ctx.em.findOneOrFail(Incident, alert.incident.id, { refresh: true });
  if (!isOfTown || incident.audience !== 'PUBLIC') throw new DomainError('NOT_FOUND');
  return { alert, incident };
}

/** The document with this identifier; see findPublicAlert(). */
export async function findDocument(ctx: Context, town: MunicipalityRow, identifier: string): Promise<string> {
  const { alert, incident } = await findPublicAlert(ctx, town, identifier);
  return writeDocument(ctx, town, incident, alert);
}

/** Newest alert of the real warning with the highest level, among those the newest; null: no warning goes on. */
export async function findCurrentDocument(ctx: Context, town: MunicipalityRow): Promise<string | null> {
  const open = (await listCurrent(ctx, town, 'actual')).filter(({ endedAt }) => endedAt == null);
  const newest = await Promise.all(
    open.map(async (incident) => ({ incident, alert: (await alertsOf(ctx, incident.id)).at(-1) })),
  );
  const [first] = newest
    .flatMap(({ incident, alert }) => (alert === undefined ? [] : [{ incident, alert }]))
    .sort((a, b) => b.alert.level - a.alert.level || Number(b.alert.sentAt) - Number(a.alert.sentAt));
  return first === undefined ? null : writeDocument(ctx, town, first.incident, first.alert);
}

async function writeDocument(ctx: Context, town: MunicipalityRow, incident: Incident, alert: Alert): Promise<string> {
  return writeCap(alert, {
    incident,
    thread: await alertsOf(ctx, incident.id),
    template: templates.get(incident.template),
    town,
    boundary: await boundaryOf(ctx, town),
    origin: ctx.publicUrl(town.ags),
  });
}
