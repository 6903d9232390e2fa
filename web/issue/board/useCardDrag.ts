import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import type { IssueCardFragment, IssueStage } from '../../gql/graphql.ts';
import { stages, targetsIn } from '../moves.ts';
import { useActing } from '../useActing.ts';

type ElementRef = Readonly<Ref<HTMLElement | null>>;

/** The card that is being dragged; at most one, because there is one pointer. */
const draggedCard = shallowRef<IssueCardFragment | null>(null);

/** Makes a card draggable to another column by mouse or long touch. */
export function useCardDrag(element: ElementRef, card: () => IssueCardFragment, drop: (stage: IssueStage) => void) {
  const { movesOf } = useActing();
  whileThere(element, (shown) =>
    draggable({
      element: shown,
      canDrag: () => movesOf(card()).length > 0,
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

/** Makes a column a drop target for every card; a refused drop explains the reason. */
export function useColumnDrop(element: ElementRef, stage: () => IssueStage) {
  const { movesOf } = useActing();
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
  /** Statuses that the dragged card could take here; null if no card of another column is dragged. */
  const offers = computed(() => {
    const card = draggedCard.value;
    return card && card.stage !== stage() ? targetsIn({ staffMoves: movesOf(card) }, stage()) : null;
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
