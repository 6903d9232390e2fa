import type { Page } from '@playwright/test';
import type { Stage } from './stage.ts';
import { de } from './texts.ts';

export const countyName = 'Landkreis Neuwied, Straßen';

/** Connects the county on the settings page as an admin does: loads its services, chooses, enters the key. */
export async function connectCounty(stage: Stage, hall: Page): Promise<void> {
  const { url, key, services } = stage.county();
  const { form, service } = de.servers;
  await hall.getByLabel(form.name, { exact: true }).fill(countyName);
  await hall.getByLabel(form.url, { exact: true }).fill(url);
  await hall.getByRole('button', { name: form.try }).click();
  await hall
    .getByLabel(service, { exact: true })
    .and(hall.locator('select'))
    .selectOption(services[0]?.code ?? '');
  await hall.getByLabel(form.key, { exact: true }).fill(key);
  await hall.getByRole('button', { name: form.add, exact: true }).click();
  await hall.locator(`[data-server="${countyName}"]`).waitFor();
}

/** Opens the dialog of a report at a desk and chooses the county. */
export async function chooseCounty(office: Page): Promise<void> {
  await office.getByRole('button', { name: de.forward.start }).click();
  await office.getByRole('radio', { name: countyName }).check();
}
