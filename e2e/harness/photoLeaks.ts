import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from './stage.ts';

/** Whether the picture holds metadata, such as place and device. */
export async function hasMetadata(bytes: Buffer): Promise<boolean> {
  const { exif, xmp, iptc } = await sharp(bytes, { failOn: 'none' }).metadata();
  return Boolean(exif ?? xmp ?? iptc) || bytes.includes('Telefonfabrik');
}

/** Addresses of a report's photos that this person receives. */
async function photosOf(stage: Stage, reference: string, as: Person): Promise<readonly string[]> {
  const query = `query($ags: String!, $reference: String!) {
    issue(ags: $ags, reference: $reference) { photos { small { url } large { url } } } }`;
  const { issue } = await stage.ask(query, { ags: stage.town.ags, reference }, as);
  return issue.photos.flatMap((photo: Record<'small' | 'large', { url: string }>) => [
    photo.small.url,
    photo.large.url,
  ]);
}

/** Leaks of a report's photos that the town hall has not checked yet. */
export async function findLeaks(stage: Stage, reference: string, sender: Person): Promise<readonly string[]> {
  const urls = await photosOf(stage, reference, sender);
  if (urls.length === 0) throw new Error(`no photo of ${reference}`);
  const leaks = new Set<string>();
  for (const bytes of picturesIn(join(stage.town.dataDir, 'files'))) {
    if (await hasMetadata(bytes)) leaks.add('stored with its place');
  }
  const neighbour = await stage.person('neighbour');
  for (const url of urls) {
    const own = await load(stage, url, sender);
    if (own.status !== 200) throw new Error(`the sender got ${own.status}`);
    if (await hasMetadata(own.bytes)) leaks.add('served with its place');
    if ((await load(stage, url)).status !== 404) leaks.add('seen by anybody');
    if ((await load(stage, url, neighbour)).status !== 404) leaks.add('seen by a neighbour');
  }
  return [...leaks];
}

async function load({ town }: Stage, url: string, as?: Person): Promise<{ status: number; bytes: Buffer }> {
  const headers = as && { cookie: as.cookie, 'x-forwarded-for': as.ip };
  const answer = await fetch(new URL(url, town.origin), headers && { headers });
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** Stored pictures. Posters of other scenarios, which are PDFs, hold no picture's metadata. */
function picturesIn(folder: string): readonly Buffer[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = found.map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  return files.filter((bytes) => !bytes.subarray(0, 5).equals(Buffer.from('%PDF-')));
}
