import { computed, ref } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { CreatePartnerKeyDocument, type PartnerKeyPartsFragment, type Scope } from '../gql/graphql.ts';
import { newIdempotencyKey } from '../shared/idempotency.ts';
import { useSend } from '../shared/useSend.ts';

export const lifetimes = ['30', '90', '365', '730'] as const;
const day = 86_400_000;

export interface KeyDraft {
  name: string;
  scopes: Scope[];
  days: (typeof lifetimes)[number];
  /** IP addresses and networks as a typed list. */
  ips: string;
}

/** A new key. `secret` is null when the first answer was lost, because a secret is shown only once. */
export interface MadeKey {
  readonly partnerKey: PartnerKeyPartsFragment;
  readonly secret: string | null;
}

/** State of the form of a new key; after success the form is empty again. */
export function useKeyForm(municipalityId: () => string | undefined) {
  const { byField } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(CreatePartnerKeyDocument, (data) => data.createPartnerKey);
  const draft = ref(emptyDraft());
  let attempt = newAttempt();

  const create = async (): Promise<MadeKey | null> => {
    const town = municipalityId();
    if (town === undefined) return null;
    const { name, scopes, days, ips } = draft.value;
    const expiresAt = new Date(attempt.startedAt + Number(days) * day).toISOString();
    const list = ips.split(/[\s,;]+/).filter((ip) => ip !== '');
    const input = { municipalityId: town, name, scopes, expiresAt, ips: list };
    const made = await send({ input: { ...input, idempotencyKey: attempt.idempotencyKey } });
    if (!made?.partnerKey) return null;
    draft.value = emptyDraft();
    attempt = newAttempt();
    return { partnerKey: made.partnerKey, secret: made.secret ?? null };
  };
  return { draft, create, busy, failure, errors: computed(() => byField(userErrors.value)) };
}

/**
 * Idempotency key and time of an attempt: a repeated request must be identical to the millisecond to create one key,
 * not two.
 */
function newAttempt() {
  return { idempotencyKey: newIdempotencyKey(), startedAt: Date.now() };
}

function emptyDraft(): KeyDraft {
  return { name: '', scopes: [], days: '365', ips: '' };
}
