import { computed, onMounted, ref, shallowRef, watch, type Ref } from 'vue';
import { isDark } from '../../display/display.ts';
import { recall } from '../../shared/storage.ts';
import { askOperations } from './askOperations.ts';
import { connect } from './connection.ts';
import type { Editor, Theme } from './editor.ts';
import { findExamplePlace } from './examplePlace.ts';
import type { ExamplePlace, ReadyOperation } from './readyOperation.ts';
import { loadSchema } from './schema.ts';
import { useKey } from './useKey.ts';

/** Key of the demo town, for the first visit. */
const anyTown = '07138073';

/** State of the page: key, example operations and the editor. */
export function useExplorer(element: Readonly<Ref<HTMLElement | null>>) {
  const { connection, owner, isRefused, apply } = useKey((key) => connect(window.location.origin, key));
  const editor = shallowRef<Editor | null>(null);
  const chosen = ref('');
  let place: ExamplePlace | undefined;

  const findPlace = async () =>
    (place = await findExamplePlace(connection, owner.value?.municipality.ags ?? recall('town') ?? anyTown));
  const choose = async ({ id, query, variables }: ReadyOperation): Promise<void> => {
    chosen.value = id;
    editor.value?.show(query, variables(place ?? (await findPlace())));
  };
  const begin = async (shown: HTMLElement): Promise<void> => {
    const [schema, { mountEditor }] = await Promise.all([loadSchema(connection), import('./editor.ts')]);
    editor.value = await mountEditor(shown, connection, schema, themeOf());
    watch(isDark, () => editor.value?.draw(schema, themeOf()));
    const [first] = askOperations;
    if (first) await choose(first);
  };
  onMounted(() => element.value && void begin(element.value));

  return {
    owner,
    isRefused,
    chosen,
    choose,
    listening: connection.listening,
    isReady: computed(() => editor.value !== null),
    /** Stops running operations before the key changes. */
    useKeyText: async (text: string) => {
      editor.value?.stop();
      place = undefined;
      await apply(text);
    },
  };
}

function themeOf(): Theme {
  return isDark.value ? 'dark' : 'light';
}
