import type { Contributions } from '../../kernel/domain.ts';
import { deskDisruptionsChanged } from './alert.desk.events.ts';
import { DeskAlertsResolver, MunicipalityDisruptionsResolver } from './alert.desk.resolver.ts';

export const deskPart: Contributions = {
  resolvers: [DeskAlertsResolver, MunicipalityDisruptionsResolver],
  audit: [
    {
      sentences: [
        {
          kind: 'DESK_DISRUPTIONS_CHANGED',
          topic: 'SETTINGS',
          event: deskDisruptionsChanged,
          description: 'An admin changed whether the clerks of a desk report disruptions.',
        },
      ],
    },
  ],
};
