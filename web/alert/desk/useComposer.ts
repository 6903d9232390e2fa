import { computed, reactive, type ComputedRef, watch } from 'vue';
import type { AlertInput, AlertTextInput } from '../../gql/graphql.ts';
import { levelOf } from '../level.ts';
import type { Template } from './useTemplates.ts';

type SlotName = Template['slots'][number];
type Scales = Pick<Template, 'severity' | 'urgency' | 'certainty'>;

/** Fields of an alert that is not sent yet. */
export interface Draft extends Scales {
  template: string;
  readonly slots: Record<SlotName, string>;
  area: string;
  hours: number;
  asksSafety: boolean;
  /** Words that were changed by hand; null: those of the template. */
  texts: AlertTextInput[] | null;
}

/** Draft of the first alert of an incident. A template fills what it knows; what was typed stays. */
export function useComposer(templates: ComputedRef<readonly Template[]>, townName: () => string) {
  const draft = reactive<Draft>({
    template: '',
    slots: { PLACE: '', TIME: '', PHONE: '', STREET: '', NUMBER: '' },
    area: townName(),
    severity: 'SEVERE',
    urgency: 'IMMEDIATE',
    certainty: 'LIKELY',
    hours: 6,
    asksSafety: false,
    texts: null,
  });
  const template = computed(() => templates.value.find(({ key }) => key === draft.template));
  watch(template, (chosen) => {
    if (chosen === undefined) return;
    const { severity, urgency, certainty, hours, asksSafety } = chosen;
    Object.assign(draft, { severity, urgency, certainty, hours, asksSafety, texts: null });
  });
  const slots = computed(() => template.value?.slots ?? []);
  const level = computed(() => levelOf(draft));
  const texts = computed(() => (draft.texts ?? template.value?.texts ?? []).map((text) => fillText(text, draft.slots)));
  /** Slots that the texts name and that are still empty. */
  const missing = computed(() => slots.value.filter((name) => draft.slots[name].trim() === ''));
  const expiresAt = (): string => new Date(Date.now() + draft.hours * 3_600_000).toISOString();
  const inputOf = (more: Partial<AlertInput> = {}): AlertInput => ({
    severity: draft.severity,
    urgency: draft.urgency,
    certainty: draft.certainty,
    texts: draft.texts,
    slots: slots.value.map((name) => ({ name, value: draft.slots[name] })),
    area: draft.area.trim() === '' ? null : draft.area,
    polygons: null,
    phone: draft.slots.PHONE.trim() === '' ? null : draft.slots.PHONE,
    onsetAt: null,
    expiresAt: expiresAt(),
    ...more,
  });
  return { draft, template, slots, level, texts, missing, expiresAt, inputOf };
}

/** Words with their slots filled; an empty slot is shown as a gap. */
function fillText(text: Omit<AlertTextInput, '__typename'>, slots: Readonly<Record<string, string>>) {
  const fill = (words: string) => words.replaceAll(/\{([A-Z]+)\}/g, (_all, name: string) => slots[name]?.trim() || '…');
  return {
    locale: text.locale,
    headline: fill(text.headline),
    description: fill(text.description),
    instructions: text.instructions.map(fill),
  };
}
