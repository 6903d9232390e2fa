import type { Page } from '@playwright/test';
import type { Data } from '../../faults/harness/http.ts';
import { category, reportOnPage } from '../harness/issues.ts';
import { idleMap } from '../harness/map.ts';
import { takenAt, takePhoto } from '../harness/photos.ts';
import { reportWithPhoto, showToAll } from '../harness/reports.ts';
import type { Stage } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

const text = 'Vor der Bäckerei steht eine Gehwegplatte hoch. Gestern ist jemand darüber gestolpert.';

/** The report step by step, with and without a photo; its photos as reporter, town hall and outsiders see them. */
export async function reportShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const reporter = await stage.person('photographer');
  const clerk = await stage.staff('bauhof');
  const fence = await mendedReport(stage);
  const photo = await takePhoto();
  const known = await reportWithPhoto(stage, reporter, { lat: takenAt.lat + 0.0001, lon: takenAt.lon });
  await showToAll(stage, known, clerk);
  const waiting = await reportWithPhoto(stage, reporter, { lat: 50.605, lon: 7.225 });
  const begin = async (page: Page) => {
    await page.locator('input[name="camera"]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo });
    await page.getByText(de.photo.cleaned).waitFor();
    await page.getByText(category, { exact: true }).click();
  };
  const goOn =
    (...names: readonly string[]) =>
    async (page: Page) => {
      await begin(page);
      for (const name of names) await page.getByRole('button', { name }).click();
      await page.getByRole('heading', { level: names.at(-1) === send ? 2 : 1 }).waitFor();
    };
  const where = de.report.next.what;
  const send = de.report.next.where;
  const { other } = de.near;
  const toPlace = async (page: Page) => {
    await goOn(where)(page);
    await idleMap(page);
  };
  const visitor = { path: `${path}/report` };
  const open = async (page: Page) => {
    await page.locator('[data-photos] button').first().click();
    await page.getByRole('dialog').locator('img').waitFor();
  };
  return [
    { name: 'report', ...visitor, shows: de.photo.take },
    { name: 'report-errors', ...visitor, shows: de.report.chooseWhat, prepare: pressNext },
    { name: 'report-photo', ...visitor, as: reporter, shows: de.photo.cleaned, prepare: begin },
    { name: 'report-where', ...visitor, as: reporter, shows: de.place.address, prepare: toPlace },
    { name: 'report-near', ...visitor, as: reporter, shows: de.near.other, prepare: goOn(where, send) },
    { name: 'report-send', ...visitor, as: reporter, shows: de.report.textOptional, prepare: goOn(where, send, other) },
    { name: 'report-done', ...visitor, shows: de.done.next, prepare: sendReport },
    { name: 'issue-photos', path: `${path}/issues/${waiting.reference}`, as: reporter, shows: de.photo.onlyYou },
    { name: 'issue-public-photo', path: `${path}/issues/${known.reference}`, shows: de.issue.timeline },
    { name: 'issue-lightbox', path: `${path}/issues/${known.reference}`, shows: de.issue.timeline, prepare: open },
    { name: 'issue-after', path: `${path}/issues/${fence}`, shows: de.photo.done },
    {
      name: 'board-after',
      path: `${path}/board/${fence}`,
      as: await stage.staff('verwaltung'),
      shows: de.photoWork.add,
    },
    {
      name: 'board-blur',
      path: `${path}/board/${waiting.reference}`,
      as: clerk,
      shows: de.photoWork.left,
      prepare: openBlur,
    },
    { name: 'board-photos', path: `${path}/board/${waiting.reference}`, as: clerk, shows: de.photo.approve },
  ];
}

/** Reference of the seed's solved report with a photo of the result. */
async function mendedReport(stage: Stage): Promise<string> {
  const query = `query($ags: String!) { municipality(ags: $ags) { publicIssues(first: 100) {
    edges { node { reference photos { stage } } } } } }`;
  const { municipality } = await stage.ask(query, { ags: stage.town.ags });
  const nodes: { reference: string; photos: { stage: string }[] }[] = municipality.publicIssues.edges.map(
    ({ node }: Data) => node,
  );
  return nodes.find(({ photos }) => photos.some((one) => one.stage === 'AFTER'))?.reference ?? '';
}

async function openBlur(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.photoWork.blur }).click();
  await page.getByRole('button', { name: de.photoWork.addBox }).click();
}

async function pressNext(page: Page): Promise<void> {
  await page.getByText(category, { exact: true }).waitFor();
  await page.getByRole('button', { name: de.report.next.what }).click();
}

async function sendReport(page: Page): Promise<void> {
  await reportOnPage(page, { address: 'Linzer Straße 14', text });
}
