import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { IssueType } from '../issue.types.ts';

@InputType('FollowIssueInput', { description: 'Hear of the public steps of a report that somebody else made.' })
export class FollowIssueInputType {
  @Field(() => ID, { description: 'The report; everybody may see it.' })
  declare issueId: string;

  @field(() => String, 'Signed out: the address for the news, confirmed by a link.', { nullable: true })
  declare email?: string | null;

  @field(() => String, 'Signed out: language of mails, de (default) or en.', { nullable: true })
  declare locale?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Signed in: mails beside the inbox.' })
  declare byMail: boolean;
}

@ObjectType()
export class FollowPayloadType extends PayloadType {
  @field(
    () => IssueType,
    'The report, as everybody sees it; null after a refusal, and where following ended of what is hidden meanwhile.',
    { nullable: true },
  )
  declare issue?: IssueType | null;

  @field(() => Boolean, 'False: a mail with a link to confirm is on its way.', { nullable: true })
  declare isConfirmed?: boolean | null;
}

@InputType('UnfollowIssueInput', { description: 'Input of unfollowIssue.' })
export class UnfollowIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;
}

@InputType('ConfirmFollowInput', { description: 'Input of confirmFollow.' })
export class ConfirmFollowInputType {
  @Field(() => String, { description: 'The last part of the link.' })
  declare token: string;
}

@InputType('EndFollowInput', { description: 'Input of endFollow.' })
export class EndFollowInputType {
  @Field(() => String, { description: 'The last part of the link.' })
  declare token: string;
}
