import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { chooseCounty, connectCounty, countyName } from '../harness/handover.ts';
import { moveIssue, reportIssue } from '../harness/issues.ts';
import type { Stage } from '../harness/stage.ts';
import { de, errorText, sayingOf } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** Servers of other authorities; a report on its way to one, received, refused and closed there. */
export async function handoverShots(stage: Stage, path: string, admin: Person): Promise<readonly Shot[]> {
  const hall = await stage.open(`${path}/settings/servers`, { as: admin, device: 'desktop' });
  await connectCounty(stage, hall);
  await hall.context().close();
  const clerk = await stage.staff('bauhof');
  const there = await lying(stage);
  const settled = await lying(stage);
  const nowhere = await lying(stage);
  const office = await stage.open(`${path}/board/${there}`, { as: clerk, device: 'desktop' });
  await handOver(office);
  await office.goto(new URL(`${path}/board/${settled}`, stage.town.origin).href);
  await handOver(office);
  const closed = stage.county().reports.at(-1);
  Object.assign(closed ?? {}, { status: 'closed', notes: 'Das Schlagloch ist verfüllt.' });
  await office.getByRole('button', { name: de.handover.act.ask }).click();
  await office.locator('[data-handover="CLOSED"]').waitFor();
  await office.context().close();
  const servers = { path: `${path}/settings/servers`, as: admin };
  const board = (reference: string) => ({ path: `${path}/board/${reference}`, as: clerk });
  return [
    { ...servers, name: 'servers', shows: countyName },
    { ...servers, name: 'servers-tried', shows: de.servers.form.serviceHint, prepare: (page) => tryOut(stage, page) },
    { ...servers, name: 'servers-errors', shows: errorText('BAD_SERVER_URL'), prepare: addNothing },
    { ...servers, name: 'servers-remove', shows: de.servers.removeNow, prepare: askToRemove },
    { ...board(nowhere), name: 'forward-server', shows: de.forward.clock, prepare: chooseCounty },
    {
      ...board(nowhere),
      name: 'forward-failed',
      shows: de.forward.server.unmoved,
      prepare: (page) => fail(stage, page),
    },
    { ...board(there), name: 'handover', shows: de.handover.state.SENT },
    { ...board(settled), name: 'handover-closed', shows: de.handover.state.CLOSED },
  ];
}

async function lying(stage: Stage): Promise<string> {
  const text = 'Auf der Kreisstraße ist hinter dem Ortsschild ein tiefes Schlagloch.';
  const reference = await reportIssue(stage, { address: 'Kreisstraße 10', text }, await stage.person('passerby'));
  await moveIssue(stage, reference, 'ASSIGNED');
  return reference;
}

async function handOver(office: Page): Promise<void> {
  await chooseCounty(office);
  await office.getByRole('button', { name: de.move.send.quietly }).click();
  await office.locator('[data-handover="SENT"]').waitFor();
}

async function tryOut(stage: Stage, page: Page): Promise<void> {
  await page.getByLabel(de.servers.form.url, { exact: true }).fill(stage.county().url);
  await page.getByRole('button', { name: de.servers.form.try }).click();
}

async function addNothing(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.servers.form.add, exact: true }).click();
}

async function askToRemove(page: Page): Promise<void> {
  await page.getByRole('button', { name: sayingOf(de.servers.removeName) }).click();
}

async function fail(stage: Stage, page: Page): Promise<void> {
  stage.county().answerNonsense(true);
  await chooseCounty(page);
  await page.getByRole('button', { name: de.move.send.telling, exact: true }).click();
  await page.getByText(de.forward.server.unmoved).waitFor();
  stage.county().answerNonsense(false);
}
