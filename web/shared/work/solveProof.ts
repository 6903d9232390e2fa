import type { Challenge, Solution } from 'altcha-lib/types';

/** Time in milliseconds after which the worker is stopped: the challenge expires then. */
const patienceMs = 300_000;

/**
 * Solves a challenge in a worker, so that the page stays responsive, and returns the proof: base64 of the JSON of
 * challenge and solution. Null: this browser cannot solve it, for example because the page is not loaded over https.
 */
export async function solveProof(text: string): Promise<string | null> {
  const challenge: Challenge = JSON.parse(text);
  const solution = await solveInWorker(challenge);
  return solution === null ? null : btoa(JSON.stringify({ challenge, solution }));
}

function solveInWorker(challenge: Challenge): Promise<Solution | null> {
  const worker = new Worker(new URL('./proofWorker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve) => {
    const end = (solution: Solution | null): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(solution);
    };
    const timer = setTimeout(() => end(null), patienceMs);
    worker.onmessage = ({ data }: MessageEvent<Solution | null>) => end(data);
    worker.onerror = () => end(null);
    worker.postMessage(challenge);
  });
}
