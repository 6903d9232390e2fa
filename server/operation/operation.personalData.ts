import { keepTownData, type PersonalData } from '../kernel/personalData.ts';

/** Treatment of the data of this domain when somebody is erased. */
export const operationPersonalData: PersonalData = {
  ProcessReport: keepTownData('What a process says about itself and its machine.', 'machine', 'version', 'state'),
  WatchCondition: keepTownData('Numbers about the installation.', 'measured'),
  WatchNotice: {
    exports: null,
    because: 'A mail to somebody who no longer runs the installation is not sent.',
    columns: { person: 'DELETE', measured: 'KEEP' },
  },
};
