import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { moveIssue, reportIssue } from '../harness/issues.ts';
import { linkUnder } from '../harness/mailbox.ts';
import { askForMail, openGroup, openGroups, publishPost } from '../harness/posts.ts';
import type { Stage } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';
import { looks } from './looks.ts';
import type { Shot } from './shot.ts';

/** The inbox, the settings of its channels, and the pages to unsubscribe. */
export async function inboxShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const group = await openGroup(stage);
  // One link stays unused, one is used up, and each look uses one more.
  const [before = '', used = '', ...fresh] = await unsubscribeLinks(stage, group.id, 2 + looks.length);
  await stage.ask('mutation($token: String!) { unsubscribe(input: { token: $token }) { wasOn } }', {
    token: used.split('/').at(-1),
  });
  const citizen = await stage.staff('citizen');
  const reference = await reportIssue(stage, { address: 'Am Markt', text: 'Die Laterne flackert.' }, citizen);
  await moveIssue(stage, reference, 'TRIAGED');
  const end = async (page: Page): Promise<void> => {
    await page.goto(fresh.pop() ?? '');
    await page.getByRole('button', { name: de.unsubscribe.action }).click();
  };
  return [
    { name: 'inbox', path: `${path}/inbox`, as: citizen, shows: de.inbox.kind.ISSUE_MOVED },
    {
      name: 'inbox-empty',
      path: `${path}/inbox`,
      as: await strangerTo(stage),
      shows: de.inbox.empty,
    },
    { name: 'inbox-signed-out', path: `${path}/inbox`, shows: de.inbox.signInFirst },
    { name: 'notifications', path: `${path}/me/notifications`, as: citizen, shows: de.preference.interest.OWN_REPORTS },
    { name: 'group-followed', path: `${path}/groups/${group.id}`, as: citizen, shows: de.preference.alsoByMail },
    { name: 'unsubscribe', path: new URL(before).pathname, shows: de.unsubscribe.action },
    { name: 'unsubscribe-done', path: '/nowhere', shows: de.unsubscribe.rest, prepare: end },
    { name: 'unsubscribe-again', path: new URL(used).pathname, shows: de.unsubscribe.already },
    { name: 'unsubscribe-forged', path: '/unsubscribe/0123456789', shows: de.unsubscribe.forgedText },
  ];
}

/** A new person who has left the group of the town, and so gets no messages. */
async function strangerTo(stage: Stage): Promise<Person> {
  const person = await stage.person(`new-${randomUUID()}`);
  const { town } = await openGroups(stage);
  const leave = 'mutation($groupId: ID!) { leaveGroup(input: { groupId: $groupId }) { userErrors { code } } }';
  await stage.ask(leave, { groupId: town.id }, person);
  return person;
}

/** Links to unsubscribe in the mails about one post, each of another recipient. */
async function unsubscribeLinks(stage: Stage, groupId: string, count: number): Promise<string[]> {
  const readers = await Promise.all(Array.from({ length: count }, () => stage.person(`mailed-${randomUUID()}`)));
  for (const reader of readers) await askForMail(stage, groupId, reader);
  const title = 'Neuer Zaun am Spielplatz';
  await publishPost(stage, groupId, title);
  const mails = await Promise.all(
    readers.map(({ email }) => stage.mailbox.waitFor(email, ({ subject }) => subject.includes(title))),
  );
  const links = mails.map(({ text }) => linkUnder(text, 'unsubscribe'));
  assert.equal(new Set(links).size, count);
  return links;
}
