import { expect, it } from 'vitest';
import { shuffled } from './optionOrder.ts';

const options = [...'abcd'].map((id) => ({ id }));
const orderFor = (seed: string) =>
  shuffled(options, seed)
    .map(({ id }) => id)
    .join('');

it('the same viewer always sees the same order', () => {
  expect(orderFor('anna')).toBe(orderFor('anna'));
  expect([...orderFor('anna')].toSorted().join('')).toBe('abcd');
});

it('over many viewers every option stands in every place equally often', () => {
  const places = new Map<string, number>();
  const viewers = 8000;
  for (let viewer = 0; viewer < viewers; viewer++)
    [...orderFor(`viewer ${String(viewer)}`)].forEach((id, place) => {
      places.set(`${id}${String(place)}`, (places.get(`${id}${String(place)}`) ?? 0) + 1);
    });
  expect(places.size).toBe(16);
  for (const seen of places.values()) expect(Math.abs(seen / viewers - 0.25)).toBeLessThan(0.025);
});
