import {
  type Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
  type RequestOptions,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent, useAgent } from 'request-filtering-agent';
import type { Config } from './config.ts';

export interface OutsideRequest {
  /** Absent: GET without a body, POST with one. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Maximum size of the answer; larger answers fail with TOO_LARGE. */
  readonly maxBytes: number;
  /** Maximum time in milliseconds, from the first step to the last byte. */
  readonly timeoutMs: number;
  /** True: connections stay open for further requests to the same origin. */
  readonly keepsAlive?: boolean;
}
export interface OutsideAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** BAD_ADDRESS and TOO_LARGE are permanent; UNREACHABLE and TIMEOUT may be tried again. */
export type OutsideCode = 'BAD_ADDRESS' | 'UNREACHABLE' | 'TIMEOUT' | 'TOO_LARGE';

/** Failed request to an address that somebody entered. */
export class OutsideError extends Error {
  /** `mayHaveArrived`: the whole request was sent, so the other server may have carried it out. */
  constructor(
    readonly code: OutsideCode,
    readonly mayHaveArrived = false,
  ) {
    super(code);
  }
  get isRetryable(): boolean {
    return this.code === 'UNREACHABLE' || this.code === 'TIMEOUT';
  }
}

/**
 * Sends a request to an address that somebody else chose: over https, to public addresses only (checked when
 * connecting, so that DNS cannot change in between), without following redirects. Hosts of OUTSIDE_HOSTS may lie in our
 * own network. Throws OutsideError.
 */
export async function askOutside(
  { outsideHosts }: Pick<Config, 'outsideHosts'>,
  address: string,
  wanted: OutsideRequest,
): Promise<OutsideAnswer> {
  const url = readAddress(address, outsideHosts);
  const isNear = outsideHosts.includes(url.host);
  const { body, method = body === undefined ? 'GET' : 'POST', headers = {}, keepsAlive = false } = wanted;
  const deadline = deadlineIn(wanted.timeoutMs);
  let hasAnswered = false;
  const agent = keepsAlive ? keptAgent(url, isNear) : useAgent(url.href, isNear ? { allowPrivateIPAddress: true } : {});
  try {
    const response = await send(url, { method, headers: { ...headers }, agent }, body, deadline);
    hasAnswered = true;
    const bytes = await readAll(response, wanted.maxBytes);
    return { status: response.statusCode ?? 0, headers: response.headers, bytes };
  } catch (error) {
    if (error instanceof OutsideError && error.code === 'TOO_LARGE') throw error;
    const mayHaveArrived = hasAnswered || deadline.wasSent();
    if (deadline.isOver()) throw new OutsideError('TIMEOUT', mayHaveArrived);
    throw new OutsideError(isForbidden(error) ? 'BAD_ADDRESS' : 'UNREACHABLE', mayHaveArrived);
  } finally {
    deadline.clear();
    if (!keepsAlive) agent.destroy();
  }
}

/** Time limit of a request, which ends it. The signal of AbortSignal.timeout would live on after the answer. */
interface Deadline {
  watch(request: ClientRequest): void;
  isOver(): boolean;
  /** Whether the last byte of the request was handed to the network. */
  wasSent(): boolean;
  clear(): void;
}

function deadlineIn(ms: number): Deadline {
  let watched: ClientRequest | undefined;
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    watched?.destroy(new OutsideError('TIMEOUT'));
  }, ms);
  return {
    watch: (request) => (watched = request),
    isOver: () => isOver,
    wasSent: () => watched?.writableFinished === true,
    clear: () => clearTimeout(timer),
  };
}

/** Connections that stay open: at most 50 to an origin, closed after a minute without a request. */
const kept = { keepAlive: true, maxSockets: 50, timeout: 60_000 } as const;
const keptAgents = {
  far: new RequestFilteringHttpsAgent(kept),
  near: new RequestFilteringHttpsAgent({ ...kept, allowPrivateIPAddress: true }),
  /** http is possible for hosts of our own network only. */
  nearHttp: new RequestFilteringHttpAgent({ ...kept, allowPrivateIPAddress: true }),
} as const;

function keptAgent({ protocol }: URL, isNear: boolean): Agent {
  if (!isNear) return keptAgents.far;
  return protocol === 'https:' ? keptAgents.near : keptAgents.nearHttp;
}

function readAddress(address: string, near: readonly string[]): URL {
  const url = address.length <= 2000 && URL.canParse(address) ? new URL(address) : undefined;
  const isOpen =
    url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && near.includes(url.host)));
  if (!isOpen || url.username !== '' || url.password !== '') throw new OutsideError('BAD_ADDRESS');
  return url;
}

function send(
  url: URL,
  options: RequestOptions,
  body: string | Buffer | undefined,
  deadline: Deadline,
): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, done);
    deadline.watch(request);
    request.once('error', fail);
    request.end(body);
  });
}

async function readAll(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const told = Number(response.headers['content-length'] ?? 0);
  const pieces: AsyncIterable<unknown> = response;
  for await (const chunk of pieces) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (Math.max(size, told) > maxBytes) throw new OutsideError('TOO_LARGE');
    chunks.push(chunk);
  }
  if (!response.complete) throw new OutsideError('UNREACHABLE');
  return Buffer.concat(chunks);
}

/** Whether the agent refused the address; it has no error code for this. */
function isForbidden(error: unknown): boolean {
  return error instanceof Error && /is not allowed\. Because/.test(error.message);
}
