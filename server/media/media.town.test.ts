import sharp from 'sharp';
import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { givenPhoto, upload } from '../testing/photos.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let place: Place;
let admin: Somebody;

test.beforeAll(async ({ app }) => {
  place = await givenPlace(app, 'Ünkel & "Co"');
  admin = await givenStaff(app, place);
});

test('without an emblem the app shows the initial on the town’s colour', async ({ app }) => {
  const { name, short_name, start_url, scope, theme_color, lang, icons } = await manifest(app);
  expect({ name, short_name, start_url, scope, theme_color, lang }).toEqual({
    name: 'Ortsfunk Ünkel & "Co"',
    short_name: 'Ünkel & "Co"',
    lang: 'de',
    theme_color: '#2c6e5d',
    start_url: `/${place.ags}`,
    scope: `/${place.ags}`,
  });
  expect(icons.map(({ sizes, purpose }: Data) => `${sizes} ${purpose}`)).toEqual([
    '192x192 any',
    '512x512 any',
    '512x512 maskable',
  ]);
  for (const { src, sizes } of icons as Data[]) {
    const { width, height, at } = await pixelsOf(app, src);
    expect(`${width}x${height}`).toBe(sizes);
    expect(at(1, 1)).toEqual([0x2c, 0x6e, 0x5d]);
    const middle = Array.from({ length: width }, (_, x) => at(x, Math.round(height / 2)));
    expect(middle.filter(([red]) => red === 255).length, 'the letter in white').toBeGreaterThan(width / 20);
  }
});

test('the emblem takes its place, is for everybody to see, and the one before is gone', async ({ app }) => {
  const first = await givenPhoto(app, place, admin);
  const second = await givenPhoto(app, place, admin);
  const { municipality } = await show(app, first);
  expect((await load(app, municipality.emblemUrl)).headers.get('content-type')).toBe('image/webp');
  const before = (await manifest(app)).icons[1].src;
  const { width, at } = await pixelsOf(app, before);
  expect([at(1, 1), at(width / 2, width / 2)].map(([red]) => (red ?? 0) > 200)).toEqual([true, false]);
  expect((await show(app, second)).municipality.emblemUrl).not.toBe(municipality.emblemUrl);
  expect((await load(app, municipality.emblemUrl)).status).toBe(404);
  expect((await manifest(app)).icons[1].src).not.toBe(before);
  expect((await show(app, null)).municipality.emblemUrl).toBeNull();
  expect((await show(app, await givenPhoto(app, place, admin), 'PLACE')).municipality.pictureUrl).toMatch(
    /large\.webp$/,
  );
});

test('only who runs the town, only with an own photo that nothing uses; an SVG is none', async ({ app }) => {
  const citizen = await givenPerson(app, place);
  const editor = await givenStaff(app, place, 'EDITOR');
  const other = await givenPlace(app);
  for (const who of [{}, citizen, editor, await givenStaff(app, other)]) {
    const { errors } = await ask(app.port, who, set, inputOf(null));
    expect(errors?.[0]?.extensions.code).toBe('token' in who ? 'FORBIDDEN' : 'UNAUTHENTICATED');
  }
  const foreign = await givenPhoto(app, place, citizen);
  expect((await show(app, foreign)).userErrors).toEqual([{ code: 'UNKNOWN_PHOTO' }]);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  expect(await upload(app.port, admin, place.ags, svg)).toMatchObject({ status: 415, code: 'UNSUPPORTED_TYPE' });
});

test('a town without reports has an emblem, too; citizens still send it nothing', async ({ app }) => {
  const quiet = await givenPlace(app);
  const runs = await givenStaff(app, quiet);
  await app.services.em.fork().nativeUpdate(Municipality, quiet.municipalityId, { modules: ['POSTS'] });
  const photoId = await givenPhoto(app, quiet, runs);
  const { setTownPicture } = await askData(app.port, runs, set, inputOf(photoId, 'EMBLEM', quiet));
  expect(setTownPicture.municipality.emblemUrl).toMatch(/^\/media\//);
  expect((await upload(app.port, {}, quiet.ags, Buffer.from('x'))).status).toBe(404);
});

test('what is no town here, or no icon, is not there', async ({ app }) => {
  const paths = ['/00000000/manifest.webmanifest', `/${place.ags}/icons/64.png`, `/${place.ags}x/icons/192.png`];
  for (const path of paths) expect([path, (await load(app, path)).status]).toEqual([path, 404]);
});

const set = `mutation($input: SetTownPictureInput!) { setTownPicture(input: $input) {
  municipality { emblemUrl pictureUrl } userErrors { code } } }`;
const inputOf = (photoId: string | null, which = 'EMBLEM', { municipalityId } = place) => ({
  input: { municipalityId: toGlobalId('Municipality', municipalityId), which, photoId },
});
const show = async (app: TestServer, photoId: string | null, which?: string): Promise<Data> =>
  (await askData(app.port, admin, set, inputOf(photoId, which))).setTownPicture;
const load = (app: TestServer, path: string): Promise<Response> => fetch(`http://127.0.0.1:${app.port}${path}`);
const manifest = async (app: TestServer): Promise<Data> =>
  (await load(app, `/${place.ags}/manifest.webmanifest`)).json();
const pixelsOf = async (app: TestServer, src: string) => {
  const { data, info } = await sharp(Buffer.from(await (await load(app, src)).arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)];
  return { ...info, at };
};
