import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope } from 'vue';
import { claimMine, forgetMine, remember, recall } from './storage.ts';
import { useKeptDraft } from './keptDraft.ts';

const empty = { title: '', body: '', groupIds: [] as string[] };
const open = () => {
  const scope = effectScope();
  const draft = scope.run(() => useKeptDraft('mine.post.07138073', { start: () => structuredClone(empty) }));
  if (!draft) throw new Error('no scope');
  return { ...draft, leave: () => scope.stop() };
};
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  localStorage.clear();
  vi.useRealTimers();
});

test('what was written is there again, also when the page was left at once', () => {
  const first = open();
  first.text.value.title = 'Kein Wasser';
  first.leave();
  const second = open();
  expect(second.text.value.title).toBe('Kein Wasser');
  expect(second.restoredFrom.value).not.toBeNull();
  second.startAgain();
  expect(second.text.value.title).toBe('');
  second.leave();
  expect(open().restoredFrom.value).toBeNull();
});

test('what was written is there again after a reload, which disposes of no scope', () => {
  const draft = open();
  draft.text.value.title = 'Kein Wasser';
  dispatchEvent(new Event('pagehide'));
  expect(open().text.value.title).toBe('Kein Wasser');
  draft.leave();
});

test('what was sent is not found again', () => {
  const draft = open();
  draft.text.value.body = 'Text';
  vi.advanceTimersByTime(500);
  expect(draft.savedAt.value).not.toBeNull();
  draft.letGo();
  draft.leave();
  expect(open().text.value).toEqual(empty);
});

test('a broken note is no text', () => {
  localStorage.setItem('ortsfunk.mine.post.07138073', '{"at":');
  expect(open().text.value).toEqual(empty);
});

test('who signed out, or another person who signs in, leaves no text to the next at this browser', () => {
  const write = () => {
    const draft = open();
    draft.text.value.title = 'Noch geheim';
    draft.leave();
  };
  remember('town', '07138073');
  claimMine('anna');
  write();
  claimMine('anna');
  expect(open().text.value.title).toBe('Noch geheim');
  claimMine('bert');
  expect(open().text.value).toEqual(empty);
  write();
  forgetMine();
  expect(open().text.value).toEqual(empty);
  expect([recall('town'), Object.keys(localStorage)]).toEqual(['07138073', ['ortsfunk.town']]);
});

test('what cannot be stored is left out, and a stored part is completed', () => {
  const form = {
    start: () => ({ title: '', picture: null as (() => Blob) | null }),
    store: ({ title }: { title: string }) => ({ title }),
    restore: ({ title = '' }: { title?: string }) => ({ title: `${title}!`, picture: null }),
  };
  const scope = effectScope();
  const draft = scope.run(() => useKeptDraft('mine.poll', form));
  if (!draft) throw new Error('no scope');
  expect(draft.text.value.title).toBe('');
  draft.text.value = { title: 'Brunnen', picture: () => new Blob() };
  scope.stop();
  const again = effectScope().run(() => useKeptDraft('mine.poll', form));
  expect(again?.text.value).toEqual({ title: 'Brunnen!', picture: null });
});
