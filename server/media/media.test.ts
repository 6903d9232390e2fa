import sharp from 'sharp';
import { expect } from 'vitest';
import { scopes } from '../testing/scopes.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, identify } from '../testing/client.ts';
import { givenKey } from '../testing/keys.ts';
import { givenPhoto, makePicture, upload } from '../testing/photos.ts';
import { type TestServer } from '../testing/server.ts';
import { redraw } from './media.picture.service.ts';
import { test } from '../testing/fixtures.ts';

test('place, device and comments are gone, the picture stands upright and fits; the sender learns its size', async ({
  app,
  town,
  citizen,
}) => {
  const bytes = await makePicture('jpeg', 4000, 3000);
  const source = await sharp(bytes).metadata();
  expect(source).toMatchObject({ orientation: 6, width: 4000 });
  expect(bytes.includes('Telefonfabrik') && bytes.includes('geheim')).toBe(true);
  expect(source.exif?.includes(Buffer.from([0x25, 0x88]))).toBe(true); // IFD pointer to the GPS data
  const { files, width, height } = await redraw(Buffer.concat([bytes, Buffer.from('<script>alert(1)</script>')]));
  expect({ width, height }).toEqual({ width: 1200, height: 1600 });
  const wanted = { small: { width: 360, height: 480 }, large: { width: 1200, height: 1600 } };
  for (const size of ['small', 'large'] as const) {
    const seen = await sharp(files[size]).metadata();
    expect(seen).toMatchObject({ format: 'webp', ...wanted[size] });
    expect([seen.exif, seen.xmp, seen.iptc, seen.orientation]).toEqual([undefined, undefined, undefined, undefined]);
    for (const word of ['Telefonfabrik', 'geheim', 'GPS', 'script']) expect(files[size].includes(word)).toBe(false);
  }
  const sent = await upload(app.port, citizen, town.ags, bytes);
  expect(sent).toMatchObject({ status: 201, width: 1200, height: 1600 });
});

test('what cameras make is taken, whatever it is called', async ({ app, town }) => {
  for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
    expect([format, await send(app, town, await makePicture(format))]).toEqual([format, '201']);
  }
});

test('anything else is refused by name: by its bytes, not by what it says it is', async ({ app, town }) => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  const gif = Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1');
  const jpegHead = Buffer.from('\xff\xd8\xff\xe0<html><script>alert(1)</script>', 'latin1');
  const whole = await makePicture('png');
  expect(await send(app, town, svg)).toBe('415 UNSUPPORTED_TYPE');
  expect(await send(app, town, gif)).toBe('415 UNSUPPORTED_TYPE');
  expect(await send(app, town, Buffer.from('%PDF-1.7'))).toBe('415 UNSUPPORTED_TYPE');
  expect(await send(app, town, Buffer.alloc(0))).toBe('415 UNSUPPORTED_TYPE');
  expect(await send(app, town, heic)).toBe('415 HEIC_NOT_SUPPORTED');
  expect(await send(app, town, jpegHead)).toBe('422 BROKEN_IMAGE');
  expect(await send(app, town, whole.subarray(0, whole.length / 2))).toBe('422 BROKEN_IMAGE');
  for (const format of ['jpeg', 'webp', 'avif'] as const) {
    const cut = (await makePicture(format)).subarray(0, -200);
    expect([format, await send(app, town, cut)]).toEqual([format, '422 BROKEN_IMAGE']);
  }
  // Files with the first bytes of one format and the content of another: only photo formats have a decoder.
  expect(await send(app, town, Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), svg]))).toBe(
    '422 BROKEN_IMAGE',
  );
});

