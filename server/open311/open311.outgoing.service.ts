import type { Context } from '../kernel/context.ts';
import { askOutside, type OutsideAnswer, OutsideError } from '../kernel/outside.ts';
import { unlockText } from '../kernel/secrets.ts';
import type { Open311Server } from './open311.outgoing.entity.ts';
import { readEntries } from './open311.outgoing.rules.ts';

/* Client of a GeoReport v2 server. */

/**
 * Result of a try. AGAIN: try later; `mayBeThere` unless the answer says that nothing was created. UNCLEAR: it cannot
 * be found out whether the report arrived.
 */
export type Outcome =
  | { readonly kind: 'SENT'; readonly foreignId: string | null; readonly foreignToken: string | null }
  | { readonly kind: 'REFUSED'; readonly why: string }
  | { readonly kind: 'UNCLEAR' }
  | { readonly kind: 'AGAIN'; readonly mayBeThere: boolean };

/** Address and credentials of a server. */
export type Reached = Pick<Open311Server, 'id' | 'url' | 'jurisdictionId' | 'lockedKey'>;

const limits = { maxBytes: 4_000_000, timeoutMs: 20_000 };
const again = { kind: 'AGAIN', mayBeThere: true } as const;

/** Makes one try to create the report on the other server. */
export async function postReport(
  ctx: Context,
  server: Open311Server,
  { form, token, timeoutMs = limits.timeoutMs }: { form: URLSearchParams; token: string; timeoutMs?: number },
): Promise<Outcome> {
  const body = new URLSearchParams([...paramsOf(ctx, server), ...form, ['service_code', server.serviceCode]]);
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Idempotency-Key': token };
  const wanted = { ...limits, timeoutMs, method: 'POST' as const, headers, body: body.toString() };
  const answer = await asked(ctx, `${server.url}/requests.json`, wanted);
  if (typeof answer === 'string') return answer === 'BAD_ADDRESS' ? { kind: 'REFUSED', why: answer } : again;
  const [entry] = readEntries(answer.bytes) ?? [];
  if (answer.status === 429) return { kind: 'AGAIN', mayBeThere: false };
  if (answer.status === 408 || answer.status >= 500) return again;
  if (answer.status >= 300) {
    return { kind: 'REFUSED', why: `${answer.status} ${entry?.get('description') ?? ''}`.trim().slice(0, 500) };
  }
  return sentAs(entry) ?? again;
}

/** Whether an unanswered try arrived: its result, AGAIN or UNCLEAR; undefined: it certainly did not arrive. */
export async function findSent(
  ctx: Context,
  server: Open311Server,
  { token, sign, since }: { token: string; sign: string; since: Date },
): Promise<Outcome | undefined> {
  const byToken = await asked(ctx, addressOf(ctx, server, `tokens/${token}`));
  if (typeof byToken === 'string' || byToken.status >= 500 || byToken.status === 429) return again;
  const known = byToken.status === 200 ? sentAs(readEntries(byToken.bytes)?.[0]) : undefined;
  if (known !== undefined) return known;
  const from = new Date(since.getTime() - 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const range = { service_code: server.serviceCode, start_date: from };
  const list = await asked(ctx, addressOf(ctx, server, 'requests', range));
  if (typeof list === 'string' || list.status >= 500 || list.status === 429) return again;
  const entries = list.status === 200 ? readEntries(list.bytes) : undefined;
  if (entries === undefined) return { kind: 'UNCLEAR' };
  return sentAs(entries.find((entry) => entry.get('description')?.includes(sign)));
}

export interface ForeignState {
  readonly foreignId: string | null;
  readonly isClosed: boolean;
  readonly notes: string;
}

/** State of the report on the other server; null: the server did not return the id of the report. */
export async function askState(
  ctx: Context,
  server: Open311Server,
  { foreignId, foreignToken }: { foreignId?: string | null; foreignToken?: string | null },
): Promise<ForeignState | null> {
  const id =
    foreignId ??
    (await readEntry(ctx, server, `tokens/${encodeURIComponent(foreignToken ?? '')}`))?.get('service_request_id');
  if (id === undefined) return null;
  const entry = await readEntry(ctx, server, `requests/${encodeURIComponent(id)}`);
  const notes = entry?.get('status_notes')?.slice(0, 1000) ?? '';
  return { foreignId: id, isClosed: entry?.get('status')?.toLowerCase() === 'closed', notes };
}

export interface ForeignService {
  readonly code: string;
  readonly name: string;
}
/** SERVER_SILENT: no answer at the moment; SERVER_STRANGE: the answer does not follow Open311. */
export type NoServices = 'BAD_SERVER_URL' | 'SERVER_SILENT' | 'SERVER_STRANGE';
const mostServices = 200;

/** Services that the server offers, at most 200. The request has no side effects. */
export async function readServices(ctx: Context, server: Reached): Promise<ForeignService[] | NoServices> {
  const answer = await asked(ctx, addressOf(ctx, server, 'services'), { ...limits, timeoutMs: 8000 });
  if (answer === 'BAD_ADDRESS') return 'BAD_SERVER_URL';
  if (answer === 'UNREACHABLE' || answer === 'TIMEOUT') return 'SERVER_SILENT';
  if (answer === 'TOO_LARGE') return 'SERVER_STRANGE';
  if (answer.status >= 500 || answer.status === 429) return 'SERVER_SILENT';
  const entries = answer.status === 200 ? (readEntries(answer.bytes) ?? []) : [];
  const services = entries.flatMap((entry) => {
    const code = entry.get('service_code')?.slice(0, 200);
    return code === undefined ? [] : [{ code, name: entry.get('service_name')?.slice(0, 200) ?? code }];
  });
  return services.length === 0 ? 'SERVER_STRANGE' : services.slice(0, mostServices);
}

async function readEntry(ctx: Context, server: Open311Server, path: string) {
  const answer = await asked(ctx, addressOf(ctx, server, path));
  return typeof answer === 'string' || answer.status !== 200 ? undefined : readEntries(answer.bytes)?.[0];
}

function sentAs(entry: ReadonlyMap<string, string> | undefined): Outcome | undefined {
  const foreignId = entry?.get('service_request_id')?.slice(0, 200) ?? null;
  const foreignToken = entry?.get('token')?.slice(0, 200) ?? null;
  return foreignId === null && foreignToken === null ? undefined : { kind: 'SENT', foreignId, foreignToken };
}

async function asked(
  { config }: Context,
  address: string,
  wanted: Parameters<typeof askOutside>[2] = limits,
): Promise<OutsideAnswer | OutsideError['code']> {
  try {
    return await askOutside(config, address, wanted);
  } catch (error) {
    if (error instanceof OutsideError) return error.code;
    throw error;
  }
}

function addressOf(ctx: Context, server: Reached, path: string, more: Record<string, string> = {}): string {
  return `${server.url}/${path}.json?${new URLSearchParams([...paramsOf(ctx, server), ...Object.entries(more)]).toString()}`;
}

/** Parameters of each request: API key and jurisdiction. */
function paramsOf(ctx: Context, { id, lockedKey, jurisdictionId }: Reached): [string, string][] {
  const key: [string, string][] = lockedKey == null ? [] : [['api_key', unlockText(ctx.secret, id, lockedKey)]];
  return jurisdictionId == null ? key : [...key, ['jurisdiction_id', jurisdictionId]];
}
