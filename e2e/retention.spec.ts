import assert from 'node:assert/strict';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';
import { looks } from './screens/looks.ts';

test(
  'an admin sets how long deliveries are kept, and a number out of bounds is refused',
  { tag: '@desktop' },
  async ({ stage }) => {
    const as = await stage.staff('verwaltung');
    const open = (device: 'phone' | 'desktop', scheme: 'light' | 'dark') =>
      stage.open(`${stage.town.path}/settings/retention`, { as, device, scheme });
    const page = await open('desktop', 'light');
    const days = page.locator('[name="DELIVERIES"]');
    await days.fill('20');
    await page.getByRole('button', { name: de.retention.save }).click();
    await page.getByText('Geben Sie 30 bis 365 Tage ein.').waitFor();
    await days.fill('60');
    await page.getByRole('button', { name: de.retention.save }).click();
    await page.getByText(de.retention.saved).waitFor();
    await page.reload();
    await page.locator('[name="DELIVERIES"]').waitFor();
    assert.equal(await days.inputValue(), '60');
    for (const { device, scheme } of looks.filter(({ large }) => large !== true)) {
      const look = await open(device, scheme);
      await look.locator('[name="DELIVERIES"]').waitFor();
      assert.deepEqual(await findBarriers(look), []);
      await look.close();
    }
  },
);
