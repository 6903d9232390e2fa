import 'reflect-metadata';
import { createServer } from 'node:http';
import { RedisPubSub } from 'graphql-redis-subscriptions';
import { useServer } from 'graphql-ws/use/ws';
import { Redis } from 'ioredis';
import { Arg, buildSchema, Field, ID, Int, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql';
import { WebSocketServer } from 'ws';
import { isListening, keepAliveMs, pollChannel, setting } from './schema.ts';

/** A server as tutorials build it: type-graphql, RedisPubSub, graphql-ws; one execution per subscriber. */
const publisher = new Redis(setting('REDIS_URL'));
const subscriber = new Redis(setting('REDIS_URL'));
// A subscribe before the connection is ready would break its ready check, and no event would ever arrive.
await Promise.all([publisher, subscriber].map((redis) => new Promise<void>((done) => redis.once('ready', done))));
const pubsub = new RedisPubSub({ publisher, subscriber });

@ObjectType()
class Poll {
  @Field(() => ID) id!: string;
  @Field(() => String) state!: string;
  @Field(() => String, { nullable: true }) closedAt!: string | null;
  @Field(() => Int, { nullable: true }) eligibleCount!: number | null;
}
@ObjectType()
class Question {
  @Field(() => ID) id!: string;
}
@ObjectType()
class OptionTally {
  @Field(() => ID) optionId!: string;
  @Field(() => Int) votes!: number;
}
@ObjectType()
class QuestionTally {
  @Field(() => Question) question!: Question;
  @Field(() => [OptionTally]) options!: OptionTally[];
}
@ObjectType()
class PollTally {
  @Field(() => Poll) poll!: Poll;
  @Field(() => Int) turnout!: number;
  @Field(() => Boolean) isFinal!: boolean;
  @Field(() => [QuestionTally]) questions!: QuestionTally[];
  @Field(() => String) cursor!: string;
}

@Resolver()
class PollResolver {
  @Query(() => Boolean)
  isUp(): boolean {
    return true;
  }

  @Subscription(() => PollTally, {
    name: 'pollResults',
    topics: ({ args }) => pollChannel((args as { pollId: string }).pollId),
  })
  pollResults(
    @Arg('pollId', () => ID) _pollId: string,
    @Arg('after', () => String, { nullable: true }) _after: string | null,
    @Root() state: PollTally,
  ): PollTally {
    return state;
  }
}

const schema = await buildSchema({
  resolvers: [PollResolver],
  validate: false,
  pubSub: {
    publish: (channel: string, state: unknown) => void pubsub.publish(channel, state),
    subscribe: (channel: string) => pubsub.asyncIterableIterator(channel),
  },
});
const http = createServer();
const wss = new WebSocketServer({ server: http, path: '/graphql' });
useServer({ schema }, wss, keepAliveMs);
http.listen(Number(setting('PORT')), '127.0.0.1', isListening);
