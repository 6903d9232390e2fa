import { computed, reactive, ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Fixer, IssueCardFragment, IssueStatus } from '../../../gql/graphql.ts';
import { endsInWords, neededFields, type MoveField } from '../../moves.ts';
import { keepWords, wordsFor } from './moveWords.ts';
import type { MoveDetails } from './useStaffMove.ts';

type MovedIssue = Pick<IssueCardFragment, 'id' | 'status' | 'desk' | 'kind'>;

/** State of the inputs that a move requires. A solved issue needs no answer, but the form suggests one. */
export function useMoveForm(issue: () => MovedIssue, to: () => IssueStatus) {
  const { t } = useI18n();
  const nothing = { desk: issue().desk?.id ?? '', reason: '', message: '', date: '', addressee: '' };
  const values = reactive<Record<MoveField, string>>({ ...(wordsFor(issue().id, to()) ?? nothing) });
  watch(values, () => keepWords(issue().id, to(), { ...values }));
  const fixedBy = ref<Fixer | null>('TOWN');
  const asksFixer = computed(() => to() === 'RESOLVED' && issue().kind === 'DEFECT');
  const wasSubmitted = ref(false);
  const fields = computed(() => neededFields(issue(), to()));
  const isRequired = (field: MoveField) =>
    fields.value.includes(field) && !(field === 'message' && to() === 'RESOLVED' && !endsInWords(issue().kind));
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
    errorOf: (field: MoveField) => {
      if (!wasSubmitted.value || !missing.value.includes(field)) return '';
      return t(field === 'message' && to() === 'RESOLVED' ? 'move.missing.answer' : `move.missing.${field}`);
    },
    submit,
  };
}
