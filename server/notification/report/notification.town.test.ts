import { afterAll, beforeAll, expect, test } from 'vitest';
import { setTimeout } from 'node:timers/promises';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPlace, givenStaff } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, watch } from '../../testing/client.ts';
import { givenDeliveries } from '../../testing/deliveries.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { announceReports } from '../sending/notification.announce.service.ts';

let app: TestServer;
beforeAll(async () => {
  // A server of its own: the report is that of the whole installation.
  app = await startTestServer({ compareMs: 3_600_000 }, 'web');
});
afterAll(() => app.stop());

const query = `query($ags: String!) { municipality(ags: $ags) { sending { channels { channel works }
  days { day deliveries withinTenSeconds emergencies withinFiveSeconds } } } }`;

test('admins see the channels of the installation and how fast messages left', async () => {
  const place = await givenPlace(app, 'Unkel');
  const admin = await givenStaff(app, place);
  const read = async (): Promise<Data> =>
    (await askData(app.port, admin, query, { ags: place.ags })).municipality.sending;
  expect(await read()).toEqual({
    channels: [
      { channel: 'INBOX', works: true },
      { channel: 'EMAIL', works: false },
      { channel: 'PUSH', works: true },
      { channel: 'SMS', works: false },
    ],
    days: [],
  });
  const { uuid } = await givenDeliveries(app, place, [
    { people: 30, channel: 'INBOX', state: 'SENT', sentAfter: [0, 0] },
    { people: 97, channel: 'EMAIL', state: 'SENT', sentAfter: [1, 9] },
    { people: 1, channel: 'EMAIL', state: 'DELIVERED', sentAfter: [60, 60] },
    { people: 1, channel: 'EMAIL', state: 'FAILED', failure: '5.1.1', kind: 'PERMANENT' },
    { people: 1, channel: 'PUSH', state: 'PENDING' },
    { people: 8, channel: 'PUSH', state: 'HELD' },
    { people: 4, channel: 'PUSH', state: 'CANCELLED' },
  ]);
  const [day, ...others] = (await read()).days;
  expect(others).toEqual([]);
  expect(day).toMatchObject({ deliveries: 100, withinTenSeconds: 0.97, emergencies: 0, withinFiveSeconds: null });
  const em = app.services.em.fork();
  await em.execute(`update delivery set lane = 'EMERGENCY' where message_id = ? and channel = 'EMAIL'`, [uuid]);
  const [urgent] = (await read()).days;
  expect(urgent).toMatchObject({ emergencies: 99 });
  expect(urgent.withinFiveSeconds).toBeCloseTo(49 / 99, 10); // sent evenly within 1 to 9 seconds
  await em.execute(`update message set at = at - interval '15 days' where id = ?`, [uuid]);
  expect((await read()).days).toEqual([]);
});

test('nobody else sees it', async () => {
  const place = await givenPlace(app);
  const codes = [];
  for (const who of [{}, await givenStaff(app, place, 'EDITOR'), await givenStaff(app, await givenPlace(app))]) {
    codes.push((await ask(app.port, who, query, { ags: place.ags })).errors?.[0]?.extensions.code);
  }
  expect(codes).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN']);
});

test('the figure of today changes live for admins, at most once a second, and for nobody else', async () => {
  const place = await givenPlace(app, 'Unkel');
  const admin = await givenStaff(app, place);
  const id = toGlobalId('Municipality', place.municipalityId);
  const live = `subscription($id: ID!) { sending(municipalityId: $id) { waiting today { deliveries withinTenSeconds } cursor } }`;
  const client = connect(app.port, admin);
  const stream = watch(client, live, { id });
  const states: number[] = [];
  const first = await stream.until(({ data }: Data) => data.sending !== null);
  expect((first as Data).data.sending).toMatchObject({ waiting: 0, today: null });
  const { uuid } = await givenDeliveries(app, place, [
    { people: 9, channel: 'EMAIL', state: 'SENT', sentAfter: [1, 9] },
    { people: 1, channel: 'EMAIL', state: 'PENDING' },
  ]);
  await app.services.em.fork().execute('update message set at = now() where id = ?', [uuid]);
  const told = performance.now();
  const ctx = forkContext(app.services, system);
  for (let n = 0; n < 20; n++) await announceReports(ctx, { messageIds: [], municipalityIds: [place.municipalityId] });
  await stream.until(({ data }: Data) => {
    states.push(performance.now() - told);
    return data.sending.today?.deliveries === 10;
  });
  await setTimeout(1500);
  expect(states.length).toBeLessThanOrEqual(2 + Math.floor((performance.now() - told) / 1000));
  await client.dispose();
  const editor = await givenStaff(app, place, 'EDITOR');
  const refused = connect(app.port, editor);
  const said = await watch(refused, live, { id }).until(({ errors }: Data) => errors !== undefined);
  expect((said as Data).errors[0].extensions.code).toBe('FORBIDDEN');
  await refused.dispose();
});
