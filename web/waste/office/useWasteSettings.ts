import { computed } from 'vue';
import {
  DeleteWasteDistrictDocument,
  DeleteWasteKindDocument,
  type SetWasteDistrictInput,
  SetWasteDistrictDocument,
  SetWasteKindDocument,
  type WasteType,
} from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';

/** Changes of kinds and districts. Each returns false after a refusal. */
export function useWasteSettings() {
  const { town } = useTown();
  const { textOf } = useErrorTexts();
  const settingKind = useSend(SetWasteKindDocument, (data) => data.setWasteKind);
  const deletingKind = useSend(DeleteWasteKindDocument, (data) => data.deleteWasteKind);
  const settingDistrict = useSend(SetWasteDistrictDocument, (data) => data.setWasteDistrict);
  const deletingDistrict = useSend(DeleteWasteDistrictDocument, (data) => data.deleteWasteDistrict);
  const sends = [settingKind, deletingKind, settingDistrict, deletingDistrict];
  const municipalityId = computed(() => town.value?.id ?? '');
  return {
    setKind: async (kind: { kindId?: string; type: WasteType; name: string }): Promise<boolean> =>
      (await settingKind.send({ input: { municipalityId: municipalityId.value, ...kind } })) !== null,
    deleteKind: async (kindId: string): Promise<boolean> => (await deletingKind.send({ kindId })) !== null,
    setDistrict: async (district: Omit<SetWasteDistrictInput, 'municipalityId'>): Promise<boolean> =>
      (await settingDistrict.send({ input: { municipalityId: municipalityId.value, ...district } })) !== null,
    deleteDistrict: async (districtId: string): Promise<boolean> =>
      (await deletingDistrict.send({ districtId })) !== null,
    busy: computed(() => sends.some(({ busy }) => busy.value)),
    failure: computed(() => sends.map(({ failure }) => failure.value).find(Boolean) ?? null),
    refusal: computed(() => {
      const [said] = sends.flatMap(({ userErrors }) => userErrors.value);
      return said ? textOf(said.code) : null;
    }),
  };
}
