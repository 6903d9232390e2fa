import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import texts from '../web/post/locales/de.json' with { type: 'json' };
import { foundClub } from './harness/clubs.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const { review } = texts;
const title = 'Sommerkonzert im Hof';
const better = 'Sommerkonzert in der Halle';

test(
  'a club submits a post, an editor approves it on a second screen, and new wording waits until somebody decides',
  { tag: '@phone' },
  async ({ stage }) => {
    const author = await stage.person('kapelle');
    const { id: groupId } = await foundClub(stage, 'Blaskapelle', author);
    const page = await stage.open(`${stage.town.path}/posts/new?group=${groupId}`, { as: author });
    await page.getByLabel(de.write.title, { exact: true }).fill(title);
    await page.getByLabel(de.write.body, { exact: true }).fill('Am Samstag um 19 Uhr.');
    await page.getByText(review.write).waitFor();
    await page.getByRole('button', { name: review.submit }).click();
    await page.getByText(texts.postState.IN_REVIEW).first().waitFor();
    const path = new URL(page.url()).pathname;
    assert.deepEqual(await findBarriers(page), []);
    assert.equal(await isRead(stage, path), false);

    const desk = await stage.open(stage.town.path, { as: await stage.staff('redaktion'), device: 'desktop' });
    const entry = desk.getByRole('navigation').getByRole('link', { name: texts.title.reviewQueue });
    await entry.locator('[data-review-count]').waitFor();
    await entry.click();
    await desk.getByRole('link', { name: title }).click();
    await desk.getByText('Am Samstag um 19 Uhr.').waitFor();
    assert.deepEqual(await findBarriers(desk), []);
    await decide(desk, 'APPROVE');
    await desk.getByText(review.done.APPROVE, { exact: true }).waitFor();
    assert.equal(await isRead(stage, path), true);

    await page.goto(`${page.url()}/edit`);
    await page.getByLabel(de.write.title, { exact: true }).fill(better);
    await page.getByLabel(de.write.change).fill('Ort');
    await page.getByRole('button', { name: review.submitChange }).click();
    await page.getByText(review.changeWaits).waitFor();
    await page.getByRole('heading', { name: title }).waitFor();
    assert.deepEqual(await findBarriers(page), []);

    await desk.reload();
    await desk.getByRole('link', { name: title }).click();
    await desk.locator('[data-proposal]').getByText(better).waitFor();
    assert.deepEqual(await findBarriers(desk), []);
    await decide(desk, 'RETURN');
    await desk.getByText(review.reasonHint).waitFor();
    await desk.locator('textarea[name=reason][aria-invalid=true]').fill('In welcher Halle?');
    await desk.getByRole('button', { name: review.decide.RETURN }).click();
    await desk.getByText(review.done.RETURN).waitFor();
    const inbox = await stage.open(`${stage.town.path}/inbox`, { as: author });
    await inbox.getByRole('link').filter({ hasText: 'In welcher Halle?' }).click();
    await inbox.getByText(review.changeReturned).waitFor();
    await inbox.getByRole('heading', { name: title }).waitFor();
    assert.deepEqual(await findBarriers(inbox), []);
  },
);

async function decide(desk: Page, decision: 'APPROVE' | 'RETURN'): Promise<void> {
  await desk.locator('label').filter({ hasText: review.decide[decision] }).click();
  await desk.getByRole('button', { name: review.decide[decision] }).click();
}

/** Whether a visitor without an account reads the post on its page. */
async function isRead(stage: Stage, path: string): Promise<boolean> {
  const visitor = await stage.open(path);
  const shown = visitor.getByRole('heading', { name: title });
  const missing = visitor.getByText(de.notFound.title).or(visitor.getByText(de.post.gone));
  await shown.or(missing).first().waitFor();
  return shown.isVisible();
}
