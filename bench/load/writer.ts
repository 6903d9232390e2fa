import { Agent, request } from 'node:http';
import { Redis } from 'ioredis';
import mqemitter from 'mqemitter-redis';
import { answerCalls } from '../harness/calls.ts';
import type { Change, Route, Step, Stream, WriterCalls } from './change.ts';

let redis: Redis;
let emitter: ReturnType<typeof mqemitter>;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const calls: WriterCalls = {
  async connect(redisUrl: string): Promise<void> {
    redis = new Redis(redisUrl);
    emitter = mqemitter({ connectionString: redisUrl });
    await redis.ping();
  },
  async publish({ route, steps }: Change): Promise<void> {
    await Promise.all(steps.map((step) => take(route, step)));
  },
  async stream({ route, steps, perSecond }: Stream): Promise<number> {
    const started = performance.now();
    const answers: Promise<unknown>[] = [];
    for (const [n, step] of steps.entries()) {
      const wait = started + (n * 1000) / perSecond - performance.now();
      if (wait > 0) await new Promise((done) => setTimeout(done, wait));
      answers.push(take(route, step));
    }
    await Promise.all(answers);
    return performance.now() - started;
  },
};

answerCalls(calls);

async function take(route: Route, step: Step): Promise<void> {
  if (route.kind === 'ours') await ask(route.port, step);
  else if (route.kind === 'redis') await redis.publish(step.channel, step.body);
  else await emit(step.channel, JSON.parse(step.body) as object);
}

function emit(topic: string, state: object): Promise<void> {
  const payload = { [topic.slice(0, topic.indexOf(':'))]: state };
  return new Promise((done) => {
    emitter.emit({ topic, payload } as never, () => {
      done();
    });
  });
}

function ask(port: number, step: Step): Promise<void> {
  const { body, cookie = '', ip = '127.0.0.1' } = step;
  const headers = { 'content-type': 'application/json', cookie, 'x-forwarded-for': ip };
  return new Promise((done, fail) => {
    const asked = request({ host: '127.0.0.1', port, path: '/graphql', method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        if (response.statusCode !== 200 || /"errors"|"code":/.test(text))
          fail(new Error(`a change was refused: ${text}`));
        else done();
      });
    });
    asked.once('error', (error) => {
      // The server may close an idle connection just when it is used again. The request had no effect, so it is
      // repeated.
      if (asked.reusedSocket) ask(port, step).then(done, fail);
      else fail(error);
    });
    asked.end(body);
  });
}