test('60 MB and a bomb of 400 million pixels cost neither the memory nor the time of their size', async ({
  app,
  town,
}) => {
  expect(await send(app, town, Buffer.alloc(60 * 1024 * 1024, 1))).toBe('413 TOO_LARGE');
  const bomb = await sharp({
    create: { width: 20_000, height: 20_000, channels: 3, background: 'black' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer();
  expect(bomb.length).toBeLessThan(3_000_000);
  const before = process.memoryUsage().rss;
  const began = performance.now();
  expect(await send(app, town, bomb)).toBe('422 TOO_MANY_PIXELS');
  expect(performance.now() - began).toBeLessThan(5000);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
});

test('from another site, or without our header, nothing is read', async ({ app, town, citizen }) => {
  const bytes = await makePicture();
  const sent = async (headers: Record<string, string>) => {
    const { status, code } = await upload(app.port, citizen, town.ags, bytes, headers);
    return [status, code];
  };
  expect(await sent({})).toEqual([400, 'HEADER_MISSING']);
  const { errors }: Data = await (
    await fetch(`${app.services.publicUrl()}/upload/${town.ags}`, { method: 'POST' })
  ).json();
  expect(errors[0].message).toBe('the header apollo-require-preflight is missing');
  const own = { 'apollo-require-preflight': 'true' };
  expect(await sent({ ...own, origin: 'https://evil.example' })).toEqual([403, 'FORBIDDEN']);
  expect(await sent({ ...own, origin: app.services.publicUrl() })).toEqual([201, undefined]);
  expect(await sent({ ...own, 'photo-alt': '%E0%A4%A' })).toEqual([422, 'BAD_CHARACTERS']);
  expect(await sent({ ...own, 'photo-alt': 'x'.repeat(301) })).toEqual([422, 'TOO_LONG']);
});

test('who may send to which town: everybody, and a partner with the scope to its own', async ({
  app,
  town,
  citizen,
}) => {
  const abroad = await givenPlace(app, 'Anderswo');
  const bytes = await makePicture();
  const key = await givenKey(app, town, ['issues:write']);
  const reader = await givenKey(
    app,
    town,
    scopes.filter((scope) => scope !== 'issues:write'),
  );
  const clerk = await givenStaff(app, town, 'CLERK');
  const sent = async (who: object, ags: string) => (await upload(app.port, who, ags, bytes)).code ?? 'taken';
  const seen = await Promise.all(
    [{}, citizen, clerk, key, reader, { key: 'of_nothing' }].map(async (who) => [
      await sent(who, town.ags),
      await sent(who, abroad.ags),
    ]),
  );
  expect(seen).toEqual([
    ['taken', 'taken'],
    ['taken', 'taken'],
    ['taken', 'taken'],
    ['taken', 'FORBIDDEN'],
    ['FORBIDDEN', 'FORBIDDEN'],
    ['UNAUTHENTICATED', 'UNAUTHENTICATED'],
  ]);
  expect(await sent(citizen, '00000000')).toBe('NOT_FOUND');
});

test('a photo that nothing uses is shown to its sender: the object and its files; to nobody if sent without account', async ({
  app,
  town,
  citizen,
}) => {
  const read = 'query($id: ID!) { node(id: $id) { ... on Photo { id alt isApproved stage small { url } } } }';
  const key = await givenKey(app, town, ['issues:write']);
  for (const sender of [citizen, key]) {
    const id = await givenPhoto(app, town, sender, 'Ein Baum');
    const { node } = await askData(app.port, sender, read, { id });
    expect(node).toMatchObject({ id, alt: 'Ein Baum', isApproved: false, stage: null });
    const statusFor = async (who: object): Promise<number> =>
      (await fetch(`http://127.0.0.1:${app.port}${String(node.small.url)}`, { headers: identify(who) })).status;
    const others = [{}, await givenPerson(app, town), await givenStaff(app, town)];
    expect([await statusFor(sender), ...(await Promise.all(others.map(statusFor)))]).toEqual([200, 404, 404, 404]);
    for (const who of others)
      expect((await ask(app.port, who, read, { id })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  }
  const id = await givenPhoto(app, town, {});
  for (const who of [{}, citizen])
    expect((await ask(app.port, who, read, { id })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
});

test('twenty uploads an hour for a person', async ({ app, town }) => {
  const bytes = await makePicture('jpeg', 40, 30);
  const flood = async (who: Somebody | object, ip: string, times: number) => {
    const headers = { 'apollo-require-preflight': 'true', 'x-forwarded-for': ip };
    const answers = [];
    for (let n = 0; n < times; n++) answers.push(await upload(app.port, who, town.ags, bytes, headers));
    return answers;
  };
  const person = await flood(await givenPerson(app, town), '198.51.100.1', 21);
  expect(person.map(({ code }) => code ?? 'taken').filter((word) => word === 'taken')).toHaveLength(20);
  expect(person.at(-1)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
  expect(Number(person.at(-1)?.retryAfter)).toBeGreaterThan(3000);
});

/** Uploads as a new person, who has sent nothing yet. */
const send = async (app: TestServer, town: Place, bytes: Uint8Array) => {
  const { status, code } = await upload(app.port, await givenPerson(app, town), town.ags, bytes);
  return `${status} ${code ?? ''}`.trim();
};
