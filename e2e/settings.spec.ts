import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { cardOf, isLive } from './harness/feedPage.ts';
import { noteFigures } from './harness/figures.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { patience } from './harness/patience.ts';
import { openGroups, publishPost } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';

type Module = keyof typeof de.module.name;

test(
  'a part that is switched off leaves open pages and the menu without a reload, and comes back; the log tells it',
  { tag: '@desktop' },
  async ({ stage }) => {
    const hall = await stage.open(`${stage.town.path}/settings`, {
      as: await stage.staff('verwaltung'),
      device: 'desktop',
    });
    const title = `Neue Bank am Ufer ${randomUUID().slice(0, 8)}`;
    await publishPost(stage, (await openGroups(stage)).town.id, title);
    const citizen = await stage.open(stage.town.path, { as: await stage.person('neighbour'), device: 'phone' });
    await cardOf(citizen, title).waitFor();
    await isLive(citizen);
    await mark(citizen);

    const off = await measure(
      () => turn(hall, 'POSTS', false),
      () => cardOf(citizen, title).waitFor({ state: 'detached' }),
    );
    const back = await measure(
      () => turn(hall, 'POSTS', true),
      () => citizen.locator('[data-new]').waitFor(),
    );
    await becomesTrue(() => isBack(citizen, title), patience);
    await cardOf(citizen, title).waitFor();

    const door = citizen.getByRole('navigation', { name: de.nav.label }).getByRole('link', { name: de.nav.report });
    const doorOff = await measure(
      () => turn(hall, 'ISSUES', false),
      () => door.waitFor({ state: 'detached' }),
    );
    await hall.getByRole('button', { name: de.modules.undo, exact: true }).last().click();
    await hall.getByRole('switch', { name: de.module.name.ISSUES, checked: true }).waitFor();
    await door.waitFor();
    await assertNotReloaded(citizen);
    await appointAndDismiss(stage, hall);
    await tellsIt(hall);
    noteFigures({ 'feed without it': off, 'feed with it again': back, 'menu without it': doorOff });
  },
);

/** Whether the post is in the feed. New entries wait behind a button, so the button is pressed if it is visible. */
async function isBack(page: Page, title: string): Promise<boolean> {
  const pill = page.locator('[data-new]');
  if (await pill.isVisible()) await pill.click({ timeout: 1000 }).catch(() => undefined);
  return cardOf(page, title).isVisible();
}

/** Presses the switch of one module; its label must then state the new condition. */
async function turn(hall: Page, module: Module, on: boolean): Promise<void> {
  await hall.getByRole('switch', { name: de.module.name[module], checked: !on }).click();
  await hall.getByRole('switch', { name: de.module.name[module], checked: on }).waitFor();
  await hall.getByText(on ? de.modules.on[module] : de.modules.off[module]).waitFor();
}

async function measure(act: () => Promise<void>, seen: () => Promise<void>): Promise<string> {
  const began = performance.now();
  await Promise.all([act(), seen()]);
  return `${Math.round(performance.now() - began)} ms`;
}

/** A new colleague sees the board; without the role the page is closed. */
async function appointAndDismiss(stage: Stage, hall: Page): Promise<void> {
  const colleague = await stage.person(`colleague-${randomUUID().slice(0, 8)}`);
  const name = 'Vertretung Bauhof';
  await hall.getByRole('link', { name: de.settings.page.staff }).click();
  await hall.getByRole('button', { name: de.staff.add }).click();
  await hall.getByLabel(de.staff.email).fill(colleague.email);
  await hall.getByLabel(de.staff.name).fill(name);
  await hall.getByText('Bauhof', { exact: true }).last().click();
  await hall.getByRole('button', { name: de.staff.grant }).click();
  await hall.getByText(sayingOf(de.staff.granted, { who: name })).waitFor();

  const page = await stage.open(`${stage.town.path}/board`, { as: colleague, device: 'desktop' });
  await page.locator('[data-stage="DONE"]').first().waitFor();
  const revoke = de.staff.revokeFrom.replace('{role}', `${de.role.CLERK}, Bauhof`).replace('{who}', name);
  await hall.getByRole('button', { name: revoke }).click();
  await hall.getByRole('dialog').getByRole('button', { name: de.staff.revoke }).click();
  await hall.getByText(sayingOf(de.staff.revoked, { who: name })).waitFor();
  await page.reload();
  await page.getByText(de.board.staffOnly).first().waitFor();
  await hall.getByRole('link', { name: de.nav.settings, exact: true }).click();
}

async function tellsIt(hall: Page): Promise<void> {
  await hall.getByRole('link', { name: de.settings.page.audit }).click();
  const { MODULE_SWITCHED_OFF, MODULE_SWITCHED_ON } = de.audit.sentence;
  for (const sentence of [MODULE_SWITCHED_OFF, MODULE_SWITCHED_ON]) {
    for (const module of [de.module.name.POSTS, de.module.name.ISSUES]) {
      await hall
        .getByText(sayingOf(sentence, { actor: 'Administration der Plattform', module }))
        .first()
        .waitFor();
    }
  }
  await hall.getByText(de.audit.topic.STAFF, { exact: true }).click();
  for (const sentence of [de.audit.sentence.ROLE_GRANTED, de.audit.sentence.ROLE_REVOKED]) {
    await hall
      .getByText(sayingOf(sentence, { role: `${de.role.CLERK}, Bauhof` }))
      .first()
      .waitFor();
  }
}
