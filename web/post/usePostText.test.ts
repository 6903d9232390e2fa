import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope } from 'vue';
import { usePostText, type PostText } from './usePostText.ts';

const empty: PostText = { title: '', body: '', groupIds: [], change: '', when: 'NOW', publishAt: '' };
const open = () => {
  const scope = effectScope();
  const draft = scope.run(() => usePostText('post.07138073', empty));
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
  localStorage.setItem('ortsfunk.post.07138073', '{"at":');
  expect(open().text.value).toEqual(empty);
});
