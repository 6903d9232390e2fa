import { FlushMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PgBoss } from 'pg-boss';
import type { Actor } from './actor.ts';
import type { Config } from './config.ts';
import type { FileStore } from './files.ts';
import type { Limits } from './limits.ts';
import type { Bus } from './live/hint.ts';
import type { Log } from './log.ts';
import type { MailTransport } from './mail.ts';
import type { Presence } from './presence.ts';

/** What the process offers to everyone; made once in app.ts. */
export interface Services {
  readonly config: Config;
  /** The root entity manager; never queried itself, only forked. */
  readonly em: SqlEntityManager;
  readonly bus: Bus;
  /** The job queue on the same database; written to by enqueue() only. */
  readonly boss: PgBoss;
  readonly limits: Limits;
  readonly presence: Presence;
  readonly log: Log;
  readonly mail: MailTransport;
  readonly files: FileStore;
  /** 256 random bits of this installation: signs cursors and links. */
  readonly secret: string;
  /** True from the moment the process was asked to end. */
  isDraining(): boolean;
  /** Origin for links, without a trailing slash; of a town's pages: its own host, if it has one. */
  publicUrl(ags?: string): string;
  now(): Date;
}

/** The request behind an operation; absent in jobs. Over a socket `setCookie` is absent too. */
export interface Caller {
  /** Client address as far as TRUST_PROXY may be believed; for limits only, never stored with a person. */
  readonly ip: string;
  /** The same in full; `ip` is only the network of an IPv6 client. */
  readonly address: string;
  /** The header of this name; a socket's is that of its upgrade. */
  readonly authorization: string | undefined;
  cookie(name: string): string | undefined;
  readonly setCookie?: (name: string, value: string, maxAgeSeconds: number) => void;
}

/** What one request, one job or one read may use; never kept longer than that. */
export interface Context extends Services {
  readonly actor: Actor;
  readonly caller?: Caller;
}

/** `useContext`: inside write() even this entity manager joins the transaction (two would deadlock on PGlite). */
export function forkContext(services: Services, actor: Actor, caller?: Caller): Context {
  let em: SqlEntityManager | undefined;
  return {
    ...{ ...services, actor, ...(caller && { caller }) },
    /** Made when it is first asked for: votes need none. Outside write() nothing is changed, so no read looks for it. */
    get em() {
      return (em ??= services.em.fork({ useContext: true, flushMode: FlushMode.COMMIT }));
    },
  };
}

const viewerWanted = new WeakSet<Context>();

/** A context without a viewer: what is computed with it may be sent to everybody of the same audience. */
export function sharedContext(services: Services): Context {
  let em: SqlEntityManager | undefined;
  const context = {
    ...services,
    /** Made when it is first asked for: what many watch is read past it. */
    get em() {
      return (em ??= services.em.fork({ flushMode: FlushMode.COMMIT }));
    },
    get actor(): Actor {
      viewerWanted.add(context);
      throw new Error('this document is about the viewer');
    },
  };
  return context;
}

/** True when a computation with this shared context asked who is watching: its result must be thrown away. */
export function wantedViewer(context: Context): boolean {
  return viewerWanted.has(context);
}
