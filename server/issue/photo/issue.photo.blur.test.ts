import sharp from 'sharp';
import { expect, vi } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { idOf } from '../../kernel/ids.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { coverPhoto } from '../../media/media.cover.service.ts';
import { dropUnshown } from '../../media/media.events.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified, identify } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue, reportInput } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { givenProvenPhoto, givenStoredPhoto } from '../../testing/photos.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('the place is gone from both files, the rest is as it was; control: before, and beside it', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenPlate(app, town, citizen);
  const before = await photoFor(app, town, clerk, issue);
  for (const { url } of [before.small, before.large]) expect(await seenAt(app, clerk, url)).toBe('plate');
  expect(await blur(app, clerk, issue.id, issue.photoId)).toMatchObject({ isBlurred: true, isRestorable: true });
  const after = await photoFor(app, town, clerk, issue);
  for (const size of ['small', 'large'] as const) {
    const bytes = await fetchBytes(app, clerk, after[size].url);
    const { plate, beside } = await contrastOf(bytes as Buffer);
    expect([size, plate < 25, beside < 3]).toEqual([size, true, true]);
  }
});

test('no address leads to what was sent: not the old one, not the reporter’s, not one that is made up', async ({
  app,
  town,
  clerk,
}) => {
  const sent = await givenProvenPhoto(app, town, await plateAt());
  const [photoId] = sent.photoIds;
  const input = reportInput(town, await givenCategory(app, town), { ...sent });
  const report = `mutation($input: ReportIssueInput!) { it: reportIssue(input: $input) { issue { id reference ${photos} } claimCode } }`;
  const { it: made } = await askData(app.port, {}, report, { input });
  const proven: string = made.issue.photos[0].large.url;
  const plain = proven.split('?')[0] ?? '';
  expect(await seenAt(app, {}, proven)).toBe('plate'); // control: the reporter's own address works
  await blur(app, clerk, made.issue.id, photoId);
  const seen = await photoFor(app, town, {}, { reference: made.issue.reference, claimCode: made.claimCode });
  expect(seen).toMatchObject({ isBlurred: true, isRestorable: false });
  expect(seen.large.url).not.toBe(proven);
  for (const url of [proven, seen.large.url, seen.small.url])
    expect([url, await seenAt(app, {}, url)]).toEqual([url, 'blurred']);
  for (const url of [plain, `${plain}?v=00000000`, `${plain}?v=`])
    expect([url, await seenAt(app, clerk, url)]).toEqual([url, 'blurred']);
  for (const name of ['original.webp', 'large-original.webp', 'null-large.webp'])
    expect([name, await seenAt(app, clerk, plain.replace('large.webp', name))]).toEqual([name, 404]);
  expect((await filesOf(app, photoId)).sort()).toEqual(['blurred', 'plate']); // still kept, so that a box can be undone
});

test('taken back while it is kept; approved it is gone for ever', async ({ app, town, clerk, citizen }) => {
  const { id, photoId, ...issue } = await givenPlate(app, town, citizen);
  expect(await blur(app, clerk, id, photoId, [])).toBe('ORIGINAL_GONE');
  await blur(app, clerk, id, photoId);
  expect(await blur(app, clerk, id, photoId, [])).toMatchObject({ isBlurred: false, isRestorable: false });
  expect(await seenAt(app, clerk, (await photoFor(app, town, clerk, issue)).large.url)).toBe('plate');
  await blur(app, clerk, id, photoId);
  await show(app, clerk, id);
  await judge(app, clerk, 'approvePhoto', photoId);
  const shown = await photoFor(app, town, {}, issue);
  expect(shown).toMatchObject({ isBlurred: true, isRestorable: false });
  expect(await seenAt(app, {}, shown.large.url)).toBe('blurred');
  await vi.waitUntil(async () => (await filesOf(app, photoId)).join() === 'blurred', { timeout: 20_000, interval: 50 });
  await judge(app, clerk, 'hidePhoto', photoId);
  expect(await blur(app, clerk, id, photoId, [])).toBe('ORIGINAL_GONE');
});

