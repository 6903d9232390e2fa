import { computed, ref, shallowRef, watch } from 'vue';
import { ImportStreetsDocument, type ImportStreetsMutation, type StreetSource } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useSend } from '../shared/useSend.ts';
import { type CsvPart, decodeFile, partsOf, streetNamesIn } from './csv.ts';

export type ImportOutcome = NonNullable<NonNullable<ImportStreetsMutation['importStreets']>['outcome']>;

const namesShown = 20;
const faultsShown = 100;

/** Adds streets from a list or from lines: first checked, then saved. */
export function useStreetImport() {
  const { run, ...sending } = useImportParts();
  const source = ref<StreetSource>('CSV');
  const text = ref('');
  const fileName = ref('');
  const preview = shallowRef<ImportOutcome | null>(null);

  // Only a checked list may be saved.
  watch([text, source], () => (preview.value = null));

  const empty = (): void => {
    text.value = '';
    fileName.value = '';
  };
  return {
    ...sending,
    source,
    text,
    fileName,
    preview,
    choose: async ({ target }: Event) => {
      if (!(target instanceof HTMLInputElement)) return;
      const [chosen] = target.files ?? [];
      if (chosen) {
        text.value = decodeFile(await chosen.arrayBuffer());
        fileName.value = chosen.name;
      }
      target.value = '';
    },
    check: async () => {
      preview.value = await run(source.value, text.value, true);
    },
    /** Saves the checked list; false after a refusal. */
    save: async (): Promise<boolean> => {
      const outcome = await run(source.value, text.value, false);
      preview.value = outcome;
      if (outcome === null || outcome.faultCount > 0) return false;
      empty();
      preview.value = null;
      return true;
    },
  };
}

/** Sends a list in parts that a request can carry, and adds up what the server answers. */
function useImportParts() {
  const { town } = useTown();
  const { textOf } = useErrorTexts();
  const { send, failure, userErrors, refused } = useSend(ImportStreetsDocument, (data) => data.importStreets);
  const busy = ref(false);
  /** Number of rows of addressees in which no address was found. */
  const skipped = ref(0);

  /** Outcome of all parts; null after a refusal or without an answer. */
  const run = async (source: StreetSource, text: string, isDryRun: boolean): Promise<ImportOutcome | null> => {
    busy.value = true;
    const outcomes: ImportOutcome[] = [];
    const { parts, skipped: left } = partsFor(source, text);
    skipped.value = left;
    for (const part of parts) {
      const input = { municipalityId: town.value?.id ?? '', source, isDryRun, ...part };
      const outcome = (await send({ input }))?.outcome ?? refused.value?.outcome;
      if (outcome) outcomes.push(outcome);
      else break;
    }
    busy.value = false;
    const isWhole = failure.value === null && userErrors.value.every(({ code }) => code === 'FAULTY_ROWS');
    return isWhole && outcomes.length > 0 ? outcomes.reduce(joined) : null;
  };
  return {
    run,
    busy,
    skipped,
    failure,
    refusal: computed(() => {
      const [said] = userErrors.value;
      return said && said.code !== 'FAULTY_ROWS' ? textOf(said.code) : null;
    }),
  };
}

function partsFor(source: StreetSource, text: string): { parts: readonly Partial<CsvPart>[]; skipped: number } {
  if (source === 'LINES') return { parts: [{}], skipped: 0 };
  if (source === 'CSV') return { parts: partsOf(text), skipped: 0 };
  const { names, skipped } = streetNamesIn(text);
  return { parts: partsOf(names.join('\n')), skipped };
}

function joined(one: ImportOutcome, other: ImportOutcome): ImportOutcome {
  return {
    ...one,
    added: one.added + other.added,
    changed: one.changed + other.changed,
    unchanged: one.unchanged + other.unchanged,
    names: [...one.names, ...other.names].slice(0, namesShown),
    faultCount: one.faultCount + other.faultCount,
    faults: [...one.faults, ...other.faults].slice(0, faultsShown),
  };
}
