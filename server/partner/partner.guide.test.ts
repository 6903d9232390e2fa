import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scopes } from '../kernel/actor.ts';
import { rates } from '../kernel/admission.ts';
import { socketLimits } from '../kernel/live/gate.ts';
import { queryLimits } from '../kernel/queryLimits.ts';

const guide = readFileSync('docs/partner-guide.md', 'utf8').replaceAll(/\s+/g, ' ');
const figure = (value: number): string => value.toLocaleString('en');

// `npm run guide` runs the examples; what stands between them is judged here.
test('the guide for partners names the limits that hold, and every scope', () => {
  const said = [
    `one operation may read ${figure(queryLimits.cost)} objects`,
    `nest ${queryLimits.depth} deep`,
    `a key ${figure(rates.keyCost.points)} objects and ${figure(rates.keyMutations.points)} mutations a minute`,
    `A key holds ${socketLimits.socketsPerKey} sockets, each with ${socketLimits.subscriptionsPerSocket} subscriptions`,
    ...scopes.map((scope) => `\`${scope}\``),
  ];
  expect(said.filter((sentence) => !guide.includes(sentence))).toEqual([]);
});
