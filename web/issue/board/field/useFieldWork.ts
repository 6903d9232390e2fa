import { useApolloClient } from '@vue/apollo-composable';
import { computed, onMounted, onScopeDispose, shallowRef } from 'vue';
import { useViewer } from '../../../identity/useViewer.ts';
import { drop, getAll, put } from '../../../offline/store.ts';
import { onceMore } from '../../../shared/onceMore.ts';
import { sendWork, workKey } from './sendWork.ts';
import { isFieldWork, type FieldWork } from './work.ts';

/** Milliseconds until the retry after a failed attempt. */
const pauseMs = 5000;

/**
 * Work that was done outside and waits on this device. It is sent as soon as there is a connection, while the page is
 * open.
 */
export function useFieldWork(onTaken: (work: FieldWork) => void) {
  const { client } = useApolloClient();
  const { viewer } = useViewer();
  const all = shallowRef<readonly FieldWork[]>([]);
  const mine = computed(() => all.value.filter(({ by }) => by === viewer.value?.id));

  const look = async () => {
    const found: unknown[] = await getAll('outbox').catch(() => []);
    all.value = found.filter(isFieldWork).sort((a, b) => a.writtenAt - b.writtenAt);
  };
  const sendAll = async () => {
    await look();
    for (const work of mine.value.filter(({ refused }) => refused === null)) {
      const outcome = await sendWork(client, work);
      await look();
      if (outcome === 'taken') onTaken(work);
      if (outcome === 'cut') return void later();
    }
  };
  const send = onceMore(() => inTurn(sendAll));
  const later = useTries(send);
  return {
    waiting: mine,
    /** Stores the work; false if the device cannot store it. */
    keep: async (work: Omit<FieldWork, 'by'>): Promise<boolean> => {
      const by = viewer.value?.id;
      if (!by) return false;
      await put('outbox', workKey(work), { ...work, by } satisfies FieldWork);
      await look();
      send();
      return true;
    },
    forget: async (work: FieldWork) => {
      await drop('outbox', workKey(work));
      await look();
    },
  };
}

/** Calls `send` when the page opens and when the device is online again; returns a function that schedules a retry. */
function useTries(send: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  onMounted(send);
  window.addEventListener('online', send);
  onScopeDispose(() => {
    clearTimeout(timer);
    window.removeEventListener('online', send);
  });
  return () => {
    clearTimeout(timer);
    timer = setTimeout(send, pauseMs);
  };
}

/** Runs the work in one tab at a time. Browsers hide locks on plain http outside localhost. */
async function inTurn(work: () => Promise<void>): Promise<void> {
  return navigator.locks ? navigator.locks.request('ortsfunk.work', work) : work();
}
