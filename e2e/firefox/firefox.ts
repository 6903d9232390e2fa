import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createECDH, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { atEnd, endAll, endOnSignals } from '../../faults/harness/ending.ts';
import { askData, type Data } from '../../faults/harness/http.ts';
import { type Person, signIn } from '../../faults/harness/people.ts';
import { publish } from '../../faults/harness/posts.ts';
import { say } from '../../faults/harness/report.ts';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { openMailbox } from '../harness/mailbox.ts';
import { de } from '../harness/texts.ts';
import { startTown, type Town } from '../harness/town.ts';
import { type HandedOver, type PushService, startPushService } from './pushService.ts';

const run = promisify(execFile);
const title = 'Trinkwasser in der Altstadt';
const earlierTitle = 'Neue Bänke am Rhein';

interface Shown {
  readonly title: string;
  readonly body: string;
}
/** Script that reads the notification that the service worker shows; undefined: none. */
const readShown = `navigator.serviceWorker.ready
  .then((registration) => registration.getNotifications())
  .then(([one]) => one && { title: one.title, body: one.body })`;

/**
 * `npm run firefox`: a message reaches a real browser over a push service. Needs firefox-esr, xvfb, xdotool and
 * python3-http-ece of Debian, so it is not part of CI. A headless Firefox shows no notifications, hence the virtual screen.
 */
endOnSignals();
try {
  const push = await startPushService();
  atEnd(push.stop);
  const town = await startTown(undefined, { PUSH_HOSTS: '127.0.0.1', OUTSIDE_HOSTS: push.host });
  const mailbox = openMailbox(town.origin);
  const reader = await signIn(town.port, mailbox, 'firefox@example.org', '10.9.0.1');
  const editor = await signIn(town.port, mailbox, `redaktion.${town.ags}@demo.example`, '10.9.0.2');
  const groupId = await followTown(town, reader);
  const browser = await openFirefox(push.url);
  const page = await browser.newPage();
  await followWithoutAccount(page, town);
  await publish(town.port, editor, groupId, earlierTitle);
  const earlier = await waitForNotification(page);
  assert.ok(earlier.title.includes(earlierTitle) || earlier.body.includes(earlierTitle), JSON.stringify(earlier));
  say(`a device without an account shows: ${earlier.title} / ${earlier.body}`);
  await endWithoutAccount(page, town);
  await waitUntil(
    () => push.acknowledged.length > 0,
    'Firefox did not acknowledge the message to a device without an account',
  );
  const before = { acknowledged: push.acknowledged.length, handedOver: push.handedOver.length };
  await browser.setCookie({
    name: 'session',
    value: reader.cookie.replace(/^.*session=([^;]*).*$/, '$1'),
    domain: '127.0.0.1',
  });
  await addDevice(page, town);
  say('the browser is a device of its owner');

  const bare = await addBareDevice(town, await signIn(town.port, mailbox, 'python@example.org', '10.9.0.3'), push);

  const published = performance.now();
  await publish(town.port, editor, groupId, title);
  const shown = await waitForNotification(page);
  const ms = performance.now() - published;
  assert.ok(shown.title.includes(title) || shown.body.includes(title), JSON.stringify(shown));
  await waitUntil(() => push.acknowledged.length > before.acknowledged, 'Firefox did not acknowledge the message');
  assert.deepEqual(new Set(push.acknowledged), new Set([100]));
  say(`a notification ${ms.toFixed(0)} ms after publishing: ${shown.title} / ${shown.body}`);

  await clickNotification(page);
  say(`a click opens ${new URL(page.url()).pathname}`);

  await waitUntil(() => push.handedOver.length === before.handedOver + 2, 'no message for the second device');
  assert.ok(push.handedOver.every(({ isSigned }) => isSigned));
  const opened = await openWithPython(push.handedOver, bare);
  assert.ok(opened.notification.title.includes(title), JSON.stringify(opened));
  say(`http_ece of Python opens the message: ${opened.notification.title}`);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await endAll();
}

async function followTown(town: Town, reader: Person): Promise<string> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { id townGroup { id } } }';
  const { municipality } = await askData(town.port, reader, query, { ags: town.ags });
  const mutation = 'mutation($input: JoinGroupInput!) { joinGroup(input: $input) { userErrors { code } } }';
  const { joinGroup } = await askData(town.port, reader, mutation, { input: { groupId: municipality.townGroup.id } });
  assert.deepEqual(joinGroup.userErrors, []);
  return municipality.townGroup.id as string;
}

