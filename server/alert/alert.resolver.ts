import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { acknowledge, takeHelp } from './alert.answers.service.ts';
import { approveAlert, breakGlass, refuseAlert, reviewAlert } from './alert.decision.service.ts';
import type { IncidentKind } from './alert.entity.ts';
import {
  AcknowledgeInputType,
  AcknowledgementPayloadType,
  type AlertInputType,
  BreakGlassInputType,
  RefuseAlertInputType,
  ApproveAlertInputType,
  EndIncidentInputType,
  IncidentPayloadType,
  ReadAcknowledgementsInputType,
  ReviewAlertInputType,
  SendDisruptionInputType,
  SendDrillInputType,
  SendWarningInputType,
  TakeHelpInputType,
  UpdateIncidentInputType,
} from './alert.input.types.ts';
import { followAnswers } from './alert.live.ts';
import { canReadAlerts } from './alert.rules.ts';
import { listIncidents } from './alert.reading.service.ts';
import { sendDisruption, sendDrill, sendWarning, updateIncident, endIncident } from './alert.service.ts';
import { describeTemplate, templates } from './alert.templates.ts';
import { AlertTemplateType } from './alert.template.types.ts';
import { IncidentConnectionType, IncidentKindEnum, type IncidentType } from './alert.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityAlertsResolver {
  @FieldResolver(() => IncidentConnectionType, {
    nullable: true,
    description:
      'Incidents of the town, the newest first: what was sent to the public, for warners and admins of the town also what waits and drills of the town hall. NOT_FOUND where the module is switched off.',
  })
  incidents(
    @Root() municipality: MunicipalityRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('kind', () => IncidentKindEnum, { nullable: true, description: 'Only of this kind; null: all.' })
    kind: IncidentKind | null,
    @Arg('isOpen', () => Boolean, {
      nullable: true,
      description: 'True: without an all-clear; false: with one; null: all.',
    })
    isOpen: boolean | null,
    @Ctx() ctx: Context,
  ): Promise<Connection<IncidentType>> {
    return listIncidents(ctx, municipality, { kind, isOpen }, page);
  }

  @FieldResolver(() => [AlertTemplateType], {
    nullable: true,
    description: 'Templates of alerts, at most 40, in the order in which composers offer them.',
  })
  alertTemplates(@Root() { id }: MunicipalityRow, @Ctx() { actor }: Context): readonly AlertTemplateType[] {
    authorize(canReadAlerts(actor, id));
    return [...templates.values()].map(describeTemplate);
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether real warnings can be sent; false: the installation runs on the embedded database (POSTGRES_REQUIRED). Drills and disruptions can always be sent.',
  })
  sendsRealWarnings(@Ctx() { config }: Context): boolean {
    return config.hasPostgresFeatures;
  }

  @mutation(
    IncidentPayloadType,
    'Send a real warning (warners of the town; a sign-in or a check of a passkey in the last 15 minutes). From level 3 it waits for the approval of a second person.',
  )
  sendWarning(
    @Input(() => SendWarningInputType) input: SendWarningInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    return answer(async () => ({ incident: await sendWarning(ctx, inTown(input)) }));
  }

  @mutation(IncidentPayloadType, 'Send a drill of a warning (warners of the town). It wakes nobody.')
  sendDrill(
    @Input(() => SendDrillInputType) input: SendDrillInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    return answer(async () => ({ incident: await sendDrill(ctx, inTown(input)) }));
  }

  @mutation(
    IncidentPayloadType,
    'Report a disruption to those who follow its streets (warners of the town, and clerks of desks that may).',
  )
  sendDisruption(
    @Input(() => SendDisruptionInputType) input: SendDisruptionInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    return answer(async () => ({ incident: await sendDisruption(ctx, inTown(input)) }));
  }

  @mutation(
    IncidentPayloadType,
    'Send the next alert of an incident (people who may begin it). If it raises the level of a real warning to 3 or more, it waits for a second person.',
  )
  updateIncident(
    @Input(() => UpdateIncidentInputType) { incidentId, ...input }: UpdateIncidentInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    const id = idOf('Incident', incidentId);
    return answer(async () => ({
      incident: await updateIncident(ctx, { ...input, alert: withStreets(input.alert), incidentId: id }),
    }));
  }

  @mutation(IncidentPayloadType, 'Give the all-clear (people who may begin the incident). One person is enough.')
  endIncident(
    @Input(() => EndIncidentInputType) { incidentId, ...input }: EndIncidentInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    const id = idOf('Incident', incidentId);
    return answer(async () => ({ incident: await endIncident(ctx, { ...input, incidentId: id }) }));
  }

  @mutation(IncidentPayloadType, 'Approve an alert as the second person, and send it (warners and admins of the town).')
  approveAlert(
    @Input(() => ApproveAlertInputType) { alertId, contentHash }: ApproveAlertInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    const id = idOf('Alert', alertId);
    return answer(async () => ({ incident: await approveAlert(ctx, id, contentHash) }));
  }

  @mutation(
    IncidentPayloadType,
    'Refuse an alert that waits, or withdraw the own one (warners and admins of the town).',
  )
  refuseAlert(
    @Input(() => RefuseAlertInputType) { alertId, reason }: RefuseAlertInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    const id = idOf('Alert', alertId);
    return answer(async () => ({ incident: await refuseAlert(ctx, id, reason) }));
  }

  @mutation(
    IncidentPayloadType,
    'Send the own alert without a second person, 120 seconds after it was submitted, or at once in a town with one warner. Admins get a message, and an admin reviews it.',
  )
  breakGlass(
    @Input(() => BreakGlassInputType) { alertId, reason }: BreakGlassInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    const id = idOf('Alert', alertId);
    return answer(async () => ({ incident: await breakGlass(ctx, id, reason) }));
  }

  @mutation(IncidentPayloadType, 'Note that an alert that was sent alone was reviewed (admins of the town).')
  reviewAlert(
    @Input(() => ReviewAlertInputType) { alertId }: ReviewAlertInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    const id = idOf('Alert', alertId);
    return answer(async () => ({ incident: await reviewAlert(ctx, id) }));
  }

  @mutation(
    IncidentPayloadType,
    'Answer an incident: seen, safe or in need of help, with or without an account. It never replaces a call to 112.',
  )
  acknowledge(
    @Input(() => AcknowledgeInputType) { incidentId, ...input }: AcknowledgeInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    const id = idOf('Incident', incidentId);
    return answer(async () => ({ incident: await acknowledge(ctx, { ...input, incidentId: id }) }));
  }

  @mutation(
    IncidentPayloadType,
    'Say that the viewer reads the answers to an incident for the next minute (warners and admins of the town).',
  )
  readAcknowledgements(
    @Input(() => ReadAcknowledgementsInputType) { incidentId }: ReadAcknowledgementsInputType,
    @Ctx() ctx: Context,
  ): Promise<IncidentPayloadType> {
    const id = idOf('Incident', incidentId);
    return answer(async () => ({ incident: await followAnswers(ctx, id) }));
  }

  @mutation(AcknowledgementPayloadType, 'Take care of somebody who needs help (warners and admins of the town).')
  takeHelp(
    @Input(() => TakeHelpInputType) { acknowledgementId }: TakeHelpInputType,
    @Ctx() ctx: Context,
  ): Promise<AcknowledgementPayloadType> {
    const id = idOf('Acknowledgement', acknowledgementId);
    return answer(async () => ({ acknowledgement: await takeHelp(ctx, id) }));
  }
}

function inTown<T extends SendDisruptionInputType>(input: T): T {
  const { municipalityId, proposalId, alert } = input;
  return {
    ...input,
    municipalityId: idOf('Municipality', municipalityId),
    proposalId: proposalId == null ? null : idOf('Incident', proposalId),
    alert: withStreets(alert),
  };
}

/** The alert with the rows' ids of its streets. */
export function withStreets({ streets, ...alert }: AlertInputType): AlertInputType {
  return { ...alert, streets: streets?.map((one) => ({ ...one, streetId: idOf('Street', one.streetId) })) ?? null };
}
