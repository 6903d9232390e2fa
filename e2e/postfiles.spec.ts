import assert from 'node:assert/strict';
import { makePdf } from '../server/testing/attachments.ts';
import texts from '../web/post/locales/de.json' with { type: 'json' };
import { takePhoto } from './harness/photos.ts';
import { test } from './harness/test.ts';
import { de, errorText, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const files = texts.postFiles;
const nextMonth = `${new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)}T18:00`;

test('a post gets a picture and a poster; both need words, and whoever reads it sees the one and saves the other; pinned it stands above the feed until it expires', async ({
  stage,
}) => {
  stage.guard.allow(/415/);
  const page = await stage.open(`${stage.town.path}/posts/new`, { as: await stage.staff('redaktion') });
  await page
    .locator('label', { has: page.locator('input[name=groups]') })
    .first()
    .click();
  await page.getByLabel(de.write.title, { exact: true }).fill('Dorffest am Samstag');
  await page.getByLabel(de.write.body, { exact: true }).fill('Wir feiern am Anger.');
  const picture = page.locator('input[name=picture]');
  await picture.setInputFiles({ name: 'fest.jpg', mimeType: 'image/jpeg', buffer: await takePhoto(null) });
  const alt = page.getByLabel(sayingOf(files.alt, { n: 1 }));
  await alt.waitFor();
  const attachment = page.locator('input[name=attachment]');
  const fake = Buffer.from('<html><script>alert(1)</script></html>');
  await attachment.setInputFiles({ name: 'Plakat.pdf', mimeType: 'application/pdf', buffer: fake });
  await page.getByText(errorText('NOT_A_PDF')).waitFor();
  const poster = makePdf('Dorffest', 40_000);
  await attachment.setInputFiles({ name: 'Plakat_Dorffest.pdf', mimeType: 'application/pdf', buffer: poster });
  const title = page.getByLabel(sayingOf(files.attachmentTitle, { n: 1 }));
  await title.waitFor();
  assert.equal(await title.inputValue(), 'Plakat Dorffest');
  const send = page.locator('form button[type=submit]');
  await send.click();
  await page.getByText(errorText('PICTURE_WITHOUT_ALT')).first().waitFor();
  assert.deepEqual(await findBarriers(page), []);
  await alt.fill('Das Festzelt auf dem Anger');
  await page.getByLabel(files.summary).fill('Samstag ab 14 Uhr, Eintritt frei, Musik ab 19 Uhr.');
  await send.click();
  await page.waitForURL((url) => url.pathname.includes('/posts/') && !url.pathname.endsWith('/new'));

  const reader = await stage.open(new URL(page.url()).pathname);
  await reader.getByRole('img', { name: 'Das Festzelt auf dem Anger' }).waitFor();
  await reader.getByText(files.unchecked).waitFor();
  assert.deepEqual(await findBarriers(reader), []);
  const download = reader.waitForEvent('download');
  await reader.getByRole('link', { name: /Plakat Dorffest/ }).click();
  const saved = await download;
  assert.equal(saved.suggestedFilename(), 'Plakat-Dorffest.pdf');
  assert.equal(await saved.failure(), null);

  await page.getByRole('button', { name: texts.postPlace.pin }).click();
  await page.getByRole('button', { name: texts.postPlace.unpin }).waitFor();
  await page.getByRole('button', { name: texts.postPlace.setExpiry }).click();
  await page.getByLabel(texts.postPlace.expiry).fill(nextMonth);
  await page.getByRole('button', { name: de.write.save, exact: true }).click();
  await page.getByText(sayingOf(texts.postPlace.expires)).waitFor();
  assert.deepEqual(await findBarriers(page), []);
  const group = await page.locator('article a[href*="/groups/"]').first().getAttribute('href');
  const visitor = await stage.open(group ?? '');
  await visitor.getByRole('region', { name: texts.postPlace.pinned }).getByText('Dorffest am Samstag').waitFor();
  assert.deepEqual(await findBarriers(visitor), []);
});
