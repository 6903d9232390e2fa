import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { noteFigures } from './harness/figures.ts';
import { makePdf } from '../server/testing/attachments.ts';
import de from '../web/calendar/locales/de.json' with { type: 'json' };
import postTexts from '../web/post/locales/de.json' with { type: 'json' };
import { takePhoto } from './harness/photos.ts';
import { openGroup, openGroups } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { errorText, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const dayMs = 86_400_000;
/** Greatest time from the open form to the published event on a phone. */
const mostMs = 60_000;

interface Published {
  readonly id: string;
  readonly title: string;
  readonly path: string;
}

/** Publishes an event of the town in three days as the editor. */
async function publishEvent(stage: Stage, facts: object = {}): Promise<Published> {
  const { town } = await openGroups(stage);
  const title = `Hofkonzert ${randomUUID().slice(0, 6)}`;
  const startsAt = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 3 * dayMs);
  const input = {
    groupIds: [town.id],
    title,
    body: 'Der Chor singt.',
    place: 'Kirchplatz',
    dates: { startsAt, endsAt: new Date(startsAt.getTime() + 7_200_000), isAllDay: false },
    slots: [{ kind: 'ATTENDANCE', capacity: 2 }],
    maxCompanions: 3,
    isDraft: false,
    idempotencyKey: randomUUID(),
    ...facts,
  };
  const { createEvent } = await stage.ask(createMutation, { input }, await stage.staff('redaktion'));
  assert.deepEqual(createEvent.userErrors, []);
  return {
    id: createEvent.event.id,
    title,
    path: `${stage.town.path}/events/${encodeURIComponent(createEvent.event.id)}`,
  };
}

const createMutation = `mutation($input: CreateEventInput!) {
  createEvent(input: $input) { event { id } userErrors { code path } } }`;

const choice = (page: Page, answer: 'YES' | 'MAYBE' | 'NO'): Locator =>
  page.locator('[data-answer]').getByRole('button', { name: de.calendar.answer.choice[answer], exact: true });

test('a citizen answers in the feed with one tap, and takes it back on the page', async ({ stage }) => {
  const event = await publishEvent(stage);
  const citizen = await stage.person(`guest-${randomUUID()}`);
  const page = await stage.open(stage.town.path, { as: citizen });
  const row = page.getByRole('article', { name: event.title });
  await row.getByRole('button', { name: de.home.event.comeTo.replace('{title}', event.title) }).click();
  await row.getByRole('status').filter({ hasText: de.home.event.YES }).waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the home page with the row of an event');

  await row.getByRole('link', { name: event.title }).click();
  await page.locator('[data-own-answer]', { hasText: de.calendar.answer.said.YES }).waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the page of the event');
  await choice(page, 'NO').click();
  await page.locator('[data-own-answer]', { hasText: de.calendar.answer.said.NO }).waitFor();
});

test('seats are live, a full event has a waiting list, and too many companions are refused', async ({ stage }) => {
  const event = await publishEvent(stage);
  const first = await stage.open(event.path, { as: await stage.person(`first-${randomUUID()}`) });
  const second = await stage.open(event.path, { as: await stage.person(`second-${randomUUID()}`) });
  await choice(second, 'YES').waitFor();
  await choice(first, 'YES').click();
  await second.locator('[data-seats]', { hasText: 'ein Platz frei' }).waitFor();
  await choice(second, 'YES').click();
  await second.locator('[data-own-answer]', { hasText: de.calendar.answer.said.YES }).waitFor();

  await first.getByRole('button', { name: de.calendar.answer.moreCompanions }).click();
  await first.getByRole('alert').filter({ hasText: de.errors.NOT_ENOUGH_SEATS }).waitFor();
  assert.equal(await first.locator('[data-companions]').innerText(), '0', 'the earlier answer stays');

  const third = await stage.open(event.path, { as: await stage.person(`third-${randomUUID()}`) });
  await third.locator('[data-answer]').getByText(de.calendar.answer.joinsWaiting).waitFor();
  await choice(third, 'YES').click();
  await third.locator('[data-own-answer]', { hasText: 'Warteliste, Platz 1' }).waitFor();
  await choice(first, 'NO').click();
  await third.locator('[data-own-answer]', { hasText: de.calendar.answer.said.YES }).waitFor();

  await third.goto(`${stage.town.origin}${stage.town.path}/me/events`);
  await third.getByRole('link', { name: event.title }).waitFor();
  assert.deepEqual(await findBarriers(third), [], 'own dates');
});

