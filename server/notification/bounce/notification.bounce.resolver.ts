import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Viewer } from '../../identity/identity.person.service.ts';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import { isSuppressed } from '../../recipient/recipient.suppression.service.ts';

@Resolver(() => ViewerType)
export class ViewerBounceResolver {
  @FieldResolver(() => Boolean, {
    description:
      "Whether mails to the viewer's address came back. Nothing but codes to sign in is sent there until the viewer signs in with such a code.",
  })
  mailsBounce(@Root() { email }: Viewer, @Ctx() ctx: Context): Promise<boolean> {
    return isSuppressed(ctx, { channel: 'EMAIL', addressHash: hashAddress(ctx, email) });
  }
}
