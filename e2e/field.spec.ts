import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { moveIssue, reportIssue, stageOfIssue } from './harness/issues.ts';
import { takePhoto } from './harness/photos.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

test('outside a report is done with a photo in two taps, without a line too, and where somebody stands stays on the phone', async ({
  stage,
}) => {
  stage.guard.allow(/ERR_INTERNET_DISCONNECTED|no answer/);
  const near = await assigned(stage, 'Der Poller steht schief.');
  const far = await assigned(stage, 'Das Rohr tropft.');
  const clerk = await stage.staff('bauhof');
  const sent: string[] = [];
  const page = await stage.open(`${stage.town.path}/field`, {
    as: clerk,
    prepare: async (context) => {
      await context.grantPermissions(['geolocation']);
      await context.setGeolocation({ latitude, longitude });
      context.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    },
  });
  await item(page, near).waitFor();
  await page.getByText(de.field.order.near, { exact: true }).click();
  await item(page, near).getByText(/ k?m$/).waitFor();

  assert.deepEqual(await findBarriers(page), [], 'barriers');
  await page.screenshot({ path: join(stage.out, 'field.png') });
  await page.context().setOffline(true);
  const taps = await doneWithPhoto(page, near);
  await page.getByText(sayingOf(de.field.waits, { reference: near })).waitFor();
  await item(page, near).waitFor({ state: 'detached' });
  assert.equal(await stageOfIssue(stage, near, clerk), 'IN_PROGRESS', 'nothing of it has left the phone');
  await page.context().setOffline(false);
  await page.getByText(sayingOf(de.field.sent, { reference: near })).waitFor();
  assert.equal(await stageOfIssue(stage, near, clerk), 'DONE');
  assert.deepEqual(await photoStages(stage, near), ['AFTER']);

  await item(page, far)
    .getByRole('button', { name: `${de.field.done}, ${far}` })
    .click();
  await page.getByRole('button', { name: de.field.confirm }).click();
  await page.getByText(sayingOf(de.field.sent, { reference: far })).waitFor();
  assert.deepEqual(await photoStages(stage, far), []);
  assert.equal(sent.filter((text) => text.includes('50.5987')).length, 0, 'where the phone is was sent to nobody');
  assert.ok(
    sent.some((text) => text.includes('AddIssuePhoto')),
    'requests are looked at (control)',
  );
  noteFigures({ 'taps with a photo': taps, requests: sent.length });
});

const latitude = 50.598712;
const longitude = 7.221934;
const item = (page: Page, reference: string) => page.locator(`[data-field][data-reference="${reference}"]`);

async function assigned(stage: Stage, text: string): Promise<string> {
  const reference = await reportIssue(stage, { address: 'Am Graben 9', text }, await stage.person('reporter'));
  await moveIssue(stage, reference, 'ASSIGNED');
  return reference;
}

async function doneWithPhoto(page: Page, reference: string): Promise<number> {
  const buffer = await takePhoto(null);
  await item(page, reference)
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
  await page.getByRole('button', { name: de.field.confirm }).click();
  return 2;
}

async function photoStages(stage: Stage, reference: string): Promise<string[]> {
  const query =
    'query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { photos { stage } } }';
  const { issue } = await stage.ask(query, { ags: stage.town.ags, reference }, await stage.staff('bauhof'));
  return issue.photos.map((photo: { stage: string }) => photo.stage);
}
