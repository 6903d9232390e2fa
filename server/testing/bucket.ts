import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BucketSettings } from '../kernel/config.files.ts';

/** Faults of the service instead of a correct answer. */
export type Trouble = 'none' | 'error' | 'slow down' | 'silence' | 'cut' | 'half' | 'forbidden' | 'no bucket';

export interface TestBucket {
  readonly settings: BucketSettings;
  readonly objects: ReadonlyMap<string, Buffer>;
  /** Applies the fault to the next `times` requests. */
  trouble(kind: Trouble, times?: number): void;
  stop(): void;
}

const accessKeyId = 'AKTEST';
const secretAccessKey = 'secret/+key';
const region = 'eu-central-1';
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** Server with the part of S3 that files need; it verifies every signature by its own computation. */
export async function startBucket(): Promise<TestBucket> {
  const objects = new Map<string, Buffer>();
  const troubles: Trouble[] = [];
  const server = createServer((request, response) => void handle(request, response));
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const trouble = troubles.shift();
    if (trouble === 'cut') {
      request.socket.destroy(); // while the body is sent
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (trouble === 'silence') return;
    const [status, answer] =
      trouble === undefined || trouble === 'none' || trouble === 'half' ? serve(request, body) : refusals[trouble];
    response.writeHead(status, { 'content-length': answer.length });
    if (trouble === 'half') response.write(answer.subarray(0, answer.length / 2), () => response.destroy());
    else response.end(answer);
  }
  function serve(request: IncomingMessage, body: Buffer): readonly [number, Buffer] {
    const isGenuine = request.headers.authorization === signatureOf(request, body);
    if (!isGenuine || request.headers['x-amz-content-sha256'] !== sha256(body)) return refusals.forbidden;
    const [, bucket = '', key = ''] = /^\/([^/]+)\/(.+)$/.exec(request.url ?? '') ?? [];
    if (bucket !== 'photos') return refusals['no bucket'];
    if (request.method === 'PUT') objects.set(key, body);
    if (request.method === 'DELETE') objects.delete(key);
    if (request.method !== 'GET') return [request.method === 'DELETE' ? 204 : 200, Buffer.alloc(0)];
    const found = objects.get(key);
    return found === undefined ? [404, Buffer.from('<Error><Code>NoSuchKey</Code></Error>')] : [200, found];
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/photos`;
  return {
    settings: { url, prefix: 'town/', region, accessKeyId, secretAccessKey },
    objects,
    trouble: (kind, times = 1) => troubles.push(...Array.from({ length: times }, () => kind)),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const refusals: Readonly<Record<'error' | 'slow down' | 'forbidden' | 'no bucket', readonly [number, Buffer]>> = {
  error: [500, Buffer.from('<Error><Code>InternalError</Code></Error>')],
  'slow down': [503, Buffer.from('<Error><Code>SlowDown</Code></Error>')],
  forbidden: [403, Buffer.from('<Error><Code>SignatureDoesNotMatch</Code></Error>')],
  'no bucket': [404, Buffer.from('<Error><Code>NoSuchBucket</Code></Error>')],
};

/** AWS Signature Version 4 according to its specification. */
function signatureOf({ method = '', url = '', headers }: IncomingMessage, body: Buffer): string {
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, url, '', lines.join(''), signed, sha256(body)].join('\n');
  const moment = String(headers['x-amz-date']);
  const scope = `${moment.slice(0, 8)}/${region}/s3/aws4_request`;
  const key = [region, 's3', 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${secretAccessKey}`, moment.slice(0, 8)));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', moment, scope, sha256(canonical)].join('\n')).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
}
