import { groupFeed } from '../server/feed/feed.live.ts';
import { issueBoard, issueState, newestPage } from '../server/issue/issue.live.ts';
import { partnerRate } from '../server/issue/report/issue.report.service.ts';
import { publicIssues } from '../server/issue/visibility/issue.public.live.ts';
import { leastCost, rates } from '../server/kernel/admission.ts';
import { processSettings } from '../server/kernel/config.process.ts';
import { socketLimits } from '../server/kernel/live/gate.ts';
import { maxMissedEntries } from '../server/kernel/live/version.ts';
import { pageSizes } from '../server/kernel/page.ts';
import { queryLimits } from '../server/kernel/queryLimits.ts';
import type { Rate } from '../server/kernel/rate.ts';
import { photoLimits, uploadRates } from '../server/media/media.rules.ts';
import { open311Rates } from '../server/open311/open311.access.service.ts';
import { mostIssues, openRate } from '../server/opendata/opendata.router.ts';
import { longestDays, maxKeys } from '../server/partner/partner.rules.ts';
import { pollResults } from '../server/poll/poll.live.ts';

type Row = [what: string, value: string];

/** Limits that a partner's program meets, with the figures of the server's own constants. */
export function limitRows(): Row[] {
  return [...operationRows(), ...rateRows(), ...socketRows(), ...streamRows(), ...otherRows()];
}

function operationRows(): Row[] {
  return [
    ['One operation: objects that it may read (its cost)', figure(queryLimits.cost)],
    ['One operation: least cost', figure(leastCost)],
    ['One operation: depth', figure(queryLimits.depth)],
    ['One operation: aliases', figure(queryLimits.aliases)],
    ['One operation: directives', figure(queryLimits.directives)],
    ['One operation: selections, with every fragment written out', figure(queryLimits.selections)],
    ['One operation: tokens of its text', figure(queryLimits.tokens)],
    ['One request: bytes of its body', figure(queryLimits.bodyBytes)],
    ['One answer: errors', figure(queryLimits.errors)],
    ['One page: entries (`first`)', `0 to ${pageSizes.largest}; ${pageSizes.usual} if absent`],
  ];
}

function rateRows(): Row[] {
  return [
    ['One key: cost of its operations over both transports', perTime(rates.keyCost)],
    ['One key: mutations', perTime(rates.keyMutations)],
    ['One key: reports', perTime(partnerRate)],
    ['One key: photos that it uploads', perTime(uploadRates.partner)],
    ['One key: requests to Open311', perTime(open311Rates.key)],
    ['One address without a key: requests to Open311', perTime(open311Rates.anonymous)],
    ['One address: requests to `/open-data`', perTime(openRate)],
  ];
}

function socketRows(): Row[] {
  return [
    ['One key: WebSockets at the same time', `${figure(socketLimits.socketsPerKey)}; beyond them the close 4403`],
    ['One WebSocket: subscriptions', figure(socketLimits.subscriptionsPerSocket)],
    ['One message to the server', `${socketLimits.messageBytes / 1024} KiB; beyond it the close 1009`],
    ['From the opening to `connection_init`', `${socketLimits.initMs / 1000} s; after it the close 4408`],
    [
      'Answers that a client has not read',
      `${socketLimits.unreadBytes / 1024} KiB; beyond them the server ends the connection`,
    ],
    [
      'Ping of the server',
      `every ${socketLimits.keepAliveMs / 1000} s; it ends a connection that does not answer until the next ping`,
    ],
  ];
}

function streamRows(): Row[] {
  const intervals = { issueBoard, issue: issueState, pollResults, feed: groupFeed, publicIssues };
  return [
    [
      'Missed changes after which a list stream still continues',
      `${maxMissedEntries}; after more it sends \`reset: true\``,
    ],
    ['Longest delay of a change whose hint was lost inside the server', longestDelay()],
    ['`entries` of a message with `reset: true`', `the newest ${newestPage} reports`],
    ...Object.entries(intervals).map(([name, { conflateMs }]): Row => [
      `\`${name}\`: shortest time between two messages`,
      conflateMs === 0 ? 'no limit' : `${conflateMs} ms`,
    ]),
  ];
}

function otherRows(): Row[] {
  return [
    ['One photo', `${photoLimits.bytes / 1024 / 1024} MB and ${figure(photoLimits.pixels)} pixels`],
    ['Time in which an uploaded photo must be used in a report', `${photoLimits.orphanHours} hours`],
    ['One page of `/open-data`: reports', figure(mostIssues)],
    ['Longest life of a key', `${longestDays} days`],
    ['Keys of one town', figure(maxKeys)],
  ];
}

/** The installation's own setting may differ; the table has its default. */
function longestDelay(): string {
  return `${processSettings.shape.LIVE_COMPARE_MS.parse(undefined) / 1000} s (setting \`LIVE_COMPARE_MS\`)`;
}

function perTime({ points, seconds }: Rate): string {
  const units: Readonly<Record<number, string>> = { 60: 'a minute', 3600: 'an hour' };
  return `${figure(points)} ${units[seconds] ?? `in ${seconds} seconds`}`;
}

function figure(value: number): string {
  return value.toLocaleString('en');
}
