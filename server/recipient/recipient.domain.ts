import { defineDomain } from '../kernel/domain.ts';
import { interests } from './recipient.interests.ts';

export const recipient = defineDomain({
  name: 'recipient',
  interests,
});
