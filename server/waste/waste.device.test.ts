import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPlace, givenStaff } from '../testing/builders.ts';
import { setTime } from '../testing/clocks.ts';
import { visitor } from '../testing/followers.ts';
import { type PushService, startPushService } from '../testing/push.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { givenStreet } from '../testing/streets.ts';
import { givenDates, givenDistrict, givenKind } from '../testing/waste.ts';
import { sendReminder } from './waste.reminder.jobs.ts';

let push: PushService;
let app: TestServer;
beforeAll(async () => {
  push = await startPushService();
  // A server of its own: devices may register at hosts of push services.
  app = await startTestServer({ outsideHosts: [push.host], pushHosts: ['127.0.0.1'], trustProxy: 1 });
  push.vapidKey = app.services.pushKeys.publicKey;
});
afterAll(async () => {
  await app.stop();
  push.stop();
});

const follow = `mutation($input: FollowGroupsOnDeviceInput!) { followGroupsOnDevice(input: $input) {
  streets { remindsOfWaste } userErrors { code path } } }`;

test('a device without an account gets the bins of two streets in one push', async () => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place, 'EDITOR');
  const streets = [
    await givenStreet(app, place, { name: 'Rheinweg' }),
    await givenStreet(app, place, { name: 'Talweg' }),
  ];
  await givenKind(app, place, admin, 'ORGANIC', 'Bio');
  await givenKind(app, place, admin, 'PAPER', 'Papier');
  for (const [i, { id }] of streets.entries())
    await givenDistrict(app, place, admin, `Bezirk ${i}`, [{ streetId: id }]);
  const subscription = push.subscribe();
  const input = {
    municipalityId: toGlobalId('Municipality', place.municipalityId),
    groupIds: [],
    streets: streets.map(({ id }) => ({ streetId: id, remindsOfWaste: true })),
    locale: 'de',
    label: 'Firefox, Android',
    ...subscription,
  };
  const { followGroupsOnDevice } = await visitor(app).askData(follow, { input });
  expect(followGroupsOnDevice).toEqual({
    streets: [{ remindsOfWaste: true }, { remindsOfWaste: true }],
    userErrors: [],
  });
  const { em } = app.services;
  await em.fork().execute('update recipient set quiet_to = quiet_from'); // the tests run at night, too
  const now = new Date();
  const tomorrow = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
  await givenDates(app, place, admin, [
    `${tomorrow};Bezirk 0;Bio`,
    `${tomorrow};Bezirk 1;Bio`,
    `${tomorrow};Bezirk 1;Papier`,
  ]);
  const at = new Date(`${now.toISOString().slice(0, 10)}T17:30:00Z`);
  await em
    .fork()
    .execute('update waste_reminder_plan set at = ? where municipality_id = ?', [at, place.municipalityId]);
  setTime(app, new Date(at.getTime() + 1000).toISOString());
  try {
    const job = { municipalityId: place.municipalityId, at: at.toISOString() };
    for (const _try of [1, 2]) await sendReminder(forkContext(app.services, system), job);
    const [first] = await push.take(subscription);
    expect(first?.message).toMatchObject({
      notification: { title: 'Morgen: Bio, Papier', body: 'Heute Abend rausstellen. Rheinweg, Talweg' },
    });
    const sql = `select count(*)::int as n from delivery d join message m on m.id = d.message_id where m.municipality_id = ?`;
    expect(await em.fork().execute(sql, [place.municipalityId])).toEqual([{ n: 1 }]);
    expect(await push.take(subscription)).toHaveLength(1);
  } finally {
    setTime(app);
  }
});
