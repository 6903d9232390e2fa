import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { noteFigures } from './harness/figures.ts';
import { signInByCode } from './harness/signInForm.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const note = 'Unser Kind geht in die Waldgruppe.';

test('groups are followed without an account and taken along, asked for and decided, and gone for outsiders once closed', async ({
  stage,
}) => {
  const name = `Waldgruppe ${randomUUID().slice(0, 8)}`;
  const hall = await stage.open(`${stage.town.path}/groups/new`, {
    as: await stage.staff('verwaltung'),
    device: 'desktop',
  });
  await makeGroup(hall, name);

  const visitor = await stage.open(`${stage.town.path}/groups`);
  const followed = await followFirst(visitor);
  await visitor.getByRole('link', { name, exact: true }).click();
  await visitor.getByRole('link', { name: de.group.signInToAsk }).click();
  await signInByCode(visitor, stage, `parent-${randomUUID()}@example.org`);
  await askToJoin(visitor);

  await visitor.goto(new URL(`${stage.town.path}/groups`, stage.town.origin).href);
  await visitor.getByRole('button', { name: de.group.takeOver.yes }).click();
  await visitor.getByRole('button', { name: followed, pressed: true }).waitFor();
  await visitor.getByText(de.group.takeOver.title).waitFor({ state: 'detached' });

  await hall.reload();
  await hall.getByText(note).waitFor();
  await hall.getByRole('button', { name: de.group.accept }).first().click();
  await hall.getByText(de.group.noRequests).waitFor();
  await visitor.getByRole('link', { name, exact: true }).click();
  await visitor.getByText(de.group.standing.MEMBER).waitFor();

  await closeGroup(hall);
  await isGoneForOutsiders(stage, new URL(visitor.url()).pathname);
  await visitor.reload();
  await visitor.getByText(de.group.standing.MEMBER).waitFor();
  noteFigures({ group: name });
});

test('an admin takes access to a closed group with a reason, which its members and the log show', async ({ stage }) => {
  const { town } = stage;
  const clerk = await stage.staff('buergerbuero');
  const path = `${town.path}/groups/${await makeClosedGroup(stage, clerk)}`;
  const reason = `Ein Mitglied hat sich beschwert (${randomUUID().slice(0, 8)}).`;
  const texts = de.group.access;

  const hall = await stage.open(`${town.path}/sign-in?next=${encodeURIComponent(path)}`);
  await signInByCode(hall, stage, `verwaltung.${town.ags}@demo.example`); // access needs a recent sign-in
  await hall.getByText(texts.closedText).waitFor();
  await hall.getByRole('button', { name: texts.start }).click();
  await hall.getByLabel(texts.reason).fill('kurz');
  await hall.getByRole('button', { name: texts.take }).click();
  await hall.getByText(de.errors.TOO_SHORT).waitFor();
  assert.deepEqual(await findBarriers(hall), [], 'the form is without barrier');
  await hall.getByLabel(texts.reason).fill(reason);
  await hall.getByRole('button', { name: texts.take }).click();
  await hall.getByText(sayingOf(texts.until)).waitFor();
  await hall
    .locator(':focus')
    .filter({ hasText: sayingOf(texts.until) })
    .waitFor();
  await hall.getByText(inside).waitFor();

  const member = await stage.open(path, { as: clerk });
  await member.getByRole('heading', { name: texts.title }).waitFor();
  await member.getByText(reason).waitFor();

  await hall.goto(new URL(`${town.path}/audit`, town.origin).href);
  await hall.getByText(reason).waitFor();
});

const inside = 'Sitzung im kleinen Kreis';

/** Makes a closed group with a clerk as its member, who publishes a post there; returns the id of the group. */
async function makeClosedGroup(stage: Stage, clerk: Person): Promise<string> {
  const { ags } = stage.town;
  const admin = await stage.staff('verwaltung');
  const { municipality } = await stage.ask('query($ags: String!) { municipality(ags: $ags) { id } }', { ags });
  const facts = { purpose: '', picture: 'COUNCIL', joinPolicy: 'CLOSED', publishPolicy: 'STAFF' };
  const name = `Beirat ${randomUUID().slice(0, 8)}`;
  const group = { municipalityId: municipality.id, name, ...facts, idempotencyKey: randomUUID() };
  const create = 'mutation($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }';
  const { createGroup } = await stage.ask(create, { input: group }, admin);
  const groupId: string = createGroup.group.id;
  const add = 'mutation($input: AddMemberInput!) { addMember(input: $input) { group { id } } }';
  await stage.ask(add, { input: { groupId, email: `buergerbuero.${ags}@demo.example` } }, admin);
  const post = { title: inside, body: 'Um 18 Uhr.', groupIds: [groupId], isDraft: false, idempotencyKey: randomUUID() };
  const publish = 'mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } } }';
  await stage.ask(publish, { input: post }, clerk);
  return groupId;
}

async function makeGroup(hall: Page, name: string): Promise<void> {
  await hall.getByLabel(de.group.form.name).fill(name);
  await hall.getByText(de.group.picture.NATURE, { exact: true }).click();
  await hall.getByText(de.group.policy.ON_REQUEST, { exact: true }).click();
  await hall.getByRole('button', { name: de.group.form.create }).click();
  await hall.getByRole('heading', { name, level: 1 }).waitFor();
  await hall.getByText(de.group.noRequests).waitFor();
}

/** Follows the first group with one tap and checks it after a reload. Returns the label of the button. */
async function followFirst(visitor: Page): Promise<string> {
  const button = visitor.getByRole('button', { name: sayingOf(de.group.followName), pressed: false }).first();
  const called = (await button.getAttribute('aria-label')) ?? '';
  await button.click();
  await visitor.getByRole('button', { name: called, pressed: true }).waitFor();
  await visitor.reload();
  await visitor.getByRole('button', { name: called, pressed: true }).waitFor();
  return called;
}

async function askToJoin(visitor: Page): Promise<void> {
  await visitor.getByRole('button', { name: de.group.ask }).click();
  await visitor.getByLabel(de.group.note).fill(note);
  await visitor.getByRole('button', { name: de.group.sendRequest }).click();
  await visitor.getByText(de.group.standing.REQUESTED).waitFor();
}

async function closeGroup(hall: Page): Promise<void> {
  await hall.getByText(de.group.policy.CLOSED, { exact: true }).click();
  await hall.getByRole('button', { name: de.group.form.save }).click();
  await hall.getByText(de.group.form.saved).waitFor();
}

async function isGoneForOutsiders(stage: Stage, path: string): Promise<void> {
  for (const as of [undefined, await stage.person('outsider')]) {
    const page = await stage.open(path, as ? { as } : {});
    await page.getByRole('heading', { name: de.notFound.title }).waitFor();
  }
}
