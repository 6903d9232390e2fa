import { expect, test } from 'vitest';
import type { z } from 'zod';
import { environment, readConfig, settingGroups } from './config.ts';

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
    deliveryTimeoutMs: 10_000,
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
  ['OUTSIDE_HOSTS', 'http://gis.intern'],
  ['OUTSIDE_HOSTS', 'gis.intern/path'],
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['TRUST_PROXY', '-1'],
  ['LIVE_COMPARE_MS', '0'],
  ['LOG_LEVEL', 'loud'],
  ['WEB_CONCURRENCY', '0'],
  ['WEB_CONCURRENCY', '2'],
  ['PUBLIC_URL', 'https://ortsfunk.example/path'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => readConfig({ ...installation, [name]: value })).toThrow(name);
});

test('all settings that cannot be used are named at once, one sentence each', () => {
  expect(() => readConfig({ PORT: 'http', LOG_LEVEL: 'loud', REDIS_URL: 'localhost' })).toThrow(
    [
      'REDIS_URL must be a URL beginning with redis:// or rediss://',
      'PORT must be a whole number from 0 to 65535, got "http"',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
    ].join('\n'),
  );
  expect(() => readConfig({ NODE_ENV: 'production', WEB_CONCURRENCY: '2' })).toThrow(
    /^installation mode needs PUBLIC_URL and SMTP_URL .*\nWEB_CONCURRENCY above 1 needs DATABASE_URL and REDIS_URL$/,
  );
});

test('a listener for bounces needs its name and its port', () => {
  const bounces = { BOUNCE_DOMAIN: 'Post.example', BOUNCE_PORT: '2525' };
  expect(readConfig({ ...installation, ...bounces })).toMatchObject({ bounceDomain: 'post.example', bouncePort: 2525 });
  expect(readConfig(installation)).toMatchObject({ bounceDomain: undefined, bouncePort: undefined });
  for (const name of ['BOUNCE_DOMAIN', 'BOUNCE_PORT'] as const)
    expect(() => readConfig({ ...installation, ...bounces, [name]: '' })).toThrow('go together');
  expect(() => readConfig({ ...installation, ...bounces, BOUNCE_DOMAIN: 'a b' })).toThrow('BOUNCE_DOMAIN');
});

test('a setting that is empty counts as not set', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ', LOG_LEVEL: '', TOWN_HOSTS: '' })).toEqual(readConfig({}));
});

test('every setting belongs to a group of the documentation and has a description', () => {
  const documented = settingGroups.flatMap((group) => Object.entries<z.ZodType>(group.shape));
  expect(documented.map(([name]) => name)).toEqual(Object.keys(environment.shape));
  for (const [name, setting] of documented) expect(setting.description, name).toMatch(/\.$/);
});

test('several processes need what they share', () => {
  const shared = { ...installation, REDIS_URL: 'redis://127.0.0.1', WEB_CONCURRENCY: '4' };
  expect(readConfig(shared).webConcurrency).toBe(4);
  expect(() => readConfig({ ...shared, DATABASE_URL: '', NODE_ENV: 'production' })).toThrow(
    'DATABASE_URL and REDIS_URL',
  );
});

test('towns at host names of their own', () => {
  expect(readConfig(installation).townHosts).toEqual([]);
  const TOWN_HOSTS = ' unkel.example = 07138073, www.linz.example=07138041,';
  expect(readConfig({ ...installation, TOWN_HOSTS }).townHosts).toEqual([
    { host: 'unkel.example', ags: '07138073' },
    { host: 'www.linz.example', ags: '07138041' },
  ]);
});

test.each([
  'unkel.example',
  'unkel.example=7138073',
  'https://unkel.example=07138073',
  'unkel.example:443=07138073',
  'Unkel.example=07138073',
  '*.example=07138073',
  'unkel=07138073',
  '10.0.0.1=07138073',
  'a.example=07138073=x',
  'ortsfunk.example=07138073',
  'a.example=07138073,a.example=07138041',
  'a.example=07138073,b.example=07138073',
])('TOWN_HOSTS=%s is refused by its name', (value) => {
  expect(() => readConfig({ ...installation, TOWN_HOSTS: value })).toThrow('TOWN_HOSTS');
});

