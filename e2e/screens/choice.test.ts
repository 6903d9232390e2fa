import { expect, test } from 'vitest';
import type { History } from '../../faults/harness/history.ts';
import type { Album } from './album.ts';
import { chooseAlbums } from './choice.ts';

const albums = ['PollPage', 'IdeasPage', 'GroupsPage', 'MapPage', 'WallPage', 'InboxPage', 'LookPage'].map(albumOf);

function albumOf(page: string): Album {
  return { pages: [page], prepare: () => [] };
}

/** A history whose commit selects this quarter. */
function historyOf(quarter: number, ...changed: string[]): History {
  return { commit: `0000000${quarter}${'0'.repeat(32)}`, changed: new Set(changed) };
}

function pagesOf(history: History | string): readonly string[] {
  return chooseAlbums(albums, history).albums.flatMap(({ pages }) => pages);
}

test('each album is in the quarter of its place', () => {
  expect(pagesOf(historyOf(0))).toEqual(['PollPage', 'WallPage']);
  expect(pagesOf(historyOf(1))).toEqual(['IdeasPage', 'InboxPage']);
  expect(pagesOf(historyOf(2))).toEqual(['GroupsPage', 'LookPage']);
  expect(pagesOf(historyOf(3))).toEqual(['MapPage']);
});

test('the first eight digits of the hash decide for the quarter', () => {
  expect(pagesOf({ commit: '0000000e99999999', changed: new Set() })).toEqual(['GroupsPage', 'LookPage']);
});

test('an album is added when a file in the folder of one of its pages has changed', () => {
  expect(pagesOf(historyOf(3, 'web/idea/useIdeas.ts'))).toEqual(['IdeasPage', 'MapPage']);
  expect(pagesOf(historyOf(1, 'web/idea/IdeasPage.vue'))).toEqual(['IdeasPage', 'InboxPage']);
});

test('a change of all pages takes three fifths of the albums, others with each commit', () => {
  const everything = ['idea', 'poll', 'group', 'notification', 'municipality', 'map', 'issue/visibility/map'];
  const files = everything.map((folder) => `web/${folder}/a.ts`);
  const chosen = [0, 1, 2, 3].map((quarter) => chooseAlbums(albums, historyOf(quarter, ...files)).albums);
  for (const one of chosen) expect(one.length).toBeLessThanOrEqual(Math.ceil(albums.length * 0.6));
  const taken = new Set(chosen.flat());
  expect(taken.size).toBeGreaterThan(Math.ceil(albums.length * 0.6));
});

test('changes elsewhere add no album', () => {
  expect(pagesOf(historyOf(3, 'web/ideas.ts', 'server/idea/idea.service.ts', 'README.md'))).toEqual(['MapPage']);
});

test('without enough history all albums are taken, and the reason is said', () => {
  const { albums: chosen, reason } = chooseAlbums(albums, 'the history has 3 commits only');
  expect(chosen).toEqual(albums);
  expect(reason).toBe('all albums, because the history has 3 commits only');
});

test('an album whose page does not exist is an error, with or without history', () => {
  const wrong = [albumOf('NoSuchPage')];
  expect(() => chooseAlbums(wrong, historyOf(1))).toThrow('NoSuchPage.vue');
  expect(() => chooseAlbums(wrong, 'git knows no history here')).toThrow('NoSuchPage.vue');
});
