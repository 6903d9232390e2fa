import { expect } from 'vitest';
import { setTime } from './clocks.ts';
import { test } from './fixtures.ts';
import { givenIssue } from './issues.ts';

// Bad tests, each of which must be red, whatever ran before it. `npm run shuffle -- 10 --control` runs them beside the good
// tests of soundness.planted.test.ts; no other run includes them.

test('a clock left set', ({ app }) => {
  setTime(app, '2027-03-01T12:00:00Z');
});

test('a limit lifted', ({ app }) => {
  app.services.limits.trySpend = () => Promise.resolve(true);
});

test('a setting changed', ({ app }) => {
  Object.assign(app.services.config, { proofMonths: 1 });
});

test('a variable set', ({ app: _app }) => {
  process.env.PLANTED_VARIABLE = 'left';
});

test('a count over all towns', async ({ app, town, citizen }) => {
  await givenIssue(app, town, citizen);
  expect(await app.services.em.fork().execute('select count(*)::int as n from issue')).toEqual([{ n: 1 }]);
});
