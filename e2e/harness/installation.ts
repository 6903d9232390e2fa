import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { atEnd } from '../../faults/harness/ending.ts';
import { type MailServer, startMailServer } from '../../faults/harness/mail.ts';
import { freePort } from '../../faults/harness/ports.ts';
import { startProduct } from '../../faults/harness/product.ts';
import { ags, makeAdmin } from '../../faults/harness/stage.ts';
import type { Town } from './town.ts';

const root = resolve(import.meta.dirname, '../..');

/** The product outside demo mode, with its own database and mail server. */
export interface Installation extends Town {
  readonly mail: MailServer;
}

/**
 * Starts an installation with one town and one admin. Its pages are at `localhost`, because browsers refuse passkeys for IP
 * addresses.
 */
export async function startInstallation(adminEmail: string): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-installation-'));
  atEnd(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });
  const mail = await startMailServer();
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const settings = { PORT: String(port), PUBLIC_URL: origin, DATA_DIR: dataDir, SMTP_URL: mail.url };
  await makeAdmin(root, settings, adminEmail);
  let server = await startProduct(root, settings);
  atEnd(() => server.kill());
  return {
    port,
    origin,
    path: `/${ags}`,
    ags,
    dataDir,
    mail,
    links: () => {
      throw new Error('an installation prints no links');
    },
    output: () => server.process.output(),
    stop: () => server.stop(),
    start: async () => {
      server = await startProduct(root, settings);
    },
  };
}
