import type { Actor } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { canSeeBoard } from '../issue/issue.audience.rules.ts';
import type { IssueKind } from '../issue/issue.category.entity.ts';
import { withoutContacts } from '../issue/issue.visibility.rules.ts';
import { cleaned } from '../kernel/xml.ts';

const minuteMs = 60_000;
/** Maximum number of tries; together they take about three quarters of a day. */
export const mostTries = 24;
export const askEveryMs = 30 * minuteMs;
export const askDays = 180;

/** Time of the next try: 30 seconds after the first failure, twice as long after each further one, at most an hour. */
export function nextTryAt(turn: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(60 * minuteMs, (minuteMs / 2) * 2 ** (turn - 1)));
}

/** Staff who may see the board may see the servers; partners may not. */
export function canSeeServers(actor: Actor, municipalityId: string): Verdict {
  return actor.kind === 'partner' ? deny('FORBIDDEN') : canSeeBoard(actor, municipalityId);
}

/** Complaints cannot be sent to another server, because the server may publish what it receives. */
export function canHandOver({ kind }: { readonly kind: IssueKind }): Verdict {
  return kind === 'COMPLAINT' ? deny('NEVER_PUBLIC') : allow;
}

/**
 * Normalised base address; undefined unless it is https without credentials, query and fragment. http is allowed for
 * the hosts in `near`.
 */
export function readServerUrl(text: string, near: readonly string[]): string | undefined {
  const url = text.length <= 500 && URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return undefined;
  }
  const isOpen = url.protocol === 'https:' || (url.protocol === 'http:' && near.includes(url.host));
  return isOpen ? url.href.replace(/\/+$/, '') : undefined;
}

export interface Outgoing {
  readonly town: string;
  readonly reference: string;
  readonly version: number;
  readonly lat: number;
  readonly lon: number;
  readonly address: string | null;
  readonly text: string;
  readonly category: string;
  readonly note: string | null;
  /** Addresses of public photos only. */
  readonly photos: readonly string[];
}

/** Text by which a report is found again on the other server; unique for each handover. */
export function signOf({ town, reference, version }: Pick<Outgoing, 'town' | 'reference' | 'version'>): string {
  return `${town} ${reference}/${version}.`;
}

/** Form of a report without data about the reporter; contact details are removed from the texts. */
export function formOf(report: Outgoing, words: { readonly sign: string; readonly photos: string }): URLSearchParams {
  const [photo, ...others] = report.photos;
  const parts = [
    withoutContacts(report.text).trim() || report.category,
    report.note ?? '',
    others.length === 0 ? '' : [words.photos, ...others].join('\n'),
    `${words.sign} ${signOf(report)}`,
  ];
  return new URLSearchParams({
    lat: report.lat.toFixed(6),
    long: report.lon.toFixed(6),
    ...(report.address !== null && { address_string: withoutContacts(report.address) }),
    ...(photo !== undefined && { media_url: photo }),
    description: parts.filter((part) => part !== '').join('\n\n'),
  });
}

/** Entries of a GeoReport answer in JSON; undefined if the bytes are no such answer. */
export function readEntries(bytes: Buffer): ReadonlyMap<string, string>[] | undefined {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(body) ? body.map(readEntry) : undefined;
  } catch {
    return undefined;
  }
}

function readEntry(entry: unknown): ReadonlyMap<string, string> {
  const pairs = typeof entry === 'object' && entry !== null ? Object.entries(entry) : [];
  return new Map(pairs.flatMap(([name, value]): [string, string][] => textIn(name, value)));
}

function textIn(name: string, value: unknown): [string, string][] {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? cleaned(value) : '';
  return text === '' ? [] : [[name, text]];
}
