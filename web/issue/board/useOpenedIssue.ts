import { useEventListener } from '@vueuse/core';
import { computed, onScopeDispose, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { hasPanelRoom, isWithinView } from '../../shared/panel.ts';
import { focusedId, useCardFocus } from './useCardFocus.ts';

/**
 * The report that the address names beside the board, with the ways to another one and back. The board's filter stays
 * in the address; the panel takes one entry of the browser's history, however many reports are opened in it.
 */
export function useOpenedIssue() {
  const route = useRoute();
  const router = useRouter();
  const { focusCard } = useCardFocus();
  /** Reference of the opened report; null: only the board is shown. */
  const opened = computed(() => (route.name === 'boardIssue' ? String(route.params.reference) : null));

  const stop = router.beforeEach((to, from) => {
    if (to.name !== 'boardIssue' || !isWithinView(to, from) || to.params.ags !== from.params.ags) return true;
    const hasOwnQuery = Object.keys(to.query).length > 0 || Object.keys(from.query).length === 0;
    const replaces = from.name === 'boardIssue' && hasPanelRoom() && to.redirectedFrom === undefined;
    if (hasOwnQuery && !replaces) return true;
    const query = hasOwnQuery ? to.query : from.query;
    return { name: to.name, params: to.params, query, hash: to.hash, ...(replaces && { replace: true }) };
  });
  onScopeDispose(stop);

  const go = (reference: string) =>
    void router.replace({ name: 'boardIssue', params: { ...route.params, reference }, query: route.query });
  /** Closes the report: back in the history if the board as it is now is the entry before. */
  const close = () => {
    const board = router.resolve({ name: 'board', query: route.query });
    if (router.options.history.state.back === board.fullPath) router.back();
    else void router.replace(board);
  };
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    if (opened.value === null || !hasPanelRoom() || usesEscape(event.target)) return;
    event.preventDefault();
    close();
  });
  watch(opened, async (reference) => {
    if (reference !== null || route.name !== 'board' || !hasPanelRoom()) return;
    if (focusedId.value !== null) await focusCard(focusedId.value);
    const hasFocus = document.activeElement !== null && document.activeElement !== document.body;
    if (!hasFocus) document.getElementById('main')?.focus({ preventScroll: true });
  });
  return { opened, go, close };
}

/** Whether a menu, a dialog or a field beside the panel uses the key Escape itself. */
function usesEscape(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('[role=menu], [role=listbox], [role=dialog], details[open]')) return true;
  return target.closest('input, textarea, select') !== null && target.closest('[data-panel]') === null;
}
