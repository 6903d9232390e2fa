// @vitest-environment node
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { expect, it } from 'vitest';
import { fillIn, makePaper, readText, unblind } from './paper.ts';
import { codeOf, readCode } from './receipts.ts';
import { ballotText, sha256 } from './recount.mjs';

const frozen = { text: 'Frage?', kind: 'SINGLE', min: 1, max: 1, order: 'FIXED', options: ['Ja', 'Nein'] };
const shown = {
  text: 'Frage?',
  kind: 'SINGLE',
  minChoices: 1,
  maxChoices: 1,
  optionOrder: 'FIXED',
  options: [{ label: 'Ja' }, { label: 'Nein' }],
};

const sealing = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });
const suite = RSABSSA.SHA384.PSS.Randomized();
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
const base64url = (content: Uint8Array) => Buffer.from(content).toString('base64url');

async function townHall() {
  const pair = await suite.generateKey({ modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]) });
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const questions = [frozen];
  const encryption = await sealing.kem.generateKeyPair();
  const encryptionKey = base64url(new Uint8Array(await sealing.kem.serializePublicKey(encryption.publicKey)));
  const keys = { ballotKey: Buffer.from(spki).toString('base64'), encryptionKey };
  const text = JSON.stringify({ poll: 'x', questions, ...keys, ballotBytes: 900 });
  const sign = async (blinded: string) => base64url(await suite.blindSign(pair.privateKey, bytes(blinded)));
  return { pair, text, sign, encryption };
}

it('a paper is signed without being seen, and only the key of the poll opens the envelope', async () => {
  const { pair, text, sign, encryption } = await townHall();
  const paper = await makePaper('x', text);
  expect(paper.privateKey.extractable).toBe(false);
  const issued = await unblind(paper, text, await sign(paper.blinded));
  const signed = new Uint8Array([...bytes(issued.randomizer), ...bytes(issued.key)]);
  expect(await suite.verify(pair.publicKey, bytes(issued.token ?? ''), signed)).toBe(true);
  const stranger = await townHall();
  const forge = async () => unblind(paper, text, await stranger.sign(paper.blinded));
  await expect(forge()).rejects.toThrow(); // the stranger's smaller key may refuse to sign at all

  const [first, second] = await Promise.all(['0', '1'].map((choices) => fillIn(issued, text, choices)));
  expect(first?.ciphertext).toHaveLength(second?.ciphertext?.length ?? 0);
  const textHash = await sha256(text);
  const sealed = bytes(second?.ciphertext ?? '');
  const info = new TextEncoder().encode(`ortsfunk-ballot-2\n${textHash}`);
  const opening = { recipientKey: encryption.privateKey, enc: sealed.slice(0, 65), info };
  const ballot = JSON.parse(new TextDecoder().decode(await sealing.open(opening, sealed.slice(65))));
  expect(ballot).toMatchObject({ key: issued.key, token: issued.token, choices: '1' });
  const key = await crypto.subtle.importKey('raw', bytes(issued.key), 'Ed25519', false, ['verify']);
  const isSigned = async (said: string, signature = '') =>
    crypto.subtle.verify('Ed25519', key, bytes(signature), new TextEncoder().encode(said));
  expect(await isSigned(ballotText(textHash, '1'), ballot.signature)).toBe(true);
  const envelope = `ortsfunk-envelope-1\n${textHash}\n${await sha256(sealed)}`;
  expect(await isSigned(envelope, second?.signature)).toBe(true);
}, 30_000);

it('nobody votes on one text and sees another', async () => {
  const text = JSON.stringify({ questions: [frozen] });
  const textHash = await sha256(text);
  expect(await readText({ text, textHash }, [shown])).not.toBeNull();
  expect(await readText({ text, textHash: `${textHash.slice(1)}0` }, [shown])).toBeNull();
  const others = [
    { options: shown.options.toReversed() },
    { kind: 'RANKING' },
    { maxChoices: 2 },
    { optionOrder: 'SHUFFLED' },
  ];
  for (const other of others) expect(await readText({ text, textHash }, [{ ...shown, ...other }])).toBeNull();
});

it('nobody votes on one picture and sees another', async () => {
  const url = (content: string) => `data:text/plain,${content}`;
  const pictures = [{ sha256: await sha256('Bank'), alt: 'Eine Bank' }, null];
  const text = JSON.stringify({ questions: [{ ...frozen, pictures }] });
  const booth = { text, textHash: await sha256(text) };
  const seeing = (alt: string, content: string) => {
    const picture = { alt, small: { url: url(content) } };
    return readText(booth, [
      {
        ...shown,
        options: [
          { label: 'Ja', picture },
          { label: 'Nein', picture: null },
        ],
      },
    ]);
  };
  expect(await seeing('Eine Bank', 'Bank')).not.toBeNull();
  expect(await seeing('Eine Bank', 'Baum')).toBeNull();
  expect(await seeing('Ein Baum', 'Bank')).toBeNull();
  expect(await readText(booth, [shown])).toBeNull();
});

it('a receipt has a code to copy by hand, however it is typed', () => {
  const code = codeOf({ keyHash: '0123456789abcdeffedc'.padEnd(64, '0') });
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(readCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code);
  expect(readCode('OOOO-IIII-LLLL-0000')).toBe('0000-1111-1111-0000');
  expect([readCode(''), readCode(`${code}A`), readCode('UUUU-UUUU-UUUU-UUUU')]).toEqual([null, null, null]);
});
