import { ApolloLink, fromPromise, toPromise, type FetchResult } from '@apollo/client/core';
import { repeatWithProof } from './repeatWithProof.ts';

/**
 * A link for mutations: repeats those for which the server wants a proof of work; the proof is the field `proof` of their input. If it
 * cannot be computed, the mutation fails with the error PROOF_REQUIRED, which every form shows.
 */
export function proofLink(): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const { variables } = operation;
    const send = (proof: string | null): Promise<FetchResult> => {
      if (proof !== null) operation.variables = { ...variables, input: { ...variables.input, proof } };
      return toPromise(forward(operation));
    };
    return fromPromise(repeatWithProof(send, ({ data }) => challengeIn(data)).then(failUnproven));
  });
}

function failUnproven(result: FetchResult): FetchResult {
  if (challengeIn(result.data) === null) return result;
  return { errors: [{ message: 'proof required', extensions: { code: 'PROOF_REQUIRED' } }] };
}

/** Challenge in the payload of a mutation; null: none is needed. */
export function challengeIn(data: Readonly<Record<string, unknown>> | null | undefined): string | null {
  for (const payload of Object.values(data ?? {})) {
    if (typeof payload !== 'object' || payload === null || !('proofChallenge' in payload)) continue;
    if (typeof payload.proofChallenge === 'string') return payload.proofChallenge;
  }
  return null;
}
