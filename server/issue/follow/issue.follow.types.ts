import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { proofDescription, ProvablePayloadType } from '../../kernel/payload.ts';
import { IssueType } from '../issue.types.ts';

@InputType('FollowIssueInput', { description: 'Follow the public moves of a report that somebody else made.' })
export class FollowIssueInputType {
  @Field(() => ID, { description: 'A public report.' })
  declare issueId: string;

  @field(() => String, 'Without a session: address for messages, to be confirmed by a link.', { nullable: true })
  declare email?: string | null;

  @field(() => String, 'Without a session: language of mails: de (default), de-x-leicht or en.', { nullable: true })
  declare locale?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'With a session: mails in addition to the inbox.' })
  declare byMail: boolean;

  @field(() => String, proofDescription, { nullable: true })
  declare proof?: string | null;
}

@ObjectType()
export class FollowPayloadType extends ProvablePayloadType {
  @field(() => IssueType, 'The report with its public fields; null after a refusal, or if it is no longer public.', {
    nullable: true,
  })
  declare issue?: IssueType | null;

  @field(
    () => Boolean,
    'Whether the follower is confirmed; false: a mail with a confirmation link was sent. Null after a refusal.',
    { nullable: true },
  )
  declare isConfirmed?: boolean | null;
}

@InputType('UnfollowIssueInput', { description: 'Input of unfollowIssue.' })
export class UnfollowIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;
}

@InputType('ConfirmFollowInput', { description: 'Input of confirmFollow.' })
export class ConfirmFollowInputType {
  @Field(() => String, { description: 'Last part of the link in the mail.' })
  declare token: string;
}

@InputType('EndFollowInput', { description: 'Input of endFollow.' })
export class EndFollowInputType {
  @Field(() => String, { description: 'Last part of the link in the mail.' })
  declare token: string;
}
