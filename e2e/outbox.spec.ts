import assert from 'node:assert/strict';
import { noteFigures } from './harness/figures.ts';
import { reportOnPage } from './harness/issues.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

const text = 'Die Laterne am Steg flackert seit Tagen.';

test('a report of nobody that the line swallowed is sent by itself, and read once its code was noted and confirmed', async ({
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
  await page.getByText(de.outbox.willAsk).waitFor();
  await page.getByRole('link', { name: de.outbox.mine }).click();
  const entry = page.locator('[data-outbox] li');
  await entry.getByText(de.outbox.waits).waitFor();
  // Only time passes: no page is opened, and the browser assumes that it was online all along.
  isCut = false;
  await entry.getByText(de.outbox.confirm).waitFor();
  const said = await entry.innerText();
  const reference = /M-\d+/.exec(said)?.[0] ?? '';
  assert.ok(tries >= 2, `${tries} tries`);
  assert.equal(await statusOf(stage, reference), 'UNCONFIRMED', 'nobody reads it yet');
  await entry.getByRole('button', { name: de.claim.confirm }).click();
  await entry.waitFor({ state: 'detached' });
  assert.equal(await statusOf(stage, reference), 'SUBMITTED');
  await kept;
  noteFigures({ tries });
});

async function statusOf(stage: Stage, reference: string): Promise<string> {
  const query = 'query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { status } }';
  const { issue } = await stage.ask(query, { ags: stage.town.ags, reference }, await stage.staff('verwaltung'));
  return issue.status;
}
