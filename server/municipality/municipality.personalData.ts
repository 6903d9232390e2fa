import { keepTownData, type PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased: they describe the town. */
export const municipalityPersonalData: PersonalData = {
  Municipality: keepTownData(
    'Facts about the town.',
    'name',
    'county',
    'postcodes',
    'boundary',
    'map',
    'accent',
    'modules',
    'replyTo',
    'fromAddress',
  ),
  Desk: keepTownData('Parts of the town hall.', 'name'),
  LegalPages: keepTownData(
    'The town hall must publish who is responsible; it changes the page itself when a contact leaves.',
    'imprint',
    'privacy',
    'legalBasis',
    'barriers',
    'contactEmail',
    'contactPhone',
    'enforcementName',
    'enforcementUrl',
  ),
};

/** Why the rows of this domain stay. */
export const municipalityRetention: Retention = { stays: { TOWN: ['LegalPages', 'Municipality', 'Desk'] } };
