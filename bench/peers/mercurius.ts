import Fastify, { type FastifyRequest } from 'fastify';
import mercurius from 'mercurius';
import mqemitter from 'mqemitter-redis';
import { findPerson, requireStanding } from './people.ts';
import { alertsChannel, isListening, keepAliveMs, pollChannel, setting, typeDefs, uuidOf } from './schema.ts';
import { voteWriter } from './votes.ts';

/** Mercurius as its manual describes it, with jit and its Redis emitter. */
const app = Fastify();
const castVote = voteWriter();

interface Who {
  readonly personId: string | undefined;
}
interface VoteInput {
  readonly input: { readonly pollId: string; readonly optionIds: readonly string[] };
}
const contextOf = async ({ headers }: Pick<FastifyRequest, 'headers'>): Promise<Who> => ({
  personId: await findPerson(headers.cookie),
});

await app.register(mercurius, {
  schema: typeDefs,
  jit: 1,
  context: contextOf,
  resolvers: {
    Query: { isUp: () => true },
    Mutation: {
      castVote: async (_root: unknown, { input }: VoteInput, context: object) => {
        const { personId } = context as Who;
        if (personId === undefined) throw new Error('UNAUTHENTICATED');
        const { pollId, optionIds } = input;
        const code = await castVote({ pollId: uuidOf(pollId), personId, optionIds: optionIds.map(uuidOf) });
        if (code !== null) return { ballot: null, userErrors: [{ code }] };
        return { ballot: { options: optionIds.map((id) => ({ id })) }, userErrors: [] };
      },
    },
    Subscription: {
      pollResults: {
        subscribe: async (_root: unknown, { pollId }: { pollId: string }, context) => {
          await requireStanding(pollId, (context as unknown as Who).personId);
          return context.pubsub.subscribe(pollChannel(pollId));
        },
      },
      alerts: {
        subscribe: (_root: unknown, { municipalityId }: { municipalityId: string }, { pubsub }) =>
          pubsub.subscribe(alertsChannel(municipalityId)),
      },
    },
  },
  subscription: {
    emitter: mqemitter({ connectionString: setting('REDIS_URL') }),
    keepAlive: keepAliveMs,
    fullWsTransport: true, // allows mutations over the socket
    context: (_connection, request) => contextOf(request),
  },
});
await app.listen({ port: Number(setting('PORT')), host: '127.0.0.1' });
isListening();
