import { FlushMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Actor } from './actor.ts';
import type { Context, Services } from './context.ts';

const viewerWanted = new WeakSet<Context>();

/** Context without a viewer: results that are computed with it may be sent to everybody of the same audience. */
export function sharedContext(services: Services): Context {
  let em: SqlEntityManager | undefined;
  const context = {
    ...services,
    /** Created at the first access: frequent reads of shared subscriptions do not use it. */
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

/** True if a computation with this shared context accessed the viewer: its result must not be shared. */
export function wantedViewer(context: Context): boolean {
  return viewerWanted.has(context);
}
