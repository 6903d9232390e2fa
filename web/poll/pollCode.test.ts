import { expect, it } from 'vitest';
import { codeOfPoll, readPollCode } from './pollCode.ts';

const ids = Array.from({ length: 2000 }, (_, n) => btoa(`Poll:019b${n.toString(16).padStart(4, '0')}-7a2c-7d11`));

it('a poll always has the same code of five digits', () => {
  for (const id of ids.slice(0, 20)) expect(codeOfPoll(id)).toMatch(/^\d{2} \d{3}$/);
  expect(codeOfPoll(ids[0] ?? '')).toBe(codeOfPoll(ids[0] ?? ''));
});

it('codes are spread evenly: of 2,000 polls about 20 share theirs, as chance has it', () => {
  const shared = ids.length - new Set(ids.map(codeOfPoll)).size;
  expect(shared).toBeLessThan(50);
});

it('a code is read however it is typed', () => {
  expect([readPollCode('48213'), readPollCode(' 48 213 '), readPollCode('48-213')]).toEqual(Array(3).fill('48 213'));
  expect([readPollCode(''), readPollCode('4821'), readPollCode('482134')]).toEqual([null, null, null]);
});
