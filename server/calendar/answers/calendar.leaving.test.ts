import { expect } from 'vitest';
import { runRetention } from '../../privacy/retention/privacy.retention.run.service.ts';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { givenPeople, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { storeEvent } from '../../testing/events.ts';
import { type TestServer } from '../../testing/server.ts';
import { leaveSlots } from './calendar.leaving.service.ts';
import { test } from '../../testing/fixtures.ts';

test('who is erased leaves the seats to the waiting list', async ({ app, town }) => {
  const event = await storeEvent(app, town, { capacity: 1 });
  const [a, b] = (await givenPeople(app, town, 2)) as [Somebody, Somebody];
  await reply(app, a, event.slotId, 'Ada');
  await reply(app, b, event.slotId, 'Bert');
  await write(forkContext(app.services, system), (tx) => leaveSlots(tx, { recipientIds: [a.personId] }));
  expect(await rowsOf(app, event.slotUuid)).toEqual([
    { name: 'Ada', answer: 'NO', waits: false },
    { name: 'Bert', answer: 'YES', waits: false },
  ]);
  const { node } = await askData(app.port, b, 'query($id: ID!) { node(id: $id) { ... on Slot { taken } } }', {
    id: event.slotId,
  });
  expect(node.taken).toBe(1);
});

test('names leave the list 30 days after the end, not earlier; the numbers stay', async ({ app, town }) => {
  const event = await storeEvent(app, town, { startsAt: new Date(Date.now() + 3_600_000), minutes: 60 });
  const [a] = (await givenPeople(app, town, 1)) as [Somebody];
  await reply(app, a, event.slotId, 'Ada');
  const namesAfter = async (days: number): Promise<string[]> => {
    setTime(app, new Date(Date.now() + 7_200_000 + days * 86_400_000).toISOString());
    try {
      await runRetention(app.services, { restFactor: 0 });
    } finally {
      setTime(app);
    }
    return (await rowsOf(app, event.slotUuid)).map(({ name }) => name);
  };
  expect(await namesAfter(29.9)).toEqual(['Ada']);
  expect(await namesAfter(30.1)).toEqual(['']);
  expect(await rowsOf(app, event.slotUuid)).toEqual([{ name: '', answer: 'YES', waits: false }]);
});

async function reply(app: TestServer, who: Somebody, slotId: string, name: string): Promise<void> {
  const query = 'mutation($input: AnswerEventInput!) { answerEvent(input: $input) { userErrors { code } } }';
  await askData(app.port, who, query, { input: { slotId, answer: 'YES', name } });
}
function rowsOf(app: TestServer, slotUuid: string): Promise<{ name: string; answer: string; waits: boolean }[]> {
  const sql = `select name, answer, waiting_since is not null as waits from attendance where slot_id = ? order by created_at`;
  return app.services.em.fork().execute(sql, [slotUuid]);
}
