import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import noticeboard from '../web/app/noticeboard/locales/de.json' with { type: 'json' };
import { endAllIncidents, sendDisruption, sendDrill, sendWarning } from './harness/alerts.ts';
import { noteFigures } from './harness/figures.ts';
import { openGroups, publishPost } from './harness/posts.ts';
import { test } from './harness/test.ts';
import { sayingOf } from './harness/texts.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

const { noticeboard: words, settings } = noticeboard;

async function assertGood(page: Page, name: string): Promise<void> {
  const folder = process.env['ALERT_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
  assert.deepEqual(await findBarriers(page), [], name);
  assert.equal(await scrollsSideways(page), false, name);
}

test(
  'the noticeboard shows news, a drill as a band, and an emergency on the whole screen for an hour',
  { tag: '@desktop' },
  async ({ stage }) => {
    const { town } = stage;
    try {
      const admin = await stage.open(`${town.path}/settings`, { as: await stage.staff('verwaltung') });
      await admin.getByRole('link', { name: settings.page.noticeboard }).click();
      await admin.waitForURL(/\/noticeboard$/);

      const screen = await stage.open(`${town.path}/noticeboard`, { prepare: (context) => context.clock.install() });
      await screen.getByText(sayingOf(words.stand)).first().waitFor();
      const { town: townGroup } = await openGroups(stage);
      const title = `Neues Dach ${randomUUID().slice(0, 8)}`;
      await publishPost(stage, townGroup.id, title);
      await screen.getByText(title).waitFor();
      await screen.getByText(words.polls).waitFor();
      await sendDisruption(stage);
      await screen.locator('[data-disruption]').first().waitFor();
      await assertGood(screen, 'noticeboard');

      await sendDrill(stage);
      const band = screen.locator('[data-band=drill]');
      await band.getByText(sayingOf(`${words.probe}: {headline}`)).waitFor();
      assert.equal(await screen.locator('[data-alarm]').count(), 0, 'a drill covers no screen');
      await sendWarning(stage, 'MODERATE');
      await screen.locator('[data-band=real]').waitFor();
      assert.equal(await screen.locator('[data-alarm]').count(), 0, 'level 2 covers no screen');
      await assertGood(screen, 'noticeboard-bands');

      await sendWarning(stage, 'SEVERE');
      const alarm = screen.locator('[data-alarm="3"]');
      await alarm.waitFor();
      await alarm.locator('[data-stand]').getByText(sayingOf(words.stand)).waitFor();
      await alarm.locator('[data-check-code]').waitFor();
      assert.equal(
        await screen.locator('[data-takeover], [data-alert-bar]').count(),
        0,
        'nobody can close a takeover there',
      );
      await assertGood(screen, 'noticeboard-alarm');
      await screen.clock.fastForward('58:00');
      assert.equal(await alarm.count(), 1, 'still after 58 minutes');
      await screen.clock.fastForward('02:00');
      await alarm.waitFor({ state: 'detached' });
      await screen.locator('[data-band=real]').first().waitFor();
      noteFigures({ 'minutes on the whole screen': 60, 'axe violations': 0 });
    } finally {
      await endAllIncidents(stage);
    }
  },
);
