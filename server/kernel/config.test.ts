import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const installation = {
  DATABASE_URL: 'postgres://db/x',
  PUBLIC_URL: 'https://ortsfunk.example/',
  SMTP_URL: 'smtp://mail',
};

test('without DATABASE_URL and outside production it is demo mode on loopback', () => {
  expect(readConfig({})).toMatchObject({
    mode: 'demo',
    host: '127.0.0.1',
    port: 4000,
    dataDir: './data',
    trustProxy: 0,
  });
});

test('DATABASE_URL or production make it an installation, which needs PUBLIC_URL and SMTP_URL', () => {
  expect(readConfig(installation)).toMatchObject({ mode: 'installation', host: '0.0.0.0' });
  expect(readConfig(installation).publicUrl).toBe('https://ortsfunk.example');
  expect(() => readConfig({ NODE_ENV: 'production' })).toThrow('PUBLIC_URL and SMTP_URL');
  expect(() => readConfig({ ...installation, SMTP_URL: '' })).toThrow('needs SMTP_URL');
});

test.each([
  ['DATABASE_URL', 'mysql://x'],
  ['REDIS_URL', 'localhost:6379'],
  ['PUBLIC_URL', 'nonsense'],
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['TRUST_PROXY', '-1'],
  ['LIVE_COMPARE_MS', '0'],
  ['LOG_LEVEL', 'loud'],
  ['PUBLIC_URL', 'https://ortsfunk.example/path'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => readConfig({ ...installation, [name]: value })).toThrow(name);
});

const tiles = { MAP_PMTILES_URL: 'https://tiles.example/town.pmtiles', MAP_ATTRIBUTION: '© Vermessungsamt' };

test('maps ask nobody unless told to, and then need to say whose data it is', () => {
  expect(readConfig({}).map).toBeUndefined();
  expect(readConfig({ ...tiles, MAP_BOUNDS: '7.1,50.5,7.4,50.7' }).map).toEqual({
    ...{ source: 'PMTILES', url: tiles.MAP_PMTILES_URL, attribution: '© Vermessungsamt' },
    bounds: [7.1, 50.5, 7.4, 50.7],
  });
  const near = { MAP_STYLE_URL: 'http://127.0.0.1:8080/style.json', MAP_ATTRIBUTION: 'ich' };
  expect(readConfig(near).map).toMatchObject({ source: 'STYLE', bounds: null });
});

test.each([
  ['MAP_PMTILES_URL', { ...tiles, MAP_PMTILES_URL: 'http://tiles.example/town.pmtiles' }],
  ['MAP_STYLE_URL', { MAP_STYLE_URL: 'style.json', MAP_ATTRIBUTION: 'x' }],
  ['MAP_ATTRIBUTION', { ...tiles, MAP_ATTRIBUTION: ' ' }],
  ['only one', { ...tiles, MAP_STYLE_URL: 'https://tiles.example/style.json' }],
  ['MAP_BOUNDS', { ...tiles, MAP_BOUNDS: '7.4,50.5,7.1,50.7' }],
  ['MAP_BOUNDS', { ...tiles, MAP_BOUNDS: '7.1,50.5,7.4' }],
])('%s is complained about', (name, env) => {
  expect(() => readConfig(env)).toThrow(name);
});
