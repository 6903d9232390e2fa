import { randomUUID } from 'node:crypto';
import { askData } from '../../faults/harness/http.ts';
import { median } from '../../faults/harness/scenario.ts';
import { startContestants, stopContestants } from '../harness/contestants.ts';
import { compare, type Figures, interleave, turnsOf } from '../harness/rounds.ts';
import type { Stage } from '../harness/stage.ts';
import type { Change, Watched } from '../harness/watched.ts';
import { disperse, gather, publishRepeatedly } from '../harness/watching.ts';
import type { Job } from '../job.ts';

const peers = ['bare ws', 'mercurius'] as const;

/** Delay until the last open client has received a post of the town hall. */
export const warning: Job = async (stage, options) => {
  const sockets = options.sockets ?? (options.isSmoke ? 50 : 9000);
  const times = options.isSmoke ? 2 : 10;
  const feed = await openFeed(stage);
  const contestants = await startContestants(stage, options, peers);
  const turn = turnsOf(contestants, async (contestant): Promise<Figures> => {
    await gather(stage, contestant, { count: sockets, operations: [feed.operation] });
    const { cpuMs, arrivals } = await publishRepeatedly(stage, contestant, [feed], times);
    await disperse(stage, contestant);
    const last = arrivals.map(({ lastMs }) => lastMs);
    const middle = arrivals.map(({ medianMs }) => medianMs);
    return { 'last ms': median(last), 'median ms': median(middle), µs: (cpuMs * 1000) / (sockets * times) };
  });
  const rounds = await interleave('warning', [...contestants.keys()], options.rounds, turn);
  await stopContestants(contestants);
  const last = { what: `last of ${sockets} clients knows`, unit: 'ms' };
  const cost = { what: 'CPU per client', unit: 'µs' };
  return [
    ...compare(rounds, 'last ms', 'bare ws', { ...last, goal: { atMost: 1.1 } }),
    ...compare(rounds, 'last ms', 'mercurius', { ...last, goal: { less: 4 } }),
    ...peers.flatMap((peer) => compare(rounds, 'µs', peer, cost)),
  ];
};

const entry = 'id at subject { __typename ... on Post { id title body } }';
const reading = `query($id: ID!) { group(id: $id) { feed(first: 1) { edges { node { ${entry} } } streams { cursor } } } }`;
const watching = `subscription($groupId: ID!) { feed(groupId: $groupId) { entries { ${entry} } removedIds reset cursor } }`;
const publishing = `mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { code } } }`;
const body = `Das Trinkwasser ist bis auf Weiteres abzukochen. ${'Bitte sagen Sie es auch Ihren Nachbarn. '.repeat(8)}`;

/** Feed of the town group, to which every client subscribes. */
async function openFeed({ writingServer, town, writer }: Stage): Promise<Watched> {
  const { groupId, admin } = town;
  let count = 0;
  const titleOf = (n: number): string => `Warnung Nummer ${n} an alle Haushalte`;
  function makeMutation(): Change {
    const title = titleOf(++count);
    const input = { title, body, groupIds: [groupId], isDraft: false, idempotencyKey: randomUUID() };
    const text = JSON.stringify({ query: publishing, variables: { input } });
    return { step: { body: text, channel: '', cookie: admin.cookie, ip: admin.ip }, mark: title };
  }
  await writer('publish', { route: { kind: 'ours', port: writingServer.port }, steps: [makeMutation().step] });
  const { group } = await askData(writingServer.port, admin, reading, { id: groupId });
  const [{ node }] = group.feed.edges;
  const [{ cursor }] = group.feed.streams;
  function makeMessage(): Change {
    const title = titleOf(++count);
    const entries = [{ ...node, subject: { ...node.subject, title } }];
    const state = { entries, removedIds: [], reset: false, cursor };
    return { step: { body: JSON.stringify(state), channel: `feed:${groupId}` }, mark: title };
  }
  return { operation: { query: watching, variables: { groupId } }, makeMutation, makeMessage };
}
