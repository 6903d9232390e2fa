import { computed, nextTick, reactive, type ComputedRef, watch } from 'vue';
import { readGeometry } from '../../area/geojson.ts';
import { emptySketch, geometryOf, type Sketch } from '../../area/sketch.ts';
import type { AlertInput, AlertTextInput } from '../../gql/graphql.ts';
import { levelOf } from '../level.ts';
import { fillSlots, namesSlot, type SlotWords } from './slotWords.ts';
import type { Proposal } from './useProposal.ts';
import type { Template } from './useTemplates.ts';

type SlotName = Template['slots'][number];
type Scales = Pick<Template, 'severity' | 'urgency' | 'certainty'>;

/** Fields of an alert that is not sent yet. */
export interface Draft extends Scales {
  template: string;
  readonly slots: Record<SlotName, string>;
  area: string;
  /** The area on the map; empty: the whole town. */
  sketch: Sketch;
  hours: number;
  asksSafety: boolean;
  /** The words come from a proposal, so no slot is empty. */
  isProposed: boolean;
  /** Words that were changed by hand, with their slots in braces; null: those of the template. */
  texts: AlertTextInput[] | null;
}

/** Draft of the first alert of an incident. A template fills what it knows; what was typed stays. */
export function useComposer(templates: ComputedRef<readonly Template[]>, townName: () => string) {
  const draft = reactive<Draft>({
    template: '',
    slots: { PLACE: '', TIME: '', PHONE: '', STREET: '', NUMBER: '' },
    area: townName(),
    sketch: emptySketch('POLYGON'),
    severity: 'SEVERE',
    urgency: 'IMMEDIATE',
    certainty: 'LIKELY',
    hours: 6,
    asksSafety: false,
    isProposed: false,
    texts: null,
  });
  const template = computed(() => templates.value.find(({ key }) => key === draft.template));
  watch(template, (chosen) => {
    if (chosen === undefined) return;
    const { severity, urgency, certainty, hours, asksSafety } = chosen;
    Object.assign(draft, { severity, urgency, certainty, hours, asksSafety, isProposed: false, texts: null });
  });
  const slots = computed(() => (draft.isProposed ? [] : (template.value?.slots ?? [])));
  const level = computed(() => levelOf(draft));
  const { slotTexts, texts, missing } = useSlotTexts(draft, template, slots);
  /** Fills the draft from a proposal: its words as they are, its scales, its area, its end. */
  const take = async ({ incident, alert }: Proposal): Promise<void> => {
    draft.template = incident.template;
    await nextTick(); // the template has filled what it knows
    const { severity, urgency, certainty, area, phone } = alert;
    const hours = Math.max(1, Math.round((Date.parse(alert.expiresAt) - Date.now()) / 3_600_000));
    const texts = alert.texts.map(({ locale, headline, description, instructions }) => ({
      locale,
      headline,
      description,
      instructions: instructions.map(({ text }) => text),
    }));
    const sketch = readGeometry(alert.polygons) ?? emptySketch('POLYGON');
    const { asksSafety } = incident;
    Object.assign(draft, { severity, urgency, certainty, area, sketch, hours, asksSafety, isProposed: true, texts });
    draft.slots.PHONE = phone ?? '';
  };
  const expiresAt = (): string => new Date(Date.now() + draft.hours * 3_600_000).toISOString();
  const inputOf = (more: Partial<AlertInput> = {}): AlertInput => ({
    severity: draft.severity,
    urgency: draft.urgency,
    certainty: draft.certainty,
    texts: draft.texts,
    slots: slots.value.map((name) => ({ name, value: draft.slots[name] })),
    area: draft.area.trim() === '' ? null : draft.area,
    polygons: polygonsOf(draft.sketch),
    phone: draft.slots.PHONE.trim() === '' ? null : draft.slots.PHONE,
    onsetAt: null,
    expiresAt: expiresAt(),
    ...more,
  });
  return { draft, template, slots, level, slotTexts, texts, missing, take, expiresAt, inputOf };
}

/** GeoJSON of the area; null: the whole town. */
export function polygonsOf(sketch: Sketch) {
  return sketch.parts.length === 0 ? null : geometryOf(sketch);
}

/** Words of the draft with and without their slots, and the slots that are still to be filled. */
function useSlotTexts(
  draft: Draft,
  template: ComputedRef<Template | undefined>,
  slots: ComputedRef<readonly SlotName[]>,
) {
  /** Words with their slots in braces. */
  const slotTexts = computed((): readonly SlotWords[] => draft.texts ?? template.value?.texts ?? []);
  return {
    slotTexts,
    texts: computed(() => slotTexts.value.map((text) => fillSlots(text, draft.slots, () => '…'))),
    /** Slots that the texts name and that are still empty. */
    missing: computed(() => {
      const isNamed = (name: SlotName) => slotTexts.value.some((text) => namesSlot(text, name));
      return slots.value.filter((name) => draft.slots[name].trim() === '' && isNamed(name));
    }),
  };
}
