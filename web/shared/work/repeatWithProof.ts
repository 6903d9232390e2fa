import { ref } from 'vue';

/** Number of proofs of work that are computed at the moment; the page says so while there is one. */
export const runningProofs = ref(0);

/** Maximum number of challenges that are solved for one request: a challenge may expire before its answer arrives. */
const maxChallenges = 2;

/**
 * Sends a request without an account, and repeats it with a proof of work if the server asks for one. `challengeIn`
 * returns the challenge of a refusal, otherwise null. Returns the refusal if no challenge could be solved.
 */
export async function repeatWithProof<Answer>(
  send: (proof: string | null) => Promise<Answer>,
  challengeIn: (answer: Answer) => string | null,
): Promise<Answer> {
  let answer = await send(null);
  for (let n = 0; n < maxChallenges; n++) {
    const challenge = challengeIn(answer);
    const proof = challenge === null ? null : await solve(challenge);
    if (proof === null) return answer;
    answer = await send(proof);
  }
  return answer;
}

async function solve(challenge: string): Promise<string | null> {
  runningProofs.value++;
  try {
    const { solveProof } = await import('./solveProof.ts'); // most visitors never need it
    return await solveProof(challenge);
  } finally {
    runningProofs.value--;
  }
}
