import { pause } from '../../faults/harness/waiting.ts';
import { startPeerOn } from '../harness/contestants.ts';
import { becomesIdle } from '../harness/cpu.ts';
import { alone, compare, type Figures, interleave, type Rounds, worst } from '../harness/rounds.ts';
import { type Course, loop, type Looped, post, rssOf, type Sending } from '../harness/sending.ts';
import { startOurs } from '../harness/servers.ts';
import { openSinks } from '../harness/sinks.ts';
import { allowSms, gatherAll, gatherDevices, gatherNumbers, gatherReaders } from '../harness/subscribers.ts';
import type { Sunk } from '../load/sinks.ts';
import type { Job, Row } from '../job.ts';

const peer = 'bare loop';
const kinds: readonly Sunk[] = ['mail', 'push', 'sms'];
const plurals: Readonly<Record<Sunk, string>> = { mail: 'mails', push: 'pushes', sms: 'SMS' };
/** Time after its start within which a worker maintains its queues for the first time, which is no part of a message. */
const firstPassMs = 8000;

/** A post to many people by each channel, and by all at once: against a loop that only sends. */
export const delivery: Job = async (stage, options) => {
  const count = options.people ?? (options.isSmoke ? 300 : 10_000);
  const { sinks, settings: outside, pushOrigin, smsOrigin } = await openSinks();
  await allowSms(stage);
  const groups = {
    mail: await gatherReaders(stage, count),
    push: await gatherDevices(stage, count, pushOrigin),
    sms: await gatherNumbers(stage, count),
    all: await gatherAll(stage, count),
  };
  const settings = { ...stage.settings, ...outside };
  const { product, profile } = stage;
  const worker = await startOurs(product, settings, { role: 'worker', profile });
  const origins = { PUSH_ORIGIN: pushOrigin, SMS_ORIGIN: smsOrigin };
  const peerSettings = { SMTP_URL: settings.SMTP_URL ?? '', ...origins };
  const bare = options.hasPeers ? await startPeerOn(stage, 'deliver', peerSettings) : undefined;
  await stage.postgres.execute(stage.database, 'create extension if not exists pg_stat_statements');
  if (!options.isSmoke) await pause(firstPassMs);
  await becomesIdle(worker.pid);
  const course: Course = { stage, sinks, worker, count, idleRss: rssOf(worker.pid) };
  const names = ['ours', ...(bare === undefined ? [] : [peer])];
  const rounds = await interleave('delivery', names, options.rounds, async (name): Promise<Figures> => {
    const figures: Record<string, number> = {};
    for (const [run, sent] of runs) {
      if (bare !== undefined && name === peer)
        Object.assign(figures, ratesOf(run, sent, count, await loop(course, bare, sent)));
      else Object.assign(figures, figuresOf(run, sent, count, await post(course, groups[run], sent)));
    }
    return figures;
  });
  await worker.stop();
  await bare?.stop();
  return runs.flatMap(([run, sent]) => rowsOf(rounds, run, sent, count));
};

type Run = Sunk | 'all';
/** One run for each kind of message, and one in which everybody gets all three. */
const runs: readonly (readonly [Run, readonly Sunk[]])[] = [
  ...kinds.map((kind): [Run, readonly Sunk[]] => [kind, [kind]]),
  ['all', kinds],
];

function ratesOf(run: Run, sent: readonly Sunk[], count: number, { perSecond, cpuSeconds }: Looped): Figures {
  const rates = sent.map((kind) => [`${run} ${kind}/s`, perSecond[kind] ?? NaN]);
  const slowest = Math.min(...Object.values(perSecond));
  return {
    ...Object.fromEntries(rates),
    [`${run}/s`]: sent.length * slowest,
    [`${run} µs`]: (cpuSeconds * 1e6) / (count * sent.length),
  };
}

function figuresOf(run: Run, sent: readonly Sunk[], count: number, found: Sending): Figures {
  return {
    ...ratesOf(run, sent, count, found),
    [`${run} per core s`]: (count * sent.length) / found.cpuSeconds,
    [`${run} statements`]: found.statements,
    [`${run} RSS`]: found.rss,
  };
}

function rowsOf(rounds: Rounds, run: Run, sent: readonly Sunk[], count: number): Row[] {
  const isAll = run === 'all';
  const what = isAll ? 'delivery, all channels at once' : run === 'sms' ? 'SMS' : run;
  const rates = sent.flatMap((kind) =>
    compare(rounds, `${run} ${kind}/s`, peer, {
      what: `${plurals[kind]} per second to ${count} people${isAll ? ', all channels at once' : ''}`,
      unit: '1/s',
      goal: { atLeast: 0.5 },
    }),
  );
  const whole = { what: 'deliveries per second until the last of all channels', unit: '1/s', goal: { atLeast: 0.5 } };
  const core = { what: 'mails per second of CPU', unit: '1/s', goal: { atLeast: 500 } };
  const cpu = { what: `CPU per ${what}`, unit: 'µs' };
  return [
    ...rates,
    ...(isAll ? compare(rounds, 'all/s', peer, whole) : []),
    ...compare(rounds, `${run} µs`, peer, cpu),
    ...(run === 'mail' ? [alone(rounds, 'mail per core s', core)] : []),
    ...(run === 'push' ? [alone(rounds, 'push µs', { ...cpu, goal: { atMost: 400 } })] : []),
    alone(rounds, `${run} statements`, { what: `statements per ${what}`, unit: '', goal: { atMost: 0.3 } }),
    worst(rounds, `${run} RSS`, {
      what: `highest memory of the worker, ${what}`,
      unit: '× idle',
      goal: { atMost: 1.5 },
    }),
  ];
}
