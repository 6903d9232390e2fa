import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { live } from '../kernel/live/live.ts';
import { DateTime, GeoJSON, StreamCursor } from '../kernel/scalars.ts';
import { findOwnAnswer, isRead, nameOf, openText } from './alert.answers.service.ts';
import type { Acknowledgement, Alert, Incident } from './alert.entity.ts';
import {
  acknowledgementsTopic,
  type AcknowledgementsUpdate,
  alertsTopic,
  type AlertsUpdate,
  incidentTopic,
  type IncidentUpdate,
} from './alert.live.ts';
import {
  alertsOf,
  type IncidentState,
  incidentsOf,
  listEndWords,
  newestOf,
  stateOf,
  waitingOf,
} from './alert.reading.service.ts';
import { findAloneFrom } from './alert.people.service.ts';
import { isWarner, reviewDueOf } from './alert.rules.ts';
import { AlertTemplateTextType } from './alert.template.types.ts';
import {
  AcknowledgementsUpdateType,
  AcknowledgementType,
  AlertStreetType,
  AlertsUpdateType,
  AlertTextType,
  AlertType,
  IncidentStateEnum,
  IncidentType,
  IncidentUpdateType,
} from './alert.types.ts';

@Resolver(() => IncidentType)
export class IncidentResolver {
  @FieldResolver(() => IncidentStateEnum, { complexity: 5, description: 'State at this moment.' })
  async state(@Root() incident: Incident, @Ctx() ctx: Context): Promise<IncidentState> {
    return stateOf(incident, await waitingOf(ctx, incident.id), ctx.now());
  }

  @FieldResolver(() => [AlertType], { complexity: 10, description: 'Sent alerts, the oldest first; at most 100.' })
  alerts(@Root() { id }: Incident, @Ctx() ctx: Context): Promise<Alert[]> {
    return alertsOf(ctx, id);
  }

  @FieldResolver(() => AlertType, {
    nullable: true,
    complexity: 5,
    description: 'The newest of the sent alerts; null: none was sent yet.',
  })
  newestAlert(@Root() { id }: Incident, @Ctx() ctx: Context): Promise<Alert | null> {
    return newestOf(ctx, id);
  }

  @FieldResolver(() => [AlertType], {
    nullable: true,
    complexity: 10,
    description:
      'Alerts that wait for the second person, and proposals, for warners and admins of the town; at most 100. Null: others.',
  })
  waitingAlerts(@Root() { id, municipality }: Incident, @Ctx() ctx: Context): Promise<Alert[]> | null {
    return isWarner(ctx.actor, municipality.id) ? waitingOf(ctx, id) : null;
  }

  @FieldResolver(() => [AlertTemplateTextType], {
    nullable: true,
    complexity: 5,
    description:
      'Words with which endIncident ends it unless others are given, by language, for warners and admins of the town, of disruptions also for clerks who may report them; at most 5. Null: nothing was sent, it has ended, or others ask.',
  })
  preparedEnd(
    @Root() incident: Incident,
    @Arg('isFalseAlarm', () => Boolean, { description: 'After a false alarm, the words say so.' })
    isFalseAlarm: boolean,
    @Ctx() ctx: Context,
  ): Promise<readonly AlertTemplateTextType[] | null> {
    return listEndWords(ctx, incident, isFalseAlarm);
  }

  @FieldResolver(() => AcknowledgementType, {
    nullable: true,
    complexity: 5,
    description: 'Answer of the viewer; null: none yet, or without an account.',
  })
  viewerAcknowledgement(@Root() { id }: Incident, @Ctx() ctx: Context): Promise<Acknowledgement | null> {
    return findOwnAnswer(ctx, id);
  }

  @FieldResolver(() => Boolean, {
    complexity: 5,
    description: 'Somebody in the town hall reads the answers at the moment: SAFE and HELP are accepted.',
  })
  async isRead(@Root() { id, asksSafety }: Incident, @Ctx() ctx: Context): Promise<boolean> {
    return asksSafety && (await isRead(ctx, id));
  }
}

@Resolver(() => AlertType)
export class AlertResolver {
  @FieldResolver(() => IncidentType, { complexity: 5, description: 'The incident of the alert.' })
  incident(@Root() { incident }: Alert, @Ctx() ctx: Context): Promise<Incident> {
    return incidentsOf(ctx, incident.id);
  }

  @FieldResolver(() => [AlertTextType], { description: 'Words by language, German first; at most 5.' })
  texts(@Root() { content }: Alert): readonly AlertTextType[] {
    return content.texts.map(({ instructions, ...text }) => ({
      ...text,
      instructions: instructions.map(({ since, ...one }) => ({ ...one, since: new Date(since) })),
    }));
  }

  @FieldResolver(() => String, { description: 'The area in words.' })
  area(@Root() { content }: Alert): string {
    return content.area;
  }

  @FieldResolver(() => GeoJSON, { nullable: true, description: 'The area on the map; null: the whole town.' })
  polygons(@Root() { content }: Alert): object | null {
    return content.polygons;
  }

