import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CDPSession, Page } from '@playwright/test';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { noteFigures } from './harness/figures.ts';
import { patience } from './harness/patience.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

/**
 * Headless Chromium has no push service. So the scenario ends the way of a device with the sentence that says so, and
 * hands the service worker a message itself: without a push service.
 */
test('messages on a device: our explanation comes before the question of the browser, and the worker shows them', async ({
  stage,
}) => {
  stage.guard.allow(/Push API in incognito mode/);
  const page = await stage.open(`${stage.town.path}/me/notifications`, {
    as: await stage.person(`phone-${randomUUID()}`),
    hasWorker: true,
    prepare: (context) => context.grantPermissions(['notifications'], { origin: stage.town.origin }),
  });
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await page
    .getByRole('switch', { name: new RegExp(`: ${de.preference.channel.PUSH}$`) })
    .first()
    .waitFor();
  if ((await page.evaluate('Notification.permission')) === 'denied') {
    // Chromium's shell without windows shows no notifications and denies the permission whatever is granted.
    await page.getByText(de.devices.problem.DENIED).waitFor();
    assert.deepEqual(await findBarriers(page), []);
    noteFigures({ notifications: 'denied by this program, only the sentence about it was seen' });
    return;
  }
  await page.getByRole('button', { name: de.devices.start }).click();
  const sheet = page.getByRole('dialog', { name: de.devices.ask.title });
  await sheet.getByText(de.devices.ask.private).waitFor();
  const barriers = await findBarriers(page);
  assert.deepEqual(barriers, []);
  await sheet.getByRole('button', { name: de.devices.ask.allow }).click();
  await page.getByRole('alert').filter({ hasText: de.devices.problem.FAILED }).waitFor();

  const shown = await deliver(page, stage.town.origin, `${stage.town.origin}${stage.town.path}/inbox`);
  assert.deepEqual(shown, { title: 'Meldung M-1', body: 'Neues', page: `${stage.town.path}/inbox` });
  noteFigures({ 'axe violations': barriers.length, 'push service': 'none' });
});

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly page: string;
}

/** Script that reads the notification that the service worker shows; undefined: none. */
const readShown = `navigator.serviceWorker.ready
  .then((registration) => registration.getNotifications())
  .then(([one]) => one && { title: one.title, body: one.body, page: new URL(one.data.navigate).pathname })`;

/** Hands the service worker of the page a message, as the browser does; returns what it shows. */
async function deliver(page: Page, origin: string, navigate: string): Promise<Shown | undefined> {
  const cdp = await page.context().newCDPSession(page);
  const registrationId = await findWorker(cdp);
  const notification = { title: 'Meldung M-1', body: 'Neues', navigate, tag: 't', lang: 'de', silent: false };
  const data = JSON.stringify({ web_push: 8030, notification, app_badge: 1 });
  await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  const find = (): Promise<Shown | undefined> => page.evaluate(readShown);
  assert.ok(await becomesTrue(async () => (await find()) !== undefined, patience), 'the worker showed nothing');
  return find();
}

async function findWorker(cdp: CDPSession): Promise<string> {
  const known = new Promise<string>((done) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first !== undefined) done(first.registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  return known;
}
