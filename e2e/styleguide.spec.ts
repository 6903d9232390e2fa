import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { type Device, type Look, type Stage, viewports } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

interface Appearance extends Look {
  readonly name: string;
  /** Rules of axe that cannot judge this appearance. */
  readonly unasked?: readonly string[];
  /** Applies the appearance to the open page. */
  readonly apply?: (page: Page) => Promise<unknown>;
}

const appearances: readonly Appearance[] = [
  { name: 'light' },
  { name: 'dark', scheme: 'dark' },
  { name: 'contrast', apply: (page) => page.getByRole('switch', { name: de.display.contrast }).first().click() },
  { name: 'text-200', apply: (page) => page.evaluate("document.documentElement.style.fontSize = '200%'") },
  // Styles state the colours of the page, not those that the system paints: axe would judge colours that nobody sees.
  { name: 'forced', unasked: ['color-contrast'], apply: (page) => page.emulateMedia({ forcedColors: 'active' }) },
];

test(
  'every part in every state is without barrier: light, dark, high contrast, text of 200 %, forced colours',
  { tag: ['@phone', '@desktop'] },
  async ({ stage, device }) => {
    const complaints: string[] = [];
    for (const appearance of appearances) complaints.push(...(await judge(stage, { ...appearance, device })));
    assert.deepEqual(complaints, [], 'barriers');
    noteFigures({
      looks: appearances.length,
      'axe violations': 0,
      'planted and found (control)': await control(stage),
      folder: stage.out,
    });
  },
);

/** Judges the page as it opens, then with menu, question and messages, then with the dialog. */
async function judge(stage: Stage, appearance: Appearance & { readonly device: Device }): Promise<string[]> {
  const { name, device, unasked } = appearance;
  const page = await openGuide(stage, appearance);
  const complaints: string[] = [];
  const look = async (state: string) => {
    complaints.push(
      ...(await findBarriers(page, unasked)).map((barrier) => `${name}, ${device}, ${state}: ${barrier}`),
    );
    if (await scrollsSideways(page)) complaints.push(`${name}, ${device}, ${state}: the page scrolls sideways`);
  };
  await look('still');
  await photograph(page, join(stage.out, `styleguide-${name}-${device}.png`));
  for (const theme of await page.locator('main [data-kern-theme]').all()) {
    await theme.getByRole('button', { name: de.group.leave, exact: true }).click();
  }
  await page.getByRole('button', { name: de.styleguide.state.error, exact: true }).click();
  await page.getByRole('button', { name: de.board.moveTo }).first().click();
  await page.getByRole('menu').waitFor();
  await look('opened');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: de.write.preview, exact: true }).click();
  await page.getByRole('dialog').waitFor();
  await look('dialog');
  await page.context().close();
  return complaints;
}

async function openGuide(stage: Stage, { apply, ...look }: Appearance): Promise<Page> {
  const page = await stage.open('/styleguide', look);
  await page.getByRole('heading', { level: 1, name: de.styleguide.title }).waitFor();
  await apply?.(page);
  await page.evaluate('document.fonts.ready.then(() => true)');
  return page;
}

async function photograph(page: Page, path: string): Promise<void> {
  const { width = 0, height = 0 } = page.viewportSize() ?? viewports.phone;
  const wanted: number = await page.evaluate('document.documentElement.scrollHeight');
  await page.setViewportSize({ width, height: Math.min(wanted, 9000) });
  await page.screenshot({ path, animations: 'disabled' });
  await page.setViewportSize({ width, height });
}

/** Control: a field without a name and text with too little contrast must be found. */
async function control(stage: Stage): Promise<number> {
  const page = await openGuide(stage, { name: 'control' });
  assert.deepEqual(await findBarriers(page), []);
  await page.evaluate(`(() => {
    const words = document.createElement('p');
    words.textContent = 'pale';
    words.style.color = 'rgb(200 200 200)';
    document.getElementById('main').append(document.createElement('input'), words);
  })()`);
  const found = await findBarriers(page);
  for (const rule of ['label', 'color-contrast']) {
    assert.ok(
      found.some((barrier) => barrier.startsWith(`${rule}:`)),
      `the planted ${rule} is found`,
    );
  }
  return found.length;
}
