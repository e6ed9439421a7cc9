/** `node --import tsx e2e/simulators/garmin/main.ts [--port N] [--seed N]`: runs until it is ended. */
import { parseArgs } from "node:util";
import { startGarminSimulator } from "./server";

const { values } = parseArgs({ options: { port: { type: "string" }, seed: { type: "string" } } });

try {
  const simulator = await startGarminSimulator({
    port: values.port === undefined ? undefined : Number(values.port),
    seed: values.seed === undefined ? undefined : Number(values.seed),
  });
  const {
    personalUrl: personal,
    connectapiUrl: connectapi,
    controlUrl: control,
    loginUrl: login,
  } = simulator;
  console.log(JSON.stringify({ personal, connectapi, control, login }));
  const end = () => void simulator.close().then(() => process.exit(0));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
} catch (error) {
  console.error(
    `The Garmin simulator can't start: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
}
