import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scopes } from '../testing/scopes.ts';
import { rates } from '../kernel/admission.ts';
import { issueState, newestPage } from '../issue/issue.live.ts';
import { publicIssues } from '../issue/visibility/issue.public.live.ts';
import { socketLimits } from '../kernel/live/gate.ts';
import { maxMissedEntries } from '../kernel/live/version.ts';
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
    `Missed changes that a cursor makes good | ${maxMissedEntries};`,
    `the newest ${newestPage} reports, not the whole board`,
    `every ${socketLimits.keepAliveMs / 1000} seconds; a line that answers none`,
    `\`connection_init\` | ${socketLimits.initMs / 1000} seconds`,
    `One message of yours | ${socketLimits.messageBytes / 1024} KiB`,
    `one report, poll results, feeds ${issueState.conflateMs} ms; public reports ${publicIssues.conflateMs} ms`,
    ...scopes.map((scope) => `\`${scope}\``),
  ];
  expect(said.filter((sentence) => !guide.includes(sentence))).toEqual([]);
});
