import assert from 'node:assert/strict';
import type { Page, Request } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { median } from './harness/median.ts';
import { assertNotReloaded, mark, pressedAt, startClock } from './harness/page.ts';
import { expectedLine, pollPath, readTable, resultsOnPage, showsResults, voteOnPage } from './harness/pollPage.ts';
import { castVote, createPoll, labels, readResults } from './harness/polls.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';

test('a vote in one browser moves the bars in another, by the socket alone', async ({ stage }) => {
  const rounds = stage.isShort ? 6 : 20;
  const poll = await createPoll(stage, 'Soll der Dorfplatz mehr Bänke bekommen?');
  const people = await stage.people(6);
  // Two people vote over the API first, because below five voters no results are shown.
  for (const person of people.slice(4)) await castVote(stage, poll.id, poll.options[2]?.id ?? '', person);
  const path = pollPath(stage.town.path, poll.id);
  const voters = await Promise.all(people.slice(0, 4).map((as) => stage.open(path, { as })));
  for (const page of voters) await voteOnPage(page, labels[0]);

  const watcher = await stage.open(path, { device: 'desktop' });
  await showsResults(watcher, expectedLine([4, 0, 2]));
  await watcher.locator('[data-live="live"]').waitFor();
  await Promise.all([mark(watcher), startClock(watcher), ...voters.map(startClock)]);
  await recordBars(watcher);
  const asked = logQuestions(watcher);
  const latencies = await changeVotes(stage, watcher, voters, rounds);
  const seconds = Math.round((performance.now() - asked.since) / 100) / 10;
  assert.deepEqual(asked.questions, [], 'the watching page asked nothing over HTTP');
  await assertNotReloaded(watcher);
  assert.equal(await resultsOnPage(watcher), await readResults(stage, poll.id), 'page and API say the same');
  noteFigures({
    votes: latencies.length,
    'median vote to bars': `${median(latencies)} ms`,
    max: `${Math.round(Math.max(...latencies))} ms`,
    watched: `${seconds} s`,
    'requests to /graphql': asked.questions.length,
  });
});

/**
 * People change their votes in turn until there are enough votes, over a time in which a polling page would be
 * detected.
 */
async function changeVotes(stage: Stage, watcher: Page, voters: readonly Page[], rounds: number): Promise<number[]> {
  const watchMs = 10_000;
  const began = performance.now();
  const latencies: number[] = [];
  const counts = [voters.length, 0, 2];
  for (let round = 0; round < rounds || performance.now() - began < watchMs; round++) {
    const voter = voters[round % voters.length];
    assert.ok(voter);
    const from = Math.floor(round / voters.length) % 2;
    const to = 1 - from;
    counts[from] = (counts[from] ?? 0) - 1;
    counts[to] = (counts[to] ?? 0) + 1;
    await voteOnPage(voter, labels[to] ?? '');
    const line = expectedLine(counts);
    await showsResults(watcher, line);
    const pressed = await pressedAt(voter);
    latencies.push((await barsAt(watcher, line, pressed)) - pressed);
    await showsResults(voter, line);
  }
  assert.ok(!latencies.some(Number.isNaN), 'every change was seen at a known moment');
  return latencies;
}

/** Records each state of the table with its time. */
async function recordBars(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    const read = ${readTable};
    window.bars = [];
    new MutationObserver(() => window.bars.push([performance.timeOrigin + performance.now(), read()])).observe(
      document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  })()`);
}

function barsAt(page: Page, line: string, since: number): Promise<number> {
  return page.evaluate(
    `window.bars.find(([at, line]) => at >= ${since} && line === ${JSON.stringify(line)})?.[0] ?? NaN`,
  );
}

function logQuestions(page: Page): { since: number; questions: string[] } {
  const questions: string[] = [];
  page.on('request', (request: Request) => {
    if (new URL(request.url()).pathname === '/graphql') questions.push(request.postData()?.slice(0, 80) ?? 'GET');
  });
  return { since: performance.now(), questions };
}