test('what everybody saw already is covered at once, under another address and tag, and nothing else is kept', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const { id, photoId, ...issue } = await givenPlate(app, town, citizen);
  await show(app, clerk, id);
  await judge(app, clerk, 'approvePhoto', photoId);
  const before = await photoFor(app, town, {}, issue);
  const tagOf = async (url: string) => (await fetch(`http://127.0.0.1:${app.port}${url}`)).headers.get('etag');
  const tag = await tagOf(before.large.url);
  const other = before.large.url;
  expect(await blur(app, clerk, id, photoId)).toMatchObject({ isApproved: true, isRestorable: false });
  const after = await photoFor(app, town, {}, issue);
  expect([after.large.url === other, (await tagOf(after.large.url)) === tag, (await tagOf(other)) === tag]).toEqual([
    false,
    false,
    false,
  ]);
  expect(await seenAt(app, {}, other)).toBe('blurred');
  await vi.waitUntil(async () => (await filesOf(app, photoId)).join() === 'blurred', { timeout: 20_000, interval: 50 });
});

test('by staff of the town only; boxes that are none are refused; of two at once one is told', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const { id, photoId } = await givenPlate(app, town, citizen);
  const elsewhere = await givenStaff(app, await givenPlace(app, 'Anderswo'));
  const key = await givenKey(app, town, ['issues:read', 'issues:write']);
  const answers = await Promise.all([{}, citizen, elsewhere, key].map((who) => blur(app, who, id, photoId)));
  expect(answers).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  const other = await givenIssue(app, town, citizen);
  expect(await blur(app, clerk, other.id, photoId)).toBe('NOT_FOUND');
  expect(await blur(app, clerk, id, photoId, [{ ...box, x: 0.9 }])).toBe('BAD_BOX');
  expect(
    await blur(
      app,
      clerk,
      id,
      photoId,
      Array.from({ length: 21 }, () => box),
    ),
  ).toBe('TOO_MANY_BOXES');
  const both = await Promise.all([blur(app, clerk, id, photoId), blur(app, clerk, id, photoId)]);
  const told = both.map((one) => (typeof one === 'string' ? one : 'done')).sort();
  expect([
    ['CONFLICT', 'done'],
    ['done', 'done'],
  ]).toContainEqual(told);
});

test('a rendition that a crash kept from being shown is cleared away; the one that is shown stays', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const { id, photoId } = await givenPlate(app, town, citizen);
  const ctx = forkContext(app.services, system);
  const lost = await coverPhoto(ctx, idOf('Photo', photoId), [box]);
  const keyOf = (rendition: string | null) => `${idOf('Photo', photoId)}-${String(rendition)}-large.webp`;
  expect(await app.services.files.get(keyOf(lost.rendition))).toBeDefined();
  await blur(app, clerk, id, photoId);
  const [row]: { rendition: string }[] = await app.services.em
    .fork()
    .execute('select rendition from photo where id = ?', [idOf('Photo', photoId)]);
  await write(forkContext(app.services, system), async (tx) => {
    for (const rendition of [lost.rendition ?? '', row?.rendition ?? ''])
      await enqueue(tx, dropUnshown, { photoId: lost.photoId, rendition }); // the same job, due now
  });
  const isGone = async () => (await app.services.files.get(keyOf(lost.rendition))) === undefined;
  await vi.waitUntil(isGone, { timeout: 20_000, interval: 50 });
  expect(await app.services.files.get(keyOf(row?.rendition ?? null))).toBeDefined();
});

/** A grey picture of 800 by 600 pixels with a plate of stripes from (200, 240) to (400, 300). */
async function plateAt(): Promise<Buffer> {
  const stripes = Buffer.from(
    Array.from({ length: 200 * 60 * 3 }, (_, n) => (Math.floor((Math.floor(n / 3) % 200) / 5) % 2 === 0 ? 0 : 255)),
  );
  const plate = await sharp(stripes, { raw: { width: 200, height: 60, channels: 3 } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 800, height: 600, channels: 3, background: { r: 120, g: 120, b: 120 } } })
    .composite([{ input: plate, left: 200, top: 240 }])
    .png()
    .toBuffer();
}
const box = { x: 0.25, y: 0.4, width: 0.25, height: 0.1 };

