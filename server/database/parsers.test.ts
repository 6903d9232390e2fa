import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { dropRowParsers } from './parsers.ts';

test('what statements read is parsed as before, and far fewer parsers are left', async () => {
  const client = await PGlite.create();
  const sql = `select array['a', 'b'] as texts, array[1, 2] as numbers, '{"a":1}'::jsonb as object, array['{}'::jsonb] as objects,
    array[true] as booleans, array['00000000-0000-4000-8000-000000000000'::uuid] as ids, array['2026-01-02'::date] as dates, 3::bigint as big`;
  const read = async () => (await client.query(sql)).rows[0];
  const before = await read();
  const count = Object.keys(client.parsers).length;
  dropRowParsers(client);
  expect(await read()).toEqual(before);
  expect(before).toMatchObject({ texts: ['a', 'b'], numbers: [1, 2], objects: [{}], booleans: [true] });
  expect(Object.keys(client.parsers).length).toBeLessThan(count / 2);
  await client.close();
});
