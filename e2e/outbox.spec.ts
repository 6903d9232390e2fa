import assert from 'node:assert/strict';
import { noteFigures } from './harness/figures.ts';
import { reportOnPage } from './harness/issues.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

const text = 'Die Laterne am Steg flackert seit Tagen.';

test('a report without an account that the line swallowed is sent by itself; number and code stay on the device', async ({
  stage,
}) => {
  stage.guard.allow(/ERR_FAILED|net::ERR|Failed to fetch|NetworkError/);
  let isCut = true;
  let tries = 0;
  const page = await stage.open(`${stage.town.path}/report`, {
    prepare: async (context) => {
      await context.route('**/graphql', (route, request) => {
        const isReport = request.postData()?.includes('ReportIssue') === true;
        if (isReport) tries++;
        return isReport && isCut ? route.abort() : route.fallback();
      });
    },
  });
  const kept = reportOnPage(page, { address: 'Am Steg', text }).catch(() => undefined);
  await page.getByRole('heading', { name: de.outbox.isKept }).waitFor();
  await page.getByText(de.outbox.will).waitFor();
  await page.getByRole('link', { name: de.outbox.mine }).click();
  const entry = page.locator('[data-outbox] li');
  await entry.getByText(de.outbox.waits).waitFor();
  // Only time passes: no page is opened, and the browser assumes that it was online all along.
  isCut = false;
  await entry.waitFor({ state: 'detached' });
  const said = await page.locator('[data-device-reports] li').innerText();
  const reference = /M-\d+/.exec(said)?.[0] ?? '';
  assert.ok(tries >= 2, `${tries} tries`);
  assert.equal(await page.getByText(de.outbox.title).count(), 0, 'nothing is called unsent any more');
  assert.equal(await statusOf(stage, reference), 'SUBMITTED');
  await kept;
  noteFigures({ tries });
});

async function statusOf(stage: Stage, reference: string): Promise<string> {
  const query = 'query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { status } }';
  const { issue } = await stage.ask(query, { ags: stage.town.ags, reference }, await stage.staff('verwaltung'));
  return issue.status;
}
