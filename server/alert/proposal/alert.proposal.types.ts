import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime, StreamCursor, UUID } from '../../kernel/scalars.ts';
import type { AlertState } from '../alert.entity.ts';
import { AlertInputType } from '../alert.input.types.ts';
import { AlertStateEnum, IncidentType } from '../alert.types.ts';
import type { ProposalKind } from './alert.proposal.service.ts';

const ProposalKindEnum = enumOf<ProposalKind>('AlertProposalKind', 'Kind of a proposal; it never changes.', {
  WARNING: 'A real warning of a danger, for the whole town.',
  DRILL: 'A drill of a warning for everybody.',
  DISRUPTION: 'A disruption of a supply or a road, for those who follow its streets.',
});

@InputType('ProposeAlertInput', { description: 'An alert that a program proposes.' })
export class ProposeAlertInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => ProposalKindEnum, 'Kind. A drill never becomes a real warning, nor the reverse.')
  declare kind: ProposalKind;

  @field(() => String, 'Key of the template.')
  declare template: string;

  @field(() => AlertInputType, 'Content of the alert.')
  declare alert: AlertInputType;

  @field(() => Boolean, 'Ask readers whether they are safe; null: as the template says.', { nullable: true })
  declare asksSafety?: boolean | null;

  @field(() => UUID, 'Repeat the request with the same key and get the proposal with its state now.')
  declare idempotencyKey: string;
}

@ObjectType('AlertProposal', { description: 'An alert that a program proposed.' })
export class AlertProposalType {
  declare id: string;

  @field(() => AlertStateEnum, 'State now. DRAFT: nobody has decided yet, or its time has expired.')
  declare state: AlertState;

  @field(() => DateTime, 'When the proposal expires unless somebody decides.')
  declare expiresAt: Date;
}

@ObjectType()
export class AlertProposalPayloadType extends PayloadType {
  @field(() => AlertProposalType, 'The proposal.', { nullable: true })
  declare proposal?: AlertProposalType | null;
}

@ObjectType('AlertDeskUpdate', { description: 'Waiting alerts and proposals of a town, after each change.' })
export class AlertDeskUpdateType {
  @field(() => [IncidentType], 'Incidents with a waiting alert or a proposal, the newest first; at most 50.')
  declare incidents: readonly IncidentType[];

  @field(() => StreamCursor, 'Position of this message.')
  declare cursor: string;
}
