import { randomUUID } from 'node:crypto';
import type { Client } from 'graphql-ws';
import { expect } from 'vitest';
import { readGlobalId, toGlobalId } from '../../kernel/ids.ts';
import { alertInput, decide, sendWarning } from '../../testing/alerts.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { connect, type Data } from '../../testing/client.ts';
import { quietTest as test } from '../../testing/fixtures.ts';
import type { TestServer } from '../../testing/server.ts';

const incidents = 10;
/** Alerts of each incident: the first one and its updates. */
const alertsEach = 10;
const count = incidents * alertsEach;

let app: TestServer;
let place: Place;
const warners: Somebody[] = [];
test.beforeAll(async ({ app: server }) => {
  app = server;
  place = await givenPlace(app);
  for (let n = 0; n < incidents; n++) warners.push(await givenStaff(app, place, 'WARNER'));
});

const query = `subscription($id: ID!, $after: StreamCursor) {
  alerts(municipalityId: $id, after: $after) { entries { id } reset cursor } }`;

/** Reader without an account, whose line can drop, and who then continues from the cursor. */
class Reader {
  /** Ids of the alerts in the order of their arrival. */
  readonly ids: string[] = [];
  messages = 0;
  resets = 0;
  #cursor: string | null = null;
  #client: Client | undefined;

  /** Subscribes; resolves with the first message. */
  open(): Promise<void> {
    const client = connect(app.port, {});
    this.#client = client;
    const variables = { id: toGlobalId('Municipality', place.municipalityId), after: this.#cursor };
    return new Promise((done, fail) => {
      client.subscribe<Data>(
        { query, variables },
        {
          next: ({ data }) => {
            this.#take(data.alerts);
            done();
          },
          error: fail,
          complete: () => undefined,
        },
      );
    });
  }

  #take({ entries, reset, cursor }: Data): void {
    this.#cursor = cursor;
    this.messages += 1;
    if (reset) this.resets += 1;
    else this.ids.push(...entries.map(({ id }: Data) => readGlobalId(id)?.id));
  }

  async drop(): Promise<void> {
    this.#client?.terminate();
    await this.#client?.dispose();
  }
}

/** Sends a warning and its updates one after another. */
async function sendThread(warner: Somebody): Promise<void> {
  const { incident } = await sendWarning(app, place, warner, { severity: 'MODERATE' });
  for (let n = 1; n < alertsEach; n++) {
    const alert = alertInput({ severity: 'MODERATE', area: `Ortsteil ${n}` });
    const input = { incidentId: incident.id, alert, isCorrection: false, idempotencyKey: randomUUID() };
    const { userErrors } = await decide(app, warner, 'updateIncident', 'UpdateIncidentInput', input);
    expect(userErrors).toEqual([]);
  }
}

/** Ids of the sent alerts in the order of their commits. */
async function committed(): Promise<string[]> {
  const rows: { id: string }[] = await app.services.em.fork().execute(
    `select e.facts->>'alertId' as id from topic_log l join domain_event e on e.id = l.event_id
     where l.topic = ? order by l.version, e.id`,
    [`alerts:${place.municipalityId}`],
  );
  return rows.map(({ id }) => id);
}

test(
  'a burst of alerts arrives whole and in order, also over a line that drops in the middle',
  { timeout: 120_000 },
  async () => {
    const steady = new Reader();
    const dropped = new Reader();
    await Promise.all([steady.open(), dropped.open()]);
    const burst = Promise.all(warners.map(sendThread));
    await expect.poll(() => dropped.ids.length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(count / 4);
    await dropped.drop();
    const before = dropped.ids.length;
    await expect.poll(async () => (await committed()).length, { timeout: 60_000 }).toBeGreaterThan(before + count / 4);
    await dropped.open();
    const after = dropped.ids.length;
    await burst;
    const late = new Reader();
    await late.open();

    const expected = await committed();
    expect(expected).toHaveLength(count);
    for (const reader of [steady, dropped]) {
      await expect.poll(() => reader.ids.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count);
      expect(reader.ids).toEqual(expected);
      expect(reader.resets).toBe(1);
    }
    console.log(
      `burst: ${steady.ids.length} alerts in ${steady.messages} messages; the line that dropped had ${before}, ` +
        `got ${after - before} at its return and ${dropped.ids.length - after} later; doubled 0, lost 0`,
    );
    for (const reader of [steady, dropped, late]) await reader.drop();
  },
);