  @FieldResolver(() => [AlertStreetType], { description: 'Houses of a disruption; empty: a warning. At most 200.' })
  streets(@Root() { content }: Alert): readonly AlertStreetType[] {
    return content.streets.map((span) => ({ ...span, streetId: toGlobalId('Street', span.streetId) }));
  }

  @FieldResolver(() => String, { nullable: true, description: 'Telephone number for questions; null: none.' })
  phone(@Root() { content }: Alert): string | null {
    return content.phone;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Hash of the text that the second person approves, for warners and admins of the town; null: others.',
  })
  contentHash(@Root() { contentHash, municipality }: Alert, @Ctx() { actor }: Context): string | null {
    return isWarner(actor, municipality.id) ? contentHash : null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'The viewer wrote it, for warners and admins of the town; null: others.',
  })
  isOwn(@Root() { author, municipality }: Alert, @Ctx() { actor }: Context): boolean | null {
    return isWarner(actor, municipality.id) ? actor.kind === 'person' && actor.id === author?.id : null;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    complexity: 5,
    description:
      'Time from which the viewer may send it alone: at once for the only warner of the town, otherwise 120 seconds after it was written. Null: it does not wait, another person wrote it, or it is an end in own words, which only a second person lets leave.',
  })
  aloneFrom(@Root() alert: Alert, @Ctx() ctx: Context): Promise<Date | null> {
    return findAloneFrom(ctx, alert);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Reason for which it was sent without a second person, for warners and admins of the town; null: a second person approved it, none was needed, or others ask.',
  })
  brokeGlassBecause(@Root() { brokeGlassBecause, municipality }: Alert, @Ctx() { actor }: Context): string | null {
    return isWarner(actor, municipality.id) ? (brokeGlassBecause ?? null) : null;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'Time by which an admin reviews that it was sent without a second person, for warners and admins of the town; null: reviewed, not sent alone, or others ask.',
  })
  reviewDueAt(@Root() alert: Alert, @Ctx() { actor }: Context): Date | null {
    return isWarner(actor, alert.municipality.id) ? reviewDueOf(alert) : null;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'When an admin reviewed that it was sent without a second person, for warners and admins of the town; null: not yet, or others ask.',
  })
  reviewedAt(@Root() { reviewedAt, municipality }: Alert, @Ctx() { actor }: Context): Date | null {
    return isWarner(actor, municipality.id) ? (reviewedAt ?? null) : null;
  }

  @Subscription(() => AlertsUpdateType, {
    name: 'alerts',
    description:
      'Alerts of a town to the public, live: those of all incidents that go on (or what came after `after`), then each one as it is sent. None is left out.',
    ...live(alertsTopic, ({ municipalityId }: { municipalityId: string }) => ({
      municipalityId: idOf('Municipality', municipalityId),
    })),
  })
  watchAlerts(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) _municipalityId: string,
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the last message known.' })
    _after: string | null,
    @Root() update: AlertsUpdate,
  ): AlertsUpdateType {
    return update;
  }

  @Subscription(() => IncidentUpdateType, {
    name: 'incident',
    description: 'One incident, live: as it is now, then after each change.',
    ...live(incidentTopic, ({ incidentId }: { incidentId: string }) => ({ incidentId: idOf('Incident', incidentId) })),
  })
  watchIncident(
    @Arg('incidentId', () => ID, { description: 'The incident.' }) _incidentId: string,
    @Arg('after', () => StreamCursor, {
      nullable: true,
      description: 'Cursor of the state that the client already has.',
    })
    _after: string | null,
    @Root() update: IncidentUpdate,
  ): IncidentUpdateType {
    return update;
  }

  @Subscription(() => AcknowledgementsUpdateType, {
    name: 'acknowledgements',
    description: 'Answers of readers to an incident, live (warners and admins of the town).',
    ...live(acknowledgementsTopic, ({ incidentId }: { incidentId: string }) => ({
      incidentId: idOf('Incident', incidentId),
    })),
  })
  watchAcknowledgements(
    @Arg('incidentId', () => ID, { description: 'The incident.' }) _incidentId: string,
    @Arg('after', () => StreamCursor, {
      nullable: true,
      description: 'Cursor of the state that the client already has.',
    })
    _after: string | null,
    @Root() update: AcknowledgementsUpdate,
  ): AcknowledgementsUpdateType {
    return update;
  }
}

@Resolver(() => AcknowledgementType)
export class AcknowledgementResolver {
  @FieldResolver(() => String, { nullable: true, description: 'HELP: where the reader is; null: other answers.' })
  place(@Root() one: Acknowledgement, @Ctx() ctx: Context): string | null {
    return openText(ctx, one, one.place ?? null);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'HELP: function or name of the member of staff who takes care of it; null: nobody yet, or no name is known.',
  })
  takenBy(@Root() { takenBy }: Acknowledgement): Promise<string | null> {
    return nameOf(takenBy);
  }

  @FieldResolver(() => String, { nullable: true, description: 'HELP: telephone number of the reader; null: none.' })
  phone(@Root() one: Acknowledgement, @Ctx() ctx: Context): string | null {
    return openText(ctx, one, one.phone ?? null);
  }
}
