import { computed, reactive, shallowRef, toRaw, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { ReportIssueDocument, type IssueCategoriesQuery, type TownQuery } from '../../gql/graphql.ts';
import { newIdempotencyKey } from '../../shared/idempotency.ts';
import { useSend } from '../../shared/useSend.ts';
import { useViewer } from '../../identity/useViewer.ts';
import { keepDeviceReport } from './device/deviceReports.ts';
import { forgetSent, keepSent, keptSent, type ReportDone } from './device/sentReport.ts';
import { keepWaiting } from './outbox/outbox.ts';
import type { WaitingReport } from './outbox/waiting.ts';
import { emptyDraft, keepContact, keepDraft, keptContact, keptDraft, type ReportDraft } from './outbox/reportDraft.ts';
import { useCategoryName } from '../useCategoryName.ts';
import { useIssueTitle } from '../useIssueTitle.ts';
import { usePhotos } from '../photo/usePhotos.ts';
import { useUpload } from '../photo/useUpload.ts';

type Town = NonNullable<TownQuery['municipality']>;
type Category = NonNullable<NonNullable<IssueCategoriesQuery['municipality']>['issueCategories']>[number];
interface Facts {
  readonly town: () => Town | null;
  readonly ags: () => string;
  readonly category: () => Category | undefined;
  /** Number of the report that was sent before the page was reloaded; null: none. */
  readonly sentBefore: string | null;
}

/** State of the report that is being written. All input stays on the device until the server has it. */
export function useReport({ town, ags, category, sentBefore }: Facts) {
  const { locale } = useI18n();
  const { nameOf } = useCategoryName();
  const { titleOf } = useIssueTitle();
  const { viewer } = useViewer();
  const { byField } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(ReportIssueDocument, (data) => data.reportIssue);
  const { upload, isUploading, failure: uploadFailure } = useUpload(ags);
  const { draft, photos, clear: clearDraft, takeOut } = useDraft(ags);
  const { finish, wait, ...outcome } = useOutcome(ags, sentBefore);
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
      wait(idempotencyKey, nameOf(chosen), { draft: written, input, photos: photos.forLater() }).then(clear);
    if (!navigator.onLine) return later();
    const sent = await upload(photos.photos.value);
    if (!sent) return uploadFailure.value?.isCut ? later() : undefined;
    const payload = await send({ input: { ...input, ...sent, idempotencyKey } });
    if (failure.value?.isCut) return later();
    if (userErrors.value.some(({ code }) => code === 'UNKNOWN_PHOTO')) photos.sendAnew();
    if (!payload?.issue) return;
    const { issue, claimCode } = payload;
    const facts = { ags: ags(), reference: issue.reference, about: titleOf(issue), sentAt: Date.now() };
    if (claimCode) keepDeviceReport({ ...facts, claimCode });
    finish({ issue, claimCode, email });
    clear();
  };
  return {
    draft,
    photos,
    submit,
    clear,
    /** Empties the draft and returns a function that brings it back. */
    discard: () => {
      const bringBack = takeOut();
      clear();
      return bringBack;
    },
    finish,
    ...outcome,
    busy: computed(() => busy.value || isUploading.value),
    failure: computed(() => uploadFailure.value ?? failure.value),
    errors: computed(() => byField(userErrors.value)),
  };
}

/** Outcome of the report: the server has it, or it waits on the device for a connection. */
function useOutcome(ags: () => string, sentBefore: string | null) {
  const { viewer } = useViewer();
  const done = shallowRef(sentBefore === null ? null : keptSent(ags(), sentBefore));
  const waitingKey = shallowRef<string | null>(null);
  type Written = Pick<WaitingReport, 'draft' | 'input' | 'photos'>;
  return {
    done,
    waitingKey,
    finish: (result: ReportDone) => {
      keepSent(ags(), result);
      done.value = result;
      waitingKey.value = null;
    },
    wait: async (key: string, about: string, written: Written) => {
      const facts = { key, about, ags: ags(), by: viewer.value?.id ?? null, writtenAt: Date.now() };
      await keepWaiting({ ...facts, ...written, refused: null });
      waitingKey.value = key;
    },
    startAgain: () => {
      if (done.value) forgetSent(ags(), done.value.issue.reference);
      done.value = null;
      waitingKey.value = null;
    },
  };
}

/** The draft with input and photos, also of an earlier visit. */
function useDraft(ags: () => string) {
  const kept = keptDraft(ags());
  const draft = reactive(kept === null ? emptyDraft() : { ...kept, ...keptContact(ags()) });
  const photos = usePhotos(ags, kept !== null, (place) => {
    if (!draft.point) Object.assign(draft, { point: place, pointBy: 'photo' });
  });
  const keep = () => {
    keepDraft(ags(), draft, photos.photos.value.length > 0);
    keepContact(ags(), draft);
  };
  watch([draft, photos.photos], keep, { deep: true });
  const clear = () => {
    photos.clear();
    Object.assign(draft, emptyDraft());
  };
  const takeOut = () => {
    const written = { ...toRaw(draft), answers: { ...draft.answers } };
    const taken = photos.forLater();
    return () => {
      Object.assign(draft, written);
      photos.bringBack(taken);
      keep();
    };
  };
  return { draft, photos, clear, takeOut };
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
