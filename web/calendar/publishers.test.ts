import { expect, it } from 'vitest';
import { publishersOf } from './publishers.ts';

it('the groups of an event publish it, not the town in which they are', () => {
  const town = { name: 'Unkel', isTown: true };
  const brigade = { name: 'Feuerwehr', isTown: false };
  expect(publishersOf([town, brigade, { name: 'Jugend', isTown: false }])).toEqual(['Feuerwehr', 'Jugend']);
  expect(publishersOf([town])).toEqual([]);
});
