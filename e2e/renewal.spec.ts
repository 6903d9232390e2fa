import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeClock } from '../faults/reminders/clock.ts';
import { sendWarning } from './harness/alerts.ts';
import { openAuthenticator } from './harness/authenticator.ts';
import { noteFigures } from './harness/figures.ts';
import { codeIn } from './harness/signInForm.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { seededFolder, startTown } from './harness/town.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

/** Age of the sessions when the steps are taken. */
const ageMinutes = 100;
/** Most taps from the page of the warning to the all-clear. */
const mostTaps = 4;

async function assertGood(page: Page, name: string): Promise<void> {
  const folder = process.env['ALERT_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
  assert.deepEqual(await findBarriers(page), [], name);
  assert.equal(await scrollsSideways(page), false, name);
}

/** Clicks, and counts the clicks. */
function counter() {
  let taps = 0;
  return {
    count: () => taps,
    tap: async (page: Page, selector: string): Promise<void> => {
      taps += 1;
      await page.locator(selector).click();
    },
  };
}

/** The warner of the town with a passkey in this page. */
async function openWithPasskey(stage: Stage): Promise<Page> {
  const page = await stage.open(`${stage.town.path}/me`, { as: await stage.staff('warnung') });
  await openAuthenticator(page);
  await page.getByLabel(de.passkey.name).fill('Telefon');
  await page.getByRole('button', { name: de.passkey.add }).click();
  await page.getByRole('list', { name: de.passkey.title }).getByRole('listitem').first().waitFor();
  return page;
}

test('an old sign-in is renewed in place: all-clear by passkey, roles by a code, and nothing is typed twice', async ({
  stage: outer,
}) => {
  const clock = makeClock(mkdtempSync(join(tmpdir(), 'ortsfunk-clock-')));
  assert.ok(clock !== undefined, 'the Debian package faketime is missing');
  const started = await startTown(undefined, clock.env, { copied: seededFolder() });
  // Passkeys need a host name.
  const town = { ...started, origin: `http://localhost:${started.port}` };
  const stage = outer.elsewhere(town);
  const warner = await openWithPasskey(stage);
  const admin = await stage.staff('verwaltung');
  const { id } = await sendWarning(stage, 'SEVERE');
  await clock.set(new Date(Date.now() + ageMinutes * 60_000));

  const by = counter();
  await warner.goto(`${town.origin}${town.path}/warnings/${id}`);
  await by.tap(warner, '[data-step=end]');
  await by.tap(warner, '[data-end] button[type=submit]');
  await warner.locator('[data-proof] button').waitFor();
  await assertGood(warner, 'renewal-passkey');
  await by.tap(warner, '[data-proof] button');
  await warner.locator('[data-proof]').waitFor({ state: 'detached' });
  await warner.locator('[data-end]').waitFor({ state: 'detached' });
  assert.ok(by.count() <= mostTaps, `${by.count()} taps`);
  const { node } = await stage.ask('query($id: ID!) { node(id: $id) { ... on Incident { state } } }', { id });
  assert.equal(node.state, 'ENDED');

  const page = await stage.open(`${town.path}/staff`, { as: admin, scheme: 'dark' });
  await page.getByRole('button', { name: de.staff.add }).click();
  const email = `kollegin-${randomUUID()}@example.org`;
  await page.getByLabel(de.staff.email).fill(email);
  await page.getByLabel(de.staff.name).fill('Neue Kollegin');
  await page.getByRole('button', { name: de.staff.grant }).click();
  const address = `verwaltung.${town.ags}@demo.example`;
  await page.getByRole('button', { name: sayingOf(de.renewal.sendCode, { email: address }) }).click();
  const code = page.locator('[data-proof] input[name=code]');
  await code.waitFor();
  await assertGood(page, 'renewal-code');
  await code.fill(codeIn(await stage.mailbox.nextMail(address)));
  await page.locator('[data-proof]').waitFor({ state: 'detached' });
  await page.getByText('Neue Kollegin').first().waitFor();
  noteFigures({ 'age of the sessions': `${ageMinutes} min`, 'taps to the all-clear': by.count(), 'axe violations': 0 });
  await stage.end();
  assert.deepEqual(stage.guard.problems, []);
  await started.stop();
});
