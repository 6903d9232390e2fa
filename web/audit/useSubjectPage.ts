import { computed } from 'vue';
import { type RouteLocationRaw, useRouter } from 'vue-router';
import type { AuditPartsFragment, Module } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';

type Subject = AuditPartsFragment['subject'];

/** Where the thing is shown; null where there is no page for it, or its part is switched off. */
export function useSubjectPage(subject: () => Subject) {
  const { uses } = useTown();
  const router = useRouter();
  const ofModule = (module: Module, page: RouteLocationRaw) => (uses(module) ? page : null);

  return computed(() => pageOf(subject()));

  function pageOf(shown: Subject): RouteLocationRaw | null {
    if (!shown?.name) return null;
    const params = { id: shown.objectId };
    switch (shown.kind) {
      case 'POST':
        return ofModule('POSTS', { name: 'post', params });
      case 'POLL':
        return ofModule('POLLS', { name: 'poll', params });
      case 'ISSUE':
        return ofModule('ISSUES', { name: 'boardIssue', params: { reference: shown.name } });
      case 'IDEA':
        return ofModule('IDEAS', { name: 'idea', params });
      case 'GROUP':
        return { name: 'group', params };
      case 'PERSON':
        return ownPage('staff');
      case 'KEY':
        return ownPage('keys');
    }
  }

  function ownPage(name: string): RouteLocationRaw | null {
    return router.hasRoute(name) ? { name } : null;
  }
}
