import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createPoll } from './harness/polls.ts';
import { openGroups, publishTo } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

test('a post, a poll and a public report are shared by link, by QR code and with an app; a stranger opens the link', async ({
  stage,
}) => {
  const { town } = await openGroups(stage);
  const post = await publishTo(stage, [town.id], 'Zum Weitersagen');
  const poll = await createPoll(stage, 'Wem sagen Sie das weiter?');
  const [issue] = await publicReferences(stage);
  assert.ok(issue, 'the town shows a report');
  const pages: readonly [path: string, shows: string][] = [
    [`/posts/${post.id}`, post.title],
    [`/polls/${poll.id}`, poll.title],
    [`/issues/${issue}`, issue],
  ];
  for (const [path, shows] of pages) {
    const page = await stage.open(`${stage.town.path}${path}?from=feed#hidden`);
    const link = await share(stage, page, path);
    const stranger = await stage.open('/');
    await stranger.goto(link);
    await stranger.locator('main').getByText(shows).first().waitFor();
    await stranger.context().close();
    await page.context().close();
  }
});

/** Opens the sheet, checks what it offers, and returns the link. */
async function share(stage: Stage, page: Page, path: string): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  // Chromium on Linux has no share sheet; the page only asks whether the function exists and calls it.
  await page.evaluate('navigator.share = async (given) => { globalThis.passedOn = given; }');
  const button = page.getByRole('button', { name: de.sharing.action });
  await button.click();
  const sheet = page.getByRole('dialog', { name: de.sharing.title });
  await sheet.waitFor();
  await sheet.getByText(de.sharing.everybody).waitFor();
  const address = `${stage.town.origin}${stage.town.path}${path}`;
  assert.equal(await sheet.locator('[data-address]').innerText(), address, 'without the query and the hash');
  assert.equal(await sheet.getByRole('img', { name: de.sharing.code }).getAttribute('data-text'), address);
  await sheet.getByRole('button', { name: de.sharing.copy }).click();
  await sheet.getByText(de.app.copied).waitFor();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  assert.equal(copied, address);
  await sheet.getByRole('button', { name: de.sharing.pass }).click();
  assert.equal(await page.evaluate<string>('globalThis.passedOn.url'), address);
  await page.screenshot({ path: join(stage.out, `share${path.split('/')[1] ?? ''}.png`) });
  assert.deepEqual(await findBarriers(page), [], 'barriers');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  assert.ok(
    await page.evaluate<boolean>('document.activeElement.matches("[data-share]")'),
    'the focus is back at the button',
  );
  return copied;
}

async function publicReferences(stage: Stage): Promise<readonly string[]> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { publicIssues(first: 5) { nodes { reference } } } }';
  const { municipality } = await stage.ask(query, { ags: stage.town.ags });
  return municipality.publicIssues.nodes.map(({ reference }: { reference: string }) => reference);
}
