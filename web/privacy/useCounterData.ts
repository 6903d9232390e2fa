import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { EraseAtCounterDocument, ExportAtCounterDocument, type SeenDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useSend } from '../shared/useSend.ts';
import { download } from './download.ts';

/** Documents by which the identity of a person is checked. */
export const seenDocuments = ['ID_CARD', 'PASSPORT', 'OTHER_DOCUMENT'] as const satisfies readonly SeenDocument[];

/** Exports or erases the data of a person at the counter. */
export function useCounterData() {
  const { locale } = useI18n();
  const { town } = useTown();
  const { byField } = useErrorTexts();
  const exporting = useSend(ExportAtCounterDocument, (data) => data.exportAtCounter);
  const erasing = useSend(EraseAtCounterDocument, (data) => data.eraseAtCounter);
  const email = ref('');
  const seen = ref('');
  const input = () => {
    const document = seenDocuments.find((one) => one === seen.value);
    if (document === undefined || !town.value) return null;
    return { municipalityId: town.value.id, email: email.value, seen: document };
  };
  /** The next person shows a document of its own. */
  const done = () => {
    email.value = '';
    seen.value = '';
  };
  const errors = computed(() => [...exporting.userErrors.value, ...erasing.userErrors.value]);
  return {
    email,
    seen,
    busy: computed(() => exporting.busy.value || erasing.busy.value),
    failure: computed(() => exporting.failure.value ?? erasing.failure.value),
    emailError: computed(() => byField(errors.value).email ?? ''),
    /** Refusals that are not about the address, such as a sign-in that is too long ago. */
    refusals: computed(() => errors.value.filter(({ path }) => path[0] !== 'email')),
    /** Downloads the export; false: refused. */
    exportData: async (): Promise<boolean> => {
      const given = input();
      erasing.userErrors.value = [];
      const payload = given && (await exporting.send({ input: { ...given, locale: locale.value } }));
      if (!payload?.path) return false;
      download(payload.path);
      done();
      return true;
    },
    /** Asks for the erasure; returns when it will happen, or null. */
    erase: async (withTexts: boolean): Promise<string | null> => {
      const given = input();
      exporting.userErrors.value = [];
      const payload = given && (await erasing.send({ input: { ...given, withTexts } }));
      if (!payload?.erasesAt) return null;
      done();
      return payload.erasesAt;
    },
  };
}
