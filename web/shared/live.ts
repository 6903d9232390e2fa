import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { computed, inject, ref, watch, onScopeDispose, type ComputedRef, type Ref } from 'vue';
import type { LiveState } from '../ui/liveState.ts';
import { transportKey, type Transport } from './apollo.ts';
import { errorCode } from './errors.ts';

export interface LiveOptions<Data, Variables> {
  readonly document: TypedDocumentNode<Data, Variables & { after?: string | null }>;
  /** Variables of the subscription; null: nothing to subscribe to yet. New variables start a new subscription. */
  readonly variables: () => Variables | null;
  /** Cursor of a query that was read before; without it the subscription begins with the current state. */
  readonly startCursor?: () => string | null | undefined;
  readonly cursorOf: (data: Data) => string | undefined;
  readonly onMessage: (data: Data) => void;
}

export interface Live {
  readonly state: ComputedRef<LiveState>;
  /** Whether the visitor has paused the subscription; resuming delivers what was missed. */
  readonly paused: Ref<boolean>;
  /** Code of the refusal that ended the subscription; null while it runs. */
  readonly endedBy: Ref<string | null>;
}

/** Subscribes after a query: keeps the newest cursor and resumes an interrupted subscription there. No polling. */
export function useLive<Data, Variables extends Record<string, unknown>>(options: LiveOptions<Data, Variables>): Live {
  const transport = inject(transportKey);
  if (!transport) throw new Error('useLive needs the transport that main.ts provides');
  const paused = ref(false);
  const endedBy = ref<string | null>(null);
  const stream = createStream(transport, options, (code) => (endedBy.value = code));

  watch(
    [() => JSON.stringify(options.variables()), paused],
    ([key, isPaused], [oldKey]) => {
      stream.stop();
      endedBy.value = null;
      const variables = options.variables();
      if (key !== oldKey) stream.startFrom(options.startCursor?.() ?? null);
      if (variables && !isPaused) stream.begin(variables);
    },
    { immediate: true },
  );
  onScopeDispose(() => stream.stop());

  const state = computed<LiveState>(() => {
    if (endedBy.value) return 'ended';
    if (paused.value) return 'paused';
    return transport.connected.value ? 'live' : 'reconnecting';
  });
  return { state, paused, endedBy };
}

/** Codes that a retry does not change; all others are temporary failures of the server. */
const final = new Set(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED', 'COST_EXCEEDED', 'GRAPHQL_VALIDATION_FAILED']);

function createStream<Data, Variables extends Record<string, unknown>>(
  { apollo }: Transport,
  { document, cursorOf, onMessage }: LiveOptions<Data, Variables>,
  onEnd: (code: string) => void,
) {
  let cursor: string | null = null;
  let stop: () => void = () => undefined;

  const begin = (variables: Variables): void => {
    const context = { currentCursor: () => cursor };
    const messages = apollo.subscribe({ query: document, variables, fetchPolicy: 'no-cache', context });
    const subscription = messages.subscribe({
      next: ({ data }) => {
        if (!data) return;
        cursor = cursorOf(data) ?? cursor;
        onMessage(data);
      },
      error: (error: unknown) => refuse(variables, errorCode(error)),
    });
    stop = () => subscription.unsubscribe();
  };
  const refuse = (variables: Variables, code: string): void => {
    if (final.has(code)) return onEnd(code);
    // An invalid cursor (the server's secret changed) only prevents resuming: the subscription starts
    // without it.
    if (code === 'BAD_CURSOR') cursor = null;
    const again = setTimeout(() => begin(variables), code === 'BAD_CURSOR' ? 0 : 2000 + Math.random() * 3000);
    stop = () => clearTimeout(again);
  };
  return { begin, stop: () => stop(), startFrom: (start: string | null) => (cursor = start) };
}
