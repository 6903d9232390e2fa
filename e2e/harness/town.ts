import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { atEnd } from '../../faults/harness/ending.ts';
import { freePort } from '../../faults/harness/ports.ts';
import { type Exit, type Started, startProcess } from '../../faults/harness/processes.ts';

const root = resolve(import.meta.dirname, '../..');

/** The product as `npm start` starts it: in demo mode, with its own folder and port. */
export interface Town {
  readonly port: number;
  readonly origin: string;
  /** Path at which the pages of the demo town begin. */
  readonly path: string;
  readonly ags: string;
  /** Folder of the embedded database. */
  readonly dataDir: string;
  /** One-time links that the server printed at its last start. */
  links(): Readonly<Record<'citizen' | 'clerk' | 'admin', string>>;
  /** Output of the server since its last start. */
  output(): string;
  /** Sends SIGTERM and waits until the process ends. */
  stop(): Promise<Exit>;
  /** Starts the server again on the same folder and port. */
  start(): Promise<void>;
}

/** Environment variable with the folder of the seeded town; the processes of the lanes inherit it. */
const seededVariable = 'ORTSFUNK_E2E_SEEDED';

/** Sets the folder that `seededFolder` returns in this process and in processes that start later. */
export function keepSeeded(dataDir: string): void {
  process.env[seededVariable] = dataDir;
}

/** Folder of a town as the seed left it. A start on a copy needs no seed. */
export function seededFolder(): string {
  const folder = process.env[seededVariable];
  if (folder === undefined) throw new Error('no town was seeded before the first scenario');
  return folder;
}

type Settings = Readonly<Record<string, string>>;

const ags = '07138073';

/**
 * Starts a town. `product`: folder of another built product (with a planted defect). `settings`: added to its
 * environment. `copied`: folder of another town, copied after that town stopped; `prepare` may change the copy before
 * the start.
 */
export async function startTown(
  product?: string,
  settings: Settings = {},
  { copied, prepare }: { copied?: string; prepare?: (dataDir: string) => Promise<void> } = {},
): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-e2e-'));
  atEnd(() => {
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  });
  if (copied !== undefined) cpSync(copied, join(folder, 'data'), { recursive: true });
  await prepare?.(join(folder, 'data'));
  const port = await freePort();
  let server = await launch(port, folder, product, settings);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    path: `/${ags}`,
    ags,
    dataDir: join(folder, 'data'),
    links: () => ({
      citizen: linkOf(server, 'citizen'),
      clerk: linkOf(server, 'clerk'),
      admin: linkOf(server, 'admin'),
    }),
    output: () => server.output(),
    stop: () => {
      server.kill('SIGTERM');
      return server.exited;
    },
    start: async () => {
      server = await launch(port, folder, product, settings);
    },
  };
}

/**
 * Starts the server behind a proxy (TRUST_PROXY), so that each visitor has an address: one client may request only ten
 * codes per 15 minutes.
 */
async function launch(port: number, folder: string, product: string | undefined, settings: Settings): Promise<Started> {
  const env = { ...settings, PORT: String(port), DATA_DIR: join(folder, 'data'), TRUST_PROXY: '1', LOG_LEVEL: 'warn' };
  const args = [product === undefined ? 'scripts/start.mjs' : 'dist/server/main.js'];
  const server = startProcess({ file: process.execPath, args, cwd: product ?? root, env });
  if (await server.prints(/outgoing messages/, 300_000)) return server;
  throw new Error(`the town did not start: ${server.output()}`);
}

function linkOf(server: Started, as: string): string {
  const link = new RegExp(`sign in as ${as}\\s+(\\S+)`).exec(server.output())?.[1];
  if (link === undefined) throw new Error(`no link for a ${as} was printed: ${server.output()}`);
  return link;
}