/** Device without a browser: the keys with which its messages are opened. */
interface BareDevice {
  readonly endpoint: string;
  readonly privateKey: string;
  readonly auth: string;
}

async function addBareDevice(town: Town, owner: Person, push: PushService): Promise<BareDevice> {
  await followTown(town, owner);
  const { pushKey } = await askData(town.port, owner, '{ pushKey }');
  const keys = createECDH('prime256v1');
  const p256dh = keys.generateKeys('base64url');
  const endpoint = push.subscribe(pushKey as string);
  const auth = randomBytes(16).toString('base64url');
  const mutation = 'mutation($input: AddDeviceInput!) { addDevice(input: $input) { userErrors { code } } }';
  const { addDevice: added } = await askData(town.port, owner, mutation, {
    input: { endpoint, p256dh, auth, label: 'Python' },
  });
  assert.deepEqual(added.userErrors, []);
  return { endpoint, privateKey: keys.getPrivateKey('base64url'), auth };
}

/** Opens the message to the device with another program's code. */
async function openWithPython(all: readonly HandedOver[], { endpoint, privateKey, auth }: BareDevice): Promise<Data> {
  const message = all.find(({ path }) => endpoint.endsWith(path));
  const body = message?.body.toString('base64url');
  const opening = run('/usr/bin/python3', [join(import.meta.dirname, 'open.py')]);
  opening.child.stdin?.end(JSON.stringify({ privateKey, auth, body }));
  return JSON.parse((await opening).stdout);
}

async function openFirefox(pushUrl: string): Promise<Browser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: false,
    extraPrefsFirefox: {
      'alerts.useSystemBackend': false,
      'dom.push.connection.enabled': true,
      'dom.push.enabled': true,
      'dom.push.serverURL': pushUrl,
      'dom.push.testing.allowInsecureServerURL': true,
      'intl.accept_languages': 'de',
      'permissions.default.desktop-notification': 1,
    },
  });
  atEnd(() => browser.close());
  return browser;
}

async function addDevice(page: Page, town: Town): Promise<void> {
  await page.goto(`${town.origin}${town.path}/me/notifications`);
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await page.locator(`::-p-text(${de.devices.start})`).click();
  await page.locator(`::-p-text(${de.devices.ask.allow})`).click();
  await page.locator(`::-p-text(${de.devices.this})`).wait();
}

/** Follows the group of the town on this device, as a visitor does. */
async function followWithoutAccount(page: Page, town: Town): Promise<void> {
  await page.goto(`${town.origin}${town.path}/notify`);
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await page.locator('[data-notify] input[type="checkbox"]').click();
  await page.locator('[data-notify] input[type="radio"][value="PUSH"]').click();
  await page.locator('[data-notify] button[type="submit"]').click();
  await page.locator('[data-notify-done]').wait();
}

/** Ends everything by the link that the browser keeps, and closes the notification. */
async function endWithoutAccount(page: Page, town: Town): Promise<void> {
  await page.evaluate(`navigator.serviceWorker.ready
    .then((registration) => registration.getNotifications())
    .then((all) => all.forEach((one) => one.close()))`);
  await page.goto(`${town.origin}${town.path}/notify`);
  await page.locator(`::-p-text(${de.notify.choices})`).click();
  await page.locator(`::-p-text(${de.choices.end})`).click();
  await page.locator(`[role="group"] ::-p-text(${de.choices.end})`).click();
  await page.locator(`::-p-text(${de.choices.ended})`).wait();
}

async function waitForNotification(page: Page): Promise<Shown> {
  let shown: Shown | undefined;
  await waitUntil(async () => {
    shown = (await page.evaluate(readShown)) as Shown | undefined;
    return shown !== undefined;
  }, 'no notification was shown');
  return shown ?? { title: '', body: '' };
}

/** Clicks the notification on the screen; its page opens in the tab of the town. */
async function clickNotification(page: Page): Promise<void> {
  const { stdout } = await run('xdotool', ['search', '--sync', '--onlyvisible', '--classname', 'Alert']);
  const [alert = ''] = stdout.trim().split('\n');
  await run('xdotool', ['mousemove', '--window', alert, '100', '50', 'click', '1']);
  await waitUntil(() => /\/posts\//.test(page.url()), 'the post did not open');
}

async function waitUntil(isSo: () => boolean | Promise<boolean>, problem: string): Promise<void> {
  if (!(await becomesTrue(isSo, 20_000))) throw new Error(problem);
}
