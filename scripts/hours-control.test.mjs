// Bad tests, which `npm run hours -- --control` must find. No other run includes them.
import { expect, test } from 'vitest';
import { Temporal } from 'temporal-polyfill';

const now = Temporal.Now.zonedDateTimeISO('Europe/Berlin');

test('in 20 minutes', () => {
  expect(now.add({ minutes: 20 }).toPlainDate().toString()).toBe(now.toPlainDate().toString());
});

test('24 hours', () => {
  expect(now.hoursInDay).toBe(24);
});
