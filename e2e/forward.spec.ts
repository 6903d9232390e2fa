import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { chooseCounty, connectCounty, countyName } from './harness/handover.ts';
import { moveIssue, reportIssue, stageOfIssue } from './harness/issues.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, errorText, sayingOf } from './harness/texts.ts';

const text = 'Auf der Kreisstraße ist ein tiefes Loch. Rückfragen: 02224 123456, rita@example.org';

test(
  'an admin connects the county, a clerk hands a report over without its reporter and sees what becomes of it; nonsense moves nothing',
  { tag: '@desktop' },
  async ({ stage }) => {
    const admin = await stage.staff('verwaltung');
    const clerk = await stage.staff('bauhof');
    const reporter = await stage.person('forward-reporter');
    const hall = await stage.open(`${stage.town.path}/settings/servers`, { as: admin, device: 'desktop' });
    await connect(stage, hall);
    const reference = await reportIssue(stage, { address: 'Kreisstraße 10', text }, reporter);
    await moveIssue(stage, reference, 'ASSIGNED');
    const office = await stage.open(`${stage.town.path}/board/${reference}`, { as: clerk, device: 'desktop' });
    await mark(office);
    await control(stage, office, reference);
    const [number, secrets] = await handOver(stage, office, reporter.email);
    await control2(stage, office);
    await closes(stage, office);
    assert.equal(await stageOfIssue(stage, reference, clerk), 'WAITING', 'what to do with it decides the clerk');
    const phone = await stage.open(`${stage.town.path}/issues/${reference}`, { as: reporter, device: 'phone' });
    await phone.getByText(de.status.FORWARDED).first().waitFor();
    assert.ok(!(await phone.content()).includes(number), 'the number there is for the town hall');
    await assertNotReloaded(office);
    await disconnect(hall);
    noteFigures({ 'reports at the county': stage.county().reports.length, 'words about the reporter': secrets });
  },
);

/** Errors appear at their fields; afterwards the page must not contain the key. */
async function connect(stage: Stage, hall: Page): Promise<void> {
  const { county } = stage;
  await hall.getByRole('button', { name: de.servers.form.add, exact: true }).click();
  await hall.getByText(errorText('BAD_SERVER_URL')).waitFor();
  assert.equal(await hall.locator('[aria-invalid="true"]').count(), 3);
  await connectCounty(stage, hall);
  await hall.reload();
  await hall.locator(`[data-server="${countyName}"]`).getByText(de.servers.hasKey).waitFor();
  assert.ok(!(await hall.content()).includes(county().key), 'the key is nowhere on the page any more');
}

/** Control: when the server answers nonsense, the report keeps its status and the clerk sees the error. */
async function control(stage: Stage, office: Page, reference: string): Promise<void> {
  const county = stage.county();
  county.answerNonsense(true);
  await chooseCounty(office);
  for (const said of [de.forward.server.stays, de.forward.clock]) await office.getByText(said).waitFor();
  await office.getByRole('button', { name: de.move.send.telling, exact: true }).click();
  await office.getByText(errorText('SERVER_STRANGE')).waitFor();
  await office.getByText(de.forward.server.unmoved).waitFor();
  assert.equal(await stageOfIssue(stage, reference, await stage.staff('bauhof')), 'IN_PROGRESS');
  assert.equal(county.reports.length, 0);
  county.answerNonsense(false);
}

/** The retry succeeds, and the transmitted report contains nothing about the reporter. */
async function handOver(stage: Stage, office: Page, email: string): Promise<[number: string, secrets: number]> {
  await office.getByRole('button', { name: de.failure.retry }).click();
  await office.locator('[data-handover="SENT"]').waitFor();
  const number = await office.locator('[data-foreign]').innerText();
  const [report] = stage.county().reports;
  assert.ok(report);
  assert.equal(report.id, number);
  await office.getByText(de.handover.clock).waitFor();
  await office.getByText(de.clock.paused.forwarded).first().waitFor();
  const form = report.form.toString();
  const secrets = [email, 'rita', '123456'].filter((secret) => form.includes(encodeURIComponent(secret)));
  assert.deepEqual(secrets, []);
  assert.match(report.form.get('description') ?? '', /tiefes Loch/);
  return [number, secrets.length];
}

/** Control: a status query that receives nonsense changes nothing, and the page says so. */
async function control2(stage: Stage, office: Page): Promise<void> {
  stage.county().answerNonsense(true);
  await office.getByRole('button', { name: de.handover.act.ask }).click();
  await office.getByText(sayingOf(de.handover.still.SENT)).waitFor();
  await office.locator('[data-handover="SENT"]').waitFor();
  stage.county().answerNonsense(false);
}

async function closes(stage: Stage, office: Page): Promise<void> {
  const [report] = stage.county().reports;
  assert.ok(report);
  Object.assign(report, { status: 'closed', notes: 'Das Loch ist verfüllt.' });
  await office.getByRole('button', { name: de.handover.act.ask }).click();
  const box = office.locator('[data-handover="CLOSED"]');
  await box.getByText(de.handover.state.CLOSED, { exact: true }).waitFor();
  await box.getByText(report.notes).waitFor();
}

async function disconnect(hall: Page): Promise<void> {
  const row = hall.locator(`[data-server="${countyName}"]`);
  await row.getByRole('button', { name: sayingOf(de.servers.removeName) }).click();
  await row.getByRole('button', { name: de.servers.removeNow }).click();
  await row.waitFor({ state: 'detached' });
  await hall.getByText(de.servers.none).waitFor();
}
