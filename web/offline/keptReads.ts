import type { FetchResult, Operation } from '@apollo/client/core';
import { currentEra, line } from './line.ts';
import { clear, drop, get, keysOf, put } from './store.ts';

interface KeptRead {
  readonly at: number;
  /** How many entries of a feed were asked for. */
  readonly first: number;
  readonly data: Record<string, unknown>;
}
type Asked = Pick<Operation, 'operationName' | 'variables'>;
/** For so long the fifty entries of a feed stand for its first fifteen. */
const freshMs = 10 * 60_000;
/** So much of a feed can be read without a line. */
export const wholeFeed = 50;
const mostIssues = 30;

/** Storage may be forbidden or full: then there is nothing to read without a line, and nothing else breaks. */
export async function keepRead(asked: Asked, { data }: FetchResult, era: number): Promise<void> {
  const key = keyOf(asked);
  if (!data || key === null || isOfOthers(data)) return;
  try {
    if (asked.operationName === 'Viewer' && (await isSomebodyElse(key, data))) await clear('reads');
    const first = Number(asked.variables.first ?? 0);
    if (asked.operationName === 'TownFeed' && first < wholeFeed && (await isFresh(key))) return;
    if (era === currentEra()) await put('reads', key, { at: Date.now(), first, data } satisfies KeptRead);
    if (asked.operationName === 'Issue') await dropOldIssues();
  } catch {
    // private windows refuse
  }
}

export async function recallRead(asked: Asked): Promise<FetchResult | null> {
  const key = keyOf(asked);
  const kept: unknown = key === null ? null : await get('reads', key).catch(() => null);
  if (!isKept(kept)) return null;
  line.isCut = true;
  line.readAt = Math.min(line.readAt ?? kept.at, kept.at);
  return { data: kept.data };
}

/** Whether the town's feed was kept in full a moment ago. */
export async function isFeedFresh(ags: string): Promise<boolean> {
  return isFresh(`TownFeed ${ags}`);
}

/** Null: not to be kept. A feed is kept whole, so its further pages are not; a claim code does not lie about on a device. */
function keyOf({ operationName, variables }: Asked): string | null {
  const { ags = '', reference = '', claimCode = null, after = null } = variables;
  if (claimCode !== null || after !== null) return null;
  return [operationName, ags, reference].filter(Boolean).join(' ');
}

/** What the town hall sees of other people stays in the town hall. */
function isOfOthers({ issue }: Record<string, unknown>): boolean {
  return (
    isObject(issue) &&
    (issue.reporterEmail !== null || (Array.isArray(issue.staffMoves) && issue.staffMoves.length > 0))
  );
}

async function isSomebodyElse(key: string, { viewer }: Record<string, unknown>): Promise<boolean> {
  const kept: unknown = await get('reads', key);
  const before = isKept(kept) ? idOf(kept.data.viewer) : null;
  return before !== null && before !== idOf(viewer);
}

async function isFresh(key: string): Promise<boolean> {
  const kept: unknown = await get('reads', key).catch(() => null);
  return isKept(kept) && kept.first >= wholeFeed && Date.now() - kept.at < freshMs;
}

async function dropOldIssues(): Promise<void> {
  const issues = (await keysOf('reads')).filter((key) => key.startsWith('Issue '));
  for (const key of issues.slice(0, -mostIssues)) await drop('reads', key);
}

function idOf(viewer: unknown): string | null {
  return isObject(viewer) && typeof viewer.id === 'string' ? viewer.id : null;
}

function isKept(value: unknown): value is KeptRead {
  return isObject(value) && typeof value.at === 'number' && typeof value.first === 'number' && isObject(value.data);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
