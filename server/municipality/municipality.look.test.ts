import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { type Place } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { accentOf, defaultAccent, readAccent } from './municipality.accent.rules.ts';
import { test } from '../testing/fixtures.ts';

test('every accepted colour is seen on light and on dark pages, and text on it is read', () => {
  const colors = ['#2c6e5d', '#7a1f3d', '#1b3a8c', '#000000', '#808000', '#6b2fa0', '#00843d', '#8a5a00', '#767676'];
  for (const color of [...colors, defaultAccent]) {
    const { ratioOnLight, ratioOnDark, ink, inkOnDark, onDark } = readAccent(color);
    expect([color, ratioOnLight >= 3, ratioOnDark >= 3]).toEqual([color, true, true]);
    expect([ink, inkOnDark].every((one) => ['#000000', '#ffffff'].includes(one))).toBe(true);
    // The colour is bright enough on dark pages, so it stays unchanged.
    expect(accentOf(onDark).onDark).toBe(onDark);
  }
});

test('a colour that drowns, that means danger, or that is none is refused with its reason', async ({ app }) => {
  const refused: [string, string | undefined][] = [
    ...['#ffff00', '#ffffff', '#9fd3c7', '#aaaaaa'].map((color): [string, string] => [color, 'TOO_PALE']),
    ...['#c8102e', '#e2001a', '#ff0000', '#b71c1c'].map((color): [string, string] => [color, 'LOOKS_LIKE_DANGER']),
    ...['rot', '', '#abc', '2c6e5d', '#2c6e5d;x', `#${'0'.repeat(5000)}`].map((color): [string, string] => [
      color,
      'BAD_COLOR',
    ]),
    [' #2C6E5D ', undefined],
    ['#7a1f3d', undefined],
  ];
  for (const [color, code] of refused) expect([color, await codeOf(app, color)]).toEqual([color, code]);
});

test('the admin chooses; everybody sees it, the trail tells it once', async ({ app, town, admin }) => {
  expect(await read(app, town)).toMatchObject({ accent: { color: defaultAccent }, motif: 'RIVER' });
  const query = `mutation($input: SetLookInput!) { setLook(input: $input) {
    municipality { motif } userErrors { code path } } }`;
  const set = async (color: string): Promise<Data> => {
    const input = { municipalityId: toGlobalId('Municipality', town.municipalityId), color, motif: 'COAST' };
    return (await askData(app.port, admin, query, { input })).setLook;
  };
  expect(await set('#ffff00')).toEqual({ municipality: null, userErrors: [{ code: 'TOO_PALE', path: ['color'] }] });
  for (let i = 0; i < 2; i++)
    expect(await set('#7A1F3D')).toEqual({ municipality: { motif: 'COAST' }, userErrors: [] });
  expect(await read(app, town)).toMatchObject({ accent: { color: '#7a1f3d', ink: '#ffffff' }, motif: 'COAST' });
  const audit = 'query($ags: String!) { municipality(ags: $ags) { audit(first: 5) { edges { node { kind } } } } }';
  const { municipality } = await askData(app.port, admin, audit, town as never);
  expect(municipality.audit.edges).toEqual([{ node: { kind: 'LOOK_CHANGED' } }]);
});

test('the grounds it is measured on are those that the pages have', () => {
  const kern = readFileSync('node_modules/@kern-ux/native/dist/kern.css', 'utf8');
  const lightness = (name: string): number =>
    Number(new RegExp(`--kern-color-${name}: oklch\\(([\\d.]+)%`).exec(kern)?.[1]) / 100;
  // The colour is nearly grey, so its luminance is the cube of OKLab's lightness.
  expect(lightness('neutral-025') ** 3).toBeCloseTo(0.905, 2);
  expect((lightness('neutral-950') + 0.036) ** 3).toBeCloseTo(0.0135, 3);
});

const parts = 'accent { color onDark ink inkOnDark ratioOnLight ratioOnDark }';
const read = async (app: TestServer, town: Place): Promise<Data> => {
  const query = `query($ags: String!) { municipality(ags: $ags) { ${parts} motif } }`;
  return (await askData(app.port, {}, query, town as never)).municipality;
};
const codeOf = async (app: TestServer, color: string): Promise<string | undefined> => {
  const query = `query($color: String!) { checkAccent(color: $color) { accent { color } userErrors { code path } } }`;
  const { checkAccent } = await askData(app.port, {}, query, { color });
  return checkAccent.accent === null ? checkAccent.userErrors[0].code : undefined;
};
