import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import type { IssueCardFragment, IssueStage } from '../../gql/graphql.ts';
import { stages, targetsIn } from '../moves.ts';

type ElementRef = Readonly<Ref<HTMLElement | null>>;

/** There is one pointer, so one card at most is on its way. */
const draggedCard = shallowRef<IssueCardFragment | null>(null);

/** Lets the mouse or a long touch take the card to another column. */
export function useCardDrag(element: ElementRef, card: () => IssueCardFragment, drop: (stage: IssueStage) => void) {
  whileThere(element, (shown) =>
    draggable({
      element: shown,
      canDrag: () => card().staffMoves.length > 0,
      onDragStart: () => (draggedCard.value = card()),
      onDrop: ({ location }) => {
        draggedCard.value = null;
        const { data } = location.current.dropTargets[0] ?? {};
        const stage = stages.find((known) => known === data?.stage);
        if (stage) drop(stage);
      },
    }),
  );
  return { isDragged: computed(() => draggedCard.value?.id === card().id) };
}

/** A column takes every card, also one it must refuse: whoever lets go there is told why. */
export function useColumnDrop(element: ElementRef, stage: () => IssueStage) {
  const isOver = ref(false);
  whileThere(element, (shown) =>
    dropTargetForElements({
      element: shown,
      getData: () => ({ stage: stage() }),
      onDragEnter: () => (isOver.value = true),
      onDragLeave: () => (isOver.value = false),
      onDrop: () => (isOver.value = false),
    }),
  );
  /** Statuses the card on its way could take here; null: none is on its way from elsewhere. */
  const offers = computed(() => {
    const card = draggedCard.value;
    return card && card.stage !== stage() ? targetsIn(card, stage()) : null;
  });
  return { offers, isOver: computed(() => isOver.value && offers.value !== null) };
}

function whileThere(element: ElementRef, register: (shown: HTMLElement) => () => void): void {
  watch(
    element,
    (shown, _before, onCleanup) => {
      if (shown) onCleanup(register(shown));
    },
    { immediate: true },
  );
}
