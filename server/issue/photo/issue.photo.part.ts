import type { Contributions } from '../../kernel/domain.ts';
import { IssuePhotoAddingResolver } from './issue.photo.adding.resolver.ts';
import { IssuePhotoBlurResolver } from './issue.photo.blur.resolver.ts';
import { IssuePhoto } from './issue.photo.entity.ts';
import { eraseIssues } from './issue.photo.erasure.ts';
import { IssuePhotoResolver } from './issue.photo.resolver.ts';
import { WaitingPhotosResolver } from './issue.photo.waiting.resolver.ts';
import { issueFileRule, removePhotosOfWithdrawn } from './issue.photo.service.ts';

export const photoPart: Contributions = {
  entities: [IssuePhoto],
  resolvers: [IssuePhotoResolver, IssuePhotoAddingResolver, IssuePhotoBlurResolver, WaitingPhotosResolver],
  listeners: [removePhotosOfWithdrawn],
  fileRules: [issueFileRule],
  erasures: [eraseIssues],
};
