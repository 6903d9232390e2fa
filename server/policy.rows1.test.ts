import { test } from 'vitest';
import { askRows } from './testing/policy/rows.ts';

test('each cell says what the table says, and every target exists', { timeout: 300_000 }, () =>
  askRows(import.meta.filename),
);
