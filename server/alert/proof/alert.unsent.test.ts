import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plan from '../../../schema/firstScreens.json' with { type: 'json' };
import { readGlobalId, toGlobalId } from '../../kernel/ids.ts';
import { alertInput, decide, sendDrill, sendWarning } from '../../testing/alerts.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Identified, watch } from '../../testing/client.ts';
import { givenKey } from '../../testing/keys.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { givenStreet } from '../../testing/streets.ts';
import { checkCodeOf } from '../check/alert.check.rules.ts';

/** Words of alerts that nobody sent to the public, and of a warning that was. */
const secret = 'Geheimwort';
const open = 'Sichtwort';
const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-unsent-'));

let app: TestServer;
let place: Place;
let warner: Somebody;
let citizen: Somebody;
let foreigner: Somebody;
let key: Identified;
let ags: string;
let sent: { readonly id: string };
/** Global ids of incidents, and row ids of alerts, that stay in the town hall. */
const incidents: string[] = [];
const alerts: string[] = [];
/** Cursor of the public list from before. */
let cursor: string;

const textsWith = (word: string) => ({
  texts: [{ locale: 'de', headline: word, description: word, instructions: [word] }],
});
const townId = (): string => toGlobalId('Municipality', place.municipalityId);
const liveAlerts =
  'subscription($id: ID!, $after: StreamCursor) { alerts(municipalityId: $id, after: $after) { entries { texts { headline } } cursor } }';

async function listed(who: Identified, after: string | null): Promise<{ cursor: string; text: string }> {
  const client = connect(app.port, who);
  const live = watch(client, liveAlerts, { id: townId(), after });
  const { data } = await live.until((message) => message.data?.alerts !== undefined);
  live.cancel();
  await client.dispose();
  return { cursor: data?.alerts.cursor, text: JSON.stringify(data) };
}

async function propose(kind: string, template: string, given: object): Promise<void> {
  const partner = await givenKey(app, place, ['alerts:propose']);
  const query = `mutation($input: ProposeAlertInput!) { it: proposeAlert(input: $input) { proposal { identifier } userErrors { code } } }`;
  const alert = { ...alertInput(given), ...textsWith(secret) };
  const input = { municipalityId: townId(), kind, template, alert, idempotencyKey: randomUUID() };
  const { it } = await askData(app.port, partner, query, { input });
  expect(it.userErrors).toEqual([]);
  alerts.push(it.proposal.identifier);
}

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<html lang="de"><head><title>Ortsfunk</title></head><body></body></html>');
  writeFileSync(join(folder, 'pages.json'), JSON.stringify(plan.pages.map(({ path }) => path)));
  writeFileSync(join(folder, 'shell.html'), readFileSync(resolve('web/shell.html'), 'utf8'));
  // A server of its own: it delivers built pages.
  app = await startTestServer({}, 'all', [], {}, folder);
  place = await givenPlace(app);
  [citizen] = (await givenPeople(app, place, 1)) as [Somebody];
  warner = await givenStaff(app, place, 'WARNER');
  const elsewhere = await givenPlace(app);
  foreigner = await givenStaff(app, elsewhere, 'WARNER');
  key = await givenKey(app, place, ['alerts:read', 'alerts:propose']);
  ags = (
    await askData(app.port, citizen, 'query($id: ID!) { node(id: $id) { ... on Municipality { ags } } }', {
      id: townId(),
    })
  ).node.ags;
  ({ cursor } = await listed({}, null));
  const [row]: { now: string }[] = await app.services.em.fork().execute('select now()::text as now');
  await propose('WARNING', 'flood', {});
  await propose('DRILL', 'flood', {});
  const street = await givenStreet(app, place);
  await propose('DISRUPTION', 'water', { streets: [{ streetId: street.id, side: 'ALL' }] });
  await sendWarning(app, place, warner, textsWith(secret));
  const refused = (await sendWarning(app, place, warner, textsWith(secret))).incident.waitingAlerts[0];
  await decide(app, warner, 'refuseAlert', 'RefuseAlertInput', { alertId: refused.id, reason: 'Falscher Ort.' });
  await sendDrill(app, place, warner, textsWith(secret), { audience: 'STAFF' });
  const begun = await sendWarning(app, place, warner, { severity: 'MODERATE', ...textsWith(open) });
  sent = begun.incident as unknown as { id: string };
  // A change of the open warning that waits for the second person.
  const raised = { incidentId: sent.id, isCorrection: false, idempotencyKey: randomUUID() };
  const alert = { ...alertInput({ severity: 'EXTREME' }), ...textsWith(secret) };
  await decide(app, warner, 'updateIncident', 'UpdateIncidentInput', { ...raised, alert });
  const rows: { id: string; incident: string }[] = await app.services.em
    .fork()
    .execute(`select id, incident_id as incident from alert where content::text like ? and created_at >= ?`, [
      `%${secret}%`,
      row?.now,
    ]);
  alerts.splice(0, alerts.length, ...rows.map(({ id }) => id));
  incidents.push(...new Set(rows.map(({ incident }) => toGlobalId('Incident', incident))));
  expect(alerts).toHaveLength(7);
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

