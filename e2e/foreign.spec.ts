import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atEnd } from '../faults/harness/ending.ts';
import { makeKey } from './harness/partners.ts';
import { test } from './harness/test.ts';

/* A partner's page in the browser of somebody who is signed in here: cookies do not know ports, so ours go along. */

test(
  'a page of another origin reads and watches with a key; with a cookie it is nobody',
  { tag: '@desktop' },
  async ({ stage }) => {
    const admin = await stage.staff('verwaltung');
    const { secret } = await makeKey(stage, admin, { name: 'Karte des Kreises', scopes: ['ISSUES_READ'] });
    stage.guard.allow(/foreign host|CORS|ERR_FAILED|400 |no answer/);
    // Somebody of its own: other scenarios use up the rate limit of the admin.
    const visitor = await stage.person('visits-elsewhere');
    const page = await stage.open(stage.town.path, { as: visitor, device: 'desktop' });
    // The stage's own header would need permission in the preflight, so the page goes without it.
    await page.context().setExtraHTTPHeaders({});
    await page.goto(await serveElsewhere());
    const { municipality } = await stage.ask('query($ags: String!) { municipality(ags: $ags) { id } }', stage.town);
    const known = JSON.stringify({ origin: stage.town.origin, municipalityId: municipality.id, secret });
    const run = <Result>(act: string): Promise<Result> => page.evaluate(`(${inPage})(${known}).${act}()`);

    const read = await run<{ data: { partnerKey: { name: string }; viewer: unknown }; limits: string }>('readWithKey');
    assert.deepEqual([read.data.partnerKey.name, read.data.viewer], ['Karte des Kreises', null]);
    assert.match(read.limits, /"cost";r=\d+/);
    const board = await run<{ payload: { data: { issueBoard: { cursor: string } } } }>('watchWithKey');
    assert.ok(board.payload.data.issueBoard.cursor.length > 20, 'the board arrives over the socket');

    assert.equal(await run('readWithCookie'), 'blocked', 'the browser shows it no answer to its cookies');
    const asNobody = await run<{ payload: { data: { viewer: unknown } } }>('watchWithCookie');
    assert.equal(asNobody.payload.data.viewer, null);
    await page.goto(new URL(stage.town.path, stage.town.origin).href);
    const own = await run<{ payload: { data: { viewer: unknown } } }>('watchWithCookie');
    assert.notEqual(own.payload.data.viewer, null, 'the same cookie, from a page of our own');
  },
);

/** Serves an empty page of another origin on loopback. */
async function serveElsewhere(): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>Karte des Kreises</title>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  atEnd(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Script of that page, run in the browser. */
const inPage = `({ origin, municipalityId, secret }) => {
  const key = { authorization: 'Bearer ' + secret };
  const whoAmI = '{ viewer { id } partnerKey { name } }';
  const ask = async (init) => {
    const headers = { 'content-type': 'application/json', ...init.headers };
    const response = await fetch(origin + '/graphql', { ...init, method: 'POST', headers, body: JSON.stringify({ query: whoAmI }) });
    return { ...(await response.json()), limits: response.headers.get('ratelimit') };
  };
  const watch = (payload, query, variables) => new Promise((done, fail) => {
    const socket = new WebSocket(origin.replace('http', 'ws') + '/graphql', 'graphql-transport-ws');
    const say = (message) => socket.send(JSON.stringify(message));
    socket.onopen = () => say({ type: 'connection_init', payload });
    socket.onclose = ({ code }) => fail(new Error('closed ' + code));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'connection_ack') say({ id: '1', type: 'subscribe', payload: { query, variables } });
      if (message.type === 'next' || message.type === 'error') done(message);
    };
  });
  const board = 'subscription($id: ID!) { issueBoard(municipalityId: $id) { cursor entries { id } } }';
  return {
    readWithKey: () => ask({ headers: key }),
    readWithCookie: () => ask({ credentials: 'include' }).catch(() => 'blocked'),
    watchWithKey: () => watch(key, board, { id: municipalityId }),
    watchWithCookie: () => watch({}, whoAmI, {}),
  };
}`;
