import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { labels, tallyLine } from './polls.ts';
import { de } from './texts.ts';
import { patience } from './patience.ts';

export function pollPath(townPath: string, pollId: string): string {
  return `${townPath}/polls/${pollId}`;
}

/** Casts or changes the vote on the page. */
export async function voteOnPage(page: Page, label: string): Promise<void> {
  const change = page.getByRole('button', { name: de.vote.change, exact: true });
  await change
    .or(page.getByRole('form', { name: de.ballot.label }))
    .or(castButton(page))
    .first()
    .waitFor();
  if (await change.isVisible()) await change.click();
  await page.getByRole('radio', { name: label, exact: true }).check();
  await castButton(page).click();
}

function castButton(page: Page) {
  return page.getByRole('button', { name: de.ballot.cast });
}

/** Waits until the table of the page equals `expected`, in the form of `readResults`. */
export async function showsResults(page: Page, expected: string): Promise<void> {
  const shown: string = await page.evaluate(
    `(${waitForTable})(${readTable}, ${JSON.stringify(expected)}, ${patience})`,
  );
  assert.equal(shown, expected, 'what the page shows');
}

/** Script in the page that waits for the table, because waitForFunction would breach the content policy. */
const waitForTable = `(read, expected, ms) => new Promise((done) => {
  const look = () => {
    if (read() !== expected && performance.now() < end) return;
    observer.disconnect();
    clearTimeout(timer);
    done(read());
  };
  const end = performance.now() + ms;
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  const timer = setTimeout(look, ms);
  look();
})`;

export function resultsOnPage(page: Page): Promise<string> {
  return page.evaluate(`(${readTable})()`);
}

/** Script that reads label, votes and length of the bar of each row: text alone would miss a bar that does not move. */
export const readTable = `() => {
  const rows = [...document.querySelectorAll('section[aria-labelledby="results"] tbody tr')];
  const turnout = Number(document.querySelector('[data-turnout]')?.textContent.match(/\\d+/)?.[0] ?? 0);
  return rows.map((row) => {
    const label = row.querySelector('th > span[lang]').textContent.trim();
    const votes = Number(row.querySelector('td:last-child').textContent.match(/[\\d.]+/)[0].replaceAll('.', ''));
    const scale = Number(row.querySelector('.track > span').style.transform.match(/scaleX\\((.*)\\)/)[1]);
    const wrong = Math.abs(scale - (turnout ? votes / turnout : 0)) > 0.001 ? ' (bar ' + scale + ')' : '';
    return label + ' ' + votes + wrong;
  }).join(' · ');
}`;

/** The expected line for these numbers of votes per option of `createPoll`. */
export function expectedLine(counts: readonly number[]): string {
  return tallyLine(labels.map((label, i) => [label, counts[i] ?? 0]));
}

/** Button that starts a poll in the composer; it names the number of people once that is counted. */
export function startButton(page: Page) {
  const [one = '', many = ''] = de.compose.startTo.split(' | ').map((text) => text.replace('{n}', '[\\d.]+'));
  return page.getByRole('button', { name: new RegExp(`^(${de.compose.publish}|${one}|${many})$`) });
}
