import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { alertInput, decide, sendDrill, sendWarning } from '../../testing/alerts.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, watch } from '../../testing/client.ts';
import { type GivenKey, givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { givenStreet } from '../../testing/streets.ts';
import { test } from '../../testing/fixtures.ts';

let warner: Somebody;
let second: Somebody;
let citizen: Somebody;
let key: GivenKey;
test.beforeAll(async ({ app, town: place }) => {
  [citizen] = (await givenPeople(app, place, 1)) as [Somebody];
  warner = await givenStaff(app, place, 'WARNER');
  second = await givenStaff(app, place, 'WARNER');
  key = await givenKey(app, place, ['alerts:propose']);
});

test('a proposal sends nothing and is seen by warners only; a repeated request tells its state', async ({
  app,
  town: place,
}) => {
  const before = await sentOf(app, place);
  const input = inputOf(place);
  const { proposal } = await propose(app, input);
  expect(proposal.state).toBe('DRAFT');
  expect(await propose(app, input)).toEqual({ proposal, userErrors: [] });
  expect((await propose(app, { ...input, kind: 'DRILL' })).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
  expect(await sentOf(app, place)).toEqual(before);
  const [row]: { id: string; messages: string[] }[] = await app.services.em.fork().execute(
    `select a.incident_id as id, array(select m.kind from message m where m.subject_id = a.incident_id) as messages
       from alert a where a.id = ?`,
    [proposal.identifier],
  );
  expect(row?.messages).toEqual(['ALERT_PROPOSED']);
  const query = 'query($id: ID!) { node(id: $id) { ... on Incident { state waitingAlerts { id state } } } }';
  const id = toGlobalId('Incident', row?.id ?? '');
  expect((await askData(app.port, warner, query, { id })).node).toMatchObject({
    state: 'PROPOSED',
    waitingAlerts: [{ state: 'DRAFT' }],
  });
  for (const who of [citizen, {}, await givenStaff(app, place, 'CLERK'), key]) {
    expect((await ask(app.port, who, query, { id })).data?.node ?? null).toBeNull();
  }
});

test('people, other towns and keys without the scope cannot propose', async ({ app, town: place }) => {
  const refused = async (who: object, input: object = inputOf(place)) => {
    const { errors } = await ask(app.port, who, mutation, { input });
    return errors?.[0]?.extensions?.code;
  };
  expect(await refused({})).toBe('UNAUTHENTICATED');
  for (const who of [warner, citizen, await givenKey(app, place, ['alerts:read'])]) {
    expect(await refused(who)).toBe('FORBIDDEN');
  }
  const other = await givenPlace(app);
  const municipalityId = toGlobalId('Municipality', other.municipalityId);
  expect(await refused(key, inputOf(place, {}, { municipalityId }))).toBe('FORBIDDEN');
});

test('bad input is refused with its code, and nothing is stored', async ({ app, town: place }) => {
  const count = async () => (await app.services.em.fork().execute('select id from incident')).length;
  const before = await count();
  const foreign = await givenStreet(app, await givenPlace(app));
  const street = (streetId: string, more: object = {}) => ({ streets: [{ streetId, side: 'ALL', ...more }] });
  const corners = [
    [7.18, 50.58],
    [7.22, 50.62],
    [7.22, 50.58],
    [7.18, 50.62],
    [7.18, 50.58],
  ];
  const bow = { type: 'Polygon', coordinates: [corners] };
  const cases: readonly (readonly [string, object, object?])[] = [
    ['EXPIRY_TOO_EARLY', { expiresAt: new Date(0).toISOString() }],
    ['EXPIRY_TOO_LATE', { expiresAt: new Date(Date.now() + 25 * 3_600_000).toISOString() }],
    ['SLOT_EMPTY', { slots: [] }],
    ['BAD_CHARACTERS', { area: 'Alt\u202Estadt' }],
    ['BAD_CHARACTERS', { slots: [{ name: 'PLACE', value: '\u2066Altstadt\u2069' }] }],
    ['SELF_CROSSING', { polygons: bow }],
    [
      'TOO_MANY_POINTS',
      { polygons: { type: 'Polygon', coordinates: [Array.from({ length: 2001 }, () => [7.2, 50.6])] } },
    ],
    ['BAD_GEOMETRY', { polygons: { type: 'Point', coordinates: [7.2, 50.6] } }],
    ['TEMPLATE_UNKNOWN', {}, { template: 'water' }],
    ['TEMPLATE_UNKNOWN', {}, { template: 'flood', kind: 'DISRUPTION' }],
    ['UNKNOWN_STREET', street(foreign.id), { template: 'water', kind: 'DISRUPTION' }],
  ];
  for (const [code, given, more] of cases) {
    const { proposal, userErrors } = await propose(app, inputOf(place, given, more));
    expect(proposal, code).toBeNull();
    expect(userErrors.map((error: Data) => error.code)).toContain(code);
  }
  expect(await count()).toBe(before);
});

test('a warner changes and sends a proposal by the usual way: a second person approves it', async ({
  app,
  town: place,
}) => {
  const { incidentId, alertId } = await proposed(app, place);
  await app.services.em.fork().execute(`update alert set created_at = created_at - interval '3 minutes'`);
  const changed = { area: 'Nur die Altstadt' };
  const taken = await sendWarning(app, place, warner, changed, { proposalId: incidentId });
  expect(taken.userErrors).toEqual([]);
  expect(taken.incident).toMatchObject({ id: incidentId, state: 'AWAITING', waitingAlerts: [{ isOwn: true }] });
  const early = { alertId, reason: 'Der Vorschlag ist alt.' };
  expect((await decide(app, warner, 'breakGlass', 'BreakGlassInput', early)).userErrors).toMatchObject([
    { code: 'GLASS_INTACT' },
  ]);
  const { contentHash } = taken.incident.waitingAlerts[0];
  expect((await decide(app, warner, 'approveAlert', 'ApproveAlertInput', { alertId, contentHash })).userErrors).toEqual(
    [{ code: 'OWN_ALERT', path: [] }],
  );
  const sent = await decide(app, second, 'approveAlert', 'ApproveAlertInput', { alertId, contentHash });
  expect(sent.incident).toMatchObject({ state: 'CURRENT', alerts: [{ number: 1 }] });
  const again = await sendWarning(app, place, warner, changed, { proposalId: incidentId });
  expect(again.userErrors).toMatchObject([{ code: 'ALERT_NOT_AWAITING' }]);
});

test('no other mutation and no flag sends a proposal, and a drill never becomes real', async ({ app, town: place }) => {
  const { incidentId, alertId } = await proposed(app, place, { kind: 'DRILL' });
  const before = await sentOf(app, place);
  const codes = async (name: string, input: object) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    return (await decide(app, warner, name, type, input)).userErrors.map(({ code }) => code);
  };
  const contentHash = 'x';
  const reason = 'Versuch im Test.';
  const more = { incidentId, idempotencyKey: randomUUID() };
  expect(await codes('approveAlert', { alertId, contentHash })).toEqual(['ALERT_NOT_AWAITING']);
  await expect(codes('breakGlass', { alertId, reason })).rejects.toThrow('FORBIDDEN');
  expect(await codes('updateIncident', { ...more, alert: alertInput(), isCorrection: false })).toEqual([
    'INCIDENT_ENDED',
  ]);
  expect(await codes('endIncident', { ...more, isFalseAlarm: false })).toEqual(['INCIDENT_ENDED']);
  const real = await sendWarning(app, place, warner, {}, { proposalId: incidentId });
  expect(real.userErrors).toMatchObject([{ code: 'PROPOSAL_OTHER_KIND', path: ['proposalId'] }]);
  expect(await sentOf(app, place)).toEqual(before);
  const { incidentId: warning } = await proposed(app, place);
  const drill = await sendDrill(app, place, warner, {}, { proposalId: warning });
  expect(drill.userErrors).toMatchObject([{ code: 'PROPOSAL_OTHER_KIND' }]);
  const rightly = await sendDrill(app, place, warner, {}, { proposalId: incidentId });
  expect(rightly.incident).toMatchObject({ id: incidentId, status: 'EXERCISE', state: 'CURRENT' });
});

test('the desk is live, a refusal needs a reason, and at most ten proposals of a key wait', async ({
  app,
  town: place,
}) => {
  const own = await givenKey(app, place, ['alerts:propose']);
  const client = connect(app.port, warner);
  const query = 'subscription($id: ID!) { alertDesk(municipalityId: $id) { incidents { id state } } }';
  const live = watch(client, query, { id: town(place) });
  await live.until(({ data }) => data?.alertDesk !== undefined);
  const { proposal } = await propose(app, inputOf(place), own);
  const alertId = toGlobalId('Alert', proposal.identifier);
  const incidentId = await incidentOf(app, proposal.identifier);
  const stateIn = ({ data }: { data?: Data }) =>
    data?.alertDesk.incidents.find(({ id }: Data) => id === incidentId)?.state;
  await live.until((message) => stateIn(message) === 'PROPOSED');
  const refuse = (reason: string) => decide(app, warner, 'refuseAlert', 'RefuseAlertInput', { alertId, reason });
  expect((await refuse('')).userErrors).toMatchObject([{ code: 'TOO_SHORT', path: ['reason'] }]);
  const refused = live.until((message) => message.data?.alertDesk !== undefined && stateIn(message) === undefined);
  expect((await refuse('Schon gemeldet.')).incident).toMatchObject({ state: 'REFUSED' });
  await refused;
  live.cancel();
  await client.dispose();
  const codes = await Promise.all(
    Array.from({ length: 12 }, async () =>
      (await propose(app, inputOf(place), own)).userErrors.map(({ code }: Data) => code),
    ),
  );
  expect(codes.flat()).toEqual(['TOO_MANY_PROPOSALS', 'TOO_MANY_PROPOSALS']);
  // Each proposal sends messages, so those that expire at once count for an hour.
  const plant = (change: string) =>
    app.services.em.fork().execute(`update alert set ${change} where state = 'DRAFT' and partner_key_id is not null`);
  await plant(`expires_at = now() - interval '1 minute'`);
  expect((await propose(app, inputOf(place), own)).userErrors).toMatchObject([{ code: 'TOO_MANY_PROPOSALS' }]);
  await plant(`created_at = now() - interval '61 minutes'`);
  expect((await propose(app, inputOf(place), own)).userErrors).toEqual([]);
});

const town = (place: Place): string => toGlobalId('Municipality', place.municipalityId);
const mutation = `mutation($input: ProposeAlertInput!) {
  it: proposeAlert(input: $input) { proposal { identifier state } userErrors { code path } } }`;
const inputOf = (place: Place, given: object = {}, more: object = {}) => ({
  municipalityId: town(place),
  kind: 'WARNING',
  template: 'flood',
  alert: alertInput(given),
  idempotencyKey: randomUUID(),
  ...more,
});
const propose = async (app: TestServer, input: object, who: object = key): Promise<Data> =>
  (await askData(app.port, who, mutation, { input })).it;

/** Global ids of the incident and the alert of a proposal. */
async function proposed(
  app: TestServer,
  place: Place,
  more: object = {},
): Promise<{ incidentId: string; alertId: string }> {
  const { proposal, userErrors } = await propose(app, inputOf(place, {}, more));
  expect(userErrors).toEqual([]);
  return { incidentId: await incidentOf(app, proposal.identifier), alertId: toGlobalId('Alert', proposal.identifier) };
}

/** Global id of the incident of an alert. */
async function incidentOf(app: TestServer, alertId: string): Promise<string> {
  const sql = 'select incident_id as id from alert where id = ?';
  const [row]: { id: string }[] = await app.services.em.fork().execute(sql, [alertId]);
  return toGlobalId('Incident', row?.id ?? '');
}

const sentOf = (app: TestServer, place: Place): Promise<object[]> =>
  app.services.em
    .fork()
    .execute(`select id from alert where municipality_id = ? and state = 'SENT'`, [place.municipalityId]);
