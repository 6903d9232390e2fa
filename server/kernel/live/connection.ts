import type { IncomingMessage } from 'node:http';
import type { Context } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Actor } from '../actor.ts';
import type { Caller } from '../context.ts';
import type { AskedDocument } from '../queryLimits.ts';
import type { Subscriber } from './subscriber.ts';
import type { SocketWriter } from './writer.ts';

/** State of a connection after its authentication. */
export interface Connected {
  actor: Actor;
  readonly caller: Caller;
  readonly writer: SocketWriter<Subscriber>;
  /** Releases the slot that ConnectionCounter gave to this socket. */
  releaseSlot(): void;
  expiry: NodeJS.Timeout | undefined;
}
/** The upgrade request is released after authentication; otherwise it would stay in memory as long as the socket. */
export interface ConnectionExtra {
  readonly socket: WebSocket;
  request: IncomingMessage | undefined;
  connected: Connected | undefined;
}
export type Connection = Context<Record<string, unknown>, ConnectionExtra>;

/** An operation as the client sent it. */
export interface SubscribePayload extends AskedDocument {
  query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}
