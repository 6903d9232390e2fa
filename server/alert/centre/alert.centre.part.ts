import type { Contributions } from '../../kernel/domain.ts';
import { ControlCentre } from './alert.centre.entity.ts';
import { controlCentreChanged } from './alert.centre.events.ts';
import { centreListeners, centreMessages } from './alert.centre.messages.ts';
import { MunicipalityControlCentreResolver } from './alert.centre.resolver.ts';

export const centrePart: Contributions = {
  entities: [ControlCentre],
  resolvers: [MunicipalityControlCentreResolver],
  messages: centreMessages,
  listeners: centreListeners,
  audit: [
    {
      sentences: [
        {
          kind: 'CONTROL_CENTRE_CHANGED',
          topic: 'SETTINGS',
          event: controlCentreChanged,
          description: 'Telephone number or address of the control centre changed.',
        },
      ],
    },
  ],
};
