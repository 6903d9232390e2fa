import { useQuery } from '@vue/apollo-composable';
import { computed, inject, provide } from 'vue';
import { DeputyDesksDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { type Acting, actingBy, actingKey } from './acting.ts';

/** Reads once for all parts of a page in whose name the viewer may work. */
export function provideActing(): Acting {
  const { town, ags, runsTown, worksIssues } = useTown();
  const { result } = useQuery(
    DeputyDesksDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: worksIssues.value }),
  );
  const facts = computed(() => {
    const desks = (town.value?.viewerRoles ?? []).flatMap(({ desk }) => desk ?? []);
    return {
      isAdmin: runsTown.value,
      ownDesks: desks.filter(({ id }, at) => desks.findIndex((one) => one.id === id) === at),
      deputyDeskIds: new Set(result.value?.municipality?.viewerDeputyDesks.map(({ id }) => id)),
    };
  });
  const acting = actingBy(() => facts.value);
  provide(actingKey, acting);
  return acting;
}

export function useActing(): Acting {
  const acting = inject(actingKey);
  if (!acting) throw new Error('useActing works below a page that calls provideActing only');
  return acting;
}
