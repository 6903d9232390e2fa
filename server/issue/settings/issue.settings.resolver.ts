import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { readLocale } from '../../kernel/locale.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { IssueRow } from '../issue.entity.ts';
import { labelIn } from '../issue.settings.rules.ts';
import { setIssueSettings, settingsOf } from '../issue.settings.service.ts';
import { IssueType } from '../issue.types.ts';
import { IssueSettingsPayloadType, IssueSettingsType, SetIssueSettingsInputType } from './issue.settings.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityIssueSettingsResolver {
  @FieldResolver(() => IssueSettingsType, { description: 'Settings of the town for its reports.' })
  issueSettings(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<IssueSettingsType> {
    return settingsOf(ctx, id);
  }

  @mutation(
    IssueSettingsPayloadType,
    'Set the names of statuses and the days in which a report may be reopened (admins of the town).',
  )
  setIssueSettings(
    @Input(() => SetIssueSettingsInputType)
    { municipalityId, ...settings }: SetIssueSettingsInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueSettingsPayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => ({ municipality: await setIssueSettings(ctx, id, settings) }));
  }
}

@Resolver(() => IssueType)
export class StatusLabelResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "The town's own name of the status in this language; null: the default name applies.",
  })
  async statusLabel(
    @Root() { status, municipality }: IssueRow,
    @Arg('locale', () => String, { defaultValue: 'de', description: 'Language: de, en or de-x-leicht.' })
    locale: string,
    @Ctx() ctx: Context,
  ): Promise<string | null> {
    return labelIn((await settingsOf(ctx, municipality.id)).labels, status, readLocale(locale));
  }
}
