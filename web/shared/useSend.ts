import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useMutation } from '@vue/apollo-composable';
import { ref, shallowRef } from 'vue';
import { useErrorTexts } from './errors.ts';
import { askForProof } from './renewedProof.ts';
import type { Failure } from '../ui/failure.ts';
import type { UserErrorPartsFragment } from '../gql/graphql.ts';

type UserErrors = readonly UserErrorPartsFragment[];

/**
 * Sends the mutation of a form. `send` returns the payload if it was accepted, otherwise null with the reason in
 * `userErrors` (refused input) or `failure` (no answer, no permission). The form keeps its input in both cases. A step that needs a
 * newer proof of identity asks for it, and sends the same variables once more.
 */
export function useSend<Data, Variables extends Record<string, unknown>, Payload extends { userErrors: UserErrors }>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => Payload | null,
) {
  const { mutate } = useMutation<Data, Variables>(document);
  const { failureOf } = useErrorTexts();
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const userErrors = shallowRef<UserErrors>([]);
  /** Payload of a refusal; after a conflict it contains the current object. */
  const refused = shallowRef<Payload | null>(null);

  const send = async (variables: Variables, options: Parameters<typeof mutate>[1] = {}): Promise<Payload | null> => {
    if (busy.value) return null;
    busy.value = true;
    failure.value = null;
    userErrors.value = [];
    refused.value = null;
    try {
      const ask = async (): Promise<Payload | null> => {
        const data = (await mutate(variables, options))?.data;
        return data ? payloadOf(data) : null;
      };
      let payload = await ask();
      if (payload?.userErrors.some(({ code }) => code === 'SIGN_IN_AGAIN') && (await askForProof()))
        payload = await ask();
      // Null accompanies a top-level error, which was thrown already.
      if (payload === null) return null;
      userErrors.value = payload.userErrors;
      if (payload.userErrors.length === 0) return payload;
      refused.value = payload;
    } catch (error) {
      failure.value = failureOf(error);
    } finally {
      busy.value = false;
    }
    return null;
  };
  return { send, busy, failure, userErrors, refused };
}
