import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { afterAll, expect } from 'vitest';
import { domains } from './domains.ts';
import { anonymous } from './kernel/actor.ts';
import { composeDomains } from './kernel/domain.ts';
import { type Place } from './testing/builders.ts';
import { identify, type Identified } from './testing/client.ts';
import { givenKey } from './testing/keys.ts';
import { scopes } from './testing/scopes.ts';
import { type TestServer } from './testing/server.ts';
import { test } from './testing/fixtures.ts';
let key: string;
test.beforeAll(async ({ app, town }) => {
  key = (await givenKey(app, town, scopes)).key;
});

/** Parts of a path or values of a parameter that no client of ours sends. */
const hostile: Readonly<Record<string, string>> = {
  'a null character': '%00',
  'a null character in a word': 'a%00b',
  'a line break': '%0d%0aSet-Cookie:%20a=b',
  'an escape character': '%1b%5b2J',
  delete: '%7f',
  'a control character of the second block': '%c2%85',
  'a line separator': '%e2%80%a8',
  'a lone percent sign': '%',
  'an encoding of no hex digits': '%zz',
  'a cut encoding': '%e0%a4%a',
  'a byte that is no UTF-8': '%ff',
  'an overlong encoding': '%c0%80',
  'a surrogate': '%ed%a0%80',
  'a way up': '..%2f..%2f..%2fetc%2fpasswd',
  'a backslash': '..%5c..%5c',
  'a quote': "'%20or%20''='",
  'a long word': 'a'.repeat(4000),
  'a very long word': 'a'.repeat(14_000),
  'a number beyond all columns': '9'.repeat(40),
};

/** Names of files that routes know, by the beginning of the route. */
const files: readonly (readonly [start: string, file: string])[] = [
  ['/open311/v2/services', '1.json'],
  ['/open311/v2/requests', 'M-1001.json'],
  ['/open311/v2/tokens', '1.json'],
  ['/open311/v2', 'requests.json'],
  ['/results', `${randomUUID()}.pdf`],
  ['/media', 'small.webp'],
  ['/open-data', 'issues.csv'],
  ['/:ags/icons', 'icon-192.png'],
];

/** Parameters of all routes: filters, forms, proofs, and names that objects inherit. */
const parameters = `api_key jurisdiction_id service_code service_request_id status start_date end_date updated_after
  page page_size lat long radius locale extensions after lang until proof state code error desk category q street v
  token ids email address_string description media_url attribute[X] first_name phone __proto__ constructor[prototype]`
  .trim()
  .split(/\s+/);

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
afterAll(() => {
  agent.destroy();
});
let visitors = 0;

test('the table knows the routes of all domains', ({ app }) => {
  const paths = routesOf(app).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['/identity/:service/callback', '/open311/v2/:file', '/upload/:ags', '/media/:id/:file']),
  );
});

test.for(Object.entries(hostile))(
  'no route fails at %s in its path',
  { timeout: 60_000 },
  async ([_, value], { app, town, admin }) => {
    const asked = routesOf(app).flatMap(({ method, path }) => {
      const names = [...path.matchAll(/[:*](\w+)/g)].map(([, name]) => name);
      return names.flatMap((bad) => {
        const filled = fill(path, (name) => (name === bad ? value : known(town, path, name)));
        const end = bad === 'file' ? (/\.\w+$/.exec(known(town, path, 'file'))?.[0] ?? '') : '';
        const isFile = end !== '' && filled.endsWith(value);
        const paths = isFile ? [filled, `${filled}${end}`] : [filled];
        return paths.map((one) => ({ name: `${method} ${path} (${bad})`, send: () => send(app, admin, method, one) }));
      });
    });
    expect(await failuresOf(asked)).toEqual([]);
  },
);

