import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Fixer, IssueCardFragment, IssueStatus } from '../../../gql/graphql.ts';
import { endsInWords, neededFields, type MoveField } from '../../moves.ts';
import { keepWords, wordsFor } from './moveWords.ts';
import type { MoveDetails, MoveFaults } from './useStaffMove.ts';

type MovedIssue = Pick<IssueCardFragment, 'id' | 'status' | 'desk' | 'kind'>;

/**
 * State of the inputs that a move requires. A solved issue needs no answer, but the form suggests one. `faults`: what the
 * server refused; the text stands at its field until the input is changed.
 */
export function useMoveForm(issue: () => MovedIssue, to: () => IssueStatus, faults: () => MoveFaults = () => ({})) {
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

  const isPast = () => values.date !== '' && values.date < today();
  const refused = shallowRef<Record<MoveField, string>>();
  watch(faults, () => (refused.value = { ...values }), { immediate: true });

  const submit = (tellReporter: boolean): MoveDetails | null => {
    wasSubmitted.value = true;
    if (missing.value.length > 0 || isPast()) return null;
    return {
      deskId: values.desk || null,
      reason: values.reason.trim() || null,
      message: values.message.trim() || null,
      scheduledFor: values.date ? momentOf(values.date).toISOString() : null,
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
      const fault = faults()[field];
      if (fault && values[field] === refused.value?.[field]) return fault;
      if (!wasSubmitted.value) return '';
      if (field === 'date' && isPast()) return t('move.past');
      if (!missing.value.includes(field)) return '';
      return t(field === 'message' && to() === 'RESOLVED' ? 'move.missing.answer' : `move.missing.${field}`);
    },
    submit,
  };
}

/** Today in the calendar of this device, as in a date field. */
export function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** Moment that stands for the day: noon, or its last minute if noon is over today, because it must be ahead. */
function momentOf(day: string): Date {
  const noon = new Date(`${day}T12:00`);
  return noon > new Date() ? noon : new Date(`${day}T23:59`);
}
