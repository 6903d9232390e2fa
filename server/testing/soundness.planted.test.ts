import { expect } from 'vitest';
import { test } from './fixtures.ts';
import { givenIssue } from './issues.ts';

// Good tests, which no planted leak may turn red.

test('clock, setting and environment are as at the start', ({ app }) => {
  expect(Math.abs(app.services.now().getTime() - Date.now())).toBeLessThan(1000);
  expect(app.services.config.proofMonths).toBe(24);
  expect(process.env.PLANTED_VARIABLE).toBeUndefined();
});

test('limits refuse', async ({ app }) => {
  const once = { name: 'planted', points: 1, seconds: 60 };
  expect(await app.services.limits.trySpend(once, 'key')).toBe(true);
  expect(await app.services.limits.trySpend(once, 'key')).toBe(false);
});

test('a count of the own town', async ({ app, town, citizen }) => {
  await givenIssue(app, town, citizen);
  const count = 'select count(*)::int as n from issue where municipality_id = ?';
  expect(await app.services.em.fork().execute(count, [town.municipalityId])).toEqual([{ n: 1 }]);
});