/** Contrast at the plate (0: no content) and beside it. */
async function contrastOf(bytes: Buffer): Promise<{ plate: number; beside: number }> {
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  const at = async (x: number, y: number) => {
    const area = { left: Math.ceil(x * width) + 2, top: Math.ceil(y * height) + 2 };
    const size = { width: Math.floor(0.25 * width) - 4, height: Math.floor(0.1 * height) - 4 };
    const { channels } = await sharp(
      await sharp(bytes)
        .extract({ ...area, ...size })
        .png()
        .toBuffer(),
    ).stats();
    return Math.round(channels[0]?.stdev ?? 0);
  };
  return { plate: await at(box.x, box.y), beside: await at(0.6, 0.7) };
}

const photos = 'photos { id isApproved isBlurred isRestorable small { url } large { url } }';
const read = `query($ags: String!, $reference: String!, $claimCode: String) {
  issue(ags: $ags, reference: $reference, claimCode: $claimCode) { ${photos} } }`;
const photoFor = async (
  app: TestServer,
  town: Place,
  who: Identified,
  { reference, claimCode }: Pick<GivenIssue, 'reference' | 'claimCode'>,
) => (await askData(app.port, who, read, { ags: town.ags, reference, claimCode })).issue.photos[0];
const fetchBytes = async (app: TestServer, who: Identified, url: string) => {
  const response = await fetch(`http://127.0.0.1:${app.port}${url}`, { headers: identify(who) });
  return response.status === 200 ? Buffer.from(await response.arrayBuffer()) : response.status;
};
const seenAt = async (app: TestServer, who: Identified, url: string) => {
  const bytes = await fetchBytes(app, who, url);
  return typeof bytes === 'number' ? bytes : (await contrastOf(bytes)).plate > 40 ? 'plate' : 'blurred';
};
const blur = async (
  app: TestServer,
  who: Identified,
  issueId: string,
  photoId: string,
  boxes: readonly object[] = [box],
): Promise<Data> => {
  const query = `mutation($i: ID!, $p: ID!, $b: [BlurBoxInput!]!) { it: blurIssuePhoto(input: { issueId: $i, photoId: $p, boxes: $b }) {
    photo { isBlurred isRestorable isApproved large { url } } userErrors { code path } } }`;
  const { data, errors } = await ask(app.port, who, query, { i: issueId, p: photoId, b: boxes });
  return errors?.[0]?.extensions?.code ?? data.it.userErrors[0]?.code ?? data.it.photo;
};
const judge = (app: TestServer, clerk: Somebody, how: 'approvePhoto' | 'hidePhoto', id: string) =>
  askData(app.port, clerk, `mutation($id: ID!) { ${how}(input: { photoId: $id }) { userErrors { code } } }`, { id });
const show = (app: TestServer, clerk: Somebody, id: string) =>
  askData(
    app.port,
    clerk,
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }',
    { id },
  );
async function givenPlate(
  app: TestServer,
  town: Place,
  citizen: Somebody,
  who: Identified = citizen,
): Promise<GivenIssue & { photoId: string }> {
  const photoId = await givenStoredPhoto(app, town, citizen, await plateAt());
  return { ...(await givenIssue(app, town, who, { photoIds: [photoId] })), photoId };
}
/** Content of each file of the photo in the store. */
async function filesOf(app: TestServer, photoId: string): Promise<string[]> {
  const id = idOf('Photo', photoId);
  const em = app.services.em.fork();
  const [row]: { rendition: string | null }[] = await em.execute('select rendition from photo where id = ?', [id]);
  const keys = [`${id}-large.webp`, ...(row?.rendition ? [`${id}-${row.rendition}-large.webp`] : [])];
  const found = await Promise.all(keys.map((key) => app.services.files.get(key)));
  const kept = found.filter((bytes) => bytes !== undefined);
  return Promise.all(kept.map(async (bytes) => ((await contrastOf(bytes)).plate > 40 ? 'plate' : 'blurred')));
}
