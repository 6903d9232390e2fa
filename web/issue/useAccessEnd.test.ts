import { expect, it, vi } from 'vitest';
import { nextTick, ref } from 'vue';
import { useAccessEnd } from './useAccessEnd.ts';

function open() {
  const endedBy = ref<string | null>(null);
  const hasRole = ref(true);
  const reread = vi.fn();
  return { endedBy, hasRole, reread, ended: useAccessEnd(endedBy, hasRole, reread) };
}

it.each([
  ['FORBIDDEN', 'ROLE'],
  ['NOT_FOUND', 'ROLE'],
  ['UNAUTHENTICATED', 'SESSION'],
])('access ends with %s, until the role is back', async (code, end) => {
  const page = open();
  page.endedBy.value = code;
  await nextTick();
  expect([page.ended.value, page.reread.mock.calls.length]).toEqual([end, 1]);
  // The roles were read again: the page asks for no stream any more, and still says why it is empty.
  page.hasRole.value = false;
  page.endedBy.value = null;
  await nextTick();
  expect(page.ended.value).toBe(end);
  page.hasRole.value = true;
  await nextTick();
  expect(page.ended.value).toBeNull();
});

it('access does not end with a fault of the question', async () => {
  const page = open();
  page.endedBy.value = 'COST_EXCEEDED';
  await nextTick();
  expect([page.ended.value, page.reread.mock.calls.length]).toEqual([null, 0]);
});
