import { ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { countedConnectionOf } from '../../kernel/page.ts';
import { PhotoType } from '../../media/media.types.ts';
import { IssueType } from '../issue.types.ts';

@ObjectType('WaitingPhoto', {
  description: 'A photo of a report on which the town hall has not decided yet whether everybody may see it.',
})
export class WaitingPhotoType {
  @field(() => PhotoType, 'The photo.')
  declare photo: PhotoType;

  @field(() => IssueType, 'The report that it belongs to.')
  declare issue: IssueType;
}

export const WaitingPhotoConnectionType = countedConnectionOf(WaitingPhotoType, 'WaitingPhoto');
