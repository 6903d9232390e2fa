import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { Viewer } from '../../identity/identity.person.service.ts';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { requireLocale } from '../../kernel/locale.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { chooseStart, findStartChoice, type StartChoice } from './notification.start.service.ts';
import { ChooseStartInputType, ChooseStartPayloadType, StartChoiceEnum } from './notification.start.types.ts';

@Resolver(() => ViewerType)
export class ViewerStartResolver {
  @FieldResolver(() => StartChoiceEnum, {
    nullable: true,
    description: "The viewer's newest answer to the first question of the town; null: not answered yet.",
  })
  startChoice(
    @Root() { id }: Viewer,
    @Arg('municipalityId', () => ID, { description: 'The town.' }) municipalityId: string,
    @Ctx() ctx: Context,
  ): Promise<StartChoice | null> {
    return findStartChoice(ctx, id, idOf('Municipality', municipalityId));
  }

  @mutation(
    ChooseStartPayloadType,
    'Answer the first question of a town: follow the town, and choose how its news, polls and ideas come by e-mail.',
  )
  chooseStart(
    @Input(() => ChooseStartInputType) { municipalityId, choice, locale }: ChooseStartInputType,
    @Ctx() ctx: Context,
  ): Promise<ChooseStartPayloadType> {
    return answer(async () => ({
      choice: await chooseStart(ctx, {
        municipalityId: idOf('Municipality', municipalityId),
        choice,
        locale: requireLocale(locale),
      }),
    }));
  }
}