const tiles = { MAP_PMTILES_URL: 'https://tiles.example/town.pmtiles', MAP_ATTRIBUTION: '© Vermessungsamt' };

test('maps ask nobody unless told to, and then need to say whose data it is', () => {
  expect(readConfig({}).map).toBeUndefined();
  expect(readConfig({ ...tiles, MAP_BOUNDS: '7.1,50.5,7.4,50.7' }).map).toEqual({
    source: 'PMTILES',
    url: tiles.MAP_PMTILES_URL,
    attribution: '© Vermessungsamt',
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

const broker = {
  id: 'bundid',
  name: 'BundID',
  issuer: 'https://broker.example/realms/land',
  clientId: 'ortsfunk',
  clientSecret: 'hush',
  levels: { substantial: 'SUBSTANTIAL', high: 'HIGH' },
};

test('identity services: none by default, each with what its levels mean', () => {
  expect(readConfig({}).identityServices).toEqual([]);
  const IDENTITY_SERVICES = JSON.stringify([broker, { ...broker, id: 'two', levelClaim: 'loa', towns: ['07138073'] }]);
  expect(readConfig({ IDENTITY_SERVICES }).identityServices).toEqual([
    { ...broker, levelClaim: 'acr', towns: null },
    { ...broker, id: 'two', levelClaim: 'loa', towns: ['07138073'] },
  ]);
});

test.each([
  '{}',
  'hush',
  JSON.stringify([broker, broker]),
  JSON.stringify(['bundid']),
  ...[{ issuer: 'http://broker.example' }, { issuer: 'broker' }, { clientSecret: '' }, { levels: {} }].map(wrong),
  ...[{ levels: { low: 'BASIC' } }, { towns: ['Unkel'] }, { id: 'Bund ID' }, { secret: 'hush' }].map(wrong),
])('IDENTITY_SERVICES=%s is refused without repeating a secret', (IDENTITY_SERVICES) => {
  expect(() => readConfig({ IDENTITY_SERVICES })).toThrow('IDENTITY_SERVICES');
  expect(() => readConfig({ IDENTITY_SERVICES })).not.toThrow('hush');
});

function wrong(more: object): string {
  return JSON.stringify([{ ...broker, ...more }]);
}

test('files lie in a bucket when one is named: over https, and over http only if it says so', () => {
  expect(readConfig({}).bucket).toBeUndefined();
  const own = { region: 'us-east-1', accessKeyId: 'key', secretAccessKey: 'hush/+' };
  expect(readConfig({ FILES_URL: 's3://key:hush%2F%2B@s3.example/photos' }).bucket).toEqual({
    ...own,
    url: 'https://s3.example/photos',
    prefix: '',
  });
  expect(
    readConfig({ FILES_URL: 's3+http://key:hush%2F%2B@minio:9000/photos/unkel/a?region=eu-west-1' }).bucket,
  ).toEqual({ ...own, region: 'eu-west-1', url: 'http://minio:9000/photos', prefix: 'unkel/a/' });
});

test.each([
  'https://key:hush@s3.example/photos',
  's3://key:hush@s3.example',
  's3://key:hush@s3.example/',
  's3:photos',
  's3://key:hush@s3.example/Photos',
  's3://key:hush@s3.example/photos/a b',
  's3://key:hush@s3.example/photos/..',
  's3://s3.example/photos',
  's3://key@s3.example/photos',
  's3://key:%zzhush@s3.example/photos',
  'hush',
  's3://key:hush@s3.example/photos?region=Frankfurt am Main',
])('FILES_URL=%s is refused without repeating a secret', (FILES_URL) => {
  expect(() => readConfig({ FILES_URL })).toThrow('FILES_URL');
  expect(() => readConfig({ FILES_URL })).not.toThrow('hush');
});
