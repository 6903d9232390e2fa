import { expect, test } from 'vitest';
import { formatError } from './errors.ts';
import { createLog } from './log.ts';

const log = createLog('silent');

test('a database that is away is said as such, with when to try again', () => {
  const shuttingDown = Object.assign(new Error('terminating connection'), { code: '57P01' });
  const unreached = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
  const cut = new Error('Connection terminated unexpectedly');
  const wrapped = new Error('while asking', { cause: unreached });
  for (const error of [shuttingDown, unreached, cut, wrapped]) {
    expect(formatError(error, { log })).toEqual({
      message: 'unavailable',
      extensions: { code: 'UNAVAILABLE', retryAfter: 2 },
    });
  }
});

test('any other error says nothing about itself', () => {
  const error = Object.assign(new Error('column "x" does not exist'), { code: '42703' });
  expect(formatError(error, { log })).toMatchObject({ message: 'internal error', extensions: { code: 'INTERNAL' } });
});
