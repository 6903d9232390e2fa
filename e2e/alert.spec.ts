import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import alert from '../web/alert/locales/de.json' with { type: 'json' };
import { endAllIncidents } from './harness/alerts.ts';
import { noteFigures } from './harness/figures.ts';
import { patience } from './harness/patience.ts';
import { test } from './harness/test.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

/** Most milliseconds from the sending of a warning to its takeover on a busy machine; the goal is 1000. */
const takeoverMs = 5000;
/** Most prompts and seconds from the first word to an approved warning, and seconds of a prepared correction. */
const bound = { prompts: 15, seconds: 120, correctionSeconds: 60, taps: 6 };
const { alert: words, alertDesk: desk } = alert;

/** Photographs the page if the variable names a folder. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env['ALERT_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function assertGood(page: Page, name: string): Promise<void> {
  await photograph(page, name);
  assert.deepEqual(await findBarriers(page), [], name);
  assert.equal(await scrollsSideways(page), false, name);
}

/** Counts what a person has to tap or type. */
function counter() {
  let prompts = 0;
  return {
    count: () => prompts,
    tap: async (page: Page, selector: string): Promise<void> => {
      prompts += 1;
      await page.locator(selector).click();
    },
    choose: async (page: Page, label: string): Promise<void> => {
      prompts += 1;
      await page.getByText(label, { exact: true }).click();
    },
    type: async (page: Page, name: string, text: string): Promise<void> => {
      prompts += 1;
      await page.locator(`input[name=${name}]`).fill(text);
    },
    search: async (page: Page, text: string): Promise<void> => {
      prompts += 1;
      await page.getByRole('combobox').fill(text);
    },
  };
}

async function fillFlood(page: Page, by: ReturnType<typeof counter>): Promise<void> {
  await by.choose(page, 'Hochwasser');
  await by.type(page, 'PLACE', 'der Altstadt');
  await by.type(page, 'TIME', '18 Uhr');
  await by.type(page, 'PHONE', '02224 18060');
}

/** Clicks what sends, and returns the time at which the server had sent it, in milliseconds. */
async function send(page: Page, mutation: string, button: string): Promise<number> {
  const answered = page.waitForResponse((response) => (response.request().postData() ?? '').includes(mutation));
  await page.locator(button).click();
  const { startTime, responseStart } = (await answered).request().timing();
  return startTime + responseStart;
}

/** Notes in the page when the element appears, because a wait of the scenario would add its own time. */
async function noteAppearance(page: Page, selector: string): Promise<() => Promise<number>> {
  await page.evaluate(`delete globalThis.seenAt;
    new MutationObserver(() => {
      if (globalThis.seenAt === undefined && document.querySelector('${selector}') !== null) globalThis.seenAt = Date.now();
    }).observe(document.body, { childList: true, subtree: true, attributes: true })`);
  return async () => {
    await page.waitForFunction(() => 'seenAt' in globalThis, undefined, { timeout: patience });
    return page.evaluate<number>('globalThis.seenAt');
  };
}

