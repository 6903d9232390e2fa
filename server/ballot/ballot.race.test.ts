import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { givenPeople } from '../testing/builders.ts';
import type { Data } from '../testing/client.ts';
import { givenPoll } from '../testing/polls.ts';
import * as voter from '../testing/voter.ts';
import { test } from '../testing/fixtures.ts';

test('close race: every receipt is on the board, nothing else is, and who came too late is told so', async ({
  app,
  town,
  admin,
}) => {
  const people = await givenPeople(app, town, 24);
  let accepted = 0;
  let late = 0;
  for (let round = 0; round < rounds; round++) {
    const { id } = await givenPoll(app, town, admin, voter.secretRules);
    const papers = await Promise.all(people.map((who) => voter.takeBallot(app.port, who, id)));
    const envelopes = await Promise.all(papers.map((paper, n) => voter.seal(paper, String(n % 3))));
    const casts = papers.map(async (paper, n) => {
      await pause(10 * n);
      return voter.throwIn(app.port, id, envelopes[n]);
    });
    await pause(80);
    const closing = voter.closeAndCount(app.port, admin, id);
    const answers = await Promise.all(casts);
    await closing;
    const receipts = papers.filter((_, n) => answers[n]?.receipt != null);
    const refusals = answers.flatMap(({ userErrors = [], errors = [] }) => [
      ...userErrors.map(({ code }: Data) => code),
      ...errors.map(({ extensions }: Data) => extensions.code),
    ]);
    const board = await (await voter.fetchBulletinBoard(app.port, admin, id)).text();
    const { count } = await voter.boothOf(app.port, admin, id);
    expect(refusals.filter((code) => code !== 'POLL_NOT_OPEN')).toEqual([]);
    expect(receipts.length + refusals.length).toBe(people.length);
    expect(count).toMatchObject({ issued: people.length, cast: receipts.length });
    expect(receipts.filter(({ key }) => !board.includes(key))).toEqual([]);
    accepted += receipts.length;
    late += refusals.length;
  }
  expect(Math.min(accepted, late)).toBeGreaterThan(0);
  console.log(`close race, ${rounds} rounds of 24: ${accepted} on the board, ${late} too late`);
});

const rounds = 5;
