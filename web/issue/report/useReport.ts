import { computed, reactive, shallowRef, toRaw, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import {
  ReportIssueDocument,
  type IssueCategoriesQuery,
  type ReportIssueMutation,
  type TownQuery,
} from '../../gql/graphql.ts';
import { newIdempotencyKey } from '../../shared/idempotency.ts';
import { useSend } from '../../shared/useSend.ts';
import { useViewer } from '../../identity/useViewer.ts';
import { keepClaimCode } from './claimCodes.ts';
import { keepWaiting } from './outbox/outbox.ts';
import type { WaitingReport } from './outbox/waiting.ts';
import { emptyDraft, keepDraft, keptDraft, type ReportDraft } from './outbox/reportDraft.ts';
import { usePhotos } from '../photo/usePhotos.ts';
import { useUpload } from '../photo/useUpload.ts';

type Town = NonNullable<TownQuery['municipality']>;
type Category = NonNullable<NonNullable<IssueCategoriesQuery['municipality']>['issueCategories']>[number];
type Payload = NonNullable<ReportIssueMutation['reportIssue']>;
export type ReportDone = Pick<Payload, 'claimCode'> & {
  readonly issue: NonNullable<Payload['issue']>;
  readonly email: string | null;
};

interface Facts {
  readonly town: () => Town | null;
  readonly ags: () => string;
  readonly category: () => Category | undefined;
}

/** State of the report that is being written. All input stays on the device until the server has it. */
export function useReport({ town, ags, category }: Facts) {
  const { locale } = useI18n();
  const { viewer } = useViewer();
  const { byField } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(ReportIssueDocument, (data) => data.reportIssue);
  const { upload, isUploading, failure: uploadFailure } = useUpload(ags);
  const { draft, photos, clear: clearDraft } = useDraft(ags);
  const { finish, wait, ...outcome } = useOutcome(ags);
  let idempotencyKey = newIdempotencyKey();
  const clear = () => {
    clearDraft();
    idempotencyKey = newIdempotencyKey();
  };

  const submit = async () => {
    const place = town();
    const chosen = category();
    if (!place || !chosen || busy.value || isUploading.value) return;
    const written = { ...toRaw(draft), answers: { ...draft.answers } }; // a proxy cannot be stored
    const email = viewer.value ? null : draft.email.trim() || null;
    const input = { ...inputOf(place, chosen, written), email, locale: locale.value };
    const later = () =>
      wait(idempotencyKey, chosen.name, { draft: written, input, photos: photos.forLater() }).then(clear);
    if (!navigator.onLine) return later();
    const photoIds = await upload(photos.photos.value);
    if (!photoIds) return uploadFailure.value?.isCut ? later() : undefined;
    const payload = await send({ input: { ...input, photoIds, idempotencyKey } });
    if (failure.value?.isCut) return later();
    if (userErrors.value.some(({ code }) => code === 'UNKNOWN_PHOTO')) photos.sendAnew();
    if (!payload?.issue) return;
    finish({ issue: payload.issue, claimCode: payload.claimCode, email });
    clear();
  };
  return {
    draft,
    photos,
    submit,
    clear,
    finish,
    ...outcome,
    busy: computed(() => busy.value || isUploading.value),
    failure: computed(() => uploadFailure.value ?? failure.value),
    errors: computed(() => byField(userErrors.value)),
  };
}

/** Outcome of the report: the server has it, or it waits on the device for a connection. */
function useOutcome(ags: () => string) {
  const { viewer } = useViewer();
  const done = shallowRef<ReportDone | null>(null);
  const waitingKey = shallowRef<string | null>(null);
  type Written = Pick<WaitingReport, 'draft' | 'input' | 'photos'>;
  return {
    done,
    waitingKey,
    finish: (result: ReportDone) => {
      if (result.claimCode) keepClaimCode(result.issue.reference, result.claimCode);
      done.value = result;
      waitingKey.value = null;
    },
    wait: async (key: string, about: string, written: Written) => {
      const facts = { key, about, ags: ags(), by: viewer.value?.id ?? null, writtenAt: Date.now() };
      await keepWaiting({ ...facts, ...written, refused: null, sent: null });
      waitingKey.value = key;
    },
    startAgain: () => {
      done.value = null;
      waitingKey.value = null;
    },
  };
}

/** The draft with input and photos, also of an earlier visit. */
function useDraft(ags: () => string) {
  const kept = keptDraft(ags());
  const draft = reactive(kept ?? emptyDraft());
  const photos = usePhotos(ags, kept !== null, (place) => {
    if (!draft.point) Object.assign(draft, { point: place, pointBy: 'photo' });
  });
  watch([draft, photos.photos], () => keepDraft(ags(), draft, photos.photos.value.length > 0), { deep: true });
  const clear = () => {
    photos.clear();
    Object.assign(draft, emptyDraft());
  };
  return { draft, photos, clear };
}

/** Input of the mutation for a draft. */
export function inputOf(town: Town, { id: categoryId, kind, questions }: Category, draft: ReportDraft) {
  const answers = questions.flatMap(({ id: questionId }) => {
    const value = draft.answers[questionId]?.trim() ?? '';
    return value === '' ? [] : [{ questionId, value }];
  });
  return {
    municipalityId: town.id,
    kind,
    categoryId,
    // Addresses are not geocoded: without coordinates the point is the centre of the town, and the address counts.
    point: draft.point ?? { lat: town.centre.lat, lon: town.centre.lon },
    address: draft.address.trim() || null,
    sharesContact: draft.sharesContact,
    text: draft.text.trim(),
    answers,
  };
}
