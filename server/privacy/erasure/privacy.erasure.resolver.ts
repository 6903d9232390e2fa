import { Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { loadedCost } from '../../kernel/cost.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { isErasedBrowser } from './privacy.browser.service.ts';
import { requestErasure, undoErasure } from './privacy.erasure.service.ts';
import {
  EraseAccountInputType,
  EraseAccountPayloadType,
  UndoErasureInputType,
  UndoErasurePayloadType,
} from './privacy.erasure.types.ts';

@Resolver()
export class ErasureResolver {
  @Query(() => Boolean, {
    nullable: true,
    complexity: loadedCost,
    description:
      'True: the session of this browser ended because its account is being erased, so the browser deletes what it keeps.',
  })
  accountErased(@Ctx() ctx: Context): Promise<boolean> {
    return isErasedBrowser(ctx);
  }

  @mutation(
    EraseAccountPayloadType,
    'Have the own account erased (a person who signed in during the last 15 minutes). All sessions end at once. A mail has a link that undoes this for 72 hours. The last admin of a town cannot leave. HTTP only.',
  )
  eraseAccount(
    @Input(() => EraseAccountInputType) { municipalityId, withTexts }: EraseAccountInputType,
    @Ctx() ctx: Context,
  ): Promise<EraseAccountPayloadType> {
    const input = { municipalityId: idOf('Municipality', municipalityId), withTexts: withTexts === true };
    return answer(async () => ({ erasesAt: await requestErasure(ctx, input) }));
  }

  @mutation(UndoErasurePayloadType, 'Keep the account, by the link of the mail. The person then signs in as before.')
  undoErasure(
    @Input(() => UndoErasureInputType) { token }: UndoErasureInputType,
    @Ctx() ctx: Context,
  ): Promise<UndoErasurePayloadType> {
    return answer(async () => {
      await undoErasure(ctx, token);
      return {};
    });
  }
}