test('an event is written, moved and cancelled, and the open page of a citizen shows it', async ({ stage }) => {
  const citizen = await stage.person(`reader-${randomUUID()}`);
  const title = `Lesung ${randomUUID().slice(0, 6)}`;
  const page = await stage.open(`${stage.town.path}/events/new`, { as: await stage.staff('redaktion') });
  const path = await writeByKeyboard(stage, page, title);

  const reader = await stage.open(path, { as: citizen });
  await choice(reader, 'YES').click();
  await reader.locator('[data-own-answer]', { hasText: de.calendar.answer.said.YES }).waitFor();

  const staff = page.locator('[data-event-staff]');
  await press(staff.getByRole('button', { name: de.calendar.write.move }));
  await staff.locator('[name=newFrom]').fill('20:15');
  await press(staff.getByRole('button', { name: de.calendar.write.moveAndTell }));
  await reader.locator('[data-event-state]', { hasText: de.calendar.moved }).waitFor();
  await reader.getByText('20:15').first().waitFor();
  assert.deepEqual(await findBarriers(reader), [], 'a moved date');

  await press(staff.getByRole('button', { name: de.calendar.write.cancel, exact: true }));
  await staff.locator('[name=reason]').fill('Die Autorin ist krank.');
  assert.deepEqual(await findBarriers(page), [], 'the form that cancels');
  await press(staff.getByRole('button', { name: de.calendar.write.cancelAndTell }));
  await reader.locator('[data-event-state]', { hasText: 'Die Autorin ist krank.' }).waitFor();
  await choice(reader, 'YES').waitFor({ state: 'detached' }); // nobody answers for a cancelled date
});

test('a poster becomes an event on a phone within a minute; readers save the PDF, whose headers keep browsers from opening it', async ({
  stage,
}) => {
  stage.guard.allow(/415/);
  const { town } = await openGroups(stage);
  const page = await stage.open(`${stage.town.path}/events/new`, { as: await stage.staff('redaktion') });
  const form = page.locator('[data-event-form]');
  const began = Date.now();
  const fake = Buffer.from('<html><script>alert(1)</script></html>');
  await form.locator('input[name=attachment]').setInputFiles(pdfNamed('Plakat.pdf', fake));
  await page.getByText(errorText('NOT_A_PDF')).waitFor();
  await form
    .locator('input[name=attachment]')
    .setInputFiles(pdfNamed('Plakat_Konzert.pdf', makePdf('Konzert', 40_000)));
  await form.getByLabel(files.summary).fill('Samstag um 19 Uhr in der Kirche, Eintritt frei.');
  await form
    .locator('input[name=picture]')
    .setInputFiles({ name: 'chor.jpg', mimeType: 'image/jpeg', buffer: await takePhoto(null) });
  await form.getByLabel(sayingOf(files.alt, { n: 1 })).fill('Der Chor vor der Kirche');
  await form.locator('[name=title]').fill('Konzert in der Kirche');
  await form.locator('[name=place]').fill('Kirche');
  await form.getByRole('checkbox', { name: new RegExp(`^${town.name}`) }).press('Space');
  assert.deepEqual(await findBarriers(page), [], 'the form with a picture and a PDF');
  await press(form.getByRole('button', { name: de.calendar.write.publish }));
  await page.locator('[data-event-staff]').waitFor();
  const took = Date.now() - began;
  noteFigures({ 'from the poster to the published event': `${took} ms` });
  assert.ok(took <= mostMs, `it took ${took} ms`);

  const reader = await stage.open(new URL(page.url()).pathname);
  await reader.getByRole('img', { name: 'Der Chor vor der Kirche' }).waitFor();
  await reader.getByText(files.unchecked).waitFor();
  assert.deepEqual(await findBarriers(reader), [], 'an event with a picture and a PDF');
  const poster = reader.getByRole('link', { name: /Plakat Konzert/ });
  const answer = await reader.request.get(new URL((await poster.getAttribute('href')) ?? '', stage.town.origin).href);
  const { 'content-disposition': disposition, 'x-content-type-options': options, ...headers } = answer.headers();
  const policy = headers['content-security-policy'];
  noteFigures({ 'headers of the PDF': [disposition, options, policy].join(' | ') });
  assert.deepEqual(
    [disposition, options, policy],
    ['attachment; filename="Plakat-Konzert.pdf"', 'nosniff', "default-src 'none'; sandbox; frame-ancestors 'none'"],
  );
  const download = reader.waitForEvent('download');
  await poster.click();
  assert.equal((await download).suggestedFilename(), 'Plakat-Konzert.pdf');

  await page.getByRole('link', { name: de.calendar.write.copy }).click();
  await page.locator('[data-copy]').waitFor();
  assert.equal(await form.locator('[name=title]').inputValue(), 'Konzert in der Kirche');
  assert.equal(await form.locator('img').count(), 0, 'a copy has no pictures');
  assert.deepEqual(await findBarriers(page), [], 'the form of a copy');
});

test('shifts are added after the publication, and one with a helper stays', async ({ stage }) => {
  const slots = [{ kind: 'ATTENDANCE' }, { kind: 'SHIFT', title: 'Grill', capacity: 2 }];
  const event = await publishEvent(stage, { slots });
  const page = await stage.open(event.path, { as: await stage.staff('redaktion') });
  const staff = page.locator('[data-event-staff]');
  await press(staff.getByRole('button', { name: de.calendar.write.changeSlots }));
  await press(staff.getByRole('button', { name: de.calendar.write.addShift }));
  const added = staff.locator('[data-shift-fields]').nth(1);
  await added.getByRole('textbox', { name: sayingOf(de.calendar.write.shift, { n: 2 }) }).fill('Abbau');
  await added.getByLabel(de.calendar.write.shiftSeats).fill('4');
  assert.deepEqual(await findBarriers(page), [], 'the form of the slots');
  await press(staff.getByRole('button', { name: de.calendar.write.saveChange }));
  await page.getByText('Abbau').first().waitFor();
});

