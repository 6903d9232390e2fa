import { expect } from 'vitest';
import { type Identified, identify } from './client.ts';
import type { TestServer } from './server.ts';
import { readZip } from './zip.ts';

/** Opens the link to an export. */
export function openLink(
  app: TestServer,
  who: Identified,
  path: string,
  accept = 'application/json',
): Promise<Response> {
  return fetch(`http://127.0.0.1:${app.port}${path}`, { headers: { ...identify(who), accept } });
}

export interface ReadExport {
  readonly files: ReadonlyMap<string, Buffer>;
  /** All texts of the export in one. */
  readonly all: string;
  readonly page: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: Readonly<Record<string, { readonly atErasure: string; readonly rows: readonly any[] }>>;
}

/** Downloads an export and reads its files. */
export async function readExport(app: TestServer, who: Identified, path: string): Promise<ReadExport> {
  const response = await openLink(app, who, path);
  expect(response.status).toBe(200);
  const files = readZip(Buffer.from(await response.arrayBuffer()));
  const page = files.get('index.html')?.toString('utf8') ?? '';
  const json = files.get('data.json')?.toString('utf8') ?? '';
  const names = [...files.keys()].join(' ');
  return { files, page, all: `${names}\n${page}\n${json}`, data: JSON.parse(json).data };
}
