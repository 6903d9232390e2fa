import { say } from '../../faults/harness/report.ts';
import { startOwn } from '../harness/contestants.ts';
import { cpuOf } from '../harness/cpu.ts';
import { type Memory, readMemory } from '../harness/memory.ts';
import { openLivePoll } from '../harness/polls.ts';
import { allArrive, disperse, gather, patienceMs } from '../harness/watching.ts';
import type { Job, Row } from '../job.ts';

const perSecond = 5;
const minute = 60;
const smokeMinute = 2;

/** Growth of memory during minutes of steady work: memory after a full collection, once a minute. */
export const soak: Job = async (stage, options) => {
  const sockets = options.sockets ?? (options.isSmoke ? 50 : 2000);
  const poll = await openLivePoll(stage);
  const seconds = options.isSmoke ? smokeMinute : minute;
  const minutes = options.isSmoke ? 2 : options.minutes;
  const contestant = await startOwn(stage);
  const { server, route } = contestant;
  await gather(stage, contestant, { count: sockets, operations: [poll.operation] });
  const samples: Memory[] = [];
  for (let n = 1; n <= minutes; n++) {
    const cpu = cpuOf(server.pid);
    const changes = Array.from({ length: perSecond * seconds }, () => poll.makeMutation());
    await stage.client('expect', { marks: [changes.at(-1)?.mark ?? ''], ms: patienceMs });
    await stage.writer('stream', { route, steps: changes.map(({ step }) => step), perSecond });
    await allArrive(stage, contestant);
    const cpuMs = cpuOf(server.pid) - cpu;
    const sample = await readMemory(server);
    samples.push(sample);
    const rss = megabytes(sample.rss);
    const heap = megabytes(sample.heap);
    say(
      `soak minute ${n}/${minutes}  RSS ${rss.toFixed(1)} MB · heap ${heap.toFixed(1)} MB · CPU ${cpuMs.toFixed(0)} ms`,
    );
  }
  await disperse(stage, contestant);
  await server.stop();
  return [rowOf(samples, 'rss', 'RSS'), rowOf(samples, 'heap', 'heap')];
};

/** Compares the end with the second minute, because a process still settles in the first. */
function rowOf(samples: readonly Memory[], figure: keyof Memory, name: string): Row {
  const early = samples[1] ?? samples[0];
  const late = samples.at(-1);
  if (early === undefined || late === undefined) throw new Error('nothing was sampled');
  const what = `${name} after ${samples.length} minutes against the second`;
  const ours = megabytes(late[figure]);
  const theirs = megabytes(early[figure]);
  return { what, unit: 'MB', ours, peer: 'ours at first', theirs, ratio: ours / theirs };
}

function megabytes(bytes: number): number {
  return bytes / 2 ** 20;
}
