import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { BackupError } from './errors.ts';

/** Private key of age, `AGE-SECRET-KEY-1…`. */
export type Identity = string;

/** Encrypts a stream for each of the public keys; without keys the stream stays as it is. */
export async function encrypt(source: Readable, recipients: readonly string[]): Promise<Readable> {
  if (recipients.length === 0) return source;
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return toNode(await encrypter.encrypt(toWeb(source)));
}

/** Decrypts a stream. Throws WRONG_KEY if the key does not fit; a cut stream fails while it is read. */
export async function decrypt(source: Readable, identity: Identity): Promise<Readable> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
    return toNode(await decrypter.decrypt(toWeb(source)));
  } catch (error) {
    source.destroy();
    throw new BackupError('WRONG_KEY', 'the key does not fit this backup', error);
  }
}

/** Reads the private key from a file as `age-keygen` writes it: lines that begin with # are comments. */
export async function readIdentity(file: string): Promise<Identity> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new BackupError('WRONG_KEY', `${file} cannot be read`, error);
  });
  const lines = text.split('\n').map((line) => line.trim());
  const key = lines.find((line) => /^AGE-SECRET-KEY-(PQ-)?1/.test(line));
  if (key === undefined) throw new BackupError('WRONG_KEY', `${file} holds no line AGE-SECRET-KEY-1…`);
  return key;
}

/** New pair of keys. */
export async function makeKeys(): Promise<{ readonly identity: Identity; readonly recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

// The types of streams in Node and in browsers are declared apart, although they are the same.
function toWeb(source: Readable): globalThis.ReadableStream<Uint8Array> {
  return Readable.toWeb(source) as never;
}

function toNode(source: object): Readable {
  return Readable.fromWeb(source as ReadableStream);
}
