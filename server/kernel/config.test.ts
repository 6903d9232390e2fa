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
