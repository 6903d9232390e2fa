import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { depth, groupOf, type History } from '../../faults/harness/history.ts';
import type { Album } from './album.ts';

const root = resolve(import.meta.dirname, '../..');
const quarters = 4;
/** Largest share of the albums that a run with history takes: a change of all pages would take twice the time of others. */
const largestShare = 0.6;

/** Chosen albums in the order of the list, and the reason as a line for the log. */
export interface AlbumChoice {
  readonly albums: readonly Album[];
  readonly reason: string;
}

/**
 * Chooses a quarter of the albums, selected by the hash of the commit, and the albums with a page in whose folder a
 * file has changed lately. All albums if `history` is a string: the reason why there is not enough history. Throws if
 * an album names a page that does not exist.
 */
export function chooseAlbums(albums: readonly Album[], history: History | string): AlbumChoice {
  const folders = new Map(albums.map((album) => [album, foldersOf(album)]));
  if (typeof history === 'string') return { albums, reason: `all albums, because ${history}` };

  const quarter = groupOf(history, quarters);
  const changed = [...history.changed];
  const isTouched = (album: Album): boolean =>
    changed.some((path) => folders.get(album)?.some((folder) => path.startsWith(`${folder}/`)));
  const inQuarter = albums.filter((_album, place) => place % quarters === quarter);
  const touched = albums.filter(isTouched);
  const start = Math.floor((touched.length * quarter) / quarters);
  const inTurn = [...touched.slice(start), ...touched.slice(0, start)];
  const chosen = new Set([...new Set([...inQuarter, ...inTurn])].slice(0, Math.ceil(albums.length * largestShare)));
  const parts = [
    `${chosen.size} of ${albums.length} albums`,
    `${inQuarter.length} in quarter ${quarter + 1} by commit ${history.commit.slice(0, 9)}`,
    `${touched.length} with pages changed since HEAD~${depth}`,
  ];
  return { albums: albums.filter((album) => chosen.has(album)), reason: parts.join(', ') };
}

/** Folders of the album's pages, relative to the repository. */
function foldersOf({ pages }: Album): readonly string[] {
  return pages.map((page) => {
    const [path] = globSync(`web/**/${page}.vue`, { cwd: root });
    assert.ok(path, `there is no ${page}.vue below web/: e2e/screens/albums.ts must name pages that exist`);
    return dirname(path);
  });
}
