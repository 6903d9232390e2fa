import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { type Announcement, heard, listen } from './harness/announcements.ts';
import { isLive } from './harness/feedPage.ts';
import { noteFigures } from './harness/figures.ts';
import { pollPath } from './harness/pollPage.ts';
import { castVote, createPoll, type NewPoll } from './harness/polls.ts';
import { joinGroup, type OpenGroup, openGroup, publishPost } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';

const stormMs = 32_000;
const quietMs = 10_000;
/**
 * Intervals in milliseconds within the rate limits of all scenarios together: an editor may publish 120 posts per
 * minute, a voter 30 votes.
 */
const postEveryMs = 800;
const voteEveryMs = 400;
/** Tolerance in milliseconds, because a timer of a busy browser may be late and the next one on time. */
const tolerance = 300;

test(
  'in a storm of votes and posts a page speaks, but at most every ten seconds',
  { tag: '@desktop' },
  async ({ stage }) => {
    const poll = await createPoll(stage, 'Soll der Marktplatz abends autofrei sein?', 'LIVE', { changeAllowed: true });
    const group = await openGroup(stage);
    const reader = await stage.person('hushed-reader');
    await joinGroup(stage, group.id, reader);
    const onPoll = await stage.open(pollPath(stage.town.path, poll.id));
    const onHome = await stage.open(stage.town.path, { as: reader });
    const onInbox = await stage.open(`${stage.town.path}/inbox`, { as: reader });
    await Promise.all([
      onPoll.locator('[data-live="live"]').waitFor(),
      isLive(onHome),
      onInbox.locator('main').waitFor(),
    ]);
    const pages = { poll: onPoll, home: onHome, inbox: onInbox };
    await Promise.all(Object.values(pages).map((page) => listen(page)));
    const { votes, posts } = await storm(stage, poll, group);
    const said: Record<string, number> = {};
    for (const [name, page] of Object.entries(pages)) said[`said on ${name}`] = await judge(name, page);
    noteFigures({ votes, posts, ...said, 'planted and found (control)': await control(onPoll) });
  },
);

/** Casts changing votes and publishes posts for longer than three quiet periods. */
async function storm(stage: Stage, poll: NewPoll, group: OpenGroup): Promise<{ votes: number; posts: number }> {
  const people = await stage.people(12);
  const end = performance.now() + stormMs;
  const voting = async (): Promise<number> => {
    let votes = 0;
    for (; performance.now() < end; votes++) {
      const person = people[votes % people.length];
      const option = poll.options[(votes + Math.floor(votes / people.length)) % poll.options.length];
      const pause = setTimeout(voteEveryMs);
      if (person && option) await castVote(stage, poll.id, option.id, person);
      await pause;
    }
    return votes;
  };
  const posting = async (): Promise<number> => {
    let posts = 0;
    for (; performance.now() < end; posts++) {
      const pause = setTimeout(postEveryMs);
      await publishPost(stage, group.id, `Kurz gemeldet, zum ${posts + 1}. Mal`);
      await pause;
    }
    return posts;
  };
  const [votes, posts] = await Promise.all([voting(), posting()]);
  return { votes, posts };
}

/** Asserts that something was announced and that no two announcements came within the quiet period, in any region. */
async function judge(name: string, page: Page): Promise<number> {
  const all = await heard(page);
  assert.ok(all.length > 0, `${name}: silence would be no proof`);
  assert.deepEqual(hasty(all), [], `${name}: too soon after one another`);
  return all.length;
}

function hasty(all: readonly Announcement[]): string[] {
  return all.flatMap(({ at, text }, i) => {
    const pause = at - (all[i - 1]?.at ?? -Infinity);
    return pause < quietMs - tolerance ? [`after ${Math.round(pause)} ms: ${text}`] : [];
  });
}

/** Control: a live region that announces every change must be found. */
async function control(page: Page): Promise<number> {
  await page.evaluate(`new Promise((done) => {
    const voice = document.createElement('p');
    voice.setAttribute('aria-live', 'polite');
    document.body.append(voice);
    let n = 0;
    const timer = setInterval(() => {
      voice.textContent = 'noch eine Stimme, ' + ++n;
      if (n === 3) done(clearInterval(timer));
    }, 200);
  })`);
  const found = hasty(await heard(page));
  assert.ok(found.length >= 2, 'the planted chatter is found');
  return found.length;
}
