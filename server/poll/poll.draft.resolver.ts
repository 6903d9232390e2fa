import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import type { PollRow } from './poll.entity.ts';
import {
  CreatePollInputType,
  DiscardPollInputType,
  DiscardPollPayloadType,
  type PollDraftInputType,
  PollPayloadType,
  RevisePollInputType,
} from './poll.input.types.ts';
import { canRevisePoll } from './poll.revising.rules.ts';
import { discardPoll, revisePoll } from './poll.revising.service.ts';
import type { QuestionInput } from './poll.rules.ts';
import { createPoll } from './poll.service.ts';
import { PollType } from './poll.types.ts';

@Resolver(() => PollType)
export class PollDraftResolver {
  @mutation(PollPayloadType, 'Create a poll (editors and admins of the town).')
  createPoll(
    @Input(() => CreatePollInputType) input: CreatePollInputType,
    @Ctx() ctx: Context,
  ): Promise<PollPayloadType> {
    const postId = input.postId == null ? null : choiceOf('Post', input.postId);
    const draft = { ...input, groupId: choiceOf('Group', input.groupId), postId, questions: questionsOf(input) };
    return answer(async () => ({ poll: await createPoll(ctx, draft) }));
  }

  @mutation(
    PollPayloadType,
    'Change texts, questions, options and rules of a poll before it opens (editors and admins of the town).',
  )
  revisePoll(
    @Input(() => RevisePollInputType) input: RevisePollInputType,
    @Ctx() ctx: Context,
  ): Promise<PollPayloadType> {
    const groupId = input.groupId == null ? null : choiceOf('Group', input.groupId);
    const postId = input.postId == null ? null : choiceOf('Post', input.postId);
    const draft = { ...input, pollId: idOf('Poll', input.pollId), groupId, postId, questions: questionsOf(input) };
    return answer(async () => ({ poll: await revisePoll(ctx, draft) }));
  }

  @mutation(
    DiscardPollPayloadType,
    'Delete a poll that has not opened, with its questions and pictures (editors and admins of the town).',
  )
  discardPoll(
    @Input(() => DiscardPollInputType) { pollId }: DiscardPollInputType,
    @Ctx() ctx: Context,
  ): Promise<DiscardPollPayloadType> {
    return answer(async () => {
      await discardPoll(ctx, idOf('Poll', pollId));
      return { discardedId: pollId };
    });
  }

  @FieldResolver(() => PermissionType, {
    description: 'Whether the viewer may change texts and rules of the poll now.',
  })
  viewerCanRevise(@Root() poll: PollRow, @Ctx() ctx: Context): PermissionType {
    return permission(canRevisePoll(ctx.actor, poll, ctx.now()));
  }
}

function questionsOf({ questions }: PollDraftInputType): QuestionInput[] {
  return questions.map(({ pictures, ...question }) => ({
    ...question,
    pictures: pictures?.map((id) => (id === null ? null : choiceOf('Photo', id))) ?? null,
  }));
}
