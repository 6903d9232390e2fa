import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import type { BucketSettings } from './config.files.ts';
import { DomainError } from './errors.ts';
import type { FileStore } from './files.ts';

/** Milliseconds after which the service counts as unreachable. */
const patience = 10_000;

/**
 * Files in a bucket. An unreachable, overloaded or slow service is UNAVAILABLE, so people and jobs try again. Any other
 * refusal is a wrong setting and fails without details. Objects are complete or absent: S3 guarantees it, and the hash
 * of the bytes is signed.
 */
export function openBucket(settings: BucketSettings, timeoutMs = patience): FileStore {
  const { url, prefix, region, accessKeyId, secretAccessKey } = settings;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  const send = async (method: string, key: string, body?: Buffer): Promise<Answer> => {
    const hash = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    const request = await client.sign(`${url}/${prefix}${key}`, {
      method,
      headers: { 'x-amz-content-sha256': hash, ...(body && { 'content-type': 'application/octet-stream' }) },
      ...(body && { body: new Uint8Array(body) }),
    });
    try {
      const response = await fetch(request, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
    } catch {
      throw away(); // unreachable, cut off or too slow
    }
  };
  return {
    put: async (key, bytes) => {
      const { status } = await send('PUT', key, Buffer.from(bytes));
      if (status !== 200) throw refused('PUT', status);
    },
    get: async (key) => {
      const { status, bytes } = await send('GET', key);
      if (status === 200) return bytes;
      if (status === 404 && !bytes.includes('NoSuchBucket')) return undefined;
      throw refused('GET', status);
    },
    remove: async (key) => {
      const { status, bytes } = await send('DELETE', key);
      const isGone = status === 204 || status === 200 || (status === 404 && !bytes.includes('NoSuchBucket'));
      if (!isGone) throw refused('DELETE', status);
    },
  };
}

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}

function away(): DomainError {
  return new DomainError('UNAVAILABLE', { retryAfter: 5 });
}

function refused(method: string, status: number): Error {
  const isPassing = status >= 500 || status === 429 || status === 408;
  return isPassing ? away() : new Error(`the bucket of FILES_URL answered ${status} to ${method}`);
}
