import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import alert from '../web/alert/locales/de.json' with { type: 'json' };
import { endAllIncidents } from './harness/alerts.ts';
import { noteFigures } from './harness/figures.ts';
import { askAsPartner, makeKey } from './harness/partners.ts';
import { signInByCode } from './harness/signInForm.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, errorText, sayingOf } from './harness/texts.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

const { alert: words, alertDesk: desk } = alert;
/** Milliseconds until the author may send alone, and some time for the page. */
const glassMs = 150_000;

async function assertGood(page: Page, name: string): Promise<void> {
  const folder = process.env['ALERT_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  assert.deepEqual(await findBarriers(page), [], name);
  assert.equal(await scrollsSideways(page), false, name);
}

const slots = [
  { name: 'PLACE', value: 'der Altstadt' },
  { name: 'TIME', value: '18 Uhr' },
  { name: 'PHONE', value: '02224 18060' },
];
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const content = () => ({
  severity: 'SEVERE',
  urgency: 'IMMEDIATE',
  certainty: 'LIKELY',
  slots,
  expiresAt: inHours(6),
});

async function townId({ ask, town }: Stage): Promise<string> {
  const { municipality } = await ask('query($ags: String!) { municipality(ags: $ags) { id } }', { ags: town.ags });
  return municipality.id;
}

/** Submits a warning of level 3, which then waits; path of its page. */
async function submitWarning(stage: Stage, as: Person): Promise<string> {
  const mutation = `mutation($input: SendWarningInput!) {
    sendWarning(input: $input) { incident { id } userErrors { code path } } }`;
  const start = { municipalityId: await townId(stage), template: 'flood', placeName: 'Unkel', alert: content() };
  const { sendWarning } = await stage.ask(mutation, { input: { ...start, idempotencyKey: randomUUID() } }, as);
  assert.deepEqual(sendWarning.userErrors, []);
  return `${stage.town.path}/warnings/${sendWarning.incident.id}`;
}

/** A border that crosses itself, as a program for maps writes it. */
const bowTie = JSON.stringify({
  type: 'Polygon',
  coordinates: [
    [
      [7.215, 50.6],
      [7.219, 50.603],
      [7.219, 50.6],
      [7.215, 50.603],
      [7.215, 50.6],
    ],
  ],
});

test('the area of a warning: a border that crosses itself is refused at the map', async ({ stage }) => {
  const { town } = stage;
  const author = await stage.open(`${town.path}/warnings/new`, { as: await stage.staff('warnung'), scheme: 'dark' });
  try {
    await author.getByText('Hochwasser', { exact: true }).click();
    for (const { name, value } of slots) await author.locator(`input[name=${name}]`).fill(value);
    await author
      .locator('[data-reach]')
      .getByText(/Geht an \d+ Personen/)
      .waitFor();
    await author.locator('[data-area] > summary').click();
    await author.getByText(de.areas.import, { exact: true }).click();
    await author.getByLabel(de.areas.geojson).fill(bowTie);
    await author.getByRole('button', { name: de.areas.take }).click();
    await author.locator('input[name=placeName]').fill('Unkel');
    await author.locator('button[type=submit]').click();
    await author.locator('[data-area]').getByText(errorText('SELF_CROSSING')).waitFor();
    await assertGood(author, 'area-crossing');
    const districts = author.locator('[data-area] select');
    await districts.selectOption({ index: 2 });
    const chosen = await districts.locator('option:checked').innerText();
    assert.equal(await author.locator('input[name=area]').inputValue(), chosen, 'the area in words');
    await author.locator('button[type=submit]').click();
    await author.locator('[data-waiting]').waitFor();
    const approver = await stage.open(new URL(author.url()).pathname, { as: await stage.staff('feuerwehr') });
    await approver.locator('[data-approve] [data-map]').first().waitFor();
    await assertGood(approver, 'area-approve');
    await approver.getByRole('button', { name: desk.refuse, exact: true }).click();
    await approver.locator('[data-approve] textarea').fill('Falscher Ort.');
    await approver.getByRole('button', { name: desk.refuseNow }).click();
    await author.getByText(desk.wasRefused).waitFor();
    noteFigures({ 'axe violations': 0 });
  } finally {
    await endAllIncidents(stage);
  }
});

test('an admin appoints a warner, whom the sign-in leads to the page to warn', async ({ stage }) => {
  const { town } = stage;
  const email = `warner-${randomUUID()}@example.org`;
  const admin = await stage.open(`${town.path}/me`, { as: await stage.staff('verwaltung') });
  await admin.getByRole('main').getByRole('link', { name: de.nav.settings }).click();
  await admin.getByRole('link', { name: de.settings.page.staff }).click();
  await admin.getByRole('button', { name: de.staff.add }).click();
  await admin.getByLabel(de.staff.email).fill(email);
  await admin.getByLabel(de.staff.name).fill('Wehrführung');
  await admin.getByText(alert.role.WARNER, { exact: true }).last().click();
  await admin.getByText(alert.staff.may.WARNER).waitFor();
  await admin.getByRole('button', { name: de.staff.grant }).click();
  await admin.getByText(sayingOf(de.staff.granted, { who: 'Wehrführung' })).waitFor();

  const warner = await stage.open(`${town.path}/sign-in`);
  await signInByCode(warner, stage, email);
  await warner.waitForURL(`**${town.path}/warn`);
  const bar = warner.getByRole('navigation', { name: de.nav.label });
  await bar.getByRole('link', { name: alert.nav.warn }).waitFor();
  await assertGood(warner, 'appointed');
  await bar.getByRole('link', { name: de.nav.profile }).click();
  await warner.getByRole('heading', { name: de.profile.menu }).waitFor();
  await assertGood(warner, 'rest-of-menu');
  noteFigures({ 'axe violations': 0 });
});

// In the lane that ends first, because it waits; the author has a phone all the same.
test('after two minutes the author sends alone, and an admin reviews it', { tag: '@desktop' }, async ({ stage }) => {
  test.setTimeout(glassMs * 3);
  const path = await submitWarning(stage, await stage.staff('warnung'));
  try {
    const author = await stage.open(path, { as: await stage.staff('warnung'), device: 'phone', scheme: 'dark' });
    await author.locator('[data-waiting]').getByText(desk.aloneNow).waitFor({ timeout: glassMs });
    await author.getByRole('button', { name: desk.breakGlass }).click();
    await author.locator('[data-waiting] textarea').fill('Niemand ist erreichbar.');
    await author.locator('[data-waiting] form button[type=submit]').click();
    await author
      .locator('[data-review]')
      .getByText(/Prüfung bis/)
      .waitFor();
    await assertGood(author, 'sent-alone');
    const admin = await stage.open(path, { as: await stage.staff('verwaltung'), device: 'desktop' });
    await admin.locator('[data-review]').waitFor();
    await admin.keyboard.press('Escape');
    await assertGood(admin, 'review');
    await admin.getByRole('button', { name: desk.review }).click();
    await admin
      .locator('[data-review]')
      .getByText(/^Geprüft/)
      .waitFor();
    noteFigures({ 'axe violations': 0 });
  } finally {
    await endAllIncidents(stage);
  }
});

const propose = `mutation($input: ProposeAlertInput!) {
  proposeAlert(input: $input) { proposal { identifier state } userErrors { code path } } }`;

test('the proposal of a program is checked, changed and sent by a warner', { tag: '@desktop' }, async ({ stage }) => {
  const { town } = stage;
  const [warner, second] = await Promise.all([stage.staff('warnung'), stage.staff('feuerwehr')]);
  const scopes = ['ALERTS_PROPOSE'];
  const { secret } = await makeKey(stage, await stage.staff('verwaltung'), { name: 'Pegel Unkel', scopes });
  try {
    const author = await stage.open(`${town.path}/warn`, { as: warner });
    await author.getByRole('heading', { name: alert.title.warn }).waitFor();
    assert.equal(await author.locator('[data-proposals]').count(), 0);
    const start = { municipalityId: await townId(stage), kind: 'WARNING', template: 'flood', alert: content() };
    const { data } = await askAsPartner(stage, secret, propose, { input: { ...start, idempotencyKey: randomUUID() } });
    assert.deepEqual(data?.proposeAlert.userErrors, []);
    await author.locator('[data-proposals] a').waitFor();
    await assertGood(author, 'proposals');
    await author.locator('[data-proposals] a').click();
    await author.locator('[data-proposal]').waitFor();
    await assertGood(author, 'proposal');
    await author.locator('[data-open-proposal]').click();
    await author.getByText(desk.fromProposal).waitFor();
    await author.locator('input[name=area]').fill('Nur die Rheinpromenade');
    await author.locator('input[name=placeName]').fill('Unkel');
    await assertGood(author, 'proposal-composer');
    await author.locator('button[type=submit]').click();
    await author.locator('[data-waiting]').waitFor();
    const approver = await stage.open(new URL(author.url()).pathname, { as: second, device: 'phone' });
    await approver.locator('[data-approve]').getByText('Gebiet: Nur die Rheinpromenade').waitFor();
    await approver.getByRole('button', { name: desk.approve }).click();
    await author.locator('[data-next]').waitFor();
    noteFigures({ 'axe violations': 0 });
  } finally {
    await endAllIncidents(stage);
  }
});

test('the clerk of a desk reports, prolongs and ends a disruption once an admin allows it', async ({ stage }) => {
  const { town } = stage;
  try {
    const clerk = await stage.open(`${town.path}/disruptions/new`, { as: await stage.staff('bauhof') });
    await clerk.getByText(desk.noDisruptions).waitFor();
    const admin = await stage.open(`${town.path}/settings/disruption-desks`, { as: await stage.staff('verwaltung') });
    await admin.getByRole('switch', { name: 'Bauhof' }).click();
    await admin.getByText(alert.disruptionDesks.on).waitFor();
    await assertGood(admin, 'disruption-desks');
    await clerk.goto(`${town.origin}${town.path}/warnings`);
    await clerk.locator('[data-report-disruption]').click();
    await clerk.getByText('Wasser', { exact: true }).click();
    await clerk.getByRole('combobox').fill('Vogts');
    await clerk.locator('[role=option]').first().click();
    await clerk
      .locator('[data-reach]')
      .getByText(/Geht an/)
      .waitFor();
    const nobody = clerk.getByLabel(desk.acceptNobody);
    if ((await nobody.count()) > 0) await nobody.check();
    await assertGood(clerk, 'clerk-disruption');
    await clerk.locator('button[type=submit]').click();
    await clerk.locator('[data-next]').waitFor();
    await assertGood(clerk, 'clerk-incident');
    await clerk.locator('[data-step=prolong]').click();
    await clerk.locator('[data-update] button[type=submit]').click();
    await clerk.getByText(words.entry.UPDATE, { exact: true }).waitFor();
    await clerk.locator('[data-step=end]').click();
    await clerk.locator('[data-end] button[type=submit]').click();
    await clerk.getByText(words.entry.FIXED, { exact: true }).waitFor();
    await clerk.goto(`${town.origin}${town.path}/warnings/new`);
    await clerk.getByText(desk.forbidden).waitFor();
    noteFigures({ 'axe violations': 0 });
  } finally {
    await endAllIncidents(stage);
  }
});