test.for(Object.entries(hostile))(
  'no route fails at %s in a parameter',
  { timeout: 60_000 },
  async ([_, value], { app, town, admin }) => {
    const short = value.slice(0, 300);
    // One parameter at a time finds what the first refusal of another would hide; not for each value, to save time.
    const isShort = value.length <= 3;
    const one = (names: readonly string[]): string => names.map((name) => `${name}=${short}`).join('&');
    const withoutKey = parameters.filter((name) => name !== 'api_key' && name !== 'jurisdiction_id');
    const asked = routesOf(app).flatMap(({ method, path }) => {
      const plain = fill(path, (name) => known(town, path, name));
      const queries = [one(parameters), `jurisdiction_id=${town.ags}&${one(withoutKey)}`];
      const single = path.startsWith('/open311/v2/:file') && isShort ? withoutKey : [];
      queries.push(...single.map((name) => `jurisdiction_id=${town.ags}&service_code=1&${one([name])}`));
      const form = { type: 'application/x-www-form-urlencoded', text: `api_key=${key}&${queries.at(-1) ?? ''}` };
      return queries.map((query) => ({
        name: `${method} ${path}?${query.slice(0, 60)}`,
        send: () =>
          method === 'POST'
            ? send(app, admin, method, plain, { ...form, text: `api_key=${key}&${query}` })
            : send(app, admin, method, `${plain}?${query}`),
      }));
    });
    expect(await failuresOf(asked)).toEqual([]);
  },
);

test('an address with a null character is refused before any route', async ({ app, town }) => {
  for (const path of ['/identity/%00/callback', '/%00', `/${town.ags}/%00`, '/open311/v2/requests.json?status=%00'])
    expect([path, await send(app, {}, 'GET', path)]).toEqual([path, 400]);
});

interface RouteOf {
  readonly method: string;
  readonly path: string;
}

/** Routes of all domains, as express knows them, and those of the kernel. */
function routesOf(app: TestServer): RouteOf[] {
  const { routes } = composeDomains(domains);
  const stacks = routes.flatMap((route) => route(app.services, async () => anonymous).stack);
  return stacks.flatMap(({ route }) => {
    if (route === undefined) return [];
    const methods = [...new Set(route.stack.map(({ method }) => (method ?? 'post').toUpperCase()))];
    return [route.path].flat().flatMap((path: string) => methods.map((method) => ({ method, path })));
  });
}

interface Body {
  readonly type: string;
  readonly text: string;
}

/** Status of the answer. Each request comes from another address, because of the limits. */
function send(app: TestServer, who: Identified, method: string, path: string, body?: Body): Promise<number> {
  visitors += 1;
  const headers = {
    ...identify(who),
    'x-forwarded-for': `198.18.${visitors >> 8}.${visitors & 255}`,
    'apollo-require-preflight': 'true',
    'idempotency-key': randomUUID(),
    ...(body && { 'content-type': body.type, 'content-length': Buffer.byteLength(body.text) }),
  };
  return new Promise((done, fail) => {
    const sent = request({ port: app.port, method, path, headers, agent }, (response) => {
      response.resume();
      response.on('end', () => {
        done(response.statusCode ?? 0);
      });
    });
    sent.on('error', fail);
    sent.end(body?.text);
  });
}

/** Node itself answers 431 to addresses beyond its limit of 16 kB. */
const isAnswer = (status: number): boolean => (status >= 200 && status < 500) || status === 431;

function fill(path: string, params: (name: string) => string): string {
  return path.replaceAll(/\{\*(\w+)\}|:(\w+)/g, (_, rest: string | undefined, name: string) => params(rest ?? name));
}

function known(town: Place, path: string, name: string): string {
  if (name === 'ags') return town.ags;
  if (name !== 'file') return randomUUID();
  return files.find(([start]) => path.startsWith(start))?.[1] ?? 'x';
}

/** Sends all and lists what was answered with a failure. */
async function failuresOf(asked: readonly { readonly name: string; send(): Promise<number> }[]): Promise<string[]> {
  const statuses = await Promise.all(asked.map((one) => one.send()));
  return asked.flatMap(({ name }, n) => (isAnswer(statuses[n] ?? 0) ? [] : [`${statuses[n]} ${name}`]));
}
