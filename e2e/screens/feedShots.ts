import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { isLive, unfold } from '../harness/feedPage.ts';
import { castVote, createPoll } from '../harness/polls.ts';
import { joinGroup, openGroups, publishPost } from '../harness/posts.ts';
import type { Stage } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** A town of the region that does not use the product. */
const quietTown = '/05382008';

/** The feed at home and in groups: with and without an account, with new entries, with a reason, with a vote, empty. */
export async function feedShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const reader = await stage.person('newsreader');
  const editor = await stage.staff('verwaltung');
  const { town, open } = await openGroups(stage);
  for (const { id } of open.slice(0, 3)) await joinGroup(stage, id, reader);
  const quiet = await makeGroup(stage, editor);
  const poll = await createPoll(stage, 'Soll der Rathausplatz eine Bank mehr bekommen?');
  for (const [i, person] of (await stage.people(6)).entries()) {
    await castVote(stage, poll.id, poll.options[i % 2]?.id ?? '', person);
  }
  const [group] = open;
  if (group === undefined) throw new Error('the seed has no open group');
  await publishPost(stage, group.id, 'Rheinpromenade: Die Pläne liegen aus');
  const publish = async (page: Page) => {
    await isLive(page);
    await publishPost(stage, town.id, 'Bürgerbüro: heute ab 16 Uhr wieder offen');
    await page.locator('[data-new]').waitFor(); // an earlier look of this page may have published, too
  };
  return [
    { name: 'home', path, shows: de.feed.more },
    { name: 'home-citizen', path, as: reader, shows: de.feed.more },
    { name: 'home-reason', path, as: reader, shows: de.feed.reason.groupText, prepare: askWhy(group.name) },
    { name: 'home-ballot', path, as: reader, shows: de.ballot.cast, prepare: openBallot(poll.title) },
    { name: 'home-empty', path: quietTown, shows: de.feed.emptyHint },
    { name: 'polls', path: `${path}/polls`, shows: de.polls.closed },
    { name: 'group-feed', path: `${path}/groups/${group.id}`, as: reader, shows: de.feed.ofGroup },
    { name: 'group-empty', path: `${path}/groups/${quiet}`, shows: de.feed.emptyGroupHint },
    { name: 'home-new', path, as: reader, shows: de.feed.more, prepare: publish },
  ];
}

/** Creates a group without posts; returns its id. */
async function makeGroup(stage: Stage, as: Person): Promise<string> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { id } }';
  const { municipality } = await stage.ask(query, { ags: stage.town.ags });
  const input = {
    municipalityId: municipality.id,
    name: 'Leseabend',
    picture: 'CULTURE',
    joinPolicy: 'OPEN',
    publishPolicy: 'EDITORS',
    purpose: 'Wir lesen einander vor.',
    idempotencyKey: randomUUID(),
  };
  return (await stage.ask(createMutation, { input }, as)).createGroup.group.id;
}

/** Opens the panel of an entry of the group. */
const askWhy = (group: string) => async (page: Page) => {
  const entry = page.locator('[data-entry]').filter({ hasText: group }).first();
  await entry.getByRole('button', { name: de.feed.menu }).click();
};

/** Opens the ballot of a given poll; the first poll may be only for people with a proven residence. */
const openBallot = (title: string) => async (page: Page) => {
  await (await unfold(page, title)).getByRole('button', { name: de.poll.vote }).click();
};

const createMutation = `mutation($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }`;
