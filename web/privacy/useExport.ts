import { useI18n } from 'vue-i18n';
import { ExportMyDataDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';

/** Asks for the export of the own account. */
export function useExport() {
  const { locale } = useI18n();
  const { town } = useTown();
  const { send, busy, failure, userErrors } = useSend(ExportMyDataDocument, (data) => data.exportMyData);
  /** Path of the file, which works once; null: refused. */
  const ask = async (): Promise<string | null> => {
    if (!town.value) return null;
    const payload = await send({ input: { municipalityId: town.value.id, locale: locale.value } });
    return payload?.path ?? null;
  };
  return { ask, busy, failure, refusals: userErrors };
}
