import type { PGlite } from '@electric-sql/pglite';
import type { DatabaseCopy } from './database.setup.ts';
import { type MailServer, startMailServer } from './mail.ts';
import { givenNeighbour } from './neighbour.ts';
import { type PushService, startPushService } from './push.ts';
import { startTestServer, type TestServer } from './server.ts';

/**
 * Number of files that a worker runs on one server. A start costs about a second of CPU, but rows and jobs of earlier
 * files slow a server down: docs/testing.md has the measurements.
 */
const filesPerServer = Number(process.env.FILES_PER_SERVER ?? 15);

/** `usual`: as in production. `quiet`: runs no jobs and compares no versions. `live`: compares versions each half second. */
export type ServerKind = 'usual' | 'quiet' | 'live';

const running = new Map<ServerKind, { readonly app: TestServer; files: number }>();
let mail: MailServer | undefined;
let push: PushService | undefined;
let withNeighbour: Promise<DatabaseCopy> | undefined;

/** SMTP server of this worker. */
export async function workerMail(): Promise<MailServer> {
  return (mail ??= await startMailServer());
}

/** Push service of this worker, which its servers may reach. */
export async function workerPush(): Promise<PushService> {
  return (push ??= await startPushService());
}

/** Server of this worker for one more file. */
export async function nextServer(kind: ServerKind): Promise<TestServer> {
  const current = running.get(kind);
  if (current !== undefined && current.files < filesPerServer) {
    current.files++;
    return current.app;
  }
  running.delete(kind);
  await current?.app.stop();
  const app = await start(kind);
  running.set(kind, { app, files: 1 });
  return app;
}

async function start(kind: ServerKind): Promise<TestServer> {
  const { url } = await workerMail();
  const { host } = await workerPush();
  const copy = await (withNeighbour ??= makeNeighbour());
  const compareMs = { usual: 12_000, quiet: 3_600_000, live: 500 }[kind];
  const settings = { compareMs, smtpUrl: url, outsideHosts: [host], trustProxy: 1 };
  return startTestServer(settings, kind === 'quiet' ? 'web' : 'all', [], {}, undefined, copy);
}

/** Makes the database that servers of this worker begin with. */
async function makeNeighbour(): Promise<DatabaseCopy> {
  const app = await startTestServer();
  await givenNeighbour(app);
  const { databaseUrl } = app.config;
  if (databaseUrl !== undefined) {
    await app.stop();
    return { dump: undefined, template: new URL(databaseUrl).pathname.slice(1) };
  }
  const client = (await app.services.em.getConnection().getNativeClient()) as PGlite;
  await client.exec('checkpoint');
  const dump = await client.dumpDataDir('none');
  await app.stop();
  return { dump, template: undefined };
}

/** Stops all servers of this worker. */
export async function stopServers(): Promise<void> {
  const apps = [...running.values()].map(({ app }) => app);
  running.clear();
  await Promise.all(apps.map((app) => app.stop()));
  await mail?.stop();
  mail = undefined;
  push?.stop();
  push = undefined;
}
