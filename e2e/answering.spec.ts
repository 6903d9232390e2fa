import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import de from '../web/calendar/locales/de.json' with { type: 'json' };
import { linkUnder } from './harness/mailbox.ts';
import { openGroups } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { findBarriers } from './screens/axe.ts';

const dayMs = 86_400_000;
const texts = de.calendar.answer;

const createMutation = `mutation($input: CreateEventInput!) { createEvent(input: $input) {
  event { id version occurrences(first: 1) { nodes { id startsAt } } } userErrors { code path } } }`;
const moveMutation = `mutation($input: ChangeOccurrencesInput!) { changeOccurrences(input: $input) {
  event { id } userErrors { code path } } }`;

/** Publishes an event of the town with one date in three days as the editor. */
async function publishEvent(stage: Stage) {
  const { town } = await openGroups(stage);
  const title = `Hoffest ${randomUUID().slice(0, 6)}`;
  const startsAt = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 3 * dayMs);
  const input = {
    groupIds: [town.id],
    title,
    body: 'Wir feiern im Hof.',
    place: 'Kirchplatz',
    dates: { startsAt, endsAt: new Date(startsAt.getTime() + 7_200_000), isAllDay: false },
    slots: [{ kind: 'ATTENDANCE', capacity: 20 }],
    maxCompanions: 3,
    isDraft: false,
    idempotencyKey: randomUUID(),
  };
  const { createEvent } = await stage.ask(createMutation, { input }, await stage.staff('redaktion'));
  assert.deepEqual(createEvent.userErrors, []);
  const { id, version, occurrences } = createEvent.event;
  const path = `${stage.town.path}/events/${encodeURIComponent(id)}`;
  return { title, path, version, date: occurrences.nodes[0], startsAt };
}

test('a visitor without an account answers, confirms by the mail, is told of a change and takes the answer back', async ({
  stage,
}) => {
  const event = await publishEvent(stage);
  const list = `${event.path}/dates/${encodeURIComponent(event.date.id)}/answers`;
  const organiser = await stage.open(list, { as: await stage.staff('redaktion') });
  await organiser.locator('[data-seats]', { hasText: texts.come.split(' | ')[0] ?? '' }).waitFor();

  const email = `gast-${randomUUID()}@example.org`;
  const page = await stage.open(event.path);
  await page.locator('[data-answer]').getByRole('button', { name: texts.choice.YES, exact: true }).press('Enter');
  await page.locator('[name=guestName]').fill('Gast Beispiel');
  await page.locator('[name=guestEmail]').fill(email);
  assert.deepEqual(await findBarriers(page), [], 'the form of a visitor');
  await page.locator('[name=guestEmail]').press('Enter');
  await page.locator('[data-answer-asked]', { hasText: email }).waitFor();
  assert.equal(await organiser.getByText('Gast Beispiel').count(), 0, 'nothing before the confirmation');

  const link = new URL(linkUnder(await stage.mailbox.nextMail(email), 'answers/confirm'));
  await page.goto(`${stage.town.origin}${link.pathname}${link.hash}`);
  assert.deepEqual(await findBarriers(page), [], 'the page that confirms');
  await page.locator('[data-confirm-answer]').getByRole('button', { name: texts.mail.confirm }).press('Enter');
  await page.locator('[data-link-answer] [data-own-answer]', { hasText: texts.said.YES }).waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the own answers');
  await organiser.locator('[data-attendance=COMING]', { hasText: 'Gast Beispiel' }).waitFor();

  const startsAt = new Date(event.startsAt.getTime() + 3_600_000);
  const input = { occurrenceId: event.date.id, version: event.version, scope: 'THIS', startsAt };
  const { changeOccurrences } = await stage.ask(moveMutation, { input }, await stage.staff('redaktion'));
  assert.deepEqual(changeOccurrences.userErrors, []);
  const news = await stage.mailbox.waitFor(email, ({ subject }) => subject.includes(`Geändert: ${event.title}`));
  const own = new URL(linkUnder(news.text, 'events/answers'));

  await page.goto(`${stage.town.origin}/`); // another page first, because only the part behind # differs
  await page.goto(`${stage.town.origin}${own.pathname}${own.hash}`);
  const card = page.locator('[data-link-answer]', { hasText: event.title });
  await card.getByText(de.home.event.MOVED).waitFor();
  await card.getByRole('button', { name: texts.mail.takeBack }).press('Enter');
  await card
    .getByRole('group', { name: texts.mail.takeBack })
    .getByRole('button', { name: texts.mail.takeBack })
    .press('Enter');
  await page.getByText(texts.mail.takenBack).waitFor();
  await organiser.getByText('Gast Beispiel').waitFor({ state: 'detached' });
});
