import type { UserErrorPartsFragment } from '../gql/graphql.ts';
import { expect, it } from 'vitest';
import { codeAt, nextSpan, spanForField, spanFromField } from './hours.ts';

it('shows the end of a day as midnight and sends it as the end of that day', () => {
  const span = { weekday: 'FRIDAY', from: '18:00', to: '24:00' } as const;
  expect(spanForField(span)).toMatchObject({ from: '18:00', to: '00:00' });
  expect(spanFromField(spanForField(span))).toEqual(span);
});

it('offers a usual day, and after a break the rest of it', () => {
  expect(nextSpan('MONDAY', [])).toMatchObject({ from: '08:00', to: '17:00' });
  const morning = { weekday: 'MONDAY', from: '08:00', to: '12:00' } as const;
  expect(nextSpan('MONDAY', [morning])).toMatchObject({ from: '12:00', to: '' });
  expect(nextSpan('TUESDAY', [morning])).toMatchObject({ from: '08:00', to: '17:00' });
});

it('finds what stands against a line', () => {
  const errors = [
    { code: 'SPANS_OVERLAP', message: '', path: ['spans', '2', 'from'] } satisfies UserErrorPartsFragment,
  ];
  expect([0, 2].map((n) => codeAt(errors, 'spans', n))).toEqual([undefined, 'SPANS_OVERLAP']);
  expect(codeAt(errors, 'closedDays', 2)).toBeUndefined();
});
