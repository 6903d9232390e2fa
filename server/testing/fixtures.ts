import { randomUUID } from 'node:crypto';
import { test as base } from 'vitest';
import { createLimits } from '../kernel/limits.ts';
import { connectRedis } from '../kernel/live/bus.redis.ts';
import { givenPerson, givenPlace, givenStaff } from './builders.ts';
import { askData, type Data, type Identified } from './client.ts';
import { setTime } from './clocks.ts';
import { watchLeaks } from './leaks.ts';
import { endPauses } from './news.ts';
import { nextServer, type ServerKind, stopServers, workerMail, workerPush } from './shared.ts';
import type { TestServer } from './server.ts';
import { requireDeclaredErrors } from './userErrors.ts';

/**
 * `test` for files that share the server of their worker. The town is the unit of isolation: each file gets new towns and
 * people, and counts only what belongs to them. Rate limits are counted anew for each file. A test that leaves the clock,
 * a service, a setting or the environment changed fails.
 */
export const test = base
  .extend('kind', { scope: 'file' }, (): ServerKind => 'usual')
  // eslint-disable-next-line no-empty-pattern -- Vitest reads the names of other fixtures from this pattern
  .extend('worker', { scope: 'worker' }, ({}, { onCleanup }) => {
    onCleanup(stopServers);
  })
  /** SMTP server of the worker, without mails of earlier files. */
  .extend('mail', { scope: 'file' }, async () => {
    const mail = await workerMail();
    mail.reset();
    return mail;
  })
  /** Server of the worker. It sends mails to `mail` and reads the address of a caller from X-Forwarded-For. */
  .extend('app', { scope: 'file' }, async ({ kind, mail: _mail, worker: _worker }, { onCleanup }) => {
    const app = await nextServer(kind);
    const stopLimits = freshLimits(app);
    const checkLeaks = watchLeaks(app);
    onCleanup(() => {
      stopLimits();
      requireDeclaredErrors();
      checkLeaks();
    });
    return app;
  })
  /** Push service of the worker, without requests of earlier files. */
  .extend('push', { scope: 'file' }, async ({ app }, { onCleanup }) => {
    const push = await workerPush();
    push.reset(app.services.pushKeys.publicKey);
    onCleanup(() => endPauses(app));
    return push;
  })
  .extend('leaks', { auto: true }, ({ app }, { onCleanup }) => {
    onCleanup(watchLeaks(app));
  })
  /** Town of this file. */
  .extend('town', { scope: 'file' }, ({ app }) => givenPlace(app))
  /** Another town, whose people may not see or change anything of `town`. */
  .extend('abroad', { scope: 'file' }, ({ app }) => givenPlace(app, 'Nachbarstadt'))
  /** Administrator of `town`. */
  .extend('admin', { scope: 'file' }, ({ app, town }) => givenStaff(app, town))
  /** Clerk at the desk of `town`. */
  .extend('clerk', { scope: 'file' }, ({ app, town }) => givenStaff(app, town, 'CLERK'))
  /** Member of the group of `town`. */
  .extend('citizen', { scope: 'file' }, ({ app, town }) => givenPerson(app, town))
  /** Returns the data of an answer; top-level errors fail the test. */
  .extend('ask', ({ app }) => {
    return (who: Identified, document: string, variables: object = {}): Promise<Data> =>
      askData(app.port, who, document, variables);
  })
  /** Sets the clock of the server until the end of the test. */
  .extend('at', ({ app }, { onCleanup }) => {
    onCleanup(() => {
      setTime(app);
    });
    return (time: string | Date): void => {
      setTime(app, new Date(time).toISOString());
    };
  });

/** `test` on a server that runs no jobs and compares no versions, so that a file can count statements and run jobs itself. */
export const quietTest = test.extend('kind', { scope: 'file' }, (): ServerKind => 'quiet');

/** `test` on a server that compares versions each half second, so that streams notice changes without an event. */
export const liveTest = test.extend('kind', { scope: 'file' }, (): ServerKind => 'live');

/** Gives the server rate limits of which nothing is used. */
function freshLimits(app: TestServer): () => void {
  const redis = app.config.redisUrl === undefined ? undefined : connectRedis(app.config.redisUrl);
  Object.assign(app.services, { limits: createLimits(randomUUID(), redis) });
  return () => redis?.disconnect();
}
