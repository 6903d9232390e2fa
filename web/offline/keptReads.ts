import type { FetchResult } from '@apollo/client/core';
import { currentEra, line } from './line.ts';
import { readable } from './readable.ts';
import { clear, drop, get, keysOf, put } from './store.ts';

interface KeptRead {
  readonly at: number;
  /** Number of feed entries that were requested. */
  readonly first: number;
  readonly data: Record<string, unknown>;
}
export interface Asked {
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether it is about a report whose claim code the device keeps: the answer may stay as well. */
  readonly isOfDevice?: boolean;
  /** Whether staff asked it, who see data of other people. */
  readonly isOfStaff?: boolean;
}
/** Milliseconds for which a stored feed of 50 entries is not replaced by a shorter one. */
const freshMs = 10 * 60_000;
/** Number of feed entries that are stored for offline reading. */
export const wholeFeed = 50;

/** Stores an answer. If storage is forbidden or full, there is no offline reading, and nothing else breaks. */
export async function keepRead(asked: Asked, { data }: FetchResult, era: number): Promise<void> {
  const key = keyOf(asked);
  if (!data || key === null || isOfOthers(data)) return;
  try {
    if (asked.operationName === 'Viewer' && (await isSomebodyElse(key, data))) await clear('reads');
    const first = Number(asked.variables.first ?? 0);
    if (asked.operationName === 'TownFeed' && first < wholeFeed && (await isFresh(key))) return;
    if (era === currentEra()) await put('reads', key, { at: Date.now(), first, data } satisfies KeptRead);
    await dropOldest(asked.operationName);
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

/** Deletes a stored answer. Where storage is forbidden, nothing was stored. */
export async function dropRead(asked: Asked): Promise<void> {
  const key = keyOf(asked);
  try {
    if (key !== null) await drop('reads', key);
  } catch {
    // private windows refuse
  }
}

/** Whether the complete feed of the town was stored within the last ten minutes. */
export async function isFeedFresh(ags: string): Promise<boolean> {
  return isFresh(`TownFeed ${ags}`);
}

/**
 * Storage key of an answer; null: it is not stored. Further pages are stored only of lists that are shown whole, and
 * answers for a claim code that was typed, and reports that staff read, must not stay on a device.
 */
function keyOf({ operationName, variables, isOfDevice = false, isOfStaff = false }: Asked): string | null {
  const { claimCode = null, after = null } = variables;
  const kind = readable[operationName];
  if (!kind || isOfStaff || (claimCode !== null && !isOfDevice) || (after !== null && !kind.by.includes('after')))
    return null;
  return [operationName, ...kind.by.map((name) => String(variables[name] ?? ''))].filter(Boolean).join(' ');
}

/** Whether the answer holds the address of a reporter, which only staff may see. */
function isOfOthers({ issue }: Record<string, unknown>): boolean {
  return isObject(issue) && typeof issue.reporterEmail === 'string';
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

async function dropOldest(operationName: string): Promise<void> {
  const { most = Infinity } = readable[operationName] ?? {};
  const keys = (await keysOf('reads')).filter((key) => key.startsWith(`${operationName} `));
  if (keys.length <= most) return;
  const ages = await Promise.all(
    keys.map(async (key) => {
      const kept: unknown = await get('reads', key);
      return { key, at: isKept(kept) ? kept.at : 0 };
    }),
  );
  ages.sort((a, b) => b.at - a.at);
  for (const { key } of ages.slice(most)) await drop('reads', key);
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
