import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { live } from '../../kernel/live/live.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { StreamCursor } from '../../kernel/scalars.ts';
import { issueReaders, type ReadersUpdate } from './issue.readers.live.ts';
import { markReading } from './issue.readers.service.ts';
import {
  IssueReadersUpdateType,
  IssueReaderType,
  MarkReadingInputType,
  MarkReadingPayloadType,
} from './issue.readers.types.ts';

@Resolver(() => IssueReaderType)
export class IssueReadersResolver {
  @Subscription(() => IssueReadersUpdateType, {
    name: 'issueReaders',
    description: "Readers of the town's reports, live; for staff of the town, not for partners.",
    ...live(issueReaders, ({ municipalityId }: { municipalityId: string }) => ({
      municipalityId: idOf('Municipality', municipalityId),
    })),
  })
  watchIssueReaders(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) _municipalityId: string,
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the state already known.' })
    _after: string | null,
    @Root() update: ReadersUpdate,
  ): IssueReadersUpdateType {
    return update;
  }

  @mutation(
    MarkReadingPayloadType,
    'Mark that the viewer has a report open. Repeat it every 20 seconds: the mark expires after a minute.',
  )
  markReading(
    @Input(() => MarkReadingInputType) { issueId, isReading }: MarkReadingInputType,
    @Ctx() ctx: Context,
  ): Promise<MarkReadingPayloadType> {
    return answer(async () => {
      await markReading(ctx, idOf('Issue', issueId), isReading);
      return {};
    });
  }

  @FieldResolver(() => ID, { description: 'The report.' })
  issueId(@Root() { issueId }: IssueReaderType): string {
    return toGlobalId('Issue', issueId);
  }

  @FieldResolver(() => ID, { description: 'The reader: the same id that `viewer` has for them.' })
  readerId(@Root() { personId }: IssueReaderType): string {
    return toGlobalId('Viewer', personId);
  }
}
