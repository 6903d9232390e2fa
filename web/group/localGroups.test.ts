import { beforeEach, expect, it } from 'vitest';
import { recall, remember } from '../shared/storage.ts';
import { localGroups, setLocalGroups } from './localGroups.ts';

beforeEach(() => localStorage.clear());

it('keeps the choice of each town by itself, without repetitions', () => {
  setLocalGroups('07138073', ['a', 'b', 'a']);
  expect(localGroups('07138073').value).toEqual(['a', 'b']);
  expect(localGroups('05382008').value).toEqual([]);
  expect(recall('groups.07138073')).toBe('["a","b"]');
});

it('reads what an earlier visit stored, and nothing from what is damaged', () => {
  remember('groups.1', '["x",7,null]');
  remember('groups.2', '{"x":1}');
  remember('groups.3', '["x"');
  expect(['1', '2', '3'].map((ags) => localGroups(ags).value)).toEqual([['x'], [], []]);
});
