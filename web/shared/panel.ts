import { onScopeDispose, readonly, ref } from 'vue';
import type { RouteLocationNormalized } from 'vue-router';

/** Least width of a window, in letters (rem), in which a page opens as a panel beside its list. */
const leastWidth = 80;

/** Whether the window has room for a panel: 1,280 pixels at the usual size of text, more at a larger one. */
export function hasPanelRoom(): boolean {
  return window.innerWidth >= leastWidth * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Whether the window has room for a panel, kept up to date while window and size of text change. */
export function usePanelRoom() {
  const hasRoom = ref(hasPanelRoom());
  const measure = () => (hasRoom.value = hasPanelRoom());
  const texts = new MutationObserver(measure);
  texts.observe(document.documentElement, { attributes: true, attributeFilter: ['data-text', 'style'] });
  window.addEventListener('resize', measure);
  onScopeDispose(() => {
    texts.disconnect();
    window.removeEventListener('resize', measure);
  });
  return readonly(hasRoom);
}

type Place = Pick<RouteLocationNormalized, 'name' | 'meta'>;

/** Name of the page that stays while others open beside it: the list of the route, or the route itself. */
function viewOf({ name, meta }: Place) {
  return meta.besides ?? name;
}

/** Whether a list and a page beside it, or two pages beside one list, follow one another. */
export function isWithinView(to: Place, from: Place): boolean {
  return (to.meta.besides ?? from.meta.besides) !== undefined && viewOf(to) === viewOf(from);
}

/** Whether the navigation opens, changes or closes a panel, which then takes or returns the focus itself. */
export function concernsPanel(to: Place, from: Place): boolean {
  return (to.meta.besides !== undefined || isWithinView(to, from)) && hasPanelRoom();
}
