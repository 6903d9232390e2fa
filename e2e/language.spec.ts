import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { pollPath } from './harness/pollPage.ts';
import { createPoll } from './harness/polls.ts';
import { test } from './harness/test.ts';
import { de, en, languages } from './harness/texts.ts';

test('one tap makes the whole site English, and it stays so', { tag: '@desktop' }, async ({ stage }) => {
  const { path } = stage.town;
  const page = await stage.open(`${path}/me`, { as: await stage.staff('verwaltung'), device: 'desktop' });
  await page.getByRole('heading', { level: 1, name: de.profile.title }).waitFor();
  assert.equal(await langOf(page), 'de');
  const german = germanOnly();
  assert.ok(findGerman(await wordsOn(page), german).length > 3, 'the check knows German when it sees it');
  await page.getByRole('button', { name: languages.en }).click();
  await page.getByRole('heading', { level: 1, name: en.profile.title }).waitFor();
  assert.equal(await langOf(page), 'en');

  const poll = await createPoll(stage, 'Language of the signs?', 'LIVE', {
    questions: [{ text: 'Language of the signs?', kind: 'SINGLE', options: ['English', 'French'] }],
  });
  const visits: readonly (readonly [string, string])[] = [
    [`${path}/me`, en.profile.title],
    [path, 'Unkel'],
    [pollPath(path, poll.id), poll.title],
    [`${path}/polls/new`, en.compose.title],
    [`${path}/report`, en.report.heading.what],
    [`${path}/board`, en.board.title],
    [`${path}/sign-in`, en.signIn.title],
    ['/?all=1', en.choose.title],
    ['/nowhere/at/all', en.notFound.title],
  ];
  let texts = 0;
  for (const [address, heading] of visits) {
    await page.goto(stage.town.origin + address);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.getByText(en.app.loading).first().waitFor({ state: 'detached' });
    assert.equal(await langOf(page), 'en', address);
    const words = await wordsOn(page);
    texts += words.length;
    assert.deepEqual(findGerman(words, german), [], `German on ${address}`);
  }
  noteFigures({ addresses: visits.length, texts, 'German messages looked for': german.length });
});

function langOf(page: Page): Promise<string> {
  return page.evaluate('document.documentElement.lang');
}

/** Everything that the page shows or a screen reader reads: text, names of controls, hints in fields, the title. */
function wordsOn(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const words = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest('script, style, [lang]:not(html)')) words.push(walker.currentNode.data);
    }
    for (const name of ['aria-label', 'placeholder', 'alt', 'title']) {
      for (const element of document.querySelectorAll('body [' + name + ']')) words.push(element.getAttribute(name));
    }
    return words.map((text) => text.trim()).filter(Boolean);
  })()`);
}

/** Patterns of the German messages that equal no English message; messages of hardly any words are left out. */
function germanOnly(): RegExp[] {
  const english = new Set(messagesIn(en));
  const german = messagesIn(de).filter((message) => !english.has(message));
  return german
    .filter((message) => message.replace(/\{\w+\}/g, '').replace(/[^\p{L}]/gu, '').length > 3)
    .map((message) => {
      const parts = message.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      return new RegExp(`^${parts.join('.+')}$`);
    });
}

function findGerman(words: readonly string[], german: readonly RegExp[]): string[] {
  return words.filter((text) => german.some((pattern) => pattern.test(text)));
}

/** All messages of a file; plural forms one by one. */
function messagesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' | ').map((form) => form.trim());
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(messagesIn);
}
