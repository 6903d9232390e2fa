import type { Client } from '../harness/http.ts';

export interface RawRequest {
  readonly name: string;
  readonly path: string;
  readonly init: RequestInit;
}

const json = { 'content-type': 'application/json' };

/** Requests that are not GraphQL, and paths that do not exist. */
export function rawRequests({ ip }: Client): readonly RawRequest[] {
  const post = (
    name: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = json,
  ): RawRequest => ({
    name: `body: ${name}`,
    path: '/graphql',
    init: { method: 'POST', body, headers: { 'x-forwarded-for': ip, ...headers } },
  });
  const other = (method: string): RawRequest => ({
    name: `method ${method}`,
    path: '/graphql',
    init: { method, headers: { 'x-forwarded-for': ip } },
  });
  const at = (path: string): RawRequest => ({
    name: `path ${path.slice(0, 40)}`,
    path,
    init: { headers: { 'x-forwarded-for': ip, accept: 'text/html' } },
  });
  const query = '{ viewer { id } nothing }';
  return [
    ...['', 'null', '1', '"x"', '[]', '[null]', '{}', '{"query":null}', '{"query":1}', '{"query":""}'].map((body) =>
      post(body, body),
    ),
    post('variables as text', JSON.stringify({ query, variables: 'x' })),
    post('variables as list', JSON.stringify({ query, variables: [1] })),
    post('an operation that is not there', JSON.stringify({ query: '{ viewer { id } }', operationName: 'x' })),
    post('extensions as text', JSON.stringify({ query, extensions: 'x' })),
    post('a prototype', '{"query":"{ viewer { id } nothing }","__proto__":{"a":1},"constructor":{"prototype":{}}}'),
    post('20,000 nested lists', `{"query":"{ nothing }","variables":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`),
    post('bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
    post('a foreign character set', JSON.stringify({ query }), { 'content-type': 'application/json; charset=ebcdic' }),
    post('a compressed body that is none', 'x', { ...json, 'content-encoding': 'gzip' }),
    post('an encoding that is none', 'x', { ...json, 'content-encoding': 'rot13' }),
    post('no type', JSON.stringify({ query }), { 'content-type': '' }),
    post('a cookie that is none', JSON.stringify({ query }), {
      ...json,
      cookie: `session=${'ä'.charCodeAt(0)};;=;session==`,
    }),
    post('a session of 5,000 characters', JSON.stringify({ query }), {
      ...json,
      cookie: `session=${'x'.repeat(5000)}`,
    }),
    post('an address that is none', JSON.stringify({ query }), {
      ...json,
      'x-forwarded-for': `${','.repeat(500)}x${'y'.repeat(2000)}`,
    }),
    ...['PUT', 'DELETE', 'PATCH'].map(other),
    ...[
      '/%E0%A4%A',
      '/assets/..%2f..%2fpackage.json',
      '/assets/%00',
      '/.env',
      '/server/main.ts',
      `/${'x'.repeat(8000)}`,
    ].map(at),
  ];
}
