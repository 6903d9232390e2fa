import { computed, ref } from 'vue';
import { errorAt, useErrorTexts } from '../../../shared/errors.ts';
import {
  CreateIssueTemplateDocument,
  ReviseIssueTemplateDocument,
  type IssueStatus,
  type TemplatePartsFragment,
} from '../../../gql/graphql.ts';
import { newIdempotencyKey } from '../../../shared/idempotency.ts';
import { useSend } from '../../../shared/useSend.ts';

/** Placeholders that the server fills in, by their names on the server. */
export const gaps = ['reference', 'category', 'place', 'desk', 'expected', 'town'] as const;
export const gapText = (gap: string): string => `{{${gap}}}`;
/** Replaces placeholders by readable names such as `[Nummer]`, for display. */
export function withNamedGaps(text: string, nameOf: (gap: string) => string): string {
  return gaps.reduce((told, gap) => told.replaceAll(gapText(gap), () => `[${nameOf(gap)}]`), text);
}
/** Statuses that can have templates; SUBMITTED stands for the acknowledgement. */
export const templateStatuses: readonly IssueStatus[] = [
  'SUBMITTED',
  'TRIAGED',
  'ASSIGNED',
  'IN_PROGRESS',
  'SCHEDULED',
  'WAITING_ON_REPORTER',
  'FORWARDED',
  'RESOLVED',
  'DECLINED',
  'NOT_RESPONSIBLE',
  'DUPLICATE',
];
export const everyStatus = 'ALL';
export const everyCategory = 'ALL';

/** State of the form of a template: a new one, or an existing one. */
export function useTemplateForm(municipalityId: () => string | undefined, known: TemplatePartsFragment | null) {
  const { textOf } = useErrorTexts();
  const creating = useSend(CreateIssueTemplateDocument, (data) => data.createIssueTemplate);
  const revising = useSend(ReviseIssueTemplateDocument, (data) => data.reviseIssueTemplate);
  const sending = known ? revising : creating;
  const draft = ref({
    name: known?.name ?? '',
    categoryId: known?.category?.id ?? everyCategory,
    status: statusOf(known),
    text: known?.text ?? '',
    variants: (known?.variants ?? []).map(({ locale, text }) => ({ locale, text })),
  });
  let idempotencyKey = newIdempotencyKey();

  const save = async (): Promise<boolean> => {
    const town = municipalityId();
    if (!town) return false;
    const { name, text, variants, categoryId, status } = draft.value;
    const words = {
      name,
      text,
      variants,
      categoryId: categoryId === everyCategory ? null : categoryId,
      status: templateStatuses.find((one) => one === status) ?? null,
    };
    const saved = known
      ? await revising.send({ input: { id: known.id, ...words } })
      : await creating.send({ input: { municipalityId: town, ...words, idempotencyKey } });
    if (!saved) idempotencyKey = newIdempotencyKey();
    return saved !== null;
  };
  return {
    draft,
    save,
    busy: sending.busy,
    failure: sending.failure,
    errorOf: (part: string, at: readonly string[] = []): string => {
      const error = errorAt(sending.userErrors.value, part, at);
      return error ? textOf(error.code) : '';
    },
    errors: computed(() => sending.userErrors.value),
  };
}

function statusOf(known: TemplatePartsFragment | null): string {
  return known?.status ?? everyStatus;
}