test('organisers of a long series find their buttons above its dates', async ({ stage }) => {
  const startsAt = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 3 * dayMs);
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const recurrence = { frequency: 'DAILY', count: 30 };
  const event = await publishEvent(stage, { dates: { startsAt, endsAt, isAllDay: false, recurrence } });
  const page = await stage.open(event.path, { as: await stage.staff('redaktion') });
  const dates = page.locator('[data-event-staff] ~ * [data-dates] li');
  await dates.first().waitFor();
  assert.equal(await dates.count(), 20, 'a page of dates below the buttons');
});

test('the organiser sees who comes, enters a caller and checks people in @desktop', async ({ stage }) => {
  const event = await publishEvent(stage, { slots: [{ kind: 'ATTENDANCE', capacity: 20 }] });
  const staff = await stage.staff('redaktion');
  const door = await stage.open(event.path, { as: staff });
  await door.locator('[data-answer]').getByRole('link', { name: de.calendar.answer.list }).click();
  await door.getByRole('button', { name: de.calendar.list.caller }).click();
  await door.locator('[name=caller]').fill('Gerda Anruferin');
  await door.keyboard.press('Enter');
  const row = door.locator('[data-attendance=COMING]', { hasText: 'Gerda Anruferin' });
  await row.getByText(de.calendar.list.call).waitFor();

  const second = await stage.open(new URL(door.url()).pathname, { as: staff });
  await row.getByRole('button', { name: 'Ist da: Gerda Anruferin' }).click();
  await second.locator('[data-present] b', { hasText: /^1$/ }).waitFor();
  assert.deepEqual(await findBarriers(door), [], 'the list of the organiser');
  const csv = await door.getByRole('link', { name: de.calendar.list.csv }).getAttribute('href');
  const file = await door.request.get(new URL(csv ?? '', stage.town.origin).href);
  assert.match(await file.text(), /Gerda Anruferin/);
});

test('the agenda and the month are used by keyboard and filtered by group', async ({ stage }) => {
  const event = await publishEvent(stage);
  const group = await openGroup(stage);
  const page = await stage.open(`${stage.town.path}/events`);
  await page.locator('[data-agenda]').getByRole('link', { name: event.title }).waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the agenda');
  await page.getByRole('radio', { name: group.name }).press('Space');
  await page.locator('[data-agenda]').getByRole('link', { name: event.title }).waitFor({ state: 'detached' });
  await page.getByRole('radio', { name: de.calendar.allGroups }).press('Space');

  await press(page.getByRole('button', { name: de.calendar.view.month }));
  const day = await dayOf(stage, event);
  if (day.slice(0, 7) !== dayInTown(new Date()).slice(0, 7)) {
    await press(page.getByRole('button', { name: de.calendar.later }));
  }
  const cells = page
    .locator('[data-month] table')
    .getByRole('button', { name: new RegExp(`\\b${Number(day.slice(8))}\\. ${monthOf(day)}`) });
  await press(cells.first());
  await page.locator('[data-month]').getByRole('link', { name: event.title }).last().waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the month');
});

const files = postTexts.postFiles;

function pdfNamed(name: string, buffer: Buffer) {
  return { name, mimeType: 'application/pdf', buffer };
}

/** Fills and sends the form with keys only; returns the path of the page of the event. */
async function writeByKeyboard(stage: Stage, page: Page, title: string): Promise<string> {
  const { town } = await openGroups(stage);
  const began = Date.now();
  const form = page.locator('[data-event-form]');
  await form.locator('[name=title]').focus();
  await page.keyboard.type(title);
  await form.locator('[name=from]').fill('19:30');
  await form.locator('[name=place]').focus();
  await page.keyboard.type('Bücherei');
  await form.getByRole('checkbox', { name: new RegExp(`^${town.name}`) }).press('Space');
  assert.deepEqual(await findBarriers(page), [], 'the form of an event');
  await press(form.getByRole('button', { name: de.calendar.write.publish }));
  await page.locator('[data-event-staff]').waitFor();
  const took = Date.now() - began;
  noteFigures({ 'from the open form to the published event': `${took} ms` });
  assert.ok(took <= mostMs, `it took ${took} ms`);
  return new URL(page.url()).pathname;
}

/** Presses a button with the keyboard. */
async function press(button: Locator): Promise<void> {
  await button.press('Enter');
}

async function dayOf(stage: Stage, { id }: Published, as?: Person): Promise<string> {
  const { event } = await stage.ask('query($id: ID!) { event(id: $id) { startsAt } }', { id }, as);
  return dayInTown(new Date(event.startsAt));
}

/** German name of the month of a day. */
const monthOf = (day: string): string => new Date(day).toLocaleDateString('de', { month: 'long', timeZone: 'UTC' });

/** Day of a time in the town, as in 2026-11-30. */
const dayInTown = (at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(at);