test(
  'composer, second person, takeover, correction, all-clear in three browsers',
  { tag: ['@phone', '@desktop'] },
  async ({ stage, device }) => {
    const { town } = stage;
    const scheme = device === 'phone' ? 'dark' : 'light';
    const [warner, second] = await Promise.all([stage.staff('warnung'), stage.staff('feuerwehr')]);
    try {
      const reader = await stage.open(`${town.path}/groups`, { scheme });
      await reader.waitForTimeout(4000); // the takeover is loaded ahead
      const author = await stage.open(`${town.path}/warnings/new`, { as: warner });
      const by = counter();
      await author.getByText('Hochwasser', { exact: true }).waitFor();
      const began = performance.now();
      await fillFlood(author, by);
      await by.type(author, 'placeName', 'Unkel');
      await assertGood(author, `composer-${device}`);
      await by.tap(author, 'button[type=submit]');
      await author.locator('[data-waiting]').waitFor();
      await assertGood(author, `waiting-${device}`);

      const approver = await stage.open(new URL(author.url()).pathname, { as: second, device: 'phone' });
      await approver.locator('[data-approve]').waitFor();
      await assertGood(approver, `approve-${device}`);
      const seen = await noteAppearance(reader, '[data-takeover]');
      const sentAt = await send(approver, 'ApproveAlert', '[data-approve] button:has-text("Bestätigen")');
      const seconds = (performance.now() - began) / 1000;
      const delay = Math.round((await seen()) - sentAt);
      await author.locator('[data-next]').waitFor();
      assert.ok(delay <= takeoverMs, `takeover after ${delay} ms`);
      assert.ok(by.count() + 1 <= bound.prompts && seconds <= bound.seconds, `${by.count()} prompts, ${seconds} s`);

      await readTakeover(reader, device);
      await author.locator('[data-help]').waitFor();
      await assertGood(author, `answers-${device}`);
      await author.getByRole('button', { name: desk.take }).click();
      await author.getByText(/kümmert sich seit/).waitFor();

      const correcting = performance.now();
      await author.locator('[data-step=correct]').click();
      const lines = author.locator('[data-words=de] textarea').nth(1);
      await lines.fill(`${await lines.inputValue()}\nParken Sie am Sportplatz, nicht am Rhein.`);
      await author.locator('[data-update] button[type=submit]').click();
      await author.locator('[data-update]').waitFor({ state: 'detached' });
      await author.locator('[data-waiting]').waitFor();
      await assertGood(author, `correction-waits-${device}`);
      await approver.locator('[data-approve] button:has-text("Bestätigen")').click();
      await author.locator('[data-waiting]').waitFor({ state: 'detached' });
      const correction = (performance.now() - correcting) / 1000;
      assert.ok(correction <= bound.correctionSeconds, `${correction} s`);
      await reader.locator('[data-alert-bar] button').first().click();
      await reader.getByText(/Neu seit \d\d:\d\d/).waitFor();
      await assertGood(reader, `corrected-${device}`);

      const green = await noteAppearance(reader, '[data-takeover$=over]');
      await author.locator('[data-step=end]').click();
      const endedAt = await send(author, 'EndIncident', '[data-end] button[type=submit]');
      const endDelay = Math.round((await green()) - endedAt);
      await reader.getByText(words.over, { exact: true }).waitFor();
      await assertGood(reader, `over-${device}`);
      noteFigures({
        'first word to approved': `${seconds.toFixed(1)} s`,
        prompts: by.count() + 1,
        'sent to takeover': `${delay} ms`,
        correction: `${correction.toFixed(1)} s`,
        'all-clear to green': `${endDelay} ms`,
        'axe violations': 0,
      });
    } finally {
      await endAllIncidents(stage);
    }
  },
);

/** Place of the page's content on the screen. */
const topOfPage = "document.getElementById('main').getBoundingClientRect().top";

