import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import { Poll } from '../poll/poll.entity.ts';
import { readStanding } from '../poll/poll.standing.service.ts';
import { PollType } from '../poll/poll.types.ts';
import { findBooth, hasBallot } from './ballot.bulletin.service.ts';
import type { Booth } from './ballot.entity.ts';
import { issueBallot } from './ballot.issue.service.ts';
import { canTakeBallot } from './ballot.rules.ts';
import { BallotCountType, BoothType, IssueBallotInputType, IssueBallotPayloadType } from './ballot.types.ts';

@Resolver(() => BoothType)
export class BoothResolver {
  @mutation(
    IssueBallotPayloadType,
    "Issue the viewer's one ballot of a secret poll. The ballot is cast at POST /ballot-box/<poll>, without a session.",
  )
  issueBallot(
    @Input(() => IssueBallotInputType)
    { pollId, blinded }: IssueBallotInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueBallotPayloadType> {
    return answer(async () => ({ blindSignature: await issueBallot(ctx, idOf('Poll', pollId), blinded) }));
  }

  @FieldResolver(() => Boolean, {
    description: 'True if a ballot was issued to the viewer; whether it was cast is not known.',
    complexity: 5, // one statement per poll
  })
  viewerHasBallot(@Root() { pollId }: Booth, @Ctx() ctx: Context): Promise<boolean> {
    return hasBallot(ctx, pollId);
  }

  @FieldResolver(() => PermissionType, {
    description:
      'Whether a ballot can be issued to the viewer now. Asking again with the same key returns the same ballot.',
  })
  async viewerCanTakeBallot(@Root() { pollId }: Booth, @Ctx() ctx: Context): Promise<PermissionType> {
    const poll = await ctx.em.findOneOrFail(Poll, pollId);
    const standing = await readStanding(ctx, pollId);
    return permission(canTakeBallot(ctx.actor, poll, standing, ctx.now()));
  }

  @FieldResolver(() => BallotCountType, {
    nullable: true,
    description: 'Counts of the poll; null before it is counted.',
  })
  async count(
    @Root() { pollId, issuedCount, castCount, invalidCount, root }: Booth,
    @Ctx() ctx: Context,
  ): Promise<BallotCountType | null> {
    if (issuedCount == null || root == null) return null;
    const { eligibleCount } = await ctx.em.findOneOrFail(Poll, pollId);
    const invalid = invalidCount ?? 0;
    return { eligible: eligibleCount ?? 0, issued: issuedCount, cast: castCount, invalid, root };
  }
}

/** `Poll.booth` stands here because domains may import only earlier domains. */
@Resolver(() => PollType)
export class PollBoothResolver {
  @FieldResolver(() => BoothType, {
    nullable: true,
    description: 'Booth of a secret poll; null before the opening and for other polls.',
  })
  booth(@Root() poll: Poll, @Ctx() ctx: Context): Promise<BoothType | null> {
    return poll.secrecy === 'SECRET' ? findBooth(ctx, poll.id) : Promise.resolve(null);
  }
}
