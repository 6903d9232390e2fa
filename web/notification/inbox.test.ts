import { describe, expect, it } from 'vitest';
import { freshItems, hasGap } from './inbox.ts';

const item = (id: string, at: string) => ({ id, at });
const known = [item('c', '2026-11-25T12:00:00Z'), item('b', '2026-11-25T11:00:00Z')];

describe('freshItems', () => {
  it('are those above what is known, each once', () => {
    const entries = [item('d', '2026-11-25T13:00:00Z'), item('c', '2026-11-25T12:00:00Z')];
    expect(freshItems(known, entries).map(({ id }) => id)).toEqual(['d']);
  });

  it('are not the old ones that were opened in another window', () => {
    expect(freshItems(known, [item('a', '2026-11-25T10:00:00Z')])).toEqual([]);
  });

  it('are all of them where nothing is known', () => {
    expect(freshItems([], known)).toEqual(known);
  });
});

describe('hasGap', () => {
  it('tells when the newest page does not reach down to what is known', () => {
    expect(hasGap(known, [item('x', '2026-11-25T15:00:00Z')])).toBe(true);
    expect(hasGap(known, [item('x', '2026-11-25T15:00:00Z'), ...known])).toBe(false);
    expect(hasGap(known, [])).toBe(false);
    expect(hasGap([], known)).toBe(false);
  });
});