/** Reads the takeover with the keyboard alone: focus, a call for help, Esc, and the bar. */
async function readTakeover(reader: Page, device: string): Promise<void> {
  const dialog = reader.getByRole('alertdialog', { name: /Hochwasser/ });
  await dialog.waitFor();
  assert.equal(await reader.evaluate('document.activeElement.tagName'), 'H2', 'the focus is in the warning');
  await assertGood(reader, `takeover-${device}`);
  const { y = 0, height = 0 } = (await reader.locator('[data-answer=HELP]').boundingBox()) ?? {};
  assert.ok(y + height <= (reader.viewportSize()?.height ?? 0), 'the answers are in view without scrolling');
  await tabTo(reader, '[data-answer=HELP]');
  await reader.keyboard.press('Enter');
  await reader.getByText(words.callFirst).waitFor();
  await assertGood(reader, `help-${device}`);
  await tabTo(reader, 'input[autocomplete=street-address]');
  await reader.keyboard.type('Vogtsgasse 3, 1. Stock');
  await reader.keyboard.press('Enter');
  await reader.getByText(words.answered.HELP).waitFor();
  const before = await reader.evaluate(topOfPage);
  await reader.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await reader.locator('[data-alert-bar]').waitFor();
  const after = await reader.evaluate(topOfPage);
  assert.equal(after, before, 'the bar moves nothing');
  await assertGood(reader, `bar-${device}`);
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  await page.locator(selector).waitFor();
  for (let n = 0; n < 40; n += 1) {
    if (await page.evaluate<boolean>(`document.activeElement.matches('${selector}')`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
}

test('a drill says PROBE first, covers no page and looks like no warning', async ({ stage }) => {
  const { town } = stage;
  const warner = await stage.staff('warnung');
  try {
    const reader = await stage.open(`${town.path}/groups`);
    await reader.waitForTimeout(4000); // the bar is loaded ahead
    const author = await stage.open(`${town.path}/drills/new`, { as: warner });
    const by = counter();
    await by.choose(author, desk.audiences.PUBLIC);
    await fillFlood(author, by);
    await assertGood(author, 'drill-composer');
    await by.tap(author, 'button[type=submit]');
    const bar = reader.locator('[data-alert-bar]');
    await bar.getByText(words.drill, { exact: true }).waitFor();
    assert.equal(await reader.locator('[data-takeover]').count(), 0, 'a drill covers no page');
    await bar.getByRole('button').first().click();
    const sheet = reader.getByRole('alertdialog', { name: words.drill });
    await sheet.getByText(words.noDanger).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await reader.emulateMedia({ colorScheme });
      await assertGood(reader, `drill-sheet-${colorScheme}`);
    }
    const classes = await sheet.evaluate((root) => [...root.querySelectorAll('*')].map((one) => [...one.classList]));
    const levels = classes.flat().filter((name) => /^level-\d$|^bg-done$/.test(name));
    assert.deepEqual(levels, [], 'no colour of a warning');
    await sheet.getByRole('button', { name: words.drillSeen }).click();
    await sheet.waitFor({ state: 'detached' });
    noteFigures({ prompts: by.count(), 'axe violations': 0 });
  } finally {
    await endAllIncidents(stage);
  }
});

/** Accepts that nobody gets the disruption, if nobody follows its streets in the demo town. */
async function acceptNobody(page: Page, by = counter()): Promise<void> {
  await page
    .locator('[data-reach]')
    .getByText(/^Geht an/)
    .waitFor();
  if ((await page.getByLabel(desk.acceptNobody).count()) > 0) await by.tap(page, '[data-reach] input');
}

/** Houses in the wrong order: the server refuses them, and the form says so at the field. */
async function refuseHouses(page: Page): Promise<void> {
  await page.getByText('Wasser', { exact: true }).click();
  await page.getByRole('combobox').fill('Vogts');
  await page.locator('[role=option]').first().click();
  await page.getByText(desk.someHouses, { exact: true }).click();
  await page.getByLabel(desk.fromHouse).fill('14');
  await page.getByLabel(desk.toHouse).fill('10');
  await page
    .locator('[data-preview]')
    .getByText(/Vogtsgasse 14–10/)
    .first()
    .waitFor();
  await acceptNobody(page);
  await page.locator('button[type=submit]').click();
  await page.locator('[data-spans] input[aria-invalid=true]').waitFor();
  await assertGood(page, 'disruption-refused');
  await page.locator('[data-span] button').click();
  await page.locator('[data-span]').waitFor({ state: 'detached' });
  await page.reload();
}

test('a disruption is reported from the street with at most six taps, prolonged and ended', async ({ stage }) => {
  const { town } = stage;
  const warner = await stage.staff('warnung');
  try {
    const author = await stage.open(`${town.path}/disruptions/new`, { as: warner });
    await refuseHouses(author);
    const by = counter();
    await by.choose(author, 'Wasser');
    await by.search(author, 'Vogts');
    await by.tap(author, '[role=option]');
    await by.choose(author, '2 Stunden');
    await author.locator('[data-span]').getByText('Vogtsgasse', { exact: true }).waitFor();
    await author
      .locator('[data-preview]')
      .getByText(/Vogtsgasse/)
      .first()
      .waitFor();
    await assertGood(author, 'disruption-form');
    await acceptNobody(author, by);
    await by.tap(author, 'button[type=submit]');
    await author.locator('[data-next]').waitFor();
    assert.ok(by.count() <= bound.taps, `${by.count()} taps`);
    await assertGood(author, 'disruption');
    await author.locator('[data-step=prolong]').click();
    await author.locator('[data-update] button[type=submit]').click();
    await author.getByText(words.entry.UPDATE, { exact: true }).waitFor();
    await author.locator('[data-step=end]').click();
    await author.locator('[data-end] button[type=submit]').click();
    await author.getByText(words.entry.FIXED, { exact: true }).waitFor();
    await assertGood(author, 'disruption-fixed');
    noteFigures({ taps: by.count(), 'axe violations': 0 });
  } finally {
    await endAllIncidents(stage);
  }
});

test('a warning stays readable without a connection', async ({ stage }) => {
  stage.guard.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|net::ERR|Failed to fetch|dynamically imported|NetworkError/);
  const { town } = stage;
  const warner = await stage.staff('warnung');
  try {
    const reader = await stage.open(`${town.path}/groups`, { hasWorker: true });
    await reader.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await reader.reload();
    await reader.waitForTimeout(4000); // the worker stores the files, and the bar is loaded ahead
    const author = await stage.open(`${town.path}/warnings/new`, { as: warner });
    const by = counter();
    await fillFlood(author, by);
    await author.locator('[data-level] summary').click();
    await by.choose(author, desk.severities.MODERATE);
    await by.type(author, 'placeName', 'Unkel');
    await by.tap(author, 'button[type=submit]');
    const bar = reader.locator('[data-alert-bar]');
    await bar.getByText(words.level['2']).waitFor();
    assert.equal(await reader.locator('[data-takeover]').count(), 0, 'level 2 covers no page');
    await reader.context().setOffline(true);
    await reader.reload();
    await bar.getByRole('button').first().click();
    await reader.getByRole('alertdialog').getByText(words.offline).waitFor();
    await assertGood(reader, 'offline');
    await reader.getByRole('link', { name: words.toPage }).click();
    await reader.locator('main').getByText(words.whatToDo).waitFor();
    await assertGood(reader, 'offline-page');
    noteFigures({ 'axe violations': 0 });
  } finally {
    await endAllIncidents(stage);
  }
});
