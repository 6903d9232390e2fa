import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { atEnd } from '../../faults/harness/ending.ts';
import { freePort } from '../../faults/harness/ports.ts';
import { type Exit, type Started, startProcess } from '../../faults/harness/processes.ts';

const root = resolve(import.meta.dirname, '../..');

/** The product as `npm start` starts it: in demo mode, on a folder and a port of its own. */
export interface Town {
  readonly port: number;
  readonly origin: string;
  /** Pages of the demo town begin here. */
  readonly path: string;
  readonly ags: string;
  /** Where the embedded database lies. */
  readonly dataDir: string;
  /** The one-time links that the server printed when it started last. */
  links(): Readonly<Record<'citizen' | 'clerk' | 'admin', string>>;
  /** What the server has printed since it started last. */
  output(): string;
  /** SIGTERM, then its end. */
  stop(): Promise<Exit>;
  /** Again on the same folder and port. */
  start(): Promise<void>;
}

/** Names the folder of the seeded town; inherited by the processes of the lanes. */
const seededVariable = 'ORTSFUNK_E2E_SEEDED';

/** From now on `seededFolder` answers with this folder, here and in processes that start later. */
export function keepSeeded(dataDir: string): void {
  process.env[seededVariable] = dataDir;
}

/** A town's folder as the seed has left it, to be copied: a start on a copy needs no seed. */
export function seededFolder(): string {
  const folder = process.env[seededVariable];
  if (folder === undefined) throw new Error('no town was seeded before the first scenario');
  return folder;
}

type Settings = Readonly<Record<string, string>>;

const ags = '07138073';

/**
 * `product`: the folder of a built product other than this one (with a planted defect). `settings`: of its environment.
 * `copied`: another town's folder, as it was left when that town stopped; `prepare` may change the copy before it opens.
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

/** Each visitor has an address of its own (TRUST_PROXY): ten codes per client and quarter of an hour are the limit. */
async function launch(port: number, folder: string, product: string | undefined, settings: Settings): Promise<Started> {
  const env = { ...settings, PORT: String(port), DATA_DIR: join(folder, 'data'), TRUST_PROXY: '1', LOG_LEVEL: 'warn' };
  const args = [product === undefined ? 'scripts/start.mjs' : 'dist/server/main.js'];
  const server = startProcess({ file: process.execPath, args, cwd: product ?? root, env });
  if (await server.prints(/outgoing mail/, 300_000)) return server;
  throw new Error(`the town did not start: ${server.output()}`);
}

function linkOf(server: Started, as: string): string {
  const link = new RegExp(`sign in as ${as}\\s+(\\S+)`).exec(server.output())?.[1];
  if (link === undefined) throw new Error(`no link for a ${as} was printed: ${server.output()}`);
  return link;
}
