import { computed, reactive, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Fixer, IssueCardFragment, IssueKind, IssueStatus } from '../../gql/graphql.ts';
import { neededFields, type MoveField } from './moves.ts';
import type { MoveDetails } from './useStaffMove.ts';

type MovedIssue = Pick<IssueCardFragment, 'status' | 'desk' | 'kind'>;
/** Ended means answered, for these. */
const answered: readonly IssueKind[] = ['QUESTION', 'CRITICISM', 'SUGGESTION'];

/** The inputs a move needs before it is sent. A solved issue needs no answer, but is asked for one. */
export function useMoveForm(issue: () => MovedIssue, to: () => IssueStatus) {
  const { t } = useI18n();
  const values = reactive<Record<MoveField, string>>({
    desk: issue().desk?.id ?? '',
    reason: '',
    message: '',
    date: '',
    addressee: '',
  });
  const fixedBy = ref<Fixer | null>('TOWN');
  const asksFixer = computed(() => to() === 'RESOLVED' && issue().kind === 'DEFECT');
  const wasSubmitted = ref(false);
  const fields = computed(() => neededFields(issue(), to()));
  const isRequired = (field: MoveField) =>
    fields.value.includes(field) && !(field === 'message' && to() === 'RESOLVED' && !answered.includes(issue().kind));
  const missing = computed(() => fields.value.filter((field) => isRequired(field) && !values[field].trim()));

  const submit = (tellReporter: boolean): MoveDetails | null => {
    wasSubmitted.value = true;
    if (missing.value.length > 0) return null;
    return {
      deskId: values.desk || null,
      reason: values.reason.trim() || null,
      message: values.message.trim() || null,
      scheduledFor: values.date ? new Date(`${values.date}T12:00`).toISOString() : null,
      addressee: values.addressee.trim() || null,
      tellReporter,
      fixedBy: asksFixer.value ? fixedBy.value : null,
    };
  };
  return {
    values,
    fixedBy,
    asksFixer,
    shows: (field: MoveField) => fields.value.includes(field),
    errorOf: (field: MoveField) =>
      wasSubmitted.value && missing.value.includes(field) ? t(`move.missing.${field}`) : '',
    submit,
  };
}
