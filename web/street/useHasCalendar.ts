import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { HasWasteCalendarDocument } from '../gql/graphql.ts';

/** Whether the town has a waste calendar, so that reminders of bins can be chosen. */
export function useHasCalendar(ags: () => string) {
  const { result } = useQuery(HasWasteCalendarDocument, () => ({ ags: ags() }));
  return computed(() => result.value?.municipality?.hasWasteCalendar === true);
}
