import { expect, test } from 'vitest';
import type { Context } from './context.ts';
import { composeDomains, defineDomain } from './domain.ts';
import { defineEvent, on } from './events.ts';
import { handle } from './jobs.ts';
import { defineMessage } from './message.ts';
import type { Module } from './names.ts';
import { node } from './nodes.ts';
import { defineQueue } from './queue.ts';

const happened = defineEvent<object>('test.domainHappened');
const other = defineEvent<object>('test.domainOther');
const nothing = (): void => undefined;
const find = (_ctx: Context, _id: string): Promise<null> => Promise.resolve(null);

test('listeners run in the order of the domains; a domain comes before its parts, and parts in their order', () => {
  const early = [on(happened, nothing), on(other, nothing), on(happened, nothing)];
  const part = on(happened, nothing);
  const late = on(happened, nothing);
  const first = defineDomain({ name: 'first', listeners: early, parts: [{ listeners: [part] }] });
  const second = defineDomain({ name: 'second', listeners: [late] });
  const { listeners } = composeDomains([first, second]);
  expect(listeners.get(happened.type)).toEqual([early[0], early[2], part, late]);
  expect(listeners.get(happened.type)?.[2]).toBe(part);
  expect(listeners.get(other.type)).toEqual([early[1]]);
});

test('two products of one process know nothing of each other', () => {
  const listener = on(happened, nothing);
  const one = composeDomains([defineDomain({ name: 'one', listeners: [listener], nodes: [node('One', find)] })]);
  const two = composeDomains([defineDomain({ name: 'two', nodes: [node('Two', find)] })]);
  expect([...one.nodes.keys(), ...two.nodes.keys()]).toEqual(['One', 'Two']);
  expect(one.listeners.get(happened.type)).toEqual([listener]);
  expect(two.listeners.size).toBe(0);
});

test('a queue of a domain must be handled, by this domain or a later one; the error says what to add where', () => {
  // Queues are known to the whole process, so no other test uses this domain.
  const queue = defineQueue<{ readonly id: string }>('sought.find');
  const sought = defineDomain({ name: 'sought', nodes: [node('Sought', find)] });
  expect(() => composeDomains([sought])).toThrow(
    'The queue "sought.find" has no handler: add handle(…) for it to `jobs` in server/sought/sought.domain.ts.',
  );
  const job = handle(queue, () => Promise.resolve());
  const later = defineDomain({ name: 'later', jobs: [job] });
  expect(composeDomains([sought, later]).jobs).toEqual(new Map([['sought.find', job]]));
});

test('a manifest without any entry is refused', () => {
  const empty = defineDomain({ name: 'empty', listeners: [], parts: [{ nodes: [] }] });
  expect(() => composeDomains([empty])).toThrow(
    'The domain "empty" contributes nothing: add its resolvers to `resolvers` in server/empty/empty.domain.ts.',
  );
});

test('what two manifests contribute under one name is refused with both files', () => {
  const first = defineDomain({ name: 'first', nodes: [node('Thing', find)], topics: [{ name: 'things' }] });
  const nodes = defineDomain({ name: 'second', nodes: [node('Thing', find)] });
  const topics = defineDomain({ name: 'second', topics: [{ name: 'things' }] });
  const files = 'is in server/first/first.domain.ts and again in server/second/second.domain.ts.';
  expect(() => composeDomains([first, nodes])).toThrow(`The node type "Thing" ${files}`);
  expect(() => composeDomains([first, topics])).toThrow(`The topic "things" ${files}`);
  expect(() => composeDomains([first, first])).toThrow(
    'The domain "first" is in server/first/first.domain.ts and again in server/first/first.domain.ts.',
  );
});

const lostMessage = defineMessage({
  kind: 'LOST',
  description: 'Something was lost.',
  class: 'BULK',
  interest: null,
  module: 'LOST',
  audience: 'select recipient_id, group_id from lost',
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: 'NONE',
});
/** Module that no domain of the product declares. */
const lostModule = { name: 'LOST' as Module, description: 'What was lost.' };

test('a message names only kinds that a domain contributes, and reminds only those who have not acknowledged', () => {
  const lost = defineDomain({ name: 'lost', module: lostModule, messages: [{ ...lostMessage, kind: 'FOUND' }] });
  const compose = (more: object) =>
    composeDomains([lost, defineDomain({ name: 'later', messages: [{ ...lostMessage, kind: 'ENDED', ...more }] })]);
  expect(compose({ reached: ['FOUND'] }).messages.get('ENDED')?.reached).toEqual(['FOUND']);
  expect(() => compose({ reached: ['FUOND'] })).toThrow(
    'The message "ENDED" names the kind "FUOND", which no domain of this product contributes.',
  );
  expect(() => compose({ escalate: { step: 'REMIND', by: 'NOBODY' }, acknowledged: 'true' })).toThrow('"NOBODY"');
  expect(() => compose({ escalate: { step: 'REMIND', by: 'FOUND' } })).toThrow(
    'The message "ENDED" reminds, but does not say who has `acknowledged` it.',
  );
});

test('a message needs an audience, a module that a domain has, and a kind of its own', () => {
  const withMessage = (more: object) =>
    defineDomain({ name: 'lost', module: lostModule, messages: [{ ...lostMessage, ...more }] });
  expect(composeDomains([withMessage({})]).messages.get('LOST')?.audience).toBe(lostMessage.audience);
  expect(() => composeDomains([withMessage({ audience: ' ' })])).toThrow(
    'The message "LOST" has no audience: in defineMessage, beside server/lost/lost.domain.ts, let `audience` be a select of (recipient_id, group_id).',
  );
  expect(() => composeDomains([withMessage({ module: 'FOUND' })])).toThrow(
    '"LOST" of server/lost/lost.domain.ts belongs to the module "FOUND", which no domain has: add `module` to the manifest.',
  );
  const twice = defineDomain({ name: 'later', messages: [lostMessage] });
  expect(() => composeDomains([withMessage({}), twice])).toThrow(
    'The message "LOST" is twice, also in server/later/later.domain.ts.',
  );
});

test('a later domain adds recipients to a message, and takes others away', () => {
  const lost = defineDomain({ name: 'lost', module: lostModule, messages: [lostMessage] });
  const more = defineDomain({
    name: 'later',
    messageExtensions: [
      { kinds: ['LOST'], audience: 'select recipient_id, group_id from later', exclude: 'a.is_away' },
    ],
  });
  expect(composeDomains([lost, more]).messages.get('LOST')?.audience).toBe(
    'select a.recipient_id, a.group_id from (select recipient_id, group_id from lost union all ' +
      'select recipient_id, group_id from later) a where not (a.is_away)',
  );
  expect(() => composeDomains([more])).toThrow(
    'server/later/later.domain.ts extends the message "LOST", which no earlier domain contributes.',
  );
});
