import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { cardOf } from './harness/feedPage.ts';
import { noteFigures } from './harness/figures.ts';
import { pollPath } from './harness/pollPage.ts';
import { castVote, createPoll } from './harness/polls.ts';
import { askForMail, openGroup, publishTo } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, en, languages, plain } from './harness/texts.ts';

/** A post with its titles by language. */
interface Told {
  readonly id: string;
  readonly titles: Readonly<Record<'de' | 'de-x-leicht' | 'en', string>>;
  /** Title of a post that exists in German only. */
  readonly single: string;
}

test('who reads English or Leichte Sprache gets it at once where it is written, on pages and by mail', async ({
  stage,
}) => {
  const group = await openGroup(stage);
  const readers = await Promise.all(
    ['english', 'plain', 'german'].map((name) => stage.person(`${name}-${randomUUID()}`)),
  );
  const [english, simple, german] = readers as [Person, Person, Person];
  for (const reader of readers) await askForMail(stage, group.id, reader);
  const page = await speak(stage, english, languages.en, en.profile.title);
  await speak(stage, simple, languages['de-x-leicht'], plain.profile.title);

  const told = await publish(stage, group.id);
  await readAtHome(page, stage, told);
  await readPost(page, stage, told);
  await readInbox(page, stage, told);
  await readPoll(page, stage);
  await readMails(stage, told, { english, simple, german });
  noteFigures({ languages: Object.keys(told.titles).length, mails: readers.length });
});

/** Chooses the language on the profile page; later mails use it, too. */
async function speak(stage: Stage, as: Person, language: string, title: string): Promise<Page> {
  const page = await stage.open(`${stage.town.path}/me`, { as });
  await page.getByRole('heading', { level: 1, name: de.profile.title }).waitFor();
  const kept = page.waitForResponse(async (answer) => (await answer.text()).includes('"chooseLanguage"'));
  await page.getByRole('button', { name: language, exact: true }).click();
  await kept;
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  return page;
}

async function publish(stage: Stage, groupId: string): Promise<Told> {
  const key = randomUUID().slice(0, 6);
  const titles = {
    de: `Brücke gesperrt ${key}`,
    'de-x-leicht': `Die Brücke ist zu ${key}`,
    en: `Bridge closed ${key}`,
  };
  const single = `Flohmarkt ${key}`;
  await publishTo(stage, [groupId], single);
  const variants = [
    { locale: 'de-x-leicht', title: titles['de-x-leicht'], body: 'Die Brücke ist kaputt.' },
    { locale: 'en', title: titles.en, body: 'The bridge is being repaired.' },
  ];
  const { id } = await publishTo(stage, [groupId], titles.de, { body: 'Die Brücke wird erneuert.', variants });
  return { id, titles, single };
}

/**
 * Shows English at once; the original and Leichte Sprache are one tap away, each with its language for screen readers.
 */
async function readAtHome(page: Page, stage: Stage, { titles, single }: Told): Promise<void> {
  await page.goto(stage.town.origin + stage.town.path);
  await isSaid(cardOf(page, titles.en), 3, titles.en, 'en');
  await choose(cardOf(page, titles.en), en.variant.original);
  await isSaid(cardOf(page, titles.de), 3, titles.de, 'de');
  await choose(cardOf(page, titles.de), languages['de-x-leicht']);
  await isSaid(cardOf(page, titles['de-x-leicht']), 3, titles['de-x-leicht'], 'de');
  const other = cardOf(page, single);
  await isSaid(other, 3, single, 'de');
  await other.getByText(en.variant.foreign, { exact: true }).waitFor();
}

async function readPost(page: Page, stage: Stage, { id, titles }: Told): Promise<void> {
  await page.goto(`${stage.town.origin}${stage.town.path}/posts/${id}`);
  const article = page.getByRole('article');
  await isSaid(article, 1, titles.en, 'en');
  await article.locator('.written[lang="en"]').getByText('The bridge is being repaired.').waitFor();
  await choose(article, en.variant.original);
  await isSaid(article, 1, titles.de, 'de');
  await article.locator('.written[lang="de"]').getByText('Die Brücke wird erneuert.').waitFor();
}

async function readInbox(page: Page, stage: Stage, { titles, single }: Told): Promise<void> {
  await page.goto(`${stage.town.origin}${stage.town.path}/inbox`);
  await page.locator('[data-message] [lang="en"]').getByText(titles.en, { exact: true }).waitFor();
  await page.locator('[data-message] [lang="de"]').getByText(single, { exact: true }).waitFor();
}

/** Answers a translated poll: the option that the reader chose is counted. */
async function readPoll(page: Page, stage: Stage): Promise<void> {
  const words = { text: 'Shall the bridge be painted?', options: ['Yes, soon', 'Later', 'No'] };
  const variants = [{ locale: 'en', title: words.text, questions: [words] }];
  const poll = await createPoll(stage, `Soll die Brücke bunt werden? ${randomUUID().slice(0, 6)}`, 'LIVE', {
    variants,
  });
  for (const voter of await stage.people(5)) await castVote(stage, poll.id, poll.options[0]?.id ?? '', voter);
  await page.goto(stage.town.origin + pollPath(stage.town.path, poll.id));
  await isSaid(page.getByRole('main'), 1, words.text, 'en');
  await page.getByRole('radio', { name: 'Later', exact: true }).check();
  await page.getByRole('button', { name: en.ballot.cast }).click();
  await page.getByText(en.vote.counted).waitFor();
  await choose(page.getByRole('main'), en.variant.original);
  const row = page.getByRole('row', { name: poll.options[1]?.label ?? '' });
  await row.getByText(en.results.own, { exact: true }).waitFor();
}

interface Readers {
  readonly english: Person;
  readonly simple: Person;
  readonly german: Person;
}

/** Each mail is in the language of its reader: the frame as well as the town's text. */
async function readMails({ mailbox }: Stage, { titles }: Told, { english, simple, german }: Readers): Promise<void> {
  const expected = [
    [english, titles.en, /Hello,[^]*The bridge is being repaired\./, 'en'],
    [simple, titles['de-x-leicht'], /schreibt:[^]*Die Brücke ist kaputt\.[^]*Sie folgen der Gruppe/, 'de'],
    [german, titles.de, /Neues aus der Gruppe[^]*Die Brücke wird erneuert\./, 'de'],
  ] as const;
  for (const [reader, title, text, lang] of expected) {
    const mail = await mailbox.waitFor(reader.email, ({ subject }) => subject.includes(title));
    assert.match(mail.text, text);
    assert.match(mail.html ?? '', new RegExp(`<html lang="${lang}">`));
  }
}

async function choose(place: Locator, name: string): Promise<void> {
  await place.getByRole('button', { name, exact: true, pressed: false }).click();
}

/** Waits for the heading and checks the language in which screen readers read it. */
async function isSaid(place: Locator, level: number, title: string, lang: string): Promise<void> {
  const heading = place.getByRole('heading', { level, name: title, exact: true });
  await heading.and(place.page().locator(`[lang="${lang}"]`)).waitFor();
}
