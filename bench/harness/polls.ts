import { askData, type Data } from '../../faults/harness/http.ts';
import { castVote, openPoll, type Poll } from '../../faults/harness/polls.ts';
import type { Operation } from '../load/crowd.ts';
import type { Stage } from './stage.ts';
import type { Change, Watched } from './watched.ts';

/** An open poll that everybody may follow without an account; it shows its results while it is open. */
export interface LivePoll extends Poll, Watched {
  /** Returns a subscription from the current state: its first message is the next change. */
  resume(): Promise<Operation>;
  /** Reads the state that `makeMessage` publishes to peers. */
  refresh(): Promise<void>;
}

const fields = `pollResults(pollId: $id) { ... on PollTally { poll { id state closedAt eligibleCount } turnout isFinal
  questions { question { id } options { optionId votes } } cursor } }`;
const choices = ['Rutsche', 'Schaukel', 'Klettergerüst', 'Wasserspiel', 'Nichts'];
const question = { text: 'Was wird gebaut?', kind: 'SINGLE', options: choices };

/** Minimum number of voters for results to be shown. */
const enoughVoters = 5;
let voters = 0;

export async function openLivePoll(stage: Stage): Promise<LivePoll> {
  const { writingServer, town } = stage;
  const made = await openPoll(writingServer.port, town.admin, town.groupId, { questions: [question] });
  const poll = livePoll(stage, made, 0);
  const steps = Array.from({ length: enoughVoters }, () => poll.makeMutation().step);
  await stage.writer('publish', { route: { kind: 'ours', port: writingServer.port }, steps });
  await poll.refresh();
  return poll;
}

/** Wraps an open poll that already has `turnout` votes, enough for its results to be shown. */
export function livePoll({ writingServer, citizens }: Stage, poll: Poll, turnout: number): LivePoll {
  const { id, options } = poll;
  let votes = turnout;
  let told = 0;
  let state: Data = undefined;
  const read = async (): Promise<Data> =>
    (await askData(writingServer.port, { ip: '10.250.0.3' }, `query($id: ID!) { ${fields} }`, { id })).pollResults;

  function makeMutation(): Change {
    const { cookie = '', ip = '' } = citizens[voters++ % citizens.length] ?? {};
    const variables = { id, options: [options[votes % options.length]] };
    const step = { cookie, ip, body: JSON.stringify({ query: castVote, variables }), channel: '' };
    return { step, mark: markOf(++votes) };
  }
  function makeMessage(): Change {
    const body = JSON.stringify({ ...state, turnout: ++told });
    return { step: { body, channel: `pollResults:${id}` }, mark: markOf(told) };
  }
  async function resume(): Promise<Operation> {
    const { cursor } = await read();
    const resumed = fields.replace('pollId: $id', 'pollId: $id, after: $after');
    const variables = { id, after: cursor as string };
    return { query: `subscription($id: ID!, $after: StreamCursor) { ${resumed} }`, variables };
  }
  async function refresh(): Promise<void> {
    state = await read();
  }
  const operation = { query: `subscription($id: ID!) { ${fields} }`, variables: { id } };
  return { ...poll, operation, makeMutation, makeMessage, resume, refresh };
}

function markOf(turnout: number): string {
  return `"turnout":${turnout},`;
}
