import type { Page } from '@playwright/test';
import { reportIssue } from '../harness/issues.ts';
import { reportWithPhoto } from '../harness/reports.ts';
import { de } from '../harness/texts.ts';
import type { Setting } from './album.ts';
import type { Shot } from './shot.ts';

const text = 'Vor der Bäckerei steht eine Gehwegplatte hoch. Gestern ist jemand darüber gestolpert.';

/** A report as its reporter, an outsider and the town hall see it; the board, and the pages for work outside. */
export async function issueShots({ stage, path, clerk }: Setting): Promise<readonly Shot[]> {
  const citizen = await stage.person('resident5');
  const reference = await reportIssue(stage, { address: 'Linzer Straße 14', text }, citizen);
  await reportWithPhoto(stage, citizen, { lat: 50.6019, lon: 7.2233 });
  const board = { path: `${path}/board`, as: clerk };
  return [
    { name: 'report-confirm', path: `${path}/confirm/0123456789`, shows: de.confirmIssue.text },
    { name: 'my-reports', path: `${path}/me`, as: citizen, shows: de.profile.issues },
    { name: 'issue', path: `${path}/issues/${reference}`, as: citizen, shows: de.issue.timeline },
    { name: 'issue-claim', path: `${path}/issues/${reference}`, shows: de.claim.hint },
    { ...board, name: 'board', shows: de.board.filters, prepare: seeCards },
    {
      name: 'board-desks',
      path: `${path}/board?lanes=desk`,
      as: clerk,
      shows: de.board.filters,
      prepare: seeCards,
    },
    { name: 'field', path: `${path}/field`, as: clerk, shows: de.field.photoDone },
    { name: 'photo-queue', path: `${path}/board/photos`, as: clerk, shows: de.photo.approve },
    { name: 'board-issue', path: `${path}/board/${reference}`, as: clerk, shows: de.issue.timeline },
    { ...board, name: 'board-menu', shows: de.status.NOT_RESPONSIBLE, prepare: openMenu },
    { ...board, name: 'board-move', shows: de.move.send.quietly, prepare: openMove },
  ];
}

async function seeCards(page: Page): Promise<void> {
  await page.locator('[data-card]').first().waitFor();
}

async function openMenu(page: Page): Promise<void> {
  await page.locator('[data-stage="NEW"] [data-card]').first().locator('[data-moves]').getByRole('button').click();
}

async function openMove(page: Page): Promise<void> {
  await openMenu(page);
  await page.getByRole('menuitem', { name: de.status.ASSIGNED }).click();
}
