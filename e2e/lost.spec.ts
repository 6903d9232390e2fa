import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { startButton } from './harness/pollPage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

const title = 'Soll der Weihnachtsmarkt drei Wochen dauern?';
const reference = '3f9a11e0-7c52-4d11-9b0e-2f6f0c7f4a10';

test(
  'what goes wrong is said with a reference and costs nobody their words; sent again it is there once',
  { tag: '@desktop' },
  async ({ stage }) => {
    stage.guard.allow(/500|Failed to load/);
    const page = await stage.open(`${stage.town.path}/polls/new`, {
      as: await stage.staff('redaktion'),
      device: 'desktop',
    });
    await fill(page);
    // The server creates the poll, but its answer never arrives: the worst case for a retry.
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('CreatePoll') !== true) return route.continue();
      await route.fetch();
      const errors = [{ message: 'internal error', extensions: { code: 'INTERNAL', requestId: reference } }];
      return route.fulfill({ status: 500, json: { errors, data: null } });
    });
    await startButton(page).click();
    await page.getByRole('alert').getByText(reference).waitFor();
    assert.equal(await page.getByLabel(de.compose.question, { exact: true }).inputValue(), title, 'the words stay');
    await page.unrouteAll({ behavior: 'wait' });
    await startButton(page).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    const query = `query($ags: String!) { municipality(ags: $ags) { polls(state: OPEN, first: 50) {
    edges { node { title } } } } }`;
    const { municipality } = await stage.ask(query, { ags: stage.town.ags });
    const titles = municipality.polls.edges.map(({ node }: { node: { title: string } }) => node.title);
    assert.equal(titles.filter((known: string) => known === title).length, 1, 'there once');
    noteFigures({ 'sent twice, there': 1 });
  },
);

async function fill(page: Page): Promise<void> {
  await page.getByLabel(de.compose.question, { exact: true }).fill(title);
  for (const [i, label] of ['Ja', 'Nein'].entries()) {
    await page
      .getByLabel(de.compose.option.replace('{n}', String(i + 1)))
      .first()
      .fill(label);
  }
  const closesAt = new Date(Date.now() + 2 * 86_400_000).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' });
  await page.getByLabel(de.compose.closesAt, { exact: true }).fill(closesAt.slice(0, 16).replace(' ', 'T'));
}
