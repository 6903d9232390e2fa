import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { townOf } from '../../municipality/municipality.service.ts';
import type { Alert } from '../alert.entity.ts';
import { stateOf } from '../alert.reading.service.ts';
import { AlertType } from '../alert.types.ts';
import { checkCodeOf } from './alert.check.rules.ts';
import { checkAlert } from './alert.check.service.ts';
import { CheckedAlertType } from './alert.check.types.ts';

@Resolver(() => AlertType)
export class AlertCheckResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Code by which a reader checks with `checkAlert` that it is genuine, such as 7K2M-Q9XD; null: not sent.',
  })
  checkCode(@Root() { id, state }: Alert, @Ctx() { secret }: Context): string | null {
    return state === 'SENT' ? checkCodeOf(secret, id) : null;
  }

  @Query(() => CheckedAlertType, {
    nullable: true,
    complexity: 20, // computes the codes of up to 1,000 alerts
    description:
      'Alert of the town that has this code, among those of the last 90 days; null: none, so a message with this code is not genuine. Errors: RATE_LIMITED.',
  })
  async checkAlert(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) municipalityId: string,
    @Arg('code', () => String, { description: 'The code; case, blanks and hyphens do not matter.' }) code: string,
    @Ctx() ctx: Context,
  ): Promise<CheckedAlertType | null> {
    const found = await checkAlert(ctx, idOf('Municipality', municipalityId), code);
    if (found === null) return null;
    const { alert, incident, isReadable } = found;
    const { sender, sentAt, createdAt, expiresAt, msgType, level, number, content } = alert;
    return {
      municipality: await townOf(ctx, alert),
      sender,
      sentAt: sentAt ?? createdAt,
      expiresAt,
      kind: incident.kind,
      status: incident.status,
      msgType,
      level,
      isNewest: number === incident.number,
      state: stateOf(incident, [], ctx.now()),
      texts: content.texts.map(({ locale, headline }) => ({ locale, headline })),
      incident: isReadable ? incident : null,
    };
  }
}
