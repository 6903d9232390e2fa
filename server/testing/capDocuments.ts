import { writeCap } from '../alert/alert.cap.rules.ts';
import type { Alert } from '../alert/alert.entity.ts';
import { templates } from '../alert/alert.templates.ts';

/** Box of the town of the documents. */
export const box = { west: 7.15, south: 50.55, east: 7.25, north: 50.65 };
export const ids = [1, 2, 3].map((n) => `0198a000-0000-7000-8000-00000000000${n}`);
const sentAt = new Date('2026-11-24T21:00:00.750Z');
export const ring = [
  [7.15, 50.55],
  [7.25, 50.55],
  [7.25, 50.65],
  [7.15, 50.55],
];
const words = { headline: 'Hochwasser & "Wasser"', description: 'Es <steigt>.' };
const alertOf = (number: number, msgType: string, more: object = {}): Alert =>
  ({
    id: ids[number - 1],
    number,
    msgType,
    status: 'ACTUAL',
    severity: 'SEVERE',
    urgency: 'IMMEDIATE',
    certainty: 'LIKELY',
    isCorrection: false,
    sender: 'Ordnungsamt',
    onsetAt: null,
    sentAt: new Date(sentAt.getTime() + number * 60_000),
    expiresAt: new Date(sentAt.getTime() + 6 * 3_600_000),
    content: {
      texts: ['de', 'en', 'de-x-leicht'].map((locale) => ({
        locale,
        ...words,
        instructions: [{ text: 'Gehen Sie.' }],
      })),
      area: 'Altstadt',
      polygons: null,
      phone: '02224 18060',
    },
    ...more,
  }) as unknown as Alert;
const write = (alert: Alert, thread: readonly Alert[] = [alert]): string =>
  writeCap(alert, {
    incident: { id: ids[0] ?? '', isFalseAlarm: false },
    thread,
    template: templates.get('flood'),
    town: { ags: '07138073', name: 'Unkel', timeZone: 'Europe/Berlin', isDemo: false },
    boundary: { type: 'MultiPolygon', coordinates: [[ring]] },
    origin: 'https://unkel.example',
  });

const first = alertOf(1, 'ALERT');
const changed = alertOf(2, 'UPDATE');
const ended = alertOf(3, 'CANCEL', { urgency: 'PAST' });

/* Valid documents: three of one incident, and a drill. */
export const alert = write(first);
export const update = write(changed, [first, changed]);
export const cancel = write(ended, [first, changed, ended]);
export const drill = write(alertOf(3, 'ALERT', { status: 'EXERCISE' }));

const language = '<language>de</language>';
const namespace = '{urn:oasis:names:tc:emergency:cap:1.2}';
/** Defects against the schema: name, defect of `alert`, and the complaint, which names the element or the value. */
export const schemaDefects: readonly (readonly [string, (xml: string) => string, string])[] = [
  [
    'Z in sent',
    (xml) => xml.replace(/<sent>[^<]*/, '<sent>2026-11-24T21:01:00Z'),
    "sent': [facet 'pattern'] The value '2026-11-24T21:01:00Z' is not accepted",
  ],
  [
    'a fraction of a second in sent',
    (xml) => xml.replace(/<sent>[^<]*/, '<sent>2026-11-24T22:01:00.5+01:00'),
    "sent': [facet 'pattern'] The value '2026-11-24T22:01:00.5+01:00' is not accepted",
  ],
  [
    'what toISOString() says',
    (xml) => xml.replace(/<sent>[^<]*/, `<sent>${sentAt.toISOString()}`),
    "sent': [facet 'pattern'] The value '2026-11-24T21:00:00.750Z' is not accepted",
  ],
  [
    'Z in expires',
    (xml) => xml.replace(/<expires>[^<]*/, '<expires>2026-11-25T03:00:00Z'),
    "expires': [facet 'pattern'] The value '2026-11-25T03:00:00Z' is not accepted",
  ],
  [
    'no category',
    (xml) => xml.replaceAll(/<category>.*<\/category>/g, ''),
    `event': This element is not expected. Expected is ( ${namespace}category )`,
  ],
  [
    'severity in small letters',
    (xml) => xml.replace('<severity>Severe', '<severity>severe'),
    "severity': [facet 'enumeration'] The value 'severe' is not an element of the set",
  ],
  [
    'info before scope',
    (xml) => {
      const info = /<info>[^]*?<\/info>/.exec(xml)?.[0] ?? '';
      return xml.replace(info, '').replace('<scope>', () => `${info}<scope>`);
    },
    "info': This element is not expected.",
  ],
  [
    'an area without areaDesc',
    (xml) => xml.replace(/<areaDesc>.*<\/areaDesc>/, ''),
    `polygon': This element is not expected. Expected is ( ${namespace}areaDesc )`,
  ],
  [
    'urgency after certainty',
    (xml) => xml.replace(/(<urgency>.*<\/urgency>)([^]*?<certainty>.*?<\/certainty>)/, '$2$1'),
    "severity': This element is not expected.",
  ],
  [
    'two identifiers',
    (xml) => xml.replace(/<identifier>.*<\/identifier>/, '$&$&'),
    `identifier': This element is not expected. Expected is ( ${namespace}sender )`,
  ],
  [
    'a space in the identifier',
    (xml) => xml.replace('<identifier>', '<identifier>a b'),
    "identifier': [facet 'pattern'] The value 'a burn:uuid:",
  ],
  [
    'no event',
    (xml) => xml.replace(/<event>.*<\/event>/, ''),
    `responseType': This element is not expected. Expected is one of ( ${namespace}category, ${namespace}event )`,
  ],
  [
    'an unknown msgType',
    (xml) => xml.replace('<msgType>Alert', '<msgType>Warn'),
    "msgType': [facet 'enumeration'] The value 'Warn' is not an element of the set",
  ],
  [
    'an unknown element',
    (xml) => xml.replace(language, `${language}<level>3</level>`),
    "level': This element is not expected.",
  ],
  [
    'another namespace',
    (xml) => xml.replace('cap:1.2', 'cap:1.1'),
    "Element '{urn:oasis:names:tc:emergency:cap:1.1}alert': No matching global declaration",
  ],
];
