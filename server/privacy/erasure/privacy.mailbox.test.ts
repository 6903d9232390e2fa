import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { givenPerson, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { eraseAccount } from './privacy.erasure.service.ts';

/* The mailbox of the demo keeps what other installations send, in memory and in the data folder. */

let app: TestServer;
let place: Place;
const dataDir = mkdtempSync(join(tmpdir(), 'erasure-mailbox-'));
beforeAll(async () => {
  // A server of its own: its data folder is searched.
  app = await startTestServer({ dataDir });
  place = await givenPlace(app);
});
afterAll(async () => {
  await app.stop();
  rmSync(dataDir, { recursive: true });
});

const request = `mutation($email: String!, $ags: String!) { requestSignIn(input: { email: $email, ags: $ags }) {
  userErrors { code } } }`;
const emailOf = ({ personId }: Somebody): string => `${personId}@example.org`;

/** Number of kept mails, in memory and in the file, that hold the address. */
function countMails(address: string): { memory: number; file: number } {
  const lines = readFileSync(join(dataDir, 'mailbox.jsonl'), 'utf8').split('\n');
  const kept = app.services.mail.mailbox?.list() ?? [];
  return {
    memory: kept.filter((entry) => JSON.stringify(entry).includes(address)).length,
    file: lines.filter((line) => line.includes(address)).length,
  };
}

test('an erasure removes the mails to the person from the mailbox of the demo, and no others', async () => {
  const anna = await givenPerson(app, place);
  const ben = await givenPerson(app, place);
  for (const who of [anna, ben]) {
    const variables = { email: emailOf(who), ags: place.ags };
    expect((await askData(app.port, {}, request, variables)).requestSignIn.userErrors).toEqual([]);
  }
  await expect.poll(() => countMails(emailOf(ben))).toEqual({ memory: 1, file: 1 });
  await expect.poll(() => countMails(emailOf(anna))).toEqual({ memory: 1, file: 1 });
  await write(forkContext(app.services, system), (tx) => eraseAccount(tx, anna.personId, false));
  expect(countMails(emailOf(anna))).toEqual({ memory: 0, file: 0 });
  expect(countMails(emailOf(ben))).toEqual({ memory: 1, file: 1 });
});
