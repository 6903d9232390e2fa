import assert from 'node:assert/strict';
import texts from '../web/moderation/locales/de.json' with { type: 'json' };
import { noteFigures } from './harness/figures.ts';
import { publishIdea } from './harness/notices.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const { moderation, moderationDesk } = texts;
const statement = 'Die Idee beleidigt einen Menschen. Das verbietet § 185 Strafgesetzbuch.';

test(
  'a citizen reports an insult by keyboard, an editor hides it, and both sides read why',
  { tag: '@phone' },
  async ({ stage }) => {
    const author = await stage.person('spoetter');
    const citizen = await stage.person('zeugin');
    const editor = await stage.staff('redaktion');
    const id = await publishIdea(stage, author, 'Der Platzwart muss weg', 'Er ist der dümmste Mensch der Stadt.');
    const path = `${stage.town.path}/ideas/${id}`;
    const barriers: string[] = [];

    const page = await stage.open(path, { as: citizen });
    const button = page.getByRole('button', { name: moderation.action });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: moderation.send }).click();
    await page.getByRole('alert').filter({ hasText: moderation.whyMissing }).waitFor();
    barriers.push(...(await findBarriers(page)));
    await page.getByText(moderation.reason.INSULT).click();
    await page.getByRole('button', { name: moderation.send }).click();
    await page.getByRole('status').filter({ hasText: moderation.sent }).waitFor();
    barriers.push(...(await findBarriers(page)));

    const desk = await stage.open(`${stage.town.path}/notices`, { as: editor, device: 'desktop' });
    const card = desk.locator('[data-notice-card]').filter({ hasText: 'Der Platzwart muss weg' });
    await card.getByText(moderationDesk.decide.HIDDEN, { exact: true }).click();
    await card.getByText(moderation.ground.LAW).click();
    barriers.push(...(await findBarriers(desk)));
    await card.getByLabel(moderationDesk.statement).fill(statement);
    await card.getByRole('button', { name: moderationDesk.decide.HIDDEN }).click();
    await card.waitFor({ state: 'detached' });
    await desk.getByText(moderationDesk.done.HIDDEN).waitFor();

    for (const [who, kind] of [
      [citizen, texts.inbox.kind.NOTICE_ANSWERED],
      [author, texts.inbox.kind.WORDS_JUDGED],
    ] as const) {
      const inbox = await stage.open(`${stage.town.path}/inbox`, { as: who });
      await inbox.getByRole('link').filter({ hasText: kind }).first().click();
      await inbox.locator('[data-decision]').getByText(statement).waitFor();
      barriers.push(...(await findBarriers(inbox)));
    }
    await page.goto(new URL(path, stage.town.origin).href);
    await page.getByText(de.notFound.title).first().waitFor();
    assert.deepEqual(barriers, [], 'barriers');
    noteFigures({ 'axe violations': barriers.length });
  },
);
