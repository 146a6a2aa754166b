// Runs every server audit of graphql-http against AUDIT_URL with the bearer token AUDIT_TOKEN.
// Prints one line per audit that did not pass, then "<passed> of <all>".
import { auditServer } from 'graphql-http';

const headers = { authorization: `Bearer ${process.env.AUDIT_TOKEN}` };
const results = await auditServer({
  url: process.env.AUDIT_URL,
  fetchFn: (url, init = {}) => fetch(url, { ...init, headers: { ...init.headers, ...headers } }),
});
for (const result of results.filter(({ status }) => status !== 'ok')) {
  const body = result.response ? await result.response.text().catch(() => '') : '';
  console.log(`${result.status} ${result.id} ${result.name}: ${result.reason} ${body}`);
}
console.log(`${results.filter(({ status }) => status === 'ok').length} of ${results.length}`);
