import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { givenPeople, givenPlace } from '../testing/builders.ts';
import { openBrowser } from '../testing/browser.ts';
import { startTestServer } from '../testing/server.ts';

/** With FULL=1 and on PostgreSQL the medians are those of many more. */
const tries = inject('rowChoice') === 'all' ? 500 : 100;

test('known and unknown addresses are answered alike', async () => {
  // A server of its own: times of answers are compared.
  const app = await startTestServer({ trustProxy: 1 });
  const place = await givenPlace(app);
  const people = await givenPeople(app, place, tries);
  const request = `mutation($email: String!) { requestSignIn(input: { email: $email }) { expiresAt userErrors { code } } }`;
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  for (const [i, { personId }] of people.entries()) {
    for (const kind of i % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
      const email = kind === 'known' ? `${personId}@example.org` : `${randomUUID()}@example.org`;
      const browser = openBrowser(app.port, `2001:db8:${i.toString(16)}:${kind === 'known' ? 1 : 2}::1`);
      const start = performance.now();
      const { requestSignIn } = await browser.askData(request, { email });
      times[kind].push(performance.now() - start);
      await app.services.traffic.add(-1); // a thousand requests at once would need proofs of work
      expect(requestSignIn).toEqual({ expiresAt: expect.any(String), userErrors: [] });
    }
  }
  const known = median(times.known);
  const unknown = median(times.unknown);
  const figures = `${known.toFixed(2)} ms known, ${unknown.toFixed(2)} ms unknown`;
  console.log(`sign-in asked for ${tries} + ${tries} addresses, medians: ${figures} (aim: less than 2 ms apart)`);
  expect(Math.abs(known - unknown)).toBeLessThan(50);
  await app.stop();
}, 180_000);

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
