// A client of GeoReport v2 (wiki.open311.org/GeoReport_v2) that knows nothing but that text: it looks for the endpoint,
// reports to the service of this name, and follows the report until it is closed. Node 22 or newer, nothing to install.
//   OPEN311=https://ortsfunk.example/open311/v2/discovery.json KEY=… JURISDICTION=07138073 \
//     node open311-client.mjs "Straße und Gehweg" 50.6012 7.2149 "The street lamp has been off for two nights."
const { OPEN311, KEY, JURISDICTION, SECONDS = '60' } = process.env;
const [service, lat, long, description, media] = process.argv.slice(2);

const { endpoints } = await ask(OPEN311);
const endpoint = endpoints.find(
  ({ specification, formats }) => /GeoReport_v2$/.test(specification) && formats.includes('application/json'),
);
if (endpoint === undefined) throw new Error('no endpoint for GeoReport v2 in JSON');

const services = await ask(address('services'));
const known = services.find(({ service_name: name }) => name === service);
if (known === undefined)
  throw new Error(`no such service; there are: ${services.map((one) => one.service_name).join(', ')}`);
if (known.metadata) {
  const { attributes } = await ask(address(`services/${known.service_code}`));
  const needed = attributes.filter(({ required }) => required).map((one) => one.description);
  if (needed.length > 0) throw new Error(`this service also asks: ${needed.join(' ')}`);
}

const form = { api_key: KEY, jurisdiction_id: JURISDICTION, service_code: known.service_code, lat, long, description };
const body = new URLSearchParams({ ...form, ...(media && { media_url: media }) });
const [made] = await ask(address('requests'), { method: 'POST', body });
const id = made.service_request_id ?? (await idOf(made.token));
console.log(`${id}: ${made.service_notice ?? 'reported'}`);

let told = '';
for (;;) {
  const [request] = await ask(address(`requests/${id}`));
  const line = `${request.status} (${request.status_notes})`;
  if (line !== told) console.log(`${id}: ${line}`);
  told = line;
  if (request.status === 'closed') break;
  await new Promise((done) => setTimeout(done, Number(SECONDS) * 1000));
}

/** A server that cannot number a report at once gives a token for it. */
async function idOf(token) {
  for (;;) {
    const [{ service_request_id: number }] = await ask(address(`tokens/${token}`));
    if (number) return number;
    await new Promise((done) => setTimeout(done, Number(SECONDS) * 1000));
  }
}

function address(resource) {
  const query = new URLSearchParams({ jurisdiction_id: JURISDICTION, api_key: KEY });
  return resource === 'requests' ? `${endpoint.url}/requests.json` : `${endpoint.url}/${resource}.json?${query}`;
}

async function ask(url, options) {
  const response = await fetch(url, options);
  if (response.ok) return response.json();
  const errors = await response.json().catch(() => []);
  const problems = errors.map(({ code, description: text }) => `${code} ${text}`).join('; ');
  throw new Error(`${response.status}: ${problems || url}`);
}
