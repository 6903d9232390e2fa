import { useMutation } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import { AcknowledgeDocument, type AcknowledgementAnswer } from '../gql/graphql.ts';
import { useViewer } from '../identity/useViewer.ts';
import { errorCode, useErrorTexts } from '../shared/errors.ts';
import { newIdempotencyKey } from '../shared/idempotency.ts';
import { recall, remember } from '../shared/storage.ts';
import { keepByIncident } from './keepByIncident.ts';

/** Answers that this device gave, for readers without an account. */
const answered = keepByIncident('alerts.answered');

/** Tokens of the links of messages by which this device opened incidents; signing out deletes them. */
const links = keepByIncident('visitor.alertLinks');

/** Keeps the token behind # of the link of a message: answers of this device are then those of its recipient. */
export function keepAnswerLink(incidentId: string, hash: string): void {
  const token = hash.slice(1);
  if (/^[\w-]{44}$/.test(token)) links.set(incidentId, token);
}

/** Answer of the reader to an incident, with or without an account. */
export function useAnswer(incidentId: () => string, known: () => AcknowledgementAnswer | undefined) {
  const { mutate } = useMutation(AcknowledgeDocument);
  const { isSignedIn } = useViewer();
  const { textOf } = useErrorTexts();
  const isBusy = ref(false);
  const problem = ref('');
  /** Whether the server said that nobody reads the answers; it does not announce that the last reader has left. */
  const isUnread = ref(false);
  const answer = computed(() => answered.of(incidentId()) ?? known());

  const send = async (given: AcknowledgementAnswer, place?: string, phone?: string): Promise<boolean> => {
    if (isBusy.value) return false;
    isBusy.value = true;
    problem.value = '';
    const link = links.of(incidentId()) || null;
    const device = isSignedIn.value || link !== null ? null : deviceSecret();
    const input = { incidentId: incidentId(), answer: given, place: place ?? null, phone: phone || null, device, link };
    try {
      const result = await mutate({ input });
      const [refusal] = result?.data?.acknowledge?.userErrors ?? [];
      if (refusal === undefined) answered.set(incidentId(), given);
      else problem.value = textOf(refusal.code);
      isUnread.value = refusal?.code === 'NOBODY_READS';
      // The next answer is that of this device.
      if (link !== null && refusal?.path?.[0] === 'link') links.set(incidentId(), '');
      return refusal === undefined;
    } catch (error) {
      problem.value = textOf(errorCode(error));
      return false;
    } finally {
      isBusy.value = false;
    }
  };
  return { answer, send, isBusy, problem, isUnread };
}

/** Random secret by which the server knows the device again; it says nothing about the person. */
function deviceSecret(): string {
  const kept = recall('alerts.device');
  if (kept !== null) return kept;
  const secret = newIdempotencyKey();
  remember('alerts.device', secret);
  return secret;
}
