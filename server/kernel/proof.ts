import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { Context } from './context.ts';
import { hmacText } from './secrets.ts';

/** Action of a request without an account; a proof for one act is not valid for another. */
export type DoorAct = 'signIn' | 'follow' | 'answer' | 'report' | 'upload' | 'notice';

/**
 * Difficulty of a challenge: the solver derives `counter` keys of `cost` iterations each. Measured in Chromium on a
 * computer: 250 ms, so about a second on a phone that is four times as slow.
 */
const proofWork = { cost: 4000, counters: [400, 600] } as const;

/** Seconds for which a challenge can be answered; a solution is accepted once in this time. */
const proofSeconds = 300;

/** Marks solutions as used. The mark is made after the challenge, so it outlives the challenge. */
const usedRate = { name: 'proof', points: 1, seconds: proofSeconds };

/** Solutions are about 900 characters long; longer texts are refused before they are parsed. */
const maxProofLength = 4000;

type Prover = Pick<Context, 'secret' | 'caller' | 'limits'>;

/**
 * Challenge of a proof of work as JSON in the format of ALTCHA, bound to the act and to the network of the client. It
 * names a keyed hash of the network, because the text passes through programs of others.
 */
export async function createProofChallenge(ctx: Prover, act: DoorAct): Promise<string> {
  const { signature, key } = secretsOf(ctx);
  const [least, most] = proofWork.counters;
  const challenge = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: proofWork.cost,
    counter: randomInt(most, least),
    deriveKey,
    expiresAt: new Date(Date.now() + proofSeconds * 1000),
    data: { act, client: clientOf(ctx) },
    hmacSignatureSecret: signature,
    hmacKeySignatureSecret: key,
  });
  return JSON.stringify(challenge);
}

/**
 * Whether the text is the solution of a challenge of this installation, for this act and this network, that is neither
 * expired nor used; marks it as used.
 */
export async function redeemProof(ctx: Prover, act: DoorAct, proof: string): Promise<boolean> {
  const read = readProof(proof);
  if (read === undefined) return false;
  const { challenge, solution } = read;
  const { data } = challenge.parameters;
  if (data.act !== act || data.client !== clientOf(ctx)) return false;
  const { signature, key } = secretsOf(ctx);
  const { verified } = await verifySolution({
    challenge,
    solution,
    deriveKey,
    hmacSignatureSecret: signature,
    hmacKeySignatureSecret: key,
  });
  return verified && (await ctx.limits.trySpend(usedRate, challenge.signature));
}

const Hex = z.string().regex(/^(?:[0-9a-f]{2})+$/);
const Proof = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      cost: z.number(),
      data: z.strictObject({ act: z.string(), client: z.string() }),
      expiresAt: z.number(),
      keyLength: z.number(),
      keyPrefix: Hex,
      keySignature: Hex,
      nonce: Hex,
      salt: Hex,
    }),
    signature: Hex,
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

/** Challenge and solution of a proof: base64 of their JSON, as ALTCHA's widgets send it. Undefined: malformed. */
function readProof(proof: string): z.infer<typeof Proof> | undefined {
  if (proof.length > maxProofLength) return undefined;
  try {
    return Proof.safeParse(JSON.parse(Buffer.from(proof, 'base64').toString('utf8'))).data;
  } catch {
    return undefined; // the text is no JSON
  }
}

function clientOf({ secret, caller }: Prover): string {
  return hmacText(secret, `proof-client:${caller?.ip ?? ''}`);
}

/** Two keys from the secret of the installation: one signs challenges, the other the keys that solve them. */
function secretsOf({ secret }: Prover): { readonly signature: string; readonly key: string } {
  return { signature: hmacText(secret, 'proof-challenge'), key: hmacText(secret, 'proof-key') };
}
