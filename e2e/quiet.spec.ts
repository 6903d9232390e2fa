import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { noteFigures } from './harness/figures.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

test('quiet hours and contacts are kept, and a test message says that it arrived', async ({ stage }) => {
  const person = await stage.person(`sleeper-${randomUUID()}`);
  const page = await stage.open(`${stage.town.path}/me/notifications`, { as: person });
  const from = page.getByLabel(de.quiet.from, { exact: true });
  assert.equal(await from.inputValue(), '22:00');
  await from.fill('21:15');
  await from.blur();
  await page.getByText(de.quiet.saved).first().waitFor();
  await page.getByRole('switch', { name: de.quiet.onlyEmergencies, checked: false }).click();
  await page.getByRole('switch', { name: de.quiet.onlyEmergencies, checked: true }).waitFor();
  const named = { name: person.email };
  const tick = page.getByRole('switch', { name: sayingOf(de.contacts.emergenciesNamed, named) });
  await tick.and(page.locator('[aria-checked="true"]')).click();
  await tick.and(page.locator('[aria-checked="false"][aria-busy="false"]')).waitFor();
  await page.getByRole('button', { name: sayingOf(de.contacts.testNamed, named) }).click();
  await page.getByText(de.contacts.state.sent).waitFor();
  await stage.mailbox.waitFor(person.email, ({ subject }) => subject.includes(de.contacts.test));
  assert.deepEqual(await findBarriers(page), []);
  await page.reload();
  await tick.and(page.locator('[aria-checked="false"]')).waitFor();
  assert.equal(await from.inputValue(), '21:15');
  await page.getByRole('switch', { name: de.quiet.onlyEmergencies, checked: true }).waitFor();
});

test('an admin finds the delivery check in the settings, sends a probe and sees it arrive', async ({ stage }) => {
  const page = await stage.open(`${stage.town.path}/settings`, { as: await stage.staff('verwaltung') });
  await page.getByRole('link', { name: de.settings.page.deliveryCheck }).click();
  await page.getByRole('heading', { name: de.title.deliveryCheck, level: 1 }).waitFor();
  await page.getByRole('button', { name: de.deliveryCheck.start }).click();
  await page.getByText(de.deliveryCheck.ask).waitFor();
  const began = performance.now();
  await page.getByRole('button', { name: de.deliveryCheck.send, exact: true }).click();
  const inbox = page.getByRole('listitem').filter({ hasText: de.preference.channel.INBOX });
  await inbox.getByText(new RegExp(`^\\d+${de.deliveryCheck.state.DELIVERED.replace('{n}', '')}$`)).waitFor();
  noteFigures({ 'probe until the inbox shows it': `${Math.round(performance.now() - began)} ms` });
  assert.deepEqual(await findBarriers(page), []);
});