test('no document for programs and no page holds an alert that was not sent to the public', async () => {
  const documents = ['.atom', '/exercise.atom', '/disruptions.atom', '/current.xml'].map((name) => `cap/${ags}${name}`);
  const feeds = ['town', 'alerts'].flatMap((name) => [`feeds/${ags}/${name}.atom`, `feeds/${ags}/${name}.json`]);
  const own = alerts.flatMap((id) => ['xml', 'pdf'].map((ending) => `cap/${ags}/urn:uuid:${id}.${ending}`));
  const pages = ['', '/warnings', '/noticeboard', '/genuine', ...incidents.map((id) => `/warnings/${id}`)];
  const people = [...incidents, ...alerts.map((id) => toGlobalId('Alert', id))].map((id) => `missing/${id}.json`);
  const read = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${app.port}/${path}`, { headers: { accept: '*/*' } });
    return { path, status: response.status, text: await response.text() };
  };
  const all = await Promise.all(
    [...documents, ...feeds, ...own, ...pages.map((page) => ags + page), ...people].map(read),
  );
  expect(all.filter(({ text }) => text.includes(secret)).map(({ path }) => path)).toEqual([]);
  expect(all.filter(({ path, status }) => own.includes(path) && status !== 404).map(({ path }) => path)).toEqual([]);
  // Control: what was sent stands in the documents.
  const withOpen = all.filter(({ text }) => text.includes(open)).map(({ path }) => path);
  expect(withOpen).toEqual(
    expect.arrayContaining([`cap/${ags}.atom`, `cap/${ags}/current.xml`, `feeds/${ags}/alerts.atom`]),
  );
});

test('no query, no code and no subscription gives it to citizens, programs and other towns', async () => {
  const fields = 'texts { headline } contentHash isOwn aloneFrom brokeGlassBecause';
  const incident = `id alerts { ${fields} } newestAlert { ${fields} } waitingAlerts { ${fields} } preparedEnd(isFalseAlarm: false) { headline }`;
  const node = `query($id: ID!) { node(id: $id) { ... on Incident { ${incident} } ... on Alert { ${fields} incident { ${incident} } } } }`;
  const list = `query($id: ID!) { node(id: $id) { ... on Municipality { incidents(first: 50) { edges { node { ${incident} } } } } } }`;
  const check =
    'query($id: ID!, $code: String!) { checkAlert(municipalityId: $id, code: $code) { texts { headline } } }';
  const isStaffDrill = (id: string) => `select from alert where id = '${id}' and state = 'SENT'`;
  for (const who of [{}, citizen, foreigner, key]) {
    const ids = [...incidents, ...alerts.map((id) => toGlobalId('Alert', id))];
    const answers = await Promise.all(ids.map((id) => ask(app.port, who, node, { id })));
    answers.push(await ask(app.port, who, list, { id: townId() }));
    expect(JSON.stringify(answers)).not.toContain(secret);
    if (who !== foreigner) expect((await listed(who, cursor)).text).not.toContain(secret);
    for (const id of alerts) {
      const code = checkCodeOf(app.services.secret, id);
      const { data } = await ask(app.port, who, check, { id: townId(), code });
      // The code of a drill of the town hall is genuine for everybody who holds it.
      const isDrill = (await app.services.em.fork().execute(isStaffDrill(id))).length > 0;
      if (!isDrill) expect(data?.checkAlert ?? null).toBeNull();
    }
  }
  expect((await listed({}, cursor)).text).toContain(open);
  const waits = await ask(app.port, warner, node, { id: sent.id });
  expect(JSON.stringify(waits.data?.node.waitingAlerts)).toContain(secret);
});

test('an incident that was not sent cannot be watched', async () => {
  const query =
    'subscription($id: ID!) { incident(incidentId: $id) { incident { waitingAlerts { texts { headline } } } } }';
  const isUnsent = await Promise.all(
    incidents.map(async (id) => {
      const sql = 'select from incident where id = ? and started_at is null';
      return (await app.services.em.fork().execute(sql, [readGlobalId(id)?.id])).length > 0;
    }),
  );
  const unsent = incidents.filter((_id, i) => isUnsent[i]);
  expect(unsent.length).toBe(5);
  for (const who of [{}, citizen, foreigner]) {
    const client = connect(app.port, who);
    for (const id of unsent) {
      const live = watch(client, query, { id });
      const end = await Promise.race([live.ended, live.until(({ errors }) => errors !== undefined)]);
      expect(JSON.stringify(end)).toContain('NOT_FOUND');
      expect(live.messages.filter(({ data }) => data?.incident != null)).toEqual([]);
      live.cancel();
    }
    await client.dispose();
  }
});
