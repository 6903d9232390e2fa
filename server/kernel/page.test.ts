import { expect, test } from 'vitest';
import type { Context } from './context.ts';
import { decryptCursor, encryptCursor } from './cursor.ts';
import { readGlobalId, toGlobalId } from './ids.ts';
import { type Connection, readPage } from './page.ts';

const ctx = { secret: 'secret' } as Context;
const numbers = Array.from({ length: 25 }, (_, i) => i + 1);
const source = {
  scope: 'numbers',
  positionOf: (n: number) => [n] as const,
  load: (limit: number, position: readonly [number] | undefined) =>
    Promise.resolve(numbers.filter((n) => n > (position?.[0] ?? 0)).slice(0, limit)),
};

test('pages walk the whole list once', async () => {
  const seen: number[] = [];
  let after: string | null = null;
  do {
    const page: Connection<number> = await readPage(ctx, { first: 10, after }, source);
    seen.push(...page.edges.map(({ node }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(numbers);
});

test('a cursor that is forged, damaged or from another list is refused; so is a page too big', async () => {
  const page = await readPage(ctx, { first: 5, after: null }, source);
  const cursor = page.pageInfo.endCursor ?? '';
  const refusals = [
    `x${cursor}`,
    cursor.slice(0, -1),
    `${cursor}=`,
    '',
    encryptCursor('other', 'numbers', '5'),
    encryptCursor('secret', 'x', '5'),
  ];
  for (const after of refusals) {
    await expect(readPage(ctx, { first: 5, after }, source)).rejects.toMatchObject({ code: 'BAD_CURSOR' });
  }
  for (const first of [101, -1]) {
    await expect(readPage(ctx, { first, after: null }, source)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  }
  expect(decryptCursor('secret', 'numbers', cursor)).toBe('[5]');
});

test('a page of nothing tells whether there is more', async () => {
  const { edges, pageInfo } = await readPage(ctx, { first: 0, after: null }, source);
  expect([edges, pageInfo.hasNextPage, pageInfo.endCursor]).toEqual([[], true, null]);
});

test('one position has one cursor, and its length does not tell whether a date is set', () => {
  const sealed = (position: unknown): string => encryptCursor('secret', 'issues', JSON.stringify(position));
  const id = '0190e0f0-0000-7000-8000-000000000001';
  expect(sealed([id, null])).toBe(sealed([id, null]));
  expect(sealed([id, null])).not.toBe(sealed([id, '2026-12-03T15:00:00.000Z']));
  expect(sealed([id, null])).toHaveLength(sealed([id, '2026-12-03T15:00:00.000Z']).length);
});

test('global ids: only what we made is read again', () => {
  const id = '0190e0f0-0000-7000-8000-000000000001';
  expect(readGlobalId(toGlobalId('Poll', id))).toEqual({ type: 'Poll', id });
  const foreign = [id, '', 'x', toGlobalId('Poll', 'x'), `${toGlobalId('Poll', id)}=`, toGlobalId('Poll', `${id}:x`)];
  for (const text of foreign) expect(readGlobalId(text)).toBeUndefined();
});
