import { expect, it } from 'vitest';
import { createBeginning } from './boardBeginning.ts';

it('the stream begins at the first lane read; a lane asked for at the same time is asked again if it may be older', () => {
  const beginning = createBeginning(() => 'town');
  const first = beginning.join();
  const same = beginning.join();
  const other = beginning.join();
  expect(beginning.cursor()).toBeUndefined();
  expect([first('c1'), beginning.cursor()]).toEqual([false, 'c1']);
  expect([same('c1'), other('c0')]).toEqual([false, true]);
  expect(beginning.join()('c9')).toBe(false);
});

it('a lane that cannot be read holds up no stream, and another town begins anew', () => {
  let town = 'a';
  const beginning = createBeginning(() => town);
  expect([beginning.join()(null), beginning.cursor()]).toEqual([false, null]);
  town = 'b';
  expect(beginning.cursor()).toBeUndefined();
  expect([beginning.join()('c1'), beginning.cursor()]).toEqual([false, 'c1']);
});
