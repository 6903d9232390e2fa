import { useQuery } from '@vue/apollo-composable';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import {
  ChangeIssueCategoryDocument,
  PublishIssueCategoryDocument,
  RemoveIssueRouteDocument,
  SetDeskDeputyDocument,
  SetFallbackDeskDocument,
  TownRoutingDocument,
  type TownRoutingQuery,
  type UserErrorPartsFragment,
} from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';
import { namesOf } from './categoryNames.ts';
import type { Deputy } from './deputy.ts';

type Town = NonNullable<TownRoutingQuery['municipality']>;
export type Setup = NonNullable<Town['routing']>;
export type Problem = NonNullable<Town['routingHealth']>['problems'][number];
export type CategorySetup = Setup['categories'][number];
export type DeskSetup = Setup['desks'][number];
export type Route = Setup['routes'][number];
export type Area = NonNullable<Town['areas']>[number];

/** Routing rules and desks of the municipality, for admins; each change is saved at once and read again. */
export function useTownRouting() {
  const { ags, town, runsTown } = useTown();
  const { failureOf } = useErrorTexts();
  const query = useQuery(
    TownRoutingDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: runsTown.value }),
  );
  const known = computed(() => query.result.value?.municipality ?? null);
  const reread = async () => void (await query.refetch());
  const changing = { town: () => town.value?.id ?? '', reread };
  return {
    setup: computed(() => known.value?.routing ?? null),
    areas: computed(() => known.value?.areas ?? []),
    problems: computed(() => known.value?.routingHealth?.problems ?? []),
    isLoading: computed(() => query.loading.value && !known.value),
    failure: computed(() => (query.error.value && !known.value ? failureOf(query.error.value) : null)),
    reread,
    ...useChanges(changing),
  };
}

function useChanges({ town, reread }: { town: () => string; reread: () => Promise<void> }) {
  const deputy = useChange(SetDeskDeputyDocument, (data) => data.setDeskDeputy, reread);
  const fallback = useChange(SetFallbackDeskDocument, (data) => data.setFallbackDesk, reread);
  const category = useChange(ChangeIssueCategoryDocument, (data) => data.changeIssueCategory, reread);
  const publish = useChange(PublishIssueCategoryDocument, (data) => data.publishIssueCategory, reread);
  const route = useChange(RemoveIssueRouteDocument, (data) => data.removeIssueRoute, reread);
  return {
    setDeputy: (deskId: string, chosen: Deputy) => deputy({ deskId, ...chosen }),
    setFallback: (deskId: string) => fallback({ municipalityId: town(), deskId }),
    setDesk: (changed: CategorySetup['category'], deskId: string) =>
      category({ input: { categoryId: changed.id, ...namesOf(changed), deskId } }),
    publish: (categoryId: string, isPublished: boolean) => publish({ categoryId, isPublished }),
    removeRoute: (routeId: string) => route({ routeId }),
  };
}

/** Sends a change and says that it is saved. A refusal shows its reason, and the old choice returns. */
function useChange<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => { userErrors: readonly UserErrorPartsFragment[] } | null,
  reread: () => Promise<void>,
) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const { send, failure, userErrors } = useSend(document, payloadOf);
  return async (variables: Variables): Promise<boolean> => {
    const payload = await send(variables);
    const code = userErrors.value[0]?.code;
    if (payload) showToast(t('routing.saved'));
    else showToast(failure.value?.text ?? textOf(code ?? 'INTERNAL'), 'danger');
    await reread();
    return payload !== null;
  };
}
