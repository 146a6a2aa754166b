// PostGraphile 5 as its documentation recommends it for production, for one database login and one person.
// Environment: PORT, PROCESSES (1, or more under node's cluster), RACE_PERSON, and PGHOST PGDATABASE PGUSER PGPASSWORD.
import cluster from "node:cluster";
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { jsonPgSmartTags } from "postgraphile/utils";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";

const processes = Number(process.env.PROCESSES);

const preset = {
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  plugins: [
    jsonPgSmartTags({
      version: 1,
      config: {
        // The foreign key to the investor goes through (fund, investor); without this hint it would join one table more than we do.
        class: { "portfolio.cash_flow": { tags: { foreignKey: "(investor_id) references portfolio.investor (id)" } } },
        // It calls every id a row id, and this view has a column of that name beside its id.
        attribute: { "portfolio.rule_verdict_evidence.row_id": { tags: { name: "evidence_row_id" } } },
      },
    }),
    {
      name: "BackwardNamesPlugin",
      version: "1.0.0",
      // A row that names another of its own table would otherwise give two fields of one name.
      inflection: { replace: { singleRelationBackwards: (previous, _options, details) => `${previous(details)}Backward` } },
    },
  ],
  // Or the newest flows and milestones could not be asked for: the order is the second column of its index.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [makePgService({ pool: new pg.Pool(), schemas: ["portfolio"], pubsub: false })],
  // Row security asks who is acting. Set in a transaction around each query, as the documentation says.
  grafast: { explain: false, context: () => ({ pgSettings: { "app.user_id": process.env.RACE_PERSON } }) },
  grafserv: { watch: false, graphiql: false, graphqlPath: "/graphql", maxRequestLength: 32_768 },
};

if (cluster.isPrimary && processes > 1) {
  for (let i = 0; i < processes; i++) cluster.fork();
  cluster.on("exit", () => process.exit(1));
  process.on("SIGTERM", () => process.exit(0));
} else {
  const server = createServer();
  await postgraphile(preset).createServ(grafserv).addTo(server);
  server.listen(Number(process.env.PORT), "127.0.0.1");
}
